"""Two runs compared on a graph: accounts, edges, boosts and what was asked, worked out by hand."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.common.errors import GraphError
from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.runs import find_run
from explorer.runs.diff import RunsDiff, diff_runs
from tests.helpers.amplification import make_boosts
from tests.helpers.program import Program
from tests.helpers.world import World
from tests.integration.test_judgements import ACCOUNTS, add_run

MIRROR = {"new": "gone", "heavier": "lighter", "more": "fewer", "joined": "left"}
MIRROR |= {value: key for key, value in MIRROR.items()} | {same: same for same in ("same", "tier", "lift", "moved")}


@pytest.fixture
def two(graph: Connection) -> Connection:
    """Run one: a b c, d e f and g h i. Run two: g h i j, d e a. All retweet out once, a twice; j not at all."""
    world = World()
    world.outlet("cn-o", "out", name="Out")
    world.post("p", "out")
    world.post("q", "out")
    for name in "abcdefghi":
        world.retweet(name, "p", "2021-01-01T10:00:00")
    world.retweet("a", "q", "2021-01-01T10:00:00")
    for name in "abcdefghij":
        world.account(name)
    told = {"version": "1", "significance": 0.05}
    world.run("one", *map(tuple, ("abc", "def", "ghi")), **told, parameters='{"window": 60000, "top": 1}')
    world.run("two", *map(tuple, ("ghij", "dea")), **told, window=10_000, parameters='{"window": 10000, "top": 2}')
    make_boosts(world.build(graph))
    graph.execute(
        "MATCH (:Account {accountId: 'x:g'})-[e:COORDINATED {runId: 'two'}]->({accountId: 'x:h'}) SET e.weight = 5"
    )
    graph.execute(
        "MATCH (:Account {accountId: 'x:h'})-[e:COORDINATED {runId: 'two'}]->({accountId: 'x:i'}) SET e.tier = 'B'"
    )
    return graph


def diff(graph: Connection, before: str, after: str) -> RunsDiff:
    return diff_runs(graph, find_run(graph, before), find_run(graph, after))


def test_by_hand(two: Connection) -> None:
    found = diff(two, "one", "two")
    assert found.asked.rows() == [("window", "60000", "10000"), ("parameters.top", "1", "2")]
    assert found.clusters.select("event", "before", "after", "shared", "left", "joined").rows() == [
        ("vanished", 1, None, None, 3, None),
        ("grew", 3, 1, 3, 0, 1),
        ("changed", 2, 2, 2, 1, 1),
    ]
    assert found.accounts.rows() == [
        ("joined", "x:j", "J", None, 1),
        ("left", "x:b", "B", 1, None),
        ("left", "x:c", "C", 1, None),
        ("left", "x:f", "F", 2, None),
        ("moved", "x:a", "A", 1, 2),
    ]
    assert found.edges.select("change", "source", "target", "beforeWeight", "afterWeight", "afterTier").rows() == [
        ("heavier", "x:g", "x:h", 2, 5, None),
        ("gone", "x:a", "x:b", 2, None, None),
        ("gone", "x:a", "x:c", 2, None, None),
        ("new", "x:a", "x:d", None, 2, None),
        ("new", "x:a", "x:e", None, 2, None),
        ("gone", "x:b", "x:c", 2, None, None),
        ("gone", "x:d", "x:f", 2, None, None),
        ("gone", "x:e", "x:f", 2, None, None),
        ("new", "x:g", "x:j", None, 2, None),
        ("new", "x:h", "x:j", None, 2, None),
        ("new", "x:i", "x:j", None, 2, None),
        ("tier", "x:h", "x:i", 2, 2, "B"),
    ]
    # of the cluster that vanished 4 retweets; d, e, f made 3, d, e, a make 4; g, h, i 3 in both
    columns = ("change", "before", "after", "outlet", "beforeRetweets", "afterRetweets")
    assert found.boosts.select(columns).rows() == [
        ("gone", 1, None, "Out", 4, None),
        ("more", 2, 2, "Out", 3, 4),
    ]
    assert found.counts == {
        "clusters": {"vanished": 1, "changed": 1, "grew": 1},
        "accounts": {"joined": 1, "left": 3, "moved": 1, "same": 5},
        "edges": {"gone": 5, "heavier": 1, "new": 5, "same": 2, "tier": 1},
        "boosts": {"gone": 1, "more": 1, "same": 1},
    }


def test_a_run_against_itself(two: Connection) -> None:
    found = diff(two, "two", "two")
    assert found.asked.is_empty()
    assert set(found.clusters["event"]) == {"stayed"}
    assert (found.accounts.height, found.edges.height, found.boosts.height) == (0, 0, 0)
    assert found.counts["edges"] == {"same": 9}


def test_a_boost_of_a_cluster_that_splits_is_compared_with_each_part(graph: Connection) -> None:
    world = World()
    world.outlet("cn-o", "out", name="Out")
    world.post("p", "out")
    for name in "abcdef":
        world.retweet(name, "p", "2021-01-01T10:00:00")
    world.run("one", tuple("abcdef"))
    world.run("two", tuple("abc"), tuple("def"))
    make_boosts(world.build(graph))
    found = diff(graph, "one", "two")
    columns = ("change", "before", "after", "beforeRetweets", "afterRetweets")
    assert found.boosts.select(columns).rows() == [("fewer", 1, 1, 6, 3), ("fewer", 1, 2, 6, 3)]


def test_an_outlet_that_is_no_longer_boosted(two: Connection) -> None:
    two.execute(
        "MATCH (c:Cluster {clusterId: 'two/1'})-[b:BOOSTS]->(o) CREATE (c)-[a:AMPLIFIES]->(o) SET a = b DELETE b"
    )
    columns = ("change", "before", "after", "beforeRetweets", "afterRetweets")
    assert ("gone", 3, 1, 3, None) in diff(two, "one", "two").boosts.select(columns).rows()


def test_a_run_that_is_replaced_meanwhile_is_noticed(two: Connection) -> None:
    runs = [find_run(two, name) for name in ("one", "two")]

    def replace_one(stage: str, *_: object, **__: object) -> None:
        if stage == "reading edges":
            add_run(two, "one", "abc")

    with pytest.raises(GraphError, match="one was replaced while it was read"):
        diff_runs(two, *runs, progress=replace_one)


RUN = st.lists(st.integers(0, 3), min_size=8, max_size=8)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=RUN, other=RUN)
def test_each_is_the_others_mirror(graph: Connection, one: list[int], other: list[int]) -> None:
    if not graph.read("MATCH (o:Outlet) RETURN o").rows:
        world = World()
        world.outlet("cn-o", "out")
        for number, name in enumerate(ACCOUNTS):
            world.post(name, "out" if number % 2 else "other")
            world.retweet(name, name, "2021-01-01T10:00:00")
        world.build(graph)
    for run, ranks in (("one", one), ("two", other)):
        groups = ["".join(a for a, rank in zip(ACCOUNTS, ranks) if rank == r) for r in (1, 2, 3)]
        add_run(graph, run, *filter(None, groups))
    make_boosts(graph)
    there, back = diff(graph, "one", "two"), diff(graph, "two", "one")
    for name in ("accounts", "edges", "boosts"):
        mirrored = {MIRROR[change]: count for change, count in back.counts[name].items()}
        assert there.counts[name] == mirrored
        ends = [
            column for column in ("account", "source", "target", "outlet") if column in getattr(there, name).columns
        ]
        rows = [sorted(getattr(side, name).select("change", *ends).iter_rows()) for side in (there, back)]
        assert rows[0] == sorted((MIRROR[change], *rest) for change, *rest in rows[1])


def test_the_command(two: Connection, endpoint: Endpoint, tmp_path: Path) -> None:
    explorer = Program(endpoint, tmp_path)
    shown = explorer("runs", "diff", "one", "two", "--show", "boosts", "--format", "json", "--top", "1")
    assert shown.returncode == 0, shown.stderr
    assert "window: 60000 -> 10000" in shown.stderr
    assert "clusters: 1 changed, 1 grew, 1 vanished" in shown.stderr
    assert "Showing 1 of 2 rows. Use --top to show more." in shown.stderr
    (row,) = json.loads(shown.stdout)
    assert (row["change"], row["before"], row["after"], row["beforeRetweets"]) == ("gone", 1, None, 4)
