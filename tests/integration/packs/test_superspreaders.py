"""The pack superspreaders on a world whose answers are worked out here.

Retweets of the accounts a1 (outlet A, CN), b1 (outlet B, RU) and c1 (outlet C, no state):

    u1   5 of a1: within 3, 10, 11, 60 and 60 s of the post
    u2   2 of a1, 3 of b1, all 60 s after; suspended
    u3   1 of b1; outlet D runs it, which nobody retweets
    u4   1 of c1, of a stub post

A run found the cluster of u2 and u3.
"""

from datetime import date
from typing import Any

import pytest

from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs
from tests.helpers.amplification import make_boosts
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World, ask, pick


def make() -> World:
    world = World()
    world.outlet("a", "a1", name="A")
    world.outlet("b", "b1", name="B", state="RU")
    world.outlet("c", "c1", name="C", kind="influencer", state=None)
    world.outlet("d", "u3", name="D")
    for number, seconds in enumerate(("03", "10", "11", "60", "60"), 1):
        world.post(f"p{number}", "a1", f"2021-01-0{number}T10:00:00")
        world.retweet("u1", f"p{number}", f"2021-01-0{number}T10:{'01:00' if seconds == '60' else '00:' + seconds}")
    for number in (1, 2):
        world.retweet("u2", f"p{number}", f"2021-01-0{number}T10:01:00")
    for number in (1, 2, 3):
        world.post(f"q{number}", "b1", f"2021-01-0{number}T10:00:00")
        world.retweet("u2", f"q{number}", f"2021-01-0{number}T10:01:00")
    world.retweet("u3", "q1", "2021-01-05")
    world.retweet("u4", None, "2021-01-05", "c1")
    world.account("u1", created_at="2020-05-01T12:00:00", status="active")
    world.account("u2", status="suspended")
    world.account("u3")
    world.account("u4")
    world.account("a1")
    world.account("b1")
    world.run("r", ("u2", "u3"))
    return world


@pytest.fixture
def world(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load_world(make())


def test_concentration(world: Connection) -> None:
    # All: 1, 1, 5 and 5 of 12. Gini: (-3*1 - 1*1 + 1*5 + 3*5) / (4 * 12) = 16 / 48.
    # A: 2 and 5 of 7, (-2 + 5) / (2 * 7). B: 1 and 3 of 4, (-1 + 3) / (2 * 4). C: one account, no inequality.
    columns = ("level", "group", "outletId", "accounts", "retweets", "topAccounts", "topRetweets", "minTopRetweets")
    rows = ask(world, "concentration")
    assert pick(rows, *columns) == [
        ("all", None, None, 4, 12, 1, 5, 5),
        ("outlet", "A", "a", 2, 7, 1, 5, 5),
        ("outlet", "B", "b", 2, 4, 1, 3, 3),
        ("outlet", "C", "c", 1, 1, 1, 1, 1),
    ]
    assert [row["topShare"] for row in rows] == pytest.approx([5 / 12, 5 / 7, 3 / 4, 1])
    assert [row["gini"] for row in rows] == pytest.approx([1 / 3, 3 / 14, 1 / 4, 0])


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        ("0", (1, 5, 5)),
        ("25", (1, 5, 5)),
        ("37.5", (2, 10, 5)),  # 1.5 accounts are 2
        ("75", (3, 11, 1)),
        ("100", (4, 12, 1)),
        ("500", (4, 12, 1)),
    ],
)
def test_concentration_takes_the_top_by_counts(world: Connection, percent: str, expected: tuple[int, ...]) -> None:
    rows = ask(world, "concentration", percent=percent, top="1")
    assert pick(rows, "topAccounts", "topRetweets", "minTopRetweets") == [expected]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"state": "ru"}, [("state", "RU", 2, 4), ("outlet", "B", 2, 4)]),
        ({"state": "CN"}, [("state", "CN", 2, 7), ("outlet", "A", 2, 7)]),
        ({"state": "IR"}, []),
        ({"outlet": "A"}, [("outlet", "A", 2, 7)]),
        ({"outlet": "d"}, []),
    ],
)
def test_concentration_of_a_state_and_an_outlet(world: Connection, given: dict[str, Any], expected: list[Any]) -> None:
    assert pick(ask(world, "concentration", **given), "level", "group", "accounts", "retweets") == expected


def test_concentration_curve(world: Connection) -> None:
    columns = ("outlet", "outletId", "minRetweets", "accounts", "retweets", "shareOfAccounts", "shareOfRetweets")
    assert pick(ask(world, "concentration-curve"), *columns) == [
        (None, None, 5, 2, 10, 0.5, pytest.approx(10 / 12)),
        (None, None, 1, 4, 12, 1.0, 1.0),
    ]
    assert pick(ask(world, "concentration-curve", outlet="a"), *columns) == [
        ("A", "a", 5, 1, 5, 0.5, pytest.approx(5 / 7)),
        ("A", "a", 2, 2, 7, 1.0, 1.0),
    ]
    assert pick(ask(world, "concentration-curve", state="RU"), "outlet", "minRetweets", "accounts", "retweets") == [
        (None, 3, 1, 3),
        (None, 1, 2, 4),
    ]
    assert pick(ask(world, "concentration-curve", top="1"), "minRetweets") == [(5,)]
    assert ask(world, "concentration-curve", outlet="d") == []


def test_superspreader_accounts(world: Connection) -> None:
    rows = ask(world, "superspreader-accounts")
    columns = ("rank", "account", "retweets", "outlets", "topOutlet", "status", "cluster", "members", "operator")
    assert pick(rows, *columns) == [
        (1, "x:u1", 5, 1, "A", "active", None, None, None),
        (1, "x:u2", 5, 2, "B", "suspended", 1, 2, None),
        (3, "x:u3", 1, 1, "B", None, 1, 2, "D"),
        (3, "x:u4", 1, 1, "C", None, None, None, None),
    ]
    assert [row["shareOfRetweets"] for row in rows] == pytest.approx([5 / 12, 5 / 12, 1 / 12, 1 / 12])
    # within 10 s: two of u1's five, none of u2's; u3 is days late, and of u4's posts no time is known
    assert [row["rapidShare"] for row in rows] == [0.4, 0.0, 0.0, None]
    assert pick(rows[:1], "handle", "createdDay") == [("U1", date(2020, 5, 1))]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"outlet": "A"}, [(1, "x:u1", 5, 5 / 7, 1, None), (2, "x:u2", 2, 2 / 7, 1, 1)]),
        ({"state": "ru"}, [(1, "x:u2", 3, 3 / 4, 1, 1), (2, "x:u3", 1, 1 / 4, 1, 1)]),
        ({"outlet": "A", "state": "ru"}, []),
        ({"top": "1", "run": "none"}, [(1, "x:u1", 5, 5 / 12, 1, None)]),
        # without the run there are no clusters, but there is an answer
        ({"outlet": "A", "run": "none"}, [(1, "x:u1", 5, 5 / 7, 1, None), (2, "x:u2", 2, 2 / 7, 1, None)]),
    ],
)
def test_superspreader_accounts_parameters(world: Connection, given: dict[str, Any], expected: list[Any]) -> None:
    rows = ask(world, "superspreader-accounts", **given)
    columns = ("rank", "account", "retweets", "shareOfRetweets", "outlets", "cluster")
    assert pick(rows, *columns) == [(*row[:3], pytest.approx(row[3]), *row[4:]) for row in expected]


def test_a_share_is_of_retweets_whose_delay_is_known(graph: Connection) -> None:
    # u: of a 5 s after one post, and of another of unknown time
    w = World()
    w.outlet("o", "a")
    w.post("p", "a", "2021-01-01T10:00:00")
    w.post("q", "a")
    w.retweet("u", "p", "2021-01-01T10:00:05")
    w.retweet("u", "q", "2021-01-02")
    assert pick(ask(w.build(graph), "superspreader-accounts"), "retweets", "rapidShare") == [(2, 1.0)]


def test_an_account_of_two_outlets_counts_once_in_a_state(graph: Connection) -> None:
    # s is run by A1 and A2 of CN, t by A1 and R of RU, and b by R alone. u: 3 of s, 2 of t; v: 1 of s, 4 of b
    w = World()
    w.outlet("A1", "s", "t")
    w.outlet("R", "b", state="RU")
    for author in ("s", "t", "b"):
        w.post(f"p-{author}", author, "2021-01-01")
    for account, author, times in (("u", "s", 3), ("u", "t", 2), ("v", "s", 1), ("v", "b", 4)):
        for number in range(times):
            w.retweet(account, f"p-{author}", f"2021-01-02T10:00:0{number}")
    w.build(graph)
    # a file names an account once
    second = World()
    second.outlet("A2", "s")
    second.outlet("R", "t", state="RU")
    second.build(graph)
    columns = ("account", "retweets", "shareOfRetweets", "outlets", "topOutlet")
    # of CN 3 + 2 + 1, of RU 2 + 4
    assert pick(ask(graph, "superspreader-accounts", state="CN"), *columns) == [
        ("x:u", 5, pytest.approx(5 / 6), 2, "A1"),
        ("x:v", 1, pytest.approx(1 / 6), 2, "A1"),
    ]
    assert pick(ask(graph, "superspreader-accounts", state="RU"), *columns[:3]) == [
        ("x:v", 4, pytest.approx(4 / 6)),
        ("x:u", 2, pytest.approx(2 / 6)),
    ]
    # what u retweeted of t is in both states, in its row as in the total
    assert pick(ask(graph, "superspreader-accounts"), *columns[:3]) == [
        ("x:u", 7, pytest.approx(7 / 12)),
        ("x:v", 5, pytest.approx(5 / 12)),
    ]
    assert pick(ask(graph, "concentration", top="1"), "level", "retweets", "topRetweets") == [("all", 12, 7)]
    # A1 and A2 together
    assert pick(ask(graph, "superspreader-accounts", outlet="A"), *columns[:4]) == [
        ("x:u", 5, pytest.approx(5 / 6), 2),
        ("x:v", 1, pytest.approx(1 / 6), 2),
    ]
    assert pick(ask(graph, "superspreader-accounts", outlet="A2"), *columns[:4]) == [
        ("x:u", 3, 0.75, 1),
        ("x:v", 1, 0.25, 1),
    ]


@pytest.mark.parametrize("account", ["x:u2", "@U2", "x:U2", "u2"])
def test_superspreader_star(world: Connection, account: str) -> None:
    # 3 of b1 come before 2 of a1 when targets are few; the picture is in the order of keys
    make_boosts(world)
    rows = ask(world, "superspreader-star", account=account)
    assert [row["part"] for row in rows] == ["amplification"] * 2 + ["operation"] * 2 + ["membership"] + ["boost"] * 2
    assert [str(row["path"]) for row in rows[:4]] == [
        "(Account U2)-[AMPLIFIED 2]->(Account A1)",
        "(Account U2)-[AMPLIFIED 3]->(Account B1)",
        "(Account A1)-[OPERATED_BY]->(Outlet A)",
        "(Account B1)-[OPERATED_BY]->(Outlet B)",
    ]
    few = ask(world, "superspreader-star", account=account, targets="1", run="none")
    assert [str(row["path"]) for row in few] == [
        "(Account U2)-[AMPLIFIED 3]->(Account B1)",
        "(Account B1)-[OPERATED_BY]->(Outlet B)",
    ]


def test_superspreader_star_of_the_first_and_of_nobody(world: Connection) -> None:
    assert [str(row["path"]) for row in ask(world, "superspreader-star")] == [
        "(Account U1)-[AMPLIFIED 5]->(Account A1)",
        "(Account A1)-[OPERATED_BY]->(Outlet A)",
    ]
    assert ask(world, "superspreader-star", account="x:nobody") == []


def test_the_outlets_that_superspreaders_share(world: Connection) -> None:
    # u1 and u2 share A, u2 and u3 share B; nobody shares C with u4. Two share A, two B; A has more retweets
    both = [
        "(Account U1)-[AMPLIFIED 5]->(Account A1)",
        "(Account U2)-[AMPLIFIED 2]->(Account A1)",
        "(Account U2)-[AMPLIFIED 3]->(Account B1)",
        "(Account U3)-[AMPLIFIED 1]->(Account B1)",
        "(Account A1)-[OPERATED_BY]->(Outlet A)",
        "(Account B1)-[OPERATED_BY]->(Outlet B)",
        "(Account U2)-[MEMBER_OF]->(Cluster r/1)",
        "(Account U3)-[MEMBER_OF]->(Cluster r/1)",
    ]

    def paths(**given: str) -> list[str]:
        return [str(row["path"]) for row in ask(world, "shared-superspreaders", **given)]

    assert paths() == both
    assert paths(run="none") == both[:6]
    assert paths(outlets="1") == [both[0], both[1], both[4], both[6]]
    assert paths(accounts="2") == [both[0], both[1], both[4], both[6]]
    assert paths(state="ru") == [both[2], both[3], both[5], both[6], both[7]]
    assert paths(outletsPerAccount="1") == both[2:4] + both[5:]  # u2 retweets B most
    assert paths(accounts="1") == paths(state="IR") == []


def test_of_a_shared_outlet_the_most_retweeted_account_is_drawn(graph: Connection) -> None:
    # u and v both retweet O, through different accounts
    w = World()
    w.outlet("o", "a", "b", name="O")
    for author in "ab":
        w.post(f"p-{author}", author, "2021-01-01")
    for account, author, times in (("u", "a", 2), ("u", "b", 1), ("v", "b", 1)):
        for number in range(times):
            w.retweet(account, f"p-{author}", f"2021-01-02T10:00:0{number}")
    assert [str(row["path"]) for row in ask(w.build(graph), "shared-superspreaders")] == [
        "(Account x:u)-[AMPLIFIED 2]->(Account x:a)",
        "(Account x:v)-[AMPLIFIED 1]->(Account x:b)",
        "(Account x:a)-[OPERATED_BY]->(Outlet O)",
        "(Account x:b)-[OPERATED_BY]->(Outlet O)",
    ]


def test_answers_do_not_hang_on_the_order_of_loading(graph: Connection) -> None:
    answers = []
    for backwards in (False, True):
        graph.execute("MATCH (n) DETACH DELETE n")
        make().build(graph, backwards=backwards)
        answers.append({query.name: ask(graph, query.name) for query in find_packs()["superspreaders"].queries})
    assert answers[0] == answers[1]
    assert all(answers[0].values())
