"""The pack age on worlds whose answers are worked out here.

Outlet A (CN, diplomat) runs a1, created 2019-03-01, a2, 2019-02-28, and a3, unknown; outlet B (RU, media) runs b1,
created 2021-06-01. Of their amplifiers u1 was created 2020-05-01, u2 2020-05-31 (suspended), u3 is unknown, and u4's
creation, 2022-01-01, is later than its retweet.

    u1   A 2020-05-31            30 days old
    u2   A 2020-06-10            10 days old
         B 2020-07-10, 07-11     40 and 41 days old
    u3   A 2020-06-01, u4 A 2020-06-02

A run found the clusters (u1, u2) and (u3, u4).
"""

from datetime import date
from typing import Any

import pytest

from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World, ask, pick


def make() -> World:
    world = World()
    world.outlet("a", "a1", "a2", "a3", name="A", kind="diplomat")
    world.outlet("b", "b1", name="B", state="RU")
    for account, created in {
        "a1": "2019-03-01", "a2": "2019-02-28", "a3": None, "b1": "2021-06-01",
        "u1": "2020-05-01", "u2": "2020-05-31", "u3": None, "u4": "2022-01-01",
    }.items():  # fmt: skip
        world.account(account, created_at=created, status="suspended" if account == "u2" else None)
    for account, day in {"u1": "05-31", "u2": "06-10", "u3": "06-01", "u4": "06-02"}.items():
        world.retweet(account, None, f"2020-{day}", "a1")
    for day in ("10", "11"):
        world.retweet("u2", None, f"2020-07-{day}", "b1")
    world.run("r", ("u1", "u2"), ("u3", "u4"))
    return world


@pytest.fixture
def world(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load_world(make())


def test_joined(world: Connection) -> None:
    # three of four outlet accounts have a known day, three of four amplifiers
    third = pytest.approx(1 / 3)
    columns = (
        "month",
        "outletAccounts",
        "shareOfOutletAccounts",
        "amplifiers",
        "shareOfAmplifiers",
        "suspendedAmplifiers",
    )
    assert pick(ask(world, "joined"), *columns) == [
        (None, 1, None, 1, None, 0),
        (date(2022, 1, 1), 0, 0.0, 1, third, 0),
        (date(2021, 6, 1), 1, third, 0, 0.0, 0),
        (date(2020, 5, 1), 0, 0.0, 2, pytest.approx(2 / 3), 1),
        (date(2019, 3, 1), 1, third, 0, 0.0, 0),
        (date(2019, 2, 1), 1, third, 0, 0.0, 0),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"outlet": "B"}, [(date(2021, 6, 1), 1, 0), (date(2020, 5, 1), 0, 1)]),
        ({"state": "ru"}, [(date(2021, 6, 1), 1, 0), (date(2020, 5, 1), 0, 1)]),
        (
            {"state": "cn", "top": "3"},
            [(None, 1, 1), (date(2022, 1, 1), 0, 1), (date(2020, 5, 1), 0, 2)],
        ),
        ({"outlet": "B", "state": "CN"}, []),
    ],
)
def test_joined_parameters(world: Connection, given: dict[str, Any], expected: list[Any]) -> None:
    assert pick(ask(world, "joined", **given), "month", "outletAccounts", "amplifiers") == expected


def test_outlet_ages(world: Connection) -> None:
    # 24 months before 2021-03-01 begin on 2019-03-01; b1 is created after that day
    columns = (
        "group",
        "accounts",
        "accountsWithCreation",
        "newAccounts",
        "newShare",
        "firstCreatedDay",
        "medianCreatedDay",
        "lastCreatedDay",
        "asOfDay",
    )
    as_of = date(2021, 3, 1)
    assert pick(ask(world, "outlet-ages", asOf="2021-03-01"), *columns) == [
        ("diplomat", 3, 2, 1, 0.5, date(2019, 2, 28), date(2019, 2, 28), date(2019, 3, 1), as_of)
    ]
    # on 2021-06-01 it is there, and new; a month before, a1 is within 25 months
    rows = ask(world, "outlet-ages", asOf="2021-06-01", months="27", by="all")
    assert pick(rows, "group", "accounts", "accountsWithCreation", "newAccounts", "medianCreatedDay") == [
        ("all", 4, 3, 2, date(2019, 3, 1))
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # the last day with a retweet of an outlet is 2020-07-11
        ({"months": "17"}, [("diplomat", None, 3, 2, 2)]),
        ({"by": "outlet"}, [("A", "a", 3, 2, 2)]),
        ({"by": "platform", "asOf": "2021-06-01", "kind": "Media"}, [("x", None, 1, 1, 1)]),
        ({"by": "state", "asOf": "2022-01-01"}, [("CN", None, 3, 2, 0), ("RU", None, 1, 1, 1)]),
        ({"by": "owner", "asOf": "2022-01-01"}, [(None, None, 4, 3, 1)]),
        ({"outlet": "b"}, []),
        ({"outlet": "A", "asOf": "2018-01-01"}, [("diplomat", None, 1, 0, 0)]),
    ],
)
def test_outlet_ages_parameters(world: Connection, given: dict[str, Any], expected: list[Any]) -> None:
    assert (
        pick(ask(world, "outlet-ages", **given), "group", "outletId", "accounts", "accountsWithCreation", "newAccounts")
        == expected
    )


def test_age_at_first_retweet(world: Connection) -> None:
    # A: 10 and 30 days of four; B: u2 at 40 days
    columns = (
        "outletId",
        "amplifiers",
        "amplifiersWithAge",
        "lowerQuartileAge",
        "medianAge",
        "upperQuartileAge",
        "youngAmplifiers",
        "youngShare",
    )
    rows = ask(world, "age-at-first-retweet")
    assert pick(rows, *columns) == [("a", 4, 2, 15.0, 20.0, 25.0, 2, 1.0), ("b", 1, 1, 40.0, 40.0, 40.0, 0, 0.0)]
    assert pick(rows[:1], "outlet", "state") == [("A", "CN")]
    assert pick(ask(world, "age-at-first-retweet", youngDays="29", outlet="a"), "youngAmplifiers", "youngShare") == [
        (1, 0.5)
    ]
    assert pick(ask(world, "age-at-first-retweet", state="ru"), "outletId") == [("b",)]
    assert pick(ask(world, "age-at-first-retweet", top="1"), "outletId") == [("a",)]
    # B, retweeted most, comes first, though by fewer accounts
    world.execute("MATCH (o:Outlet {outletId: 'b'}) SET o.retweets = 5")
    assert pick(ask(world, "age-at-first-retweet"), "outletId") == [("b",), ("a",)]
    world.execute("MATCH (u:Account) REMOVE u.createdAt")
    unknown = ask(world, "age-at-first-retweet", outlet="b")
    assert pick(unknown, *columns[1:]) == [(1, 0, None, None, None, 0, None)]


def test_cluster_ages(world: Connection) -> None:
    columns = (
        "cluster",
        "members",
        "membersWithAge",
        "lowerQuartileAge",
        "medianAge",
        "upperQuartileAge",
        "youngMembers",
        "youngShare",
    )
    rows = ask(world, "cluster-ages", youngDays="10")
    assert pick(rows, *columns) == [
        (1, 2, 2, 15.0, 20.0, 25.0, 1, 0.5),
        (2, 2, 0, None, None, None, 0, None),
    ]
    # u4's creation is known, though later than its retweet
    assert pick(rows, "membersWithCreation", "creationDays", "busiestDay", "createdOnBusiestDay") == [
        (2, 2, date(2020, 5, 1), 1),
        (1, 1, date(2022, 1, 1), 1),
    ]
    assert pick(ask(world, "cluster-ages", cluster="2"), "cluster") == [(2,)]
    assert pick(ask(world, "cluster-ages", top="1"), "cluster") == [(1,)]
    assert ask(world, "cluster-ages", run="none") == []


def test_cluster_ages_of_members_that_retweet_nobody(graph: Connection) -> None:
    # they are coordinated by their posts; one of a batch of three has no known day of creation
    world = World()
    for account, created in {"u1": "2020-05-02", "u2": "2020-05-02T23:00:00", "u3": "2020-05-01", "u4": None}.items():
        world.account(account, created_at=created)
    world.run("r", ("u1", "u2", "u3", "u4"))
    rows = ask(world.build(graph), "cluster-ages")
    assert pick(rows, "members", "membersWithAge", "medianAge", "youngMembers", "youngShare") == [(4, 0, None, 0, None)]
    assert pick(rows, "membersWithCreation", "creationDays", "busiestDay", "createdOnBusiestDay") == [
        (3, 2, date(2020, 5, 2), 2)
    ]


def batches() -> World:
    """Amplifiers of A: six created on 2020-03-10, one each on 03-05 and 03-20, one unknown; c1 amplifies B as well.

    Around 03-10 the amplifiers' days reach from 03-05 to 03-20: 15 other days, with 2 accounts.
    Their ids: 1001, 1003, 1004, 1020, x9 and, on facebook, 1005 on 03-10; 1006 on 03-05; 1007 on 03-20; 1002 unknown.
    """
    world = World()
    world.outlet("a", "a1", name="A")
    world.outlet("b", "b1", name="B", state="RU")
    for account, created in {
        "1001": "03-10T00:00:00", "1003": "03-10T10:00:00", "1004": "03-10T23:59:59", "1020": "03-10T10:00:00",
        "x9": "03-10T12:00:00", "1006": "03-05", "1007": "03-20", "1002": None,
    }.items():  # fmt: skip
        world.account(
            account, created_at=created and f"2020-{created}", status="suspended" if account == "1004" else None
        )
        world.retweet(account, None, "2020-06-01", "a1")
    world.account("1005", created_at="2020-03-10T11:00:00", platform="facebook")
    world.account("a1", platform="facebook")
    world.add("outlet_accounts", platform="facebook", account_id="a1", outlet_id="a", source="test")
    world.add(
        "retweets", platform="facebook", retweet_id="f", account_id="1005", author_id="a1", retweeted_at="2020-06-01"
    )
    world.retweet("1001", None, "2020-06-02", "b1")
    world.run("r", ("1001", "1003", "1004"), ("1020", "1006"))
    return world


@pytest.fixture
def batch(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load_world(batches())


def test_creation_batches(batch: Connection) -> None:
    (row,) = ask(batch, "creation-batches")
    assert row == {
        "createdDay": date(2020, 3, 10),
        "accounts": 6,
        "usualAccounts": pytest.approx(2 / 15),
        "timesUsual": pytest.approx(6 / (2 / 15)),
        "suspendedAccounts": 1,
        "cluster": 1,
        "clusteredAccounts": 3,
        "clusterCount": 2,
        "retweets": 7,
        "handles": ["1001", "1003", "1020", "1005", "X9", "1004"],
        "amplifiersWithCreation": 8,
        "amplifiers": 9,
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"minAccounts": "6"}, [("03-10", 6, 45.0)]),
        ({"minAccounts": "7"}, []),
        ({"timesUsual": "45.1"}, []),
        # nobody within four days: nothing to compare with
        ({"daysAround": "4"}, [("03-10", 6, None)]),
        ({"minAccounts": "1", "daysAround": "4"}, [("03-10", 6, None), ("03-05", 1, None), ("03-20", 1, None)]),
        # five days: one of six days back to 03-05, and 03-10 is beyond the usual of 03-05
        ({"daysAround": "5"}, [("03-10", 6, 60.0)]),
        ({"minAccounts": "1", "top": "1"}, [("03-10", 6, 45.0)]),
        # the one amplifier of B was created on the only day there is
        ({"outlet": "b", "minAccounts": "1"}, [("03-10", 1, None)]),
        ({"state": "ru", "minAccounts": "1"}, [("03-10", 1, None)]),
        ({"outlet": "moon", "minAccounts": "1"}, []),
    ],
)
def test_creation_batches_parameters(batch: Connection, given: dict[str, Any], expected: list[Any]) -> None:
    rows = ask(batch, "creation-batches", **given)
    assert [
        (row["createdDay"].strftime("%m-%d"), row["accounts"], row["timesUsual"] and round(row["timesUsual"], 6))
        for row in rows
    ] == (expected)


def test_creation_batches_count_what_was_asked_for(batch: Connection) -> None:
    assert pick(ask(batch, "creation-batches", state="cn", maxHandles="1"), "retweets", "handles") == [(6, ["1001"])]
    assert pick(
        ask(batch, "creation-batches", outlet="B", minAccounts="1"), "amplifiersWithCreation", "amplifiers"
    ) == [(1, 1)]
    without = ask(batch, "creation-batches", run="none")
    assert pick(without, "accounts", "cluster", "clusteredAccounts", "clusterCount") == [(6, None, None, 0)]


def test_id_runs(batch: Connection) -> None:
    # 1020 is 16 above 1004; 1005 is facebook's, 1006 and 1007 are of other days, 1002 of none, x9 is no number
    columns = (
        "createdDay", "platform", "firstId", "lastId", "accounts", "widestGap", "suspendedAccounts", "cluster",
        "clusteredAccounts", "handles",
    )  # fmt: skip
    rows = ask(batch, "id-runs")
    day = date(2020, 3, 10)
    assert pick(rows, *columns) == [(day, "x", 1001, 1004, 3, 2, 1, 1, 3, ["1001", "1003", "1004"])]
    assert pick(rows, "examinedAmplifiers", "amplifiers") == [(7, 9)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"maxGap": "16"}, [(1001, 1020, 4, 16)]),
        ({"maxGap": "1", "minAccounts": "2"}, [(1003, 1004, 2, 1)]),
        ({"maxGap": "1"}, []),
        # alone, each is a row of one, of width 0
        (
            {"minAccounts": "1", "maxGap": "0", "top": "2"},
            [(1005, 1005, 1, 0), (1006, 1006, 1, 0)],
        ),
        ({"state": "RU", "minAccounts": "1"}, [(1001, 1001, 1, 0)]),
    ],
)
def test_id_runs_parameters(batch: Connection, given: dict[str, Any], expected: list[Any]) -> None:
    assert pick(ask(batch, "id-runs", **given), "firstId", "lastId", "accounts", "widestGap") == expected


def test_id_runs_of_long_numbers(graph: Connection) -> None:
    # the largest two numbers of 63 bits, next to each other; one more is none, nor is a longer one
    world = World()
    world.outlet("a", "a1")
    for number in ("9223372036854775806", "9223372036854775807", "9223372036854775808", "11111111111111111111", "-5"):
        world.account(number, created_at="2020-03-10")
        world.retweet(number, None, "2020-06-01", "a1")
    (row,) = ask(world.build(graph), "id-runs", minAccounts="1", maxGap="1")
    assert (row["firstId"], row["lastId"], row["accounts"]) == (9223372036854775806, 9223372036854775807, 2)
    assert (row["examinedAmplifiers"], row["amplifiers"]) == (2, 5)


def test_id_runs_without_a_run(batch: Connection) -> None:
    assert pick(ask(batch, "id-runs", run="none", maxHandles="1"), "cluster", "clusteredAccounts", "handles") == [
        (None, None, ["1001"])
    ]


def test_batch_paths(batch: Connection) -> None:
    rows = pick(ask(batch, "batch-paths"), "part", "path")
    assert rows == [
        ("membership", "(Account 1001)-[MEMBER_OF]->(Cluster r/1)"),
        ("membership", "(Account 1003)-[MEMBER_OF]->(Cluster r/1)"),
        ("membership", "(Account 1004)-[MEMBER_OF]->(Cluster r/1)"),
        ("membership", "(Account 1020)-[MEMBER_OF]->(Cluster r/2)"),
        ("amplification", "(Account 1005)-[AMPLIFIED 1]->(Account A1)"),
        ("amplification", "(Account 1001)-[AMPLIFIED 1]->(Account x:a1)"),
        ("amplification", "(Account 1001)-[AMPLIFIED 1]->(Account x:b1)"),
        ("amplification", "(Account 1003)-[AMPLIFIED 1]->(Account x:a1)"),
        ("amplification", "(Account 1004)-[AMPLIFIED 1]->(Account x:a1)"),
        ("amplification", "(Account 1020)-[AMPLIFIED 1]->(Account x:a1)"),
        ("amplification", "(Account X9)-[AMPLIFIED 1]->(Account x:a1)"),
        ("operation", "(Account A1)-[OPERATED_BY]->(Outlet A)"),
        ("operation", "(Account x:a1)-[OPERATED_BY]->(Outlet A)"),
        ("operation", "(Account x:b1)-[OPERATED_BY]->(Outlet B)"),
    ]
    assert pick(ask(batch, "batch-paths", run="none"), "part", "path") == rows[4:]
    # 1001 has two retweets; both its targets have one
    assert pick(ask(batch, "batch-paths", accounts="1", targets="1"), "part", "path") == [rows[0], rows[5], rows[12]]


@pytest.mark.parametrize(
    ("given", "accounts"),
    [
        ({"day": "2020-03-05"}, ["1006"]),
        ({"day": "2020-03-20"}, ["1007"]),
        ({"day": "2020-03-11"}, []),
        ({"minAccounts": "7"}, []),
        ({"timesUsual": "45.1"}, []),
        # of B's one amplifier there is a day, and nobody to compare with
        ({"outlet": "b", "minAccounts": "1"}, ["1001"]),
        ({"state": "ru", "minAccounts": "1"}, ["1001"]),
        ({"day": "2020-03-10", "outlet": "b"}, ["1001"]),
        ({"day": "2020-03-20", "outlet": "b"}, []),
        ({"day": "2020-03-20", "state": "ru"}, []),
        ({"outlet": "moon", "minAccounts": "1"}, []),
    ],
)
def test_batch_paths_parameters(batch: Connection, given: dict[str, Any], accounts: list[str]) -> None:
    paths = [row["path"] for row in ask(batch, "batch-paths", **given) if row["part"] == "amplification"]
    to = "b1" if given.keys() & {"outlet", "state"} else "a1"
    assert paths == [f"(Account {account})-[AMPLIFIED 1]->(Account x:{to})" for account in accounts]


def test_a_batch_and_its_picture_are_of_one_day(graph: Connection) -> None:
    # 40 of 1 March are less beyond what is usual than 30 of 1 June: 39 others on the day before
    world = World()
    world.outlet("a", "a1")
    for day, accounts in {"2020-02-29": 39, "2020-03-01": 40, "2020-06-01": 30}.items():
        for number in range(accounts):
            world.account(f"u{day}-{number}", created_at=day)
            world.retweet(f"u{day}-{number}", None, "2020-07-01", "a1")
    world.build(graph)
    for given in ({"daysAround": "1"}, {"daysAround": "1", "timesUsual": "1"}, {}):
        day = ask(graph, "creation-batches", **given)[0]["createdDay"]
        drawn = [row["path"] for row in ask(graph, "batch-paths", **given) if row["part"] == "amplification"]
        assert len(drawn) == 20
        assert all(f"U{day}-" in path for path in drawn)


def test_id_run_paths(batch: Connection) -> None:
    rows = pick(ask(batch, "id-run-paths"), "part", "path")
    assert rows == [
        ("membership", "(Account 1001)-[MEMBER_OF]->(Cluster r/1)"),
        ("membership", "(Account 1003)-[MEMBER_OF]->(Cluster r/1)"),
        ("membership", "(Account 1004)-[MEMBER_OF]->(Cluster r/1)"),
        ("amplification", "(Account 1001)-[AMPLIFIED 1]->(Account x:a1)"),
        ("amplification", "(Account 1001)-[AMPLIFIED 1]->(Account x:b1)"),
        ("amplification", "(Account 1003)-[AMPLIFIED 1]->(Account x:a1)"),
        ("amplification", "(Account 1004)-[AMPLIFIED 1]->(Account x:a1)"),
        ("operation", "(Account x:a1)-[OPERATED_BY]->(Outlet A)"),
        ("operation", "(Account x:b1)-[OPERATED_BY]->(Outlet B)"),
    ]
    assert pick(ask(batch, "id-run-paths", run="none", targets="1"), "part", "path") == [
        rows[3], rows[5], rows[6], rows[7],
    ]  # fmt: skip
    assert pick(ask(batch, "id-run-paths", accounts="1"), "part", "path") == [rows[0], *rows[3:5], *rows[7:]]
    near = {"maxGap": "1", "minAccounts": "2", "firstId": "1003"}
    assert pick(ask(batch, "id-run-paths", **near), "part", "path") == [*rows[1:3], *rows[5:8]]
    assert pick(ask(batch, "id-run-paths", state="ru", minAccounts="1"), "part", "path") == [rows[0], rows[4], rows[8]]
    assert ask(batch, "id-run-paths", firstId="1003") == ask(batch, "id-run-paths", maxGap="1") == []


def test_answers_do_not_hang_on_the_order_of_loading(graph: Connection) -> None:
    answers = []
    for backwards in (False, True):
        found = {}
        for built in (make, batches):
            graph.execute("MATCH (n) DETACH DELETE n")
            built().build(graph, backwards=backwards)
            for query in find_packs()["age"].queries:
                found[built.__name__, query.name] = ask(graph, query.name)
        answers.append(found)
    assert answers[0] == answers[1]
    assert {name for (_, name), rows in answers[0].items() if rows} == {q.name for q in find_packs()["age"].queries}
