"""Roll-ups have hand-made expected results, and equal recalculated roll-ups after any sequence of changes."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from explorer.graph.connection.connect import Connection
from explorer.graph.imports.imports import import_file
from explorer.graph.imports.registries import remove_earlier_versions
from explorer.graph.imports.undo import undo_import
from explorer.graph.rollups import rebuild_rollups, refresh_rollups
from explorer.model.tables import TABLES
from tests.helpers.rows import at, batch, table
from tests.helpers.state import graph_state
from tests.helpers.world import World, ask

DAYS = """
MATCH (a:Account)-[on:ON_DAY]->(d:Day)
RETURN a.accountId AS account, d.date AS day, on.posts AS posts, on.likes AS likes, on.promoted AS promoted,
       on.retweets AS retweets, on.rapid AS rapid, on.suspendedOn AS suspendedOn, on.bySuspended AS bySuspended
ORDER BY account, day
"""


def test_rollups_with_hand_made_expected_results(graph: Connection) -> None:
    world = World()
    world.outlet("cn-a", "a1", "a2")
    world.outlet("ru-b", "b", state="RU")
    world.outlet("none", "c", state=None)
    world.account("s", status="suspended", status_at="2021-03-01T05:00:00")
    world.account("u", status="suspended")
    world.account("v", status="active", status_at="2021-03-01")
    world.post("p", "a1", "2021-01-01T23:59:55", likes=3, promoted=True)
    world.post("q", "a1", "2021-01-01T10:00:00", likes=4)
    world.post("timeless", "a2")
    world.post("r", "b", "2021-01-05")
    # 10 s after the post, on the day after it
    world.retweet("s", "p", "2021-01-02T00:00:05")
    # before the post: the time is wrong, so the retweet is not rapid
    world.retweet("v", "p", "2021-01-01T23:00:00")
    world.retweet("u", "timeless", "2021-01-02T10:00:00")
    world.retweet("s", None, "2021-01-02T11:00:00", author="a2")
    world.retweet("s", "r", "2021-01-05T00:00:11")
    world.retweet("s", "stranger's", "2021-01-05T00:00:11", author="stranger")
    world.retweet("s", None, "2021-01-05", author="c")
    world.build(graph)
    new_year, second, fifth = date(2021, 1, 1), date(2021, 1, 2), date(2021, 1, 5)
    wave, unknown = date(2021, 3, 1), date(1, 1, 1)
    assert graph.read(DAYS).rows == [
        ("x:a1", new_year, 2, 7, 1, 1, 0, [], []),
        ("x:a1", second, 0, 0, 0, 1, 1, [wave], [1]),
        ("x:a2", second, 0, 0, 0, 2, 0, [unknown, wave], [1, 1]),
        ("x:b", fifth, 1, 0, 0, 1, 0, [wave], [1]),
        ("x:c", fifth, 0, 0, 0, 1, 0, [wave], [1]),
    ]
    suspended = "MATCH (a:Suspended) RETURN a.accountId ORDER BY a.accountId"
    assert graph.read(suspended).rows == [("x:s",), ("x:u",)]
    # of cn-a: s retweets p and a2's; v and u one each
    assert graph.read(
        "MATCH (o:Outlet) RETURN o.outletId, o.retweets, o.perAmplifier, o.amplifiers ORDER BY o.outletId"
    ).rows == [("cn-a", 4, [1, 2], [2, 1]), ("none", 1, [1], [1]), ("ru-b", 1, [1], [1])]
    assert graph.read(
        "MATCH (a:Account) WHERE a.boostedStates IS NOT NULL "
        "RETURN a.accountId, a.boostedStates, a.boostedRetweets ORDER BY a.accountId"
    ).rows == [("x:s", ["", "CN", "RU"], [1, 2, 1]), ("x:u", ["CN"], [1]), ("x:v", ["CN"], [1])]
    assert ask(graph, "cluster-boosts") == []


names = st.sampled_from(["1", "2", "3", "@ann", "@bob"])
HANDLES = {"1": "Ann", "2": "Bob"}
AUTHORS = {"p1": "1", "p2": "@bob", "p3": "3"}
"""The only author of each post, because the result of contradictions depends on the order of loading."""
times = st.integers(0, 5).map(lambda n: at(20_000.0 * n + 7 * n))
statuses = st.sampled_from(["suspended", "active"])
posts = st.sampled_from(list(AUTHORS))
ROWS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "accounts": st.builds(
        lambda account, status, time: {
            "account_id": account, "handle": HANDLES.get(account), "status": status,
            "status_at": time if status else None,
        },
        st.sampled_from(["1", "2", "3"]), st.none() | statuses, times,
    ),
    "posts": st.builds(
        lambda post, time, likes, promoted: {
            "post_id": post, "author_id": AUTHORS[post], "created_at": time, "likes": likes, "promoted": promoted,
        },
        posts, st.none() | times, st.none() | st.integers(0, 3), st.none() | st.booleans(),
    ),
    "retweets": st.builds(
        lambda number, account, post, author, time: {
            "retweet_id": number, "account_id": account, "post_id": post,
            "author_id": author if post is None else AUTHORS[post], "retweeted_at": time,
        },
        st.sampled_from(["r1", "r2", "r3", "r4", "r5"]), names, st.none() | posts, names, times,
    ),
    "statuses": st.builds(
        lambda account, status, time: {"account_id": account, "status": status, "observed_at": time},
        names, statuses, times,
    ),
    "outlets": st.builds(
        lambda outlet, state: {"outlet_id": outlet, "name": outlet, "kind": "media", "state": state, "source": "test"},
        st.sampled_from(["o1", "o2"]), st.none() | st.sampled_from(["CN", "RU"]),
    ),
    "outlet_accounts": st.builds(
        lambda account, outlet: {"account_id": account, "outlet_id": outlet, "source": "test"},
        names, st.sampled_from(["o1", "o2"]),
    ),
}  # fmt: skip
files = st.sampled_from(list(ROWS)).flatmap(
    lambda name: st.tuples(st.just(name), st.lists(ROWS[name], min_size=1, max_size=5))
)
steps = st.lists(
    st.tuples(st.just("import"), files) | st.tuples(st.sampled_from(["undo", "version"]), st.integers(0, 9)),
    min_size=1,
    max_size=7,
)


@settings(
    max_examples=40,
    deadline=None,
    # each try of a smaller case takes a second
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps)
def test_updated_rollups_equal_recalculated_rollups(graph: Connection, steps: list[tuple[str, Any]]) -> None:
    graph.execute("MATCH (n) DETACH DELETE n")
    done: list[str] = []
    for number, (kind, what) in enumerate(steps):
        if kind == "import":
            name, rows = what
            about = {"importId": f"i{number}", "file": "f", "sha256": f"{number}", "format": "registry", "version": "0"}
            if name.startswith("outlet"):
                about["registry"] = "own"
            frame = table(TABLES[name], *rows)
            import_file(graph, about, 0, [batch(TABLES[name], frame)])
            done.append(f"i{number}")
        elif done and kind == "undo":
            undo_import(graph, done.pop(what % len(done)))
        elif done:
            # the newest version of the registry is empty
            remove_earlier_versions(graph, done[-1], TABLES["outlets"].empty())
            done = [one for (one,) in graph.read("MATCH (i:Import) RETURN i.importId").rows]
        refresh_rollups(graph)
        kept = graph_state(graph)
        rebuild_rollups(graph)
        assert graph_state(graph) == kept
