"""The pack quality on worlds in which something is missing."""

from datetime import date
from typing import Any

import pytest

from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World, ask, pick, time


def world() -> World:
    """Four retweets on x: a and b of p1, a of p2, whose author is not told, b of an untold post of n; on y one of q."""
    w = World()
    w.outlet("o", "n")
    w.account("a", bio="I", location="Rome", created_at="2020-01-01", status="suspended")
    w.account("b", status="active", status_at="2021-02-01")
    w.account("k", platform="y", handle=None)
    w.post("p1", "n", "2021-01-01T10:00:30", text="t", language="en", likes=3, quotes=0)
    w.add("posts", post_id="p2")
    w.add("posts", post_id="q", author_id="k", platform="y")
    w.retweet("a", "p1", "2021-01-01T11:00:00")
    w.retweet("b", "p1", "2021-01-01T11:05:00")
    w.retweet("a", "p2", "2021-01-02")
    w.retweet("b", None, "2021-01-02T01:00:00", author="n")
    w.add(
        "retweets", platform="y", retweet_id="z", account_id="k", post_id="q", author_id="k", retweeted_at="2021-01-02"
    )
    w.add("likes", account_id="a", post_id="p1", liked_at="2021-01-01")
    w.add("likes", account_id="b", post_id="p1")
    return w


@pytest.fixture
def gaps(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load_world(world())


def test_coverage(gaps: Connection) -> None:
    """Accounts on x are a, b and n; the known posts are p1 and p2. Only p1's retweets have a known delay."""
    rows = ask(gaps, "coverage", platform="x")
    told = {(row["recordType"], row["field"]): (row["records"], row["knownRecords"], row["knownShare"]) for row in rows}
    third = pytest.approx(1 / 3)
    fields = ("bio", "createdAt", "handle", "location", "name", "labelledAt")
    assert {field: told["accounts", field] for field in fields} == {
        "bio": (3, 1, third), "createdAt": (3, 1, third), "handle": (3, 2, pytest.approx(2 / 3)),
        "location": (3, 1, third), "name": (3, 0, 0.0), "labelledAt": (3, 0, 0.0),
    }  # fmt: skip
    assert (told["accounts", "status"], told["accounts", "statusAt"]) == ((3, 2, pytest.approx(2 / 3)), (3, 1, third))
    assert {field: told["posts", field] for field in ("author", "createdAt", "text", "likes", "replies", "quotes")} == {
        "author": (2, 1, 0.5), "createdAt": (2, 1, 0.5), "text": (2, 1, 0.5), "likes": (2, 1, 0.5),
        "replies": (2, 0, 0.0), "quotes": (2, 1, 0.5),
    }  # fmt: skip
    assert {field: told["retweets", field] for field in ("post", "author", "delay")} == {
        "post": (4, 3, 0.75), "author": (4, 3, 0.75), "delay": (4, 2, 0.5),
    }  # fmt: skip
    assert told["likes", "at"] == (2, 1, 0.5)


def test_coverage_has_a_row_per_platform(gaps: Connection) -> None:
    everything = ask(gaps, "coverage")
    assert [row for row in everything if row["platform"] == "x"] == ask(gaps, "coverage", platform="x")
    other = {(row["recordType"], row["field"]): row["knownRecords"] for row in everything if row["platform"] == "y"}
    assert (other["accounts", "handle"], other["posts", "author"], other["retweets", "post"]) == (0, 1, 1)
    # nobody likes anything there
    assert ("likes", "at") not in other
    assert ask(gaps, "coverage", platform="z") == []


def test_time_precision(gaps: Connection) -> None:
    """Retweets at 11:00, 11:05, midnight (twice, once on y) and 01:00: four of five on the hour, two at midnight."""
    gaps.execute("CREATE (:Import {importId: 'test', file: 'f.csv', resolution: 1, postResolution: 60})")
    retweets, posts = ask(gaps, "time-resolution")
    assert retweets == {
        "import": "test", "file": "f.csv", "recordType": "retweets", "declaredSeconds": 1, "sampledTimes": 5,
        "shareWithMilliseconds": 0.0, "shareOnMinute": 1.0, "shareOnHour": 0.8, "shareAtMidnight": 0.4,
        "observedSeconds": 60,
        "firstAt": time("2021-01-01T11:00:00"), "lastAt": time("2021-01-02T01:00:00"),
    }  # fmt: skip
    # p1 at 10:00:30; the others' times are unknown. The format's word was wrong
    assert pick([posts], "recordType", "declaredSeconds", "sampledTimes", "shareOnMinute", "observedSeconds") == [
        ("posts", 60, 1, 0.0, 1)
    ]
    # y:k comes after x:a and x:b, read backwards
    assert pick(ask(gaps, "time-resolution", sample="2"), "recordType", "sampledTimes") == [("retweets", 4)]


@pytest.mark.parametrize(
    ("times", "milliseconds", "observed"),
    [
        (["2021-01-01", "2021-01-02"], 0.0, 86_400),
        (["2021-01-01", "2021-01-02T03:00:00"], 0.0, 3_600),
        (["2021-01-01", "2021-01-02T03:00:01"], 0.0, 1),
        (["2021-01-01", "2021-01-02T03:00:00.500"], 0.5, 1),
    ],
)
def test_the_finest_step_that_all_times_keep_to(
    graph: Connection, times: list[str], milliseconds: float, observed: int
) -> None:
    w = World()
    for at in times:
        w.retweet("a", None, at, author="n")
    # an import without a key has a row too
    (row,) = ask(w.build(graph), "time-resolution")
    assert (row["file"], row["declaredSeconds"], row["shareWithMilliseconds"], row["observedSeconds"]) == (
        None,
        None,
        milliseconds,
        observed,
    )


def test_retweets_without_a_known_post(gaps: Connection) -> None:
    """Of n's three retweets one; k retweets itself; nobody is known to have written p2."""
    columns = (
        "platform",
        "outlet",
        "outletId",
        "retweets",
        "stubRetweets",
        "stubShare",
        "stubAccounts",
        "identifiedPosts",
    )
    assert pick(ask(gaps, "stub-posts"), *columns) == [
        ("x", "o", "o", 3, 1, pytest.approx(1 / 3), 1, 1),
        ("y", None, None, 1, 0, 0.0, 0, 0),
    ]
    assert pick(ask(gaps, "stub-posts", outlet="O"), "outletId") == [("o",)]
    assert pick(ask(gaps, "stub-posts", state="cn"), "outletId") == [("o",)]
    assert ask(gaps, "stub-posts", state="RU") == []


def test_retweets_of_accounts_with_some_known_posts(graph: Connection) -> None:
    # o's m has two posts and an untold retweet, its n one post, retweeted once; q runs m as well
    w = World()
    w.outlet("o", "m", "n")
    w.post("m1", "m")
    w.post("m2", "m")
    w.post("n1", "n")
    w.retweet("a", None, "2021-01-01", author="m")
    w.retweet("a", "n1", "2021-01-01")
    w.build(graph)
    second = World()
    second.outlet("q", "m", state="RU")
    second.build(graph)
    columns = ("outletId", "retweets", "stubRetweets", "stubAccounts", "identifiedPosts")
    # posts of m alone; it counts for each outlet that runs it, whichever is asked for
    assert pick(ask(graph, "stub-posts"), *columns) == [("o", 2, 1, 1, 2), ("q", 1, 1, 1, 2)]
    assert pick(ask(graph, "stub-posts", outlet="q"), *columns) == [("q", 1, 1, 1, 2)]
    assert pick(ask(graph, "stub-posts", state="ru"), *columns) == [("q", 1, 1, 1, 2)]


def test_known_statuses_of_amplifiers_and_members(graph: Connection) -> None:
    """o (CN) is retweeted by a twice, b, c and d once each, q (RU) by d once; e retweets nobody but is in a cluster."""
    w = World()
    w.outlet("o", "n")
    w.outlet("q", "m", state="RU")
    w.account("a", status="suspended", status_at="2021-03-01T12:00:00")
    w.account("b", status="active", status_at="2021-02-20")
    w.account("c", status="suspended")
    w.account("e", status="deleted", status_at="2021-02-22")
    for number, pair in enumerate(["an", "an", "bn", "cn", "dn", "dm"]):
        account, author = pair[0], pair[1]
        w.retweet(account, None, f"2021-01-0{number + 1}", author=author)
    w.run("r", ("a", "d"), ("b", "e"))
    w.build(graph)
    everybody, first, second = ask(graph, "status-known")
    assert everybody == {
        "who": "retweet outlets", "cluster": None, "accounts": 4, "accountsWithStatus": 3, "shareWithStatus": 0.75,
        "activeAccounts": 1, "suspendedAccounts": 2, "deletedAccounts": 0, "datedSuspensions": 1, "retweets": 6,
        "retweetsWithStatus": 4, "shareOfRetweetsWithStatus": pytest.approx(4 / 6),
        "firstObservedDay": date(2021, 2, 20), "lastObservedDay": date(2021, 3, 1),
    }  # fmt: skip
    columns = (
        "who",
        "cluster",
        "accounts",
        "accountsWithStatus",
        "suspendedAccounts",
        "deletedAccounts",
        "retweets",
        "retweetsWithStatus",
        "shareOfRetweetsWithStatus",
    )
    assert pick([first, second], *columns) == [
        ("in a cluster", 1, 2, 1, 1, 0, 4, 2, 0.5),
        ("in a cluster", 2, 2, 2, 0, 1, 1, 1, 1.0),
    ]
    # of RU only d's; the members are who they are
    russian = ask(graph, "status-known", state="ru")
    assert pick(russian, "accounts", "accountsWithStatus", "retweets", "shareOfRetweetsWithStatus") == [
        (1, 0, 1, 0.0), (2, 1, 1, 0.0), (2, 2, 0, None),
    ]  # fmt: skip
    assert ask(graph, "status-known", cluster="2") == [everybody, second]
    graph.execute("MATCH (r:Run) DETACH DELETE r")
    assert ask(graph, "status-known") == [everybody]


def pictured() -> World:
    """Stub posts of m and n (of o), s (of q, RU) and z (no outlet) are retweeted; pm of m is a known post.

    a, whose status is unknown, retweets m twice and n and s once; b, which is active, m; c pm; e z.
    """
    w = World()
    w.outlet("o", "m", "n")
    w.outlet("q", "s", state="RU")
    w.account("b", status="active", handle=None)
    w.post("pm", "m")
    for number, pair in enumerate(("am", "am", "an", "as", "bm", "ez")):
        w.retweet(pair[0], None, f"2021-01-0{number + 1}", author=pair[1])
    w.retweet("c", "pm", "2021-01-01")
    w.run("r", ("a", "b"))
    return w


def test_the_picture_of_untold_posts(shared_graph: SharedGraph) -> None:
    graph = shared_graph.load_world(pictured())
    rows = pick(ask(graph, "stub-paths"), "part", "path")
    assert rows == [
        ("operation", "(Account x:m)-[OPERATED_BY]->(Outlet o)"),
        ("operation", "(Account x:n)-[OPERATED_BY]->(Outlet o)"),
        ("operation", "(Account x:s)-[OPERATED_BY]->(Outlet q)"),
        ("authorship", "(Account x:m)-[POSTED]->(Post x:m/unidentified)"),
        ("authorship", "(Account x:n)-[POSTED]->(Post x:n/unidentified)"),
        ("authorship", "(Account x:s)-[POSTED]->(Post x:s/unidentified)"),
        ("authorship", "(Account x:z)-[POSTED]->(Post x:z/unidentified)"),
        ("retweet", "(Account x:a)-[RETWEETED]->(Post x:m/unidentified)"),
        ("retweet", "(Account x:a)-[RETWEETED]->(Post x:n/unidentified)"),
        ("retweet", "(Account x:a)-[RETWEETED]->(Post x:s/unidentified)"),
        ("retweet", "(Account x:b)-[RETWEETED]->(Post x:m/unidentified)"),
        ("retweet", "(Account x:e)-[RETWEETED]->(Post x:z/unidentified)"),
        ("membership", "(Account x:a)-[MEMBER_OF]->(Cluster r/1)"),
        ("membership", "(Account x:b)-[MEMBER_OF]->(Cluster r/1)"),
    ]
    assert pick(ask(graph, "stub-paths", run="none", outlet="q"), "part", "path") == [rows[2], rows[5], rows[9]]
    assert pick(ask(graph, "stub-paths", state="ru"), "part", "path") == [rows[2], rows[5], rows[9], rows[12]]
    # m is retweeted most, and most of it by a
    assert pick(ask(graph, "stub-paths", posts="1", accounts="1"), "part", "path") == [
        rows[0], rows[3], rows[7], rows[12],
    ]  # fmt: skip
    graph.execute("MATCH (p:Post) SET p.identified = true")
    assert ask(graph, "stub-paths") == []


def test_the_picture_of_amplifiers_of_unknown_status(shared_graph: SharedGraph) -> None:
    graph = shared_graph.load_world(pictured())
    rows = pick(ask(graph, "unknown-status-paths"), "part", "path")
    # e amplifies no outlet
    assert rows == [
        ("membership", "(Account x:a)-[MEMBER_OF]->(Cluster r/1)"),
        ("amplification", "(Account x:a)-[AMPLIFIED 2]->(Account x:m)"),
        ("amplification", "(Account x:a)-[AMPLIFIED 1]->(Account x:n)"),
        ("amplification", "(Account x:a)-[AMPLIFIED 1]->(Account x:s)"),
        ("amplification", "(Account x:c)-[AMPLIFIED 1]->(Account x:m)"),
        ("operation", "(Account x:m)-[OPERATED_BY]->(Outlet o)"),
        ("operation", "(Account x:n)-[OPERATED_BY]->(Outlet o)"),
        ("operation", "(Account x:s)-[OPERATED_BY]->(Outlet q)"),
    ]
    assert pick(ask(graph, "unknown-status-paths", state="ru", run="none"), "part", "path") == [rows[3], rows[7]]
    assert pick(ask(graph, "unknown-status-paths", accounts="1", targets="1"), "part", "path") == [
        rows[0], rows[1], rows[5],
    ]  # fmt: skip
    graph.execute("MATCH (a:Account) SET a.status = 'active'")
    assert ask(graph, "unknown-status-paths") == []


def test_answers_do_not_hang_on_the_order_of_loading(graph: Connection) -> None:
    answers = []
    for backwards in (False, True):
        found: dict[Any, Any] = {}
        for built in (world, pictured):
            graph.execute("MATCH (n) DETACH DELETE n")
            built().build(graph, backwards=backwards)
            found |= {(built, query.name): ask(graph, query.name) for query in find_packs()["quality"].queries}
        answers.append(found)
    assert answers[0] == answers[1]
    assert all(answers[0][pictured, query.name] for query in find_packs()["quality"].queries)
