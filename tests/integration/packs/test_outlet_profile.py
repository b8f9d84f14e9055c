"""The outlet-profile pack on a world of two outlets and three weeks; Mondays are 4, 11 and 18 January 2021."""

from datetime import date
from typing import Any

import pytest

from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs
from explorer.packs.query import Query
from tests.helpers.amplification import make_boosts
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World, ask, pick


def world() -> World:
    """Alpha's accounts a1 and a2 are retweeted 9 times, beta's b1 twice.

    alpha by week (and who): 4 January u1 u2 u3 u1, 11 January u1 u4 u5 u2, 18 January u2.
    """
    w = World()
    w.account("a1", created_at="2019-10-14", followers=100)
    w.account("a2")
    w.add("labels", account_id="a1", labelled_at="2020-08-06T09:00:00")
    w.outlet("alpha", "a1", "a2", owner="The owner")
    w.outlet("beta", "b1", kind="diplomat", state="RU")
    w.outlet("gamma")
    w.account("u1", status="suspended", status_at="2021-02-01")
    w.account("u2", status="active", status_at="2021-02-01")
    w.account("u4", status="active", status_at="2021-02-01")
    w.account("u5", status="suspended")
    w.post("p1", "a1", "2021-01-04T10:00:00", likes=7, replies=0, reposts=4, promoted=True)
    w.post("p2", "a1", "2021-01-11T10:00:00", likes=1)
    w.post("p3", "a2")
    w.post("q1", "b1", "2021-01-04T10:00:00")
    w.retweet("u1", "p1", "2021-01-04T10:00:05")
    w.retweet("u2", "p1", "2021-01-05T10:00:00")
    w.retweet("u1", "p3", "2021-01-06T12:00:00")
    w.retweet("u3", "p1", "2021-01-10T23:59:59")
    w.retweet("u1", "p2", "2021-01-11T00:00:00")  # before its post: a wrong time, and no delay
    w.retweet("u4", "p2", "2021-01-11T10:00:03")
    w.retweet("u5", "p2", "2021-01-12T10:00:00")
    w.retweet("u2", "p2", "2021-01-13T10:00:00")
    w.retweet("u2", None, "2021-01-18T08:00:00", author="a1")
    w.retweet("u4", "q1", "2021-01-04T10:00:02")
    w.retweet("u2", "q1", "2021-01-04T11:00:00")
    w.run("r", ("u1", "u2"), ("u4", "z"))
    return w


@pytest.fixture
def alpha(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load_world(world())


def facts(graph: Connection, **given: Any) -> dict[str, Any]:
    return {row["fact"]: row["value"] for row in ask(graph, "profile", **given)}


def test_the_profile_of_the_most_retweeted_outlet(alpha: Connection) -> None:
    # u1 (3) and u5 (1) are suspended: 4 of 9. Delays: of p1 u1 u2 u3, of p2 u4 u5 u2, and u1 of p1 and u4 of p2 rapid;
    # medians: u1 5 s, u2 1.5 days, u3 6.6, u4 3 s, u5 a day; in clusters: u1 3, u2 3, u4 1. The top percent is u1 or u2
    assert facts(alpha) == {
        "id": "alpha", "name": "alpha", "kind": "media", "state": "CN", "owner": "The owner", "parent": None,
        "source": "test", "accounts": 2, "platforms": "x", "first account created": date(2019, 10, 14),
        "followers of all accounts": 100, "labelled accounts": 1, "first label": date(2020, 8, 6),
        "posts": 2, "promoted posts": 1, "likes of posts": 8, "replies to posts": 0,
        "reposts of posts": 4, "quotes of posts": None,
        "retweets": 9, "first retweet": date(2021, 1, 4), "last retweet": date(2021, 1, 18),
        "amplifiers": 5, "suspended amplifiers": 2, "amplifiers with unknown status": 1,
        "share of retweets by the top 1% of amplifiers": pytest.approx(3 / 9),
        "retweets by suspended accounts": 4, "share of retweets by suspended accounts": pytest.approx(4 / 9),
        "retweets with known delay": 6, "rapid retweets (within 10 s)": 2,
        "share of rapid retweets, where the delay is known": pytest.approx(2 / 6),
        "median of the amplifiers' median delays (s)": 86_400.0,
        "run": "r", "clusters with retweets of the outlet": 2, "cluster members with retweets of the outlet": 3,
        "retweets by cluster members": 7,
        "share of retweets by cluster members": pytest.approx(7 / 9),
    }  # fmt: skip


def test_the_profile_of_an_outlet_without_accounts_has_no_shares(alpha: Connection) -> None:
    profile = facts(alpha, outlet="GAM")
    assert (profile["id"], profile["accounts"], profile["retweets"], profile["followers of all accounts"]) == (
        "gamma",
        0,
        0,
        None,
    )
    assert (
        profile["share of retweets by suspended accounts"]
        is profile["share of retweets by cluster members"]
        is profile["platforms"]
        is None
    )
    assert (
        profile["rapid retweets (within 10 s)"]
        is profile["share of retweets by the top 1% of amplifiers"]
        is profile["likes of posts"]
        is None
    )


def test_what_nobody_looked_up_is_empty(graph: Connection) -> None:
    # no status is known, and of no post the time; b's amplifier v is known to be active
    w = World()
    w.outlet("o", "a", "b")
    w.post("p", "a")
    w.post("q", "b")
    w.retweet("u", "p", "2021-01-01")
    w.retweet("u", "p", "2021-01-02")
    w.retweet("v", "q", "2021-01-02")
    w.build(graph)
    columns = (
        "account",
        "retweets",
        "suspendedRetweets",
        "suspendedShare",
        "retweetsWithDelay",
        "rapidRetweets",
        "rapidShare",
    )
    unknown = ("suspended amplifiers", "retweets by suspended accounts", "share of retweets by suspended accounts",
               "rapid retweets (within 10 s)", "share of rapid retweets, where the delay is known",
               "median of the amplifiers' median delays (s)",
               "likes of posts", "promoted posts")  # fmt: skip
    assert {facts(graph)[name] for name in unknown} == {None}
    assert facts(graph)["retweets with known delay"] == 0
    assert pick(ask(graph, "outlet-accounts"), *columns) == [
        ("x:a", 2, None, None, 0, None, None),
        ("x:b", 1, None, None, 0, None, None),
    ]
    assert pick(ask(graph, "outlet-amplifiers"), "account", "retweetsWithDelay", "rapidRetweets") == [
        ("x:u", 0, None),
        ("x:v", 0, None),
    ]

    looked = World()
    looked.account("v", status="active")
    looked.build(graph)
    assert pick(ask(graph, "outlet-accounts"), *columns[:4]) == [("x:a", 2, None, None), ("x:b", 1, 0, 0.0)]
    assert [facts(graph)[name] for name in unknown[:3]] == [0, 0, 0.0]


def test_the_top_percent_of_many_accounts(graph: Connection) -> None:
    # of 150 accounts the top are 2: s with 5 retweets, and one of those with one
    w = World()
    w.outlet("o", "a")
    w.post("p", "a")
    for number in range(5):
        w.retweet("s", "p", f"2021-01-0{number + 1}")
    for number in range(149):
        w.retweet(f"u{number}", "p", "2021-01-01")
    w.build(graph)
    assert facts(graph)["share of retweets by the top 1% of amplifiers"] == pytest.approx(6 / 154)
    (top, *_) = ask(graph, "concentration")
    assert top["topShare"] == pytest.approx(6 / 154)


def test_without_a_run_the_profile_is_silent_about_clusters(alpha: Connection) -> None:
    profile = facts(alpha, run="none")
    assert profile["retweets"] == 9
    assert (
        profile["run"]
        is profile["clusters with retweets of the outlet"]
        is profile["retweets by cluster members"]
        is None
    )


def test_the_accounts_of_an_outlet(alpha: Connection) -> None:
    # of a1: u1 (p1, p2), u2 (p1, p2, one stub post), u3, u4, u5; of a2: u1, whose post has no time
    first, second = ask(alpha, "outlet-accounts")
    assert first == {
        "outlet": "alpha", "outletId": "alpha", "account": "x:a1", "handle": "A1", "createdDay": date(2019, 10, 14),
        "followers": 100, "labelledDay": date(2020, 8, 6), "status": None, "posts": 2, "retweets": 8, "amplifiers": 5,
        "suspendedRetweets": 3, "suspendedShare": pytest.approx(3 / 8), "retweetsWithDelay": 6, "rapidRetweets": 2,
        "rapidShare": pytest.approx(2 / 6),
        "firstDay": date(2021, 1, 4), "lastDay": date(2021, 1, 18),
    }  # fmt: skip
    assert pick(
        [second], "account", "createdDay", "posts", "retweets", "suspendedShare", "rapidRetweets", "lastDay"
    ) == [("x:a2", None, 0, 1, 1.0, None, date(2021, 1, 6))]
    assert ask(alpha, "outlet-accounts", outlet="gamma") == []


COUNTS = ("week", "retweets", "suspendedRetweets", "clusterRetweets", "rapidAccountRetweets")
FIRST, SECOND, THIRD = date(2021, 1, 4), date(2021, 1, 11), date(2021, 1, 18)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # u4 is rapid: 1 of 1 with alpha, 1 of 1 with beta. Of u1's retweets one has a known delay, and is rapid
        ({"minRetweetsWithDelay": "2"}, [(FIRST, 4, 2, 3, 0), (SECOND, 4, 2, 3, 1), (THIRD, 1, 0, 1, 0)]),
        ({"minRetweetsWithDelay": "1"}, [(FIRST, 4, 2, 3, 2), (SECOND, 4, 2, 3, 2), (THIRD, 1, 0, 1, 0)]),
        (
            {"minRetweetsWithDelay": "2", "rapidShareAbove": "0.4"},
            [(FIRST, 4, 2, 3, 0), (SECOND, 4, 2, 3, 1), (THIRD, 1, 0, 1, 0)],
        ),
        ({"minRetweetsWithDelay": "3"}, [(FIRST, 4, 2, 3, 0), (SECOND, 4, 2, 3, 0), (THIRD, 1, 0, 1, 0)]),
        ({"cluster": "1"}, [(FIRST, 4, 2, 3, 0), (SECOND, 4, 2, 2, 0), (THIRD, 1, 0, 1, 0)]),
        ({"minRetweets": "4"}, [(FIRST, 4, 2, 3, 0), (SECOND, 4, 2, 3, 0)]),
        ({"minRetweets": "10"}, []),
        ({"run": "none"}, [(FIRST, 4, 2, None, 0), (SECOND, 4, 2, None, 0), (THIRD, 1, 0, None, 0)]),
        # the 5th to the 11th, both inclusive: u2 u1 u3, then u1 u4
        ({"since": "2021-01-05", "until": "2021-01-11"}, [(FIRST, 3, 1, 2, 0), (SECOND, 2, 1, 2, 0)]),
        ({"outlet": "beta"}, [(FIRST, 2, 0, 2, 0)]),
    ],
)
def test_weekly_shares(alpha: Connection, given: dict[str, Any], expected: list[Any]) -> None:
    assert pick(ask(alpha, "weekly-shares", **({"minRetweets": "1"} | given)), *COUNTS) == expected


def test_weekly_shares_are_of_the_weeks_retweets(alpha: Connection) -> None:
    second = ask(alpha, "weekly-shares", minRetweets="1", minRetweetsWithDelay="2")[1]
    assert pick([second], "outlet", "suspendedShare", "clusterShare", "rapidAccountShare") == [
        ("alpha", 0.5, 0.75, 0.25)
    ]


def test_weeks_in_range(alpha: Connection) -> None:
    # alpha's shares by week: 2/4, 2/4, 0/1; beta's one week: 0/2
    rows = ask(alpha, "weeks-in-range", minRetweets="1", minShare="0.5", maxShare="0.5")
    assert pick(
        rows,
        "outletId",
        "retweets",
        "weeks",
        "weeksInRange",
        "weeksBelow",
        "weeksAbove",
        "lowestShare",
        "medianShare",
        "highestShare",
    ) == [
        ("alpha", 9, 3, 2, 1, 0, 0.0, 0.5, 0.5),
        ("beta", 2, 1, 0, 1, 0, 0.0, 0.0, 0.0),
    ]
    assert rows[0]["suspendedShare"] == pytest.approx(4 / 9)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"state": "ru"}, [("beta", 1, 0, 0)]),
        ({"outlet": "alp", "minShare": "0", "maxShare": "0.4"}, [("alpha", 3, 1, 2)]),
        ({"minRetweets": "2"}, [("alpha", 2, 2, 0), ("beta", 1, 0, 0)]),
        ({"since": "2021-01-18", "until": "2021-01-18"}, [("alpha", 1, 0, 0)]),
        ({"outlet": "gamma"}, []),
    ],
)
def test_weeks_in_range_parameters(alpha: Connection, given: dict[str, Any], expected: list[Any]) -> None:
    rows = ask(alpha, "weeks-in-range", **({"minRetweets": "1"} | given))
    assert pick(rows, "outletId", "weeks", "weeksInRange", "weeksAbove") == expected


def test_the_accounts_that_retweet_an_outlet_most(alpha: Connection) -> None:
    rows = ask(alpha, "outlet-amplifiers")
    assert pick(rows, "account", "retweets", "cluster", "status") == [
        ("x:u1", 3, 1, "suspended"),
        ("x:u2", 3, 1, "active"),
        ("x:u3", 1, None, None),
        ("x:u4", 1, 2, "active"),
        ("x:u5", 1, None, "suspended"),
    ]
    # u1 retweets a1 more than a2; of a1, the retweet before its post has no delay. u2: one day and two, median 1.5
    assert pick(
        rows[:2],
        "shareOfOutlet",
        "firstDay",
        "lastDay",
        "medianDelay",
        "retweetsWithDelay",
        "rapidRetweets",
        "statusDay",
    ) == [
        (pytest.approx(1 / 3), date(2021, 1, 4), date(2021, 1, 11), 5.0, 1, 1, date(2021, 2, 1)),
        (pytest.approx(1 / 3), date(2021, 1, 5), date(2021, 1, 18), 129_600.0, 2, 0, date(2021, 2, 1)),
    ]
    assert pick(ask(alpha, "outlet-amplifiers", status="unknown"), "account") == [("x:u3",)]
    assert pick(ask(alpha, "outlet-amplifiers", outlet="beta"), "account", "medianDelay") == [
        ("x:u2", 3600.0),
        ("x:u4", 2.0),
    ]
    assert pick(ask(alpha, "outlet-amplifiers", top="1", run="none"), "account", "cluster") == [("x:u1", None)]


@pytest.mark.parametrize(
    ("given", "operation", "amplification", "membership", "boost"),
    [
        ({}, 2, 6, 3, 2),
        ({"amplifiers": "1"}, 2, 2, 1, 1),  # u1 retweets both accounts, and is in cluster 1
        ({"targets": "1"}, 1, 5, 3, 2),
        ({"run": "none"}, 2, 6, 0, 0),
        ({"outlet": "gamma"}, 0, 0, 0, 0),
    ],
)
def test_the_picture_of_an_outlet(
    alpha: Connection, given: dict[str, Any], operation: int, amplification: int, membership: int, boost: int
) -> None:
    make_boosts(alpha)
    parts = [row["part"] for row in ask(alpha, "outlet-picture", **given)]
    counts = {"operation": operation, "amplification": amplification, "membership": membership, "boost": boost}
    assert parts == [part for part, count in counts.items() for _ in range(count)]


def test_the_picture_of_neighbours(graph: Connection) -> None:
    # of o: u 3 (of a), v 2 (1 of a, 1 of b), w 1. Of n, u 1, v 2; of m, u 2; x, who retweets n alone, ties nothing
    w = World()
    for name, accounts in (("o", "ab"), ("n", "c"), ("m", "d"), ("far", "e")):
        w.outlet(name, *accounts)
    for author in "abcde":
        w.post(f"p-{author}", author)
    for account, author, times in [
        ("u", "a", 3), ("v", "a", 1), ("v", "b", 1), ("w", "a", 1), ("u", "c", 1), ("v", "c", 2), ("u", "d", 2),
        ("x", "c", 9), ("x", "e", 1),
    ]:  # fmt: skip
        for number in range(times):
            w.retweet(account, f"p-{author}", f"2021-01-0{number + 1}")
    w.run("r", ("u", "v"))
    w.build(graph)

    def paths(**given: str) -> list[str]:
        return [str(row["path"]) for row in ask(graph, "neighbour-paths", **({"outlet": "o"} | given))]

    everything = [
        "(Account x:u)-[AMPLIFIED 3]->(Account x:a)",
        "(Account x:u)-[AMPLIFIED 1]->(Account x:c)",
        "(Account x:u)-[AMPLIFIED 2]->(Account x:d)",
        "(Account x:v)-[AMPLIFIED 1]->(Account x:a)",
        "(Account x:v)-[AMPLIFIED 2]->(Account x:c)",
        "(Account x:a)-[OPERATED_BY]->(Outlet o)",
        "(Account x:c)-[OPERATED_BY]->(Outlet n)",
        "(Account x:d)-[OPERATED_BY]->(Outlet m)",
        "(Account x:u)-[MEMBER_OF]->(Cluster r/1)",
        "(Account x:v)-[MEMBER_OF]->(Cluster r/1)",
    ]
    assert paths() == everything
    assert paths(run="none") == everything[:8]
    # two share n, one shares m; v has two of both, u one of n
    assert paths(neighbours="1", accountsPerNeighbour="1") == [everything[i] for i in (3, 4, 5, 6, 9)]
    # u alone: m ties it more than n
    assert paths(amplifiers="1", neighbours="1") == [everything[i] for i in (0, 2, 5, 7, 8)]
    # of all, n is retweeted most: by x 9, and far is retweeted by x, too
    assert "(Account x:x)-[AMPLIFIED 1]->(Account x:e)" in paths(outlet="")
    assert paths(outlet="moon") == []


def test_an_outlet_without_neighbours_has_no_picture_of_them(graph: Connection) -> None:
    w = World()
    w.outlet("o", "a")
    w.retweet("u", None, "2021-01-01", author="a")
    assert ask(w.build(graph), "neighbour-paths") == []


def small(query: Query) -> dict[str, Any]:
    return {name: value for name, value in {"minRetweets": "1"}.items() if name in query.parameters}


def test_answers_do_not_hang_on_the_order_of_loading(graph: Connection) -> None:
    answers = []
    for backwards in (False, True):
        graph.execute("MATCH (n) DETACH DELETE n")
        world().build(graph, backwards=backwards)
        answers.append([ask(graph, query.name, **small(query)) for query in find_packs()["outlet-profile"].queries])
    assert answers[0] == answers[1]
    assert all(answers[0])
