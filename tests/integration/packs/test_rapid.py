"""The pack rapid on a world whose answers are worked out here.

Retweets of post p1 (outlet A, 2021-01-01 23:59:00), seconds after it: u6 -30, u1 5, u2 10, u3 60, u4 600, u5 3601.
p2, also of A, whose time is unknown: u1 on 01-03. Posts of outlet B: q1 (01-01 12:00:00), u7 3 and u8 4 and again 5
seconds after; q2 (13:00:00), u7 100 after. Outlet C: a stub post, u4 on 01-05.
Outlet D: t1 to t5, whose times are unknown, s at 10:00:00, 10:00:02, 10:00:04, 10:01:40 and 10:01:43 on 01-06.
n1 of nobody in a registry: u1 on 01-07.

A run found the clusters (u1, u2, u3) and (u4, u6).
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World, ask, pick


def make() -> World:
    world = World()
    for name in "abcd":
        world.outlet(name, f"{name}1", name=name.upper(), state="RU" if name == "b" else "CN")
    world.post("p1", "a1", "2021-01-01T23:59:00", text="Breaking")
    for account, at in {
        "u6": "01T23:58:30", "u1": "01T23:59:05", "u2": "01T23:59:10",
        "u3": "02T00:00:00", "u4": "02T00:09:00", "u5": "02T00:59:01",
    }.items():  # fmt: skip
        world.retweet(account, "p1", f"2021-01-{at}", "a1")
    world.post("p2", "a1")
    world.retweet("u1", "p2", "2021-01-03", "a1")
    world.post("q1", "b1", "2021-01-01T12:00:00")
    world.post("q2", "b1", "2021-01-01T13:00:00")
    world.retweet("u7", "q1", "2021-01-01T12:00:03", "b1")
    world.retweet("u8", "q1", "2021-01-01T12:00:04", "b1")
    world.retweet("u8", "q1", "2021-01-01T12:00:05", "b1")
    world.retweet("u7", "q2", "2021-01-01T13:01:40", "b1")
    world.retweet("u4", None, "2021-01-05", "c1")
    for number, at in enumerate(("00:00", "00:02", "00:04", "01:40", "01:43"), 1):
        world.post(f"t{number}", "d1")
        world.retweet("s", f"t{number}", f"2021-01-06T10:{at}", "d1")
    world.post("n1", "nobody")
    world.retweet("u1", "n1", "2021-01-07", "nobody")
    for number in range(1, 9):
        world.account(f"u{number}", status="suspended" if number == 2 else None)
    for account in ("s", "a1", "b1", "nobody"):
        world.account(account)
    world.run("r", ("u1", "u2", "u3"), ("u4", "u6"))
    return world


@pytest.fixture
def world(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load_world(make())


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2021-01-{text}").replace(tzinfo=UTC)


DELAYS = (
    "retweetsWithDelay",
    "rapidRetweets",
    "rapidShare",
    "shareWithinMinute",
    "shareWithinTenMinutes",
    "shareWithinHour",
    "lowerQuartileDelay",
    "medianDelay",
)


def test_delays(world: Connection) -> None:
    rows = ask(world, "delays")
    # A: 5, 10, 60, 600, 3601 of seven; the one before its post and the one of unknown time have no delay
    # B: 3, 4, 5, 100; quartiles lie at 0.75, 1.5 and 2.25 places from the first
    assert pick(rows, "outletId", "retweets", *DELAYS, "upperQuartileDelay") == [
        ("a", 7, 5, 2, 0.4, 0.6, 0.8, 0.8, 10.0, 60.0, 600.0),
        ("d", 5, 0, 0, None, None, None, None, None, None, None),
        ("b", 4, 4, 3, 0.75, 0.75, 1.0, 1.0, 3.75, 4.5, 28.75),
        ("c", 1, 0, 0, None, None, None, None, None, None, None),
    ]
    assert pick(rows[2:3], "outlet", "state") == [("B", "RU")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"seconds": "4", "outlet": "B"}, [("b", 4, 4, 2)]),
        ({"seconds": "0", "state": "ru"}, [("b", 4, 4, 0)]),
        ({"top": "1"}, [("a", 7, 5, 2)]),
        # u3 retweets at midnight: the first moment of the 2nd, not the last of the 1st
        ({"outlet": "a", "until": "2021-01-01"}, [("a", 3, 2, 2)]),
        ({"outlet": "a", "since": "2021-01-02", "until": "2021-01-02"}, [("a", 3, 3, 0)]),
        ({"outlet": "a", "since": "2021-02-01"}, [("a", 0, 0, 0)]),
        ({"outlet": "moon"}, []),
    ],
)
def test_delays_parameters(world: Connection, given: dict[str, Any], expected: list[Any]) -> None:
    assert pick(ask(world, "delays", **given), "outletId", "retweets", "retweetsWithDelay", "rapidRetweets") == expected


def test_cluster_delays(world: Connection) -> None:
    # u1: 5 s, and two of posts whose time is unknown; u2: 10 s; u3: 60 s. u4: 600 s, and one of no post; u6: before
    columns = ("cluster", "members", "retweets", *DELAYS[:3], "rapidMembers", *DELAYS[3:], "upperQuartileDelay")
    assert pick(ask(world, "cluster-delays"), *columns) == [
        (1, 3, 5, 3, 2, pytest.approx(2 / 3), 2, 1.0, 1.0, 1.0, 7.5, 10.0, 35.0),
        (2, 2, 3, 1, 0, 0.0, 0, 0.0, 1.0, 1.0, 600.0, 600.0, 600.0),
    ]
    assert pick(ask(world, "cluster-delays", seconds="60"), "rapidRetweets", "rapidMembers") == [(3, 3), (0, 0)]
    assert pick(
        ask(world, "cluster-delays", cluster="2", since="2021-01-03"), "retweets", "retweetsWithDelay", "rapidShare"
    ) == [(1, 0, None)]
    assert pick(ask(world, "cluster-delays", top="1", until="2021-01-01"), "cluster", "retweets") == [(1, 2)]
    assert ask(world, "cluster-delays", run="none") == []


def test_rapid_accounts(world: Connection) -> None:
    assert ask(world, "rapid-accounts") == []  # nobody has twenty retweets
    columns = (
        "account",
        "retweets",
        "retweetsWithDelay",
        "rapidRetweets",
        "rapidShare",
        "medianDelay",
        "retweetedAccounts",
        "outlets",
        "status",
        "cluster",
    )
    # u7: 3 and 100 s, which is half; u1's other two are of unknown delay, one of an author in no registry
    assert pick(ask(world, "rapid-accounts", minRetweets="1"), *columns) == [
        ("x:u8", 2, 2, 2, 1.0, 4.5, 1, 1, None, None),
        ("x:u1", 3, 1, 1, 1.0, 5.0, 2, 1, None, 1),
        ("x:u2", 1, 1, 1, 1.0, 10.0, 1, 1, "suspended", 1),
        ("x:u7", 2, 2, 1, 0.5, 51.5, 1, 1, None, None),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"minRetweets": "2"}, ["x:u8", "x:u7"]),
        ({"minRetweets": "2", "minShare": "0.6"}, ["x:u8"]),
        ({"minRetweets": "1", "seconds": "3"}, ["x:u7"]),
        ({"minRetweets": "1", "top": "1"}, ["x:u8"]),
        # past the roll-up's 10 seconds, every retweet is read
        ({"minRetweets": "1", "seconds": "60"}, ["x:u8", "x:u1", "x:u2", "x:u3", "x:u7"]),
        ({"minRetweets": "2", "seconds": "100", "minShare": "1"}, ["x:u7", "x:u8"]),
    ],
)
def test_rapid_accounts_parameters(world: Connection, given: dict[str, Any], expected: list[str]) -> None:
    assert [row["account"] for row in ask(world, "rapid-accounts", **given)] == expected


def test_rapid_accounts_without_a_run(world: Connection) -> None:
    rows = ask(world, "rapid-accounts", minRetweets="1", run="none")
    assert [row["account"] for row in rows] == ["x:u8", "x:u1", "x:u2", "x:u7"]
    assert {row["cluster"] for row in rows} == {None}


def test_bursts(world: Connection) -> None:
    assert ask(world, "bursts") == []  # no five within ten seconds
    # within 10 s: on q1 u7 and u8, whose second retweet does not count, 1 s apart; on p1 u1 and u2, 5 s apart
    columns = (
        "post",
        "author",
        "outlet",
        "outletId",
        "startedAt",
        "spanSeconds",
        "accounts",
        "shareOfRetweeters",
        "delay",
        "handles",
        "text",
    )
    assert pick(ask(world, "bursts", minAccounts="2"), *columns) == [
        ("x:q1", "B1", "B", "b", at("01T12:00:03"), 1.0, 2, 1.0, 3.0, ["U7", "U8"], None),
        ("x:p1", "A1", "A", "a", at("01T23:59:05"), 5.0, 2, pytest.approx(2 / 6), 5.0, ["U1", "U2"], "Breaking"),
    ]
    # within 40 s, both ends counted, u6 of cluster 2 joins them, before the post
    wide = ask(world, "bursts", minAccounts="3", seconds="40")
    assert pick(
        wide, "post", "spanSeconds", "accounts", "delay", "cluster", "clusteredAccounts", "clusterCount", "handles"
    ) == [("x:p1", 40.0, 3, None, 1, 2, 2, ["U6", "U1", "U2"])]
    assert ask(world, "bursts", minAccounts="3", seconds="39") == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"outlet": "A"}, [("x:p1", 2, ["U1", "U2"])]),
        ({"state": "ru"}, [("x:q1", 2, ["U7", "U8"])]),
        ({"top": "1"}, [("x:q1", 2, ["U7", "U8"])]),
        ({"maxHandles": "1", "outlet": "a"}, [("x:p1", 2, ["U1"])]),
        # A is the most retweeted, and D is the next
        ({"maxOutlets": "2"}, [("x:p1", 2, ["U1", "U2"])]),
        ({"since": "2021-01-02"}, []),
        ({"since": "2021-01-02", "seconds": "540"}, [("x:p1", 2, ["U3", "U4"])]),
        ({"until": "2021-01-01", "seconds": "3600", "outlet": "a"}, [("x:p1", 3, ["U6", "U1", "U2"])]),
    ],
)
def test_bursts_parameters(world: Connection, given: dict[str, Any], expected: list[Any]) -> None:
    assert pick(ask(world, "bursts", **{"minAccounts": "2"} | given), "post", "accounts", "handles") == expected


def test_bursts_without_a_run(world: Connection) -> None:
    rows = ask(world, "bursts", minAccounts="2", run="none")
    assert pick(rows, "accounts", "cluster", "clusteredAccounts", "clusterCount") == [
        (2, None, None, 0),
        (2, None, None, 0),
    ]


def test_sessions(world: Connection) -> None:
    assert ask(world, "sessions") == []  # nobody has twenty retweets
    # s: gaps of 2, 2, 96 and 3 s: three of four within 6 s, in a row of three retweets and one of two
    columns = (
        "account",
        "retweets",
        "closeRetweets",
        "closeShare",
        "medianGapSeconds",
        "sessions",
        "longestSession",
        "longestSessionAt",
        "activeDays",
        "outlets",
    )
    rows = ask(world, "sessions", minRetweets="3")
    assert pick(rows, *columns) == [("x:s", 5, 3, 0.75, 2.5, 2, 3, at("06T10:00:00"), 1, 1)]
    assert pick(rows, "handle", "status", "cluster", "members") == [("S", None, None, None)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"minRetweets": "5", "seconds": "2"}, [("x:s", 2, 1, 3)]),
        ({"minRetweets": "5", "minShare": "0.8"}, []),
        ({"minRetweets": "6"}, []),
        # u8 came back after 1 s; who has one retweet has no gap
        ({"minRetweets": "1"}, [("x:s", 3, 2, 3), ("x:u8", 1, 1, 2)]),
        ({"minRetweets": "1", "minShare": "0"}, [("x:s", 3, 2, 3), ("x:u8", 1, 1, 2)]),
        ({"minRetweets": "1", "top": "1"}, [("x:s", 3, 2, 3)]),
        ({"minRetweets": "1", "maxAccounts": "1"}, [("x:s", 3, 2, 3)]),
        # of all gaps within two minutes one row is made
        ({"minRetweets": "5", "seconds": "120"}, [("x:s", 4, 1, 5)]),
    ],
)
def test_sessions_parameters(world: Connection, given: dict[str, Any], expected: list[Any]) -> None:
    assert pick(ask(world, "sessions", **given), "account", "closeRetweets", "sessions", "longestSession") == expected


def test_sessions_have_the_cluster(world: Connection) -> None:
    # u1's retweets are days apart: 01-01, 01-03, 01-07
    rows = ask(world, "sessions", minRetweets="3", seconds="400000")
    assert pick(rows, "account", "closeRetweets", "longestSession", "activeDays", "outlets", "cluster", "members") == [
        ("x:s", 4, 5, 1, 1, None, None),
        ("x:u1", 2, 3, 3, 1, 1, 3),
    ]
    rows = ask(world, "sessions", minRetweets="3", seconds="400000", run="none")
    assert pick(rows, "account", "cluster") == [("x:s", None), ("x:u1", None)]


def test_burst_paths(world: Connection) -> None:
    # p1 has the most retweets
    rows = ask(world, "burst-paths", seconds="40")
    assert [(row["part"], str(row["path"]).partition("-")[0]) for row in rows] == [
        ("operation", "(Outlet A)<"),
        ("retweet", "(Account U6)"),
        ("retweet", "(Account U1)"),
        ("retweet", "(Account U2)"),
        ("membership", "(Account U6)"),
        ("membership", "(Account U1)"),
        ("membership", "(Account U2)"),
    ]
    assert str(rows[1]["path"]) == "(Account U6)-[RETWEETED]->(Post x:p1)"
    assert [str(row["path"]) for row in ask(world, "burst-paths", seconds="40", accounts="1", run="none")][1:] == [
        "(Account U6)-[RETWEETED]->(Post x:p1)"
    ]


def test_burst_paths_of_a_post(world: Connection) -> None:
    assert [str(row["path"]) for row in ask(world, "burst-paths", post="x:q1")] == [
        "(Outlet B)<-[OPERATED_BY]-(Account B1)-[POSTED]->(Post x:q1)",
        "(Account U7)-[RETWEETED]->(Post x:q1)",
        "(Account U8)-[RETWEETED]->(Post x:q1)",
    ]
    # an author in no registry, one retweet
    assert [(row["part"], str(row["path"])) for row in ask(world, "burst-paths", post="x:n1", run="none")] == [
        ("post", "(Account NOBODY)-[POSTED]->(Post x:n1)"),
        ("retweet", "(Account U1)-[RETWEETED]->(Post x:n1)"),
    ]
    assert ask(world, "burst-paths", post="x:none") == []


def test_rapid_paths(world: Connection) -> None:
    # within 10 s: u1 1 of 1 with a known delay of a1, u2 1 of 1; of b1 u7 1 of 2, u8 2 of 2. a1 and b1 have two each,
    # b1 more rapid
    def paths(**given: str) -> list[str]:
        return [str(row["path"]) for row in ask(world, "rapid-paths", **{"minRapidRetweets": "1"} | given)]

    assert ask(world, "rapid-paths") == []  # of no pair are there five
    everything = [
        "(Account U1)-[AMPLIFIED 2]->(Account A1)",
        "(Account U2)-[AMPLIFIED 1]->(Account A1)",
        "(Account U7)-[AMPLIFIED 2]->(Account B1)",
        "(Account U8)-[AMPLIFIED 2]->(Account B1)",
        "(Account A1)-[OPERATED_BY]->(Outlet A)",
        "(Account B1)-[OPERATED_BY]->(Outlet B)",
        "(Account U1)-[MEMBER_OF]->(Cluster r/1)",
        "(Account U2)-[MEMBER_OF]->(Cluster r/1)",
    ]
    assert paths() == everything
    assert paths(run="none") == everything[:6]
    assert paths(minShare="0.6", targets="1") == [everything[0], everything[1], everything[4], *everything[6:]]
    assert paths(targets="1") == [everything[2], everything[3], everything[5]]
    assert paths(state="ru") == [everything[2], everything[3], everything[5]]
    assert paths(accounts="1") == paths(minRapidRetweets="2") == [everything[3], everything[5]]
    assert paths(state="IR") == []


def test_a_burst_of_an_author_of_two_outlets_has_one_row(world: Connection) -> None:
    # b1 belongs to D, too, which then has nine retweets and A seven
    second = World()
    second.outlet("d", "b1")
    second.build(world)
    assert pick(ask(world, "bursts", minAccounts="2", top="1"), "post", "outletId", "accounts") == [("x:q1", "d", 2)]


def test_answers_do_not_hang_on_the_order_of_loading(graph: Connection) -> None:
    loose: dict[str, dict[str, Any]] = {
        "bursts": {"minAccounts": "1"},
        "sessions": {"minRetweets": "1"},
        "rapid-accounts": {"minRetweets": "1"},
        "rapid-paths": {"minRapidRetweets": "1"},
    }
    answers = []
    for backwards in (False, True):
        graph.execute("MATCH (n) DETACH DELETE n")
        make().build(graph, backwards=backwards)
        queries = find_packs()["rapid"].queries
        answers.append({query.name: ask(graph, query.name, **loose.get(query.name, {})) for query in queries})
    assert answers[0] == answers[1]
    assert all(answers[0].values())


def test_sampled_delays(world: Connection) -> None:
    # nine accounts with 18 retweets; known are 3 4 5 5 10 60 100 600 3601
    assert ask(world, "sampled-delays") == [
        {
            "accounts": 9, "retweets": 18, "retweetsWithDelay": 9, "rapidRetweets": 5,
            "rapidShare": pytest.approx(5 / 9),
            "shareWithinMinute": pytest.approx(6 / 9), "shareWithinTenMinutes": pytest.approx(8 / 9),
            "shareWithinHour": pytest.approx(8 / 9), "lowerQuartileDelay": 5, "medianDelay": 10,
            "upperQuartileDelay": 100,
        }
    ]  # fmt: skip
    assert ask(world, "sampled-delays", seconds="4")[0]["rapidRetweets"] == 2
    # the first account by the reversed key is a1, which has no retweet
    assert ask(world, "sampled-delays", sample="1") == []
    world.execute("MATCH (r:Run) SET r.platforms = ['bluesky']")
    assert ask(world, "sampled-delays") == []
    world.execute("MATCH (r:Run) DETACH DELETE r")
    assert ask(world, "sampled-delays")[0]["accounts"] == 9
