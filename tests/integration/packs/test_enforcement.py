"""The enforcement pack on a world of three outlets and two waves, of 1 February and 1 March 2021."""

from datetime import date
from typing import Any

import pytest

from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs
from tests.helpers.amplification import make_boosts
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World, ask, pick

FEBRUARY, MARCH = date(2021, 2, 1), date(2021, 3, 1)


def world() -> World:
    """Retweets by target: a of CN 9 times (s1 s1 s2 s4 v1 v2 v3, s3 and v1 later), r of RU twice (s1, v2), i once (s3).

    The outlet of i has no state. s5 retweets only n, which no outlet operates.
    """
    w = World()
    w.outlet("cn", "a")
    w.outlet("ru", "r", state="RU", kind="diplomat")
    w.outlet("in", "i", state=None, kind="influencer")
    for account, status, at in [
        ("s1", "suspended", "2021-03-01T10:00:00"),
        ("s2", "suspended", "2021-03-01T23:59:59"),
        ("s3", "suspended", "2021-02-01"),
        ("s4", "suspended", None),
        ("s5", "suspended", "2021-03-01"),
        ("v1", "active", "2021-02-20"),
        ("v3", "deleted", "2021-02-20"),
    ]:
        w.account(account, status=status, status_at=at)
    for author in "arin":
        w.post(f"p-{author}", author, "2020-12-01")
    for account, author, day in [
        ("s1", "a", "01-01"), ("s1", "r", "01-02"), ("s1", "a", "01-10"), ("s2", "a", "01-05"), ("s3", "i", "01-20"),
        ("s3", "a", "02-03"), ("s4", "a", "01-07"), ("s5", "n", "01-01"), ("v1", "a", "01-08"), ("v1", "a", "03-05"),
        ("v2", "a", "01-09"), ("v2", "r", "01-03"), ("v3", "a", "01-09"),
    ]:  # fmt: skip
        w.retweet(account, f"p-{author}", f"2021-{day}T12:00:00")
    w.run("r", ("s1", "s2", "v1", "v2"), ("s3", "v3"))
    return w


@pytest.fixture
def waves(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load_world(world())


def test_amplification_by_suspended_accounts(waves: Connection) -> None:
    # a: s1 2, s2, s3, s4; r: s1; i: s3. After its suspension, s3 of a. Of seven accounts, v2's status is unknown
    total, cn, ru, none = ask(waves, "suspended-amplification")
    assert total == {
        "state": "all", "suspendedAccounts": 4, "suspendedRetweets": 7, "suspendedShare": pytest.approx(7 / 12),
        "retweets": 12, "retweetsAfterSuspension": 1,
        "amplifiers": 7, "amplifiersWithoutStatus": 1, "shareWithStatus": pytest.approx(6 / 7),
    }  # fmt: skip
    assert pick(
        [cn, ru, none],
        "state",
        "suspendedAccounts",
        "suspendedRetweets",
        "retweets",
        "retweetsAfterSuspension",
        "amplifiers",
        "amplifiersWithoutStatus",
    ) == [
        ("CN", 4, 5, 9, 1, 7, 1),
        ("RU", 1, 1, 2, 0, 2, 1),
        ("", 1, 1, 1, 0, 1, 0),
    ]
    assert ask(waves, "suspended-amplification", state="ru") == [ru]


def test_days_from_retweets_to_suspension(waves: Connection) -> None:
    # from first and last retweet of outlets to suspension: s1 59 and 50 days, s2 55 and 55, s3 12 and -2; s4 has no day
    total, cn, none, ru = ask(waves, "days-to-suspension")
    assert total == {
        "state": "all", "measuredAccounts": 3, "retweets": 6, "lowerQuartileDays": 33.5, "medianDays": 55.0,
        "upperQuartileDays": 57.0,
        "medianActiveDays": 9.0, "medianQuietDays": 50.0,
    }  # fmt: skip
    # of CN alone s3 began on 3 February, two days after
    assert pick(
        [cn, none, ru], "state", "measuredAccounts", "retweets", "medianDays", "medianActiveDays", "medianQuietDays"
    ) == [
        ("CN", 3, 4, 55.0, 0.0, 50.0),
        ("", 1, 1, 12.0, 0.0, 12.0),
        ("RU", 1, 1, 58.0, 0.0, 58.0),
    ]
    # s1 has the most retweets
    assert pick(ask(waves, "days-to-suspension", maxAccounts="1"), "state", "measuredAccounts", "medianDays") == [
        ("all", 1, 59.0), ("CN", 1, 59.0), ("RU", 1, 58.0),
    ]  # fmt: skip
    early = ask(waves, "days-to-suspension", suspendedUntil="2021-02-01", state="cn")
    assert pick(early, "measuredAccounts", "medianDays") == [(1, -2.0)]
    assert ask(waves, "days-to-suspension", suspendedSince="2021-03-02") == []


def test_of_a_state_the_accounts_with_most_retweets_of_it_are_measured(graph: Connection) -> None:
    # a1 makes 3 of CN and a2 2 of RU: a1 has more retweets, but none of RU
    w = World()
    w.outlet("cn", "c")
    w.outlet("ru", "r", state="RU")
    for account, author, times in (("a1", "c", 3), ("a2", "r", 2)):
        w.account(account, status="suspended", status_at="2021-03-01")
        w.post(f"p-{author}", author, "2021-01-01")
        for day in range(1, times + 1):
            w.retweet(account, f"p-{author}", f"2021-02-0{day}")
    w.build(graph)
    rows = ask(graph, "days-to-suspension", maxAccounts="1", state="RU")
    assert pick(rows, "state", "measuredAccounts", "retweets", "medianDays") == [("RU", 1, 2, 28.0)]
    rows = ask(graph, "days-to-suspension", maxAccounts="1")
    assert pick(rows, "state", "measuredAccounts", "retweets") == [("all", 1, 3), ("CN", 1, 3)]


def test_the_suspended_accounts_themselves(waves: Connection) -> None:
    rows = ask(waves, "suspended-accounts")
    assert pick(
        rows,
        "account",
        "retweets",
        "outlets",
        "topOutlet",
        "firstDay",
        "lastDay",
        "suspendedDay",
        "daysToSuspension",
        "cluster",
    ) == [
        ("x:s1", 3, 2, "cn", date(2021, 1, 1), date(2021, 1, 10), MARCH, 59, 1),
        ("x:s3", 2, 2, "cn", date(2021, 1, 20), date(2021, 2, 3), FEBRUARY, 12, 2),
        ("x:s2", 1, 1, "cn", date(2021, 1, 5), date(2021, 1, 5), MARCH, 55, 1),
        ("x:s4", 1, 1, "cn", date(2021, 1, 7), date(2021, 1, 7), None, None, None),
    ]
    bound = ask(waves, "suspended-accounts", suspendedSince="2021-03-01", suspendedUntil="2021-03-01", run="none")
    assert pick(bound, "account", "cluster") == [("x:s1", None), ("x:s2", None)]
    # whose day is unknown is in no span of days, however it is given
    assert pick(ask(waves, "suspended-accounts", suspendedUntil="2021-03-01"), "account") == [
        ("x:s1",), ("x:s3",), ("x:s2",),
    ]  # fmt: skip
    assert pick(ask(waves, "suspended-accounts", suspendedSince="2021-02-02"), "account") == [("x:s1",), ("x:s2",)]
    of_ru = ask(waves, "suspended-accounts", state="ru")
    assert pick(of_ru, "account", "retweets", "outlets", "topOutlet", "firstDay", "daysToSuspension") == [
        ("x:s1", 1, 1, "ru", date(2021, 1, 2), 58)
    ]
    assert ask(waves, "suspended-accounts", state="IR") == []


def test_waves(waves: Connection) -> None:
    # in March s1 (3), s2 (1) and s5, who retweeted no outlet; in February s3 (2); the day of s4 (1) is unknown
    columns = ("waveDay", "suspendedAccounts", "amplifiers", "waveRetweets", "waveShare")
    assert pick(ask(waves, "waves", minAmplifiers="1"), *columns) == [
        (MARCH, 3, 2, 4, pytest.approx(4 / 12)),
        (FEBRUARY, 1, 1, 2, pytest.approx(2 / 12)),
        (None, 1, 1, 1, pytest.approx(1 / 12)),
    ]
    assert pick(ask(waves, "waves", minAmplifiers="2"), "waveDay") == [(MARCH,)]
    assert pick(ask(waves, "waves", minAmplifiers="1", state="ru"), *columns) == [(MARCH, 3, 1, 1, 0.5)]
    for days in ({"suspendedSince": "2021-01-01", "suspendedUntil": "2021-02-01"}, {"suspendedUntil": "2021-02-01"}):
        assert pick(ask(waves, "waves", minAmplifiers="1", **days), "waveDay") == [(FEBRUARY,)]
    assert pick(ask(waves, "waves", minAmplifiers="1", suspendedSince="2021-02-02"), "waveDay") == [(MARCH,)]
    assert ask(waves, "waves") == []


def test_what_a_wave_took_from_clusters(waves: Connection) -> None:
    rows = ask(waves, "wave-clusters", minMembers="1")
    assert rows[0] == {
        "waveDay": MARCH, "cluster": 1, "members": 4, "membersInWave": 2, "shareOfMembers": 0.5, "retweets": 4,
        "suspendedMembers": 2, "membersKnownActive": 1,
        "deletedMembers": 0, "membersWithoutStatus": 1, "topOutlet": "cn",
    }  # fmt: skip
    assert pick(
        rows[1:],
        "waveDay",
        "cluster",
        "membersInWave",
        "retweets",
        "membersKnownActive",
        "deletedMembers",
        "membersWithoutStatus",
        "topOutlet",
    ) == [(FEBRUARY, 2, 1, 2, 0, 1, 0, "cn")]
    assert pick(ask(waves, "wave-clusters"), "cluster") == [(1,)]
    assert pick(ask(waves, "wave-clusters", minMembers="1", wave="2021-02-01"), "cluster") == [(2,)]
    # only s1 retweeted RU; membersInWave still counts the whole cluster
    assert pick(
        ask(waves, "wave-clusters", minMembers="1", state="ru"), "cluster", "membersInWave", "retweets", "topOutlet"
    ) == [(1, 2, 1, "ru")]
    assert ask(waves, "wave-clusters", run="none") == ask(waves, "wave-clusters", cluster="3") == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # the wave of March took 4 retweets, that of February 2
        ({}, [(MARCH, "cn", 9, 3, 5), (MARCH, "ru", 2, 1, 1), (MARCH, "in", 1, 0, 1)]),
        ({"wave": "2021-02-01"}, [(FEBRUARY, "cn", 9, 1, 5), (FEBRUARY, "in", 1, 1, 1), (FEBRUARY, "ru", 2, 0, 1)]),
        ({"until": "2021-01-31", "outlet": "cn"}, [(MARCH, "cn", 7, 3, 4)]),
        ({"since": "2021-01-05", "until": "2021-01-08"}, [(MARCH, "cn", 3, 1, 2)]),  # s2, s4, v1
        ({"by": "state"}, [(MARCH, "CN", 9, 3, 5), (MARCH, "RU", 2, 1, 1), (MARCH, None, 1, 0, 1)]),
        ({"by": "kind", "state": "ru"}, [(MARCH, "diplomat", 2, 1, 1)]),
        ({"minRetweets": "2", "top": "1"}, [(MARCH, "cn", 9, 3, 5)]),
        ({"wave": "1999-01-01", "outlet": "cn"}, [(date(1999, 1, 1), "cn", 9, 0, 5)]),
    ],
)
def test_what_a_wave_took_from_outlets(waves: Connection, given: dict[str, Any], expected: list[Any]) -> None:
    rows = ask(waves, "wave-outlets", **({"minRetweets": "1"} | given))
    assert pick(rows, "waveDay", "groupId", "retweets", "waveRetweets", "suspendedRetweets") == expected


def test_the_shares_that_a_wave_took(waves: Connection) -> None:
    rows = ask(waves, "wave-outlets", minRetweets="2")
    assert pick(rows, "group", "accounts", "waveShare", "suspendedShare") == [
        ("cn", 1, pytest.approx(3 / 9), pytest.approx(5 / 9)),
        ("ru", 1, 0.5, 0.5),
    ]


def test_who_is_left(waves: Connection) -> None:
    # of cluster 1 half are suspended. v1 retweets on 5 March, four days after the last of them, v2 last on 9 January.
    # of cluster 2 nobody is left: v3 is deleted
    rows = ask(waves, "survivors")
    columns = (
        "cluster",
        "suspendedMembers",
        "suspendedMemberShare",
        "account",
        "knownActive",
        "statusUnknown",
        "statusDay",
        "retweets",
        "lastDay",
        "daysAfterSuspension",
    )
    assert pick(rows, *columns) == [
        (1, 2, 0.5, "x:v1", True, False, date(2021, 2, 20), 2, date(2021, 3, 5), 4),
        (1, 2, 0.5, "x:v2", False, True, None, 2, date(2021, 1, 9), -51),
    ]
    assert ask(waves, "survivors", minShare="0.6") == ask(waves, "survivors", cluster="2") == []
    assert ask(waves, "survivors", run="none") == []
    # v2 retweeted RU once
    assert pick(ask(waves, "survivors", state="RU"), "account", "suspendedMemberShare", "retweets") == [
        ("x:v2", 0.5, 1)
    ]


def test_an_account_of_two_outlets_counts_once_in_a_state(graph: Connection) -> None:
    # t is run by A1 and A2 of CN, and by R of RU: s retweets it twice, v once
    w = World()
    for outlet, state in (("A1", "CN"), ("A2", "CN"), ("R", "RU")):
        part = World()
        part.outlet(outlet, "t", state=state)
        part.build(graph)
    w.account("s", status="suspended", status_at="2021-03-01")
    w.post("p", "t", "2021-01-01")
    for account, day in (("s", 1), ("s", 2), ("v", 3)):
        w.retweet(account, "p", f"2021-02-0{day}")
    w.build(graph)
    columns = ("waveRetweets", "waveShare")
    assert pick(ask(graph, "waves", minAmplifiers="1", state="CN"), *columns) == [(2, pytest.approx(2 / 3))]
    # over every state its retweets are there twice, and so are all
    assert pick(ask(graph, "waves", minAmplifiers="1"), *columns) == [(4, pytest.approx(4 / 6))]
    assert pick(ask(graph, "suspended-accounts", state="CN"), "retweets", "outlets") == [(2, 2)]
    assert pick(ask(graph, "days-to-suspension"), "state", "retweets") == [("all", 2), ("CN", 2), ("RU", 2)]
    assert pick(ask(graph, "suspended-amplification"), "state", "suspendedRetweets", "retweets") == [
        ("all", 2, 3), ("CN", 2, 3), ("RU", 2, 3),
    ]  # fmt: skip
    for by, groups in (("outlet", ["A1", "A2", "R"]), ("state", ["CN", "RU"]), ("kind", ["media"])):
        rows = ask(graph, "wave-outlets", by=by, minRetweets="1")
        assert pick(rows, "groupId", "accounts", "retweets", "waveRetweets") == [(group, 1, 3, 2) for group in groups]


def test_the_picture_of_survivors(waves: Connection) -> None:
    # cluster 1: s1 (a and r) and s2 (a) are suspended, v1 (a) and v2 (a and r) are left. Of cluster 2 nobody is
    def paths(**given: str) -> list[str]:
        return [str(row["path"]) for row in ask(waves, "survivor-paths", **given)]

    assert paths() == [
        "(Account S1)-[MEMBER_OF]->(Cluster r/1)",
        "(Account S2)-[MEMBER_OF]->(Cluster r/1)",
        "(Account V1)-[MEMBER_OF]->(Cluster r/1)",
        "(Account x:v2)-[MEMBER_OF]->(Cluster r/1)",
        "(Account S1)-[AMPLIFIED 2]->(Account x:a)",
        "(Account S1)-[AMPLIFIED 1]->(Account x:r)",
        "(Account S2)-[AMPLIFIED 1]->(Account x:a)",
        "(Account V1)-[AMPLIFIED 2]->(Account x:a)",
        "(Account x:v2)-[AMPLIFIED 1]->(Account x:a)",
        "(Account x:v2)-[AMPLIFIED 1]->(Account x:r)",
        "(Account x:a)-[OPERATED_BY]->(Outlet cn)",
        "(Account x:r)-[OPERATED_BY]->(Outlet ru)",
    ]
    # s1 and v1, who retweet as often as v2, and what both retweet
    assert paths(members="1", targets="1") == [
        "(Account S1)-[MEMBER_OF]->(Cluster r/1)",
        "(Account V1)-[MEMBER_OF]->(Cluster r/1)",
        "(Account S1)-[AMPLIFIED 2]->(Account x:a)",
        "(Account V1)-[AMPLIFIED 2]->(Account x:a)",
        "(Account x:a)-[OPERATED_BY]->(Outlet cn)",
    ]
    assert paths(run="none") == []
    # by its rank a cluster is drawn, too, that lost nobody
    assert paths(cluster="2")[0].endswith("-[MEMBER_OF]->(Cluster r/2)")


def test_the_picture_begins_with_what_both_retweeted(graph: Connection) -> None:
    # the suspended s retweets a three times and b once, the survivor v b once: b is what they share
    w = World()
    w.outlet("o", "a", "b")
    w.account("s", status="suspended")
    for author in "ab":
        w.post(f"p-{author}", author, "2021-01-01")
    for day, (account, author) in enumerate([("s", "a"), ("s", "a"), ("s", "a"), ("s", "b"), ("v", "b")], 1):
        w.retweet(account, f"p-{author}", f"2021-02-0{day}")
    w.run("r", ("s", "v"))
    rows = ask(w.build(graph), "survivor-paths", targets="1")
    assert [str(row["path"]) for row in rows][2:] == [
        "(Account S)-[AMPLIFIED 1]->(Account x:b)",
        "(Account x:v)-[AMPLIFIED 1]->(Account x:b)",
        "(Account x:b)-[OPERATED_BY]->(Outlet o)",
    ]


@pytest.mark.parametrize(
    ("given", "membership", "amplification", "operation", "boost"),
    [
        ({}, 2, 3, 2, 2),  # s1 and s2 of cluster 1; s1 retweets a and r, s2 a
        ({"accounts": "1"}, 1, 2, 2, 2),
        ({"targets": "1"}, 2, 2, 1, 1),
        ({"wave": "2021-02-01"}, 1, 2, 2, 2),  # s3 retweets a and i, and so does cluster 2
        ({"run": "none"}, 0, 3, 2, 0),
        ({"wave": "1999-01-01"}, 0, 0, 0, 0),
    ],
)
def test_the_picture_of_a_wave(
    waves: Connection, given: dict[str, Any], membership: int, amplification: int, operation: int, boost: int
) -> None:
    make_boosts(waves)
    parts = [row["part"] for row in ask(waves, "wave-paths", **given)]
    counts = {"membership": membership, "amplification": amplification, "operation": operation, "boost": boost}
    assert parts == [part for part, count in counts.items() for _ in range(count)]


def test_where_nobody_is_suspended_there_is_no_wave(graph: Connection) -> None:
    w = World()
    w.outlet("cn", "a")
    w.post("p", "a", "2021-01-01")
    w.retweet("u", "p", "2021-01-02")
    w.build(graph)
    (total, _) = ask(graph, "suspended-amplification")
    assert pick(
        [total],
        "state",
        "suspendedAccounts",
        "suspendedRetweets",
        "retweets",
        "amplifiersWithoutStatus",
        "shareWithStatus",
    ) == [("all", 0, 0, 1, 1, 0.0)]
    for name in ("waves", "wave-outlets", "wave-paths", "days-to-suspension", "suspended-accounts"):
        assert ask(graph, name) == []


def test_answers_do_not_hang_on_the_order_of_loading(graph: Connection) -> None:
    answers = []
    for backwards in (False, True):
        graph.execute("MATCH (n) DETACH DELETE n")
        world().build(graph, backwards=backwards)
        small: dict[str, Any] = {"minAmplifiers": "1", "minMembers": "1", "minRetweets": "1"}
        answers.append(
            [
                ask(graph, query.name, **{name: value for name, value in small.items() if name in query.parameters})
                for query in find_packs()["enforcement"].queries
            ]
        )
    assert answers[0] == answers[1]
    assert all(answers[0])


def test_weekly_makers(waves: Connection) -> None:
    # by their Mondays: s1 s1 v2 | s2 s4 v1 v2 v3 s1 | s3 | s3 | v1; only s4 is in no cluster, s5 retweets no outlet
    columns = (
        "week",
        "retweets",
        "clusterRetweets",
        "suspendedMemberRetweets",
        "otherSuspendedRetweets",
        "otherRetweets",
    )
    assert pick(ask(waves, "weekly-makers"), *columns) == [
        (date(2020, 12, 28), 3, 3, 2, 0, 0),
        (date(2021, 1, 4), 6, 5, 2, 1, 0),
        (date(2021, 1, 18), 1, 1, 1, 0, 0),
        (date(2021, 2, 1), 1, 1, 1, 0, 0),
        (date(2021, 3, 1), 1, 1, 0, 0, 0),
    ]
    # without a run nobody is in a cluster
    assert pick(ask(waves, "weekly-makers", run="none", top="2"), *columns) == [
        (date(2020, 12, 28), 3, 0, 0, 2, 1),
        (date(2021, 1, 4), 6, 0, 0, 3, 3),
    ]
    assert pick(ask(waves, "weekly-makers", state="ru"), *columns) == [(date(2020, 12, 28), 2, 2, 1, 0, 0)]
