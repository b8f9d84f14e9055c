"""The labels pack: coverage on one world, the effect of a label on another."""

import math
from datetime import date
from typing import Any

import pytest

from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World, ask, ask_raw, pick


def labelled_world() -> World:
    """On x: media accounts a1, a2, a3, b1, diplomat c1, and c2, with only a name; on facebook f1."""
    w = World()
    w.outlet("a", "a1", "a2", "a3")
    w.outlet("b", "b1")
    w.outlet("c", "c1", "c2", kind="diplomat", state="RU")
    w.outlet("f")
    w.add("outlet_accounts", account_id="f1", outlet_id="f", platform="facebook", source="test")
    for account, at in [("a1", "2020-08-06T23:59:59"), ("b1", "2020-08-07"), ("a3", "2021-01-05")]:
        w.add("labels", account_id=account, labelled_at=at)
    w.post("p", "a2", "2020-01-01")
    w.account("c1", created_at="2019-01-01")
    w.account("f1", platform="facebook", created_at="2019-01-01")
    return w


def effect_world() -> World:
    """The label of l on 15 June, and those that it is compared with, of media of CN.

    The data reach from 1 to 30 June. With 4 days on each side, before and after count 11 to 14 and 16 to 19 June:
    l 8 and 2; c1 4 and 4; c2 2 and 4; c3 1 and 1. d and r are of another kind and state, m is labelled on 29 June.
    """
    w = World()
    w.outlet("lab", "l", "m")
    w.outlet("one", "c1", "c2")
    w.outlet("two", "c3")
    w.outlet("dip", "d", kind="diplomat")
    w.outlet("ru", "r", state="RU")
    w.add("labels", account_id="l", labelled_at="2020-06-15T12:00:00")
    w.add("labels", account_id="m", labelled_at="2020-06-29")
    days = {
        "l": [10, 11, 11, 11, 11, 12, 12, 13, 14, 15, 16, 19, 20],
        "c1": [11, 12, 13, 14, 16, 17, 18, 19],
        "c2": [11, 14, 15, 16, 17, 18, 19],
        "c3": [11, 19],
        "d": [1, 11, 11, 11, 11, 12, 12, 30],
        "r": [11, 11, 11, 11, 16, 16],
        "m": [27],
    }
    for account, on in days.items():
        w.post(f"p-{account}", account, "2020-05-01")
        for number, day in enumerate(on):
            w.retweet("u", f"p-{account}", f"2020-06-{day:02d}T{number:02d}:00:00")
    return w


def test_coverage_counts_labels_put_by_the_end_of_the_day(shared_graph: SharedGraph) -> None:
    graph = shared_graph.load_world(labelled_world())
    # media: of a1, a2, a3 and b1 only a1 by the 6th. Wilson of 1 of 4, z = 1.95996: the middle is
    # (0.25 + z^2/8) / (1 + z^2/4) = 0.37247, the reach z * sqrt(0.1875/4 + z^2/64) / (1 + z^2/4) = 0.32689
    media, diplomat = ask(graph, "label-coverage", asOf="2020-08-06")
    assert media == {
        "groupId": "media", "group": "media", "accounts": 4, "labelledAccounts": 1, "labelledShare": 0.25,
        "shareLow": pytest.approx(0.04559, abs=1e-5), "shareHigh": pytest.approx(0.69936, abs=1e-5),
    }  # fmt: skip
    # none of 1: from 0 to z^2 / (1 + z^2)
    assert pick([diplomat], "groupId", "accounts", "labelledAccounts", "shareLow", "shareHigh") == [
        ("diplomat", 1, 0, pytest.approx(0), pytest.approx(0.79345, abs=1e-5))
    ]
    assert "low" not in ask_raw(graph, "label-coverage")[0]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [("media", 4, 3), ("diplomat", 1, 0)]),
        ({"asOf": "2020-08-07"}, [("media", 4, 2), ("diplomat", 1, 0)]),
        ({"asOf": "2020-08-05"}, [("media", 4, 0), ("diplomat", 1, 0)]),
        ({"observedOnly": "false"}, [("media", 4, 3), ("diplomat", 2, 0)]),
        ({"by": "state"}, [("CN", 4, 3), ("RU", 1, 0)]),
        ({"by": "outlet"}, [("a", 3, 2), ("b", 1, 1), ("c", 1, 0)]),
        ({"by": "platform", "platform": ""}, [("x", 5, 3), ("facebook", 1, 0)]),
        ({"state": "ru"}, [("diplomat", 1, 0)]),
        ({"outlet": "b"}, [("media", 1, 1)]),
        # c1 was created on 1 January 2019
        ({"asOf": "2018-12-31"}, [("media", 4, 0)]),
        ({"asOf": "2019-01-01"}, [("media", 4, 0), ("diplomat", 1, 0)]),
    ],
)
def test_coverage_parameters(shared_graph: SharedGraph, given: dict[str, Any], expected: list[Any]) -> None:
    graph = shared_graph.load_world(labelled_world())
    assert pick(ask(graph, "label-coverage", **given), "groupId", "accounts", "labelledAccounts") == expected


def test_accounts_of_which_anything_is_known_are_seen(graph: Connection) -> None:
    w = World()
    w.outlet("o", *"abcdefghijk")
    w.account("a", created_at="2020-01-01")
    w.account("b", bio="I")
    w.account("c", followers=0)
    w.account("d", status="deleted")
    w.add("labels", account_id="e", labelled_at="2020-08-06")
    w.post("p", "f")
    w.retweet("g", "p", "2020-01-02")
    w.retweet("u", None, "2020-01-02", "h")
    w.add("likes", account_id="i", post_id="p")
    # of j the handle and the name are known, of k nothing
    w.account("j", handle="J", name="Jay")
    w.build(graph)
    assert pick(ask(graph, "label-coverage"), "accounts", "labelledAccounts") == [(9, 1)]
    assert pick(ask(graph, "label-coverage", observedOnly="false"), "accounts", "labelledAccounts") == [(11, 1)]


def test_labels_by_month(shared_graph: SharedGraph) -> None:
    graph = shared_graph.load_world(labelled_world())
    assert pick(
        ask(graph, "labels-by-month"),
        "month",
        "labelledAccounts",
        "outlets",
        "labelledTotal",
        "firstLabelledDay",
        "firstLabelledAccount",
    ) == [
        (date(2020, 8, 1), 2, 2, 2, date(2020, 8, 6), "x:a1"),
        (date(2021, 1, 1), 1, 1, 3, date(2021, 1, 5), "x:a3"),
    ]
    assert ask(graph, "labels-by-month", kind="diplomat") == ask(graph, "labels-by-month", state="RU") == []
    assert pick(ask(graph, "labels-by-month", kind="Media", top="1"), "labelledTotal") == [(2,)]
    # as coverage, of one platform unless told otherwise
    graph.execute("MATCH (a:Account {accountId: 'facebook:f1'}) SET a.labelledAt = datetime('2021-02-01')")
    graph.execute("MATCH (o:Outlet {outletId: 'f'}) SET o.kind = 'Media'")
    assert pick(ask(graph, "labels-by-month"), "labelledTotal") == [(2,), (3,)]
    assert pick(ask(graph, "labels-by-month", platform="", kind="media"), "labelledTotal") == [(2,), (3,), (4,)]
    assert pick(ask(graph, "labels-by-month", platform="Facebook"), "month", "labelledTotal") == [(date(2021, 2, 1), 1)]


SMALL: dict[str, Any] = {"days": "4", "minDays": "2", "minRetweets": "4", "minAccounts": "2"}


def test_the_effect_of_a_label(shared_graph: SharedGraph) -> None:
    graph = shared_graph.load_world(effect_world())
    row, late = ask(graph, "label-effect", **SMALL)
    assert pick(
        [row],
        "account",
        "labelledDay",
        "daysBefore",
        "daysAfter",
        "retweetsPerDayBefore",
        "retweetsPerDayAfter",
        "change",
        "comparedAccounts",
        "noEffectReason",
    ) == [("x:l", date(2020, 6, 15), 4, 4, 2.0, 0.5, 0.25, 2, "")]
    # a half added to counts: l 2.5/8.5; c1 4.5/4.5 = 1 and c2 4.5/2.5 = 1.8, whose geometric mean is sqrt(1.8)
    assert row["comparisonChange"] == pytest.approx(1.8**0.5)
    assert row["effect"] == pytest.approx(2.5 / 8.5 / 1.8**0.5)
    assert row["effectLow"] * row["effectHigh"] == pytest.approx(row["effect"] ** 2)
    assert row["effectLow"] < row["effect"] < row["effectHigh"]
    # the 30th, on which the data end, does not count: no day is left after the label of m on the 29th
    assert pick(
        [late],
        "account",
        "daysBefore",
        "daysAfter",
        "retweetsPerDayBefore",
        "retweetsPerDayAfter",
        "change",
        "effect",
        "noEffectReason",
    ) == [("x:m", 4, 0, 0.25, None, None, None, "too few days, retweets, accounts to compare with")]


@pytest.mark.parametrize(
    ("given", "members", "note"),
    [
        ({}, [("x:l", 8, 2), ("x:c1", 4, 4), ("x:c2", 2, 4)], ""),
        ({"minRetweets": "2"}, [("x:l", 8, 2), ("x:c1", 4, 4), ("x:c2", 2, 4), ("x:c3", 1, 1)], ""),
        ({"minRetweets": "7"}, [("x:l", 8, 2), ("x:c1", 4, 4)], "too few accounts to compare with"),
        ({"minRetweets": "11"}, [("x:l", 8, 2)], "too few retweets, accounts to compare with"),
        # one account has no variance, whatever is asked for
        ({"minRetweets": "7", "minAccounts": "0"}, [("x:l", 8, 2), ("x:c1", 4, 4)], "too few accounts to compare with"),
        ({"minDays": "5"}, [("x:l", 8, 2), ("x:c1", 4, 4), ("x:c2", 2, 4)], "too few days"),
        # from the 2nd to the 29th: the days on which the data begin and end do not count
        (
            {"days": "28", "minDays": "14"},
            [("x:l", 9, 3), ("x:c1", 4, 4), ("x:c2", 2, 4)],
            "too few days",
        ),
        # the 1st, on which d alone is retweeted, the 15th and the 30th count as well
        (
            {"days": "28", "minDays": "14", "partialDays": "true"},
            [("x:l", 9, 4), ("x:c1", 4, 4), ("x:c2", 2, 5)],
            "",
        ),
    ],
)
def test_the_rows_behind_an_effect(
    shared_graph: SharedGraph, given: dict[str, Any], members: list[Any], note: str
) -> None:
    graph = shared_graph.load_world(effect_world())
    rows = ask_raw(graph, "label-effect", **(SMALL | {"outlet": "lab", "top": "1"} | given))
    assert pick(rows, "countedAccount", "retweetsBefore", "retweetsAfter") == members
    assert {row["noEffectReason"] for row in rows} == {note}


@pytest.mark.parametrize("labelled", ["2020-06-01", "2020-06-02", "2020-06-29", "2020-07-20"])
def test_a_side_without_a_day_is_too_few(shared_graph: SharedGraph, labelled: str) -> None:
    graph = shared_graph.load_world(effect_world())
    graph.execute("MATCH (a:Account {accountId: 'x:l'}) SET a.labelledAt = datetime($at)", {"at": labelled})
    given = {"minDays": "0", "minRetweets": "0", "minAccounts": "0", "outlet": "lab"}
    (row,) = [one for one in ask(graph, "label-effect", **given) if one["account"] == "x:l"]
    assert (row["effect"], row["noEffectReason"]) == (None, "too few days")


@pytest.mark.parametrize(
    ("created", "others"),
    [(None, 2), ("2020-06-11", 2), ("2020-06-11T23:00:00", 2), ("2020-06-12", 1), ("2020-06-15", 1)],
)
def test_accounts_created_within_the_days_are_not_compared_with(
    graph: Connection, created: str | None, others: int
) -> None:
    # before begins on 11 June: c2 was not there all the time if it was created on the 12th
    w = effect_world()
    w.account("c2", created_at=created)
    w.build(graph)
    rows = ask_raw(graph, "label-effect", **SMALL, outlet="lab", top="1")
    assert [row["countedAccount"] for row in rows] == ["x:l", "x:c1", "x:c2"][: others + 1]
    # c1, c3 and, if it was there, c2
    assert {row["comparedAccounts"] for row in ask(graph, "label-effect-days", days="4")} == {others + 1}


def test_accounts_created_before_the_data_end_their_first_day_are_compared_with(graph: Connection) -> None:
    # the days before are asked to begin on 18 May, the data begin to count on 2 June
    for created, n in (("2020-06-02", 2), ("2020-06-03", 1)):
        graph.execute("MATCH (n) DETACH DELETE n")
        w = effect_world()
        w.account("c2", created_at=created)
        w.build(graph)
        (row,) = ask(graph, "label-effect", minRetweets="4", top="1")
        assert row["comparedAccounts"] == n
        assert {row["comparedAccounts"] for row in ask(graph, "label-effect-days")} == {n + 1}


@pytest.mark.parametrize(
    ("labelled", "days"),
    [
        ("2020-06-02", (0, 27)),  # 2 to 29 June are whole days: the label's own, then 27
        ("2020-06-03", (1, 26)),
        ("2020-06-29", (27, 0)),
        ("2020-05-01", (0, 0)),  # 30 days after it no data had begun
        ("2020-05-20", (0, 18)),  # 2 to 19 June
        ("2020-07-10", (20, 0)),  # 10 to 29 June
        ("2020-09-01", (0, 0)),
    ],
)
def test_only_days_that_the_data_cover_count(graph: Connection, labelled: str, days: tuple[int, int]) -> None:
    w = World()
    w.outlet("o", "l")
    w.add("labels", account_id="l", labelled_at=labelled)
    w.post("p", "l", "2020-05-01")
    for day in ("2020-06-01", "2020-06-30"):
        w.retweet("u", "p", day)
    w.build(graph)
    assert pick(ask(graph, "label-effect", days="30"), "daysBefore", "daysAfter") == [days]


@pytest.mark.parametrize(
    ("labelled", "expected"),
    [
        ("2020-06-01", (0, 30, None, 2 / 30)),
        ("2020-06-03", (2, 28, 1 / 2, 1 / 28)),
        ("2020-06-30", (29, 1, 1 / 29, 1.0)),
        ("2020-07-02", (29, 0, 1 / 29, None)),  # 2 to 30 June
    ],
)
def test_days_that_may_be_partial_count_when_asked_for(
    graph: Connection, labelled: str, expected: tuple[Any, ...]
) -> None:
    w = World()
    w.outlet("o", "l")
    w.add("labels", account_id="l", labelled_at=labelled)
    w.post("p", "l", "2020-05-01")
    for day in ("2020-06-01", "2020-06-30"):
        w.retweet("u", "p", day)
    w.build(graph)
    rows = ask(graph, "label-effect", days="30", partialDays="true")
    assert pick(rows, "daysBefore", "daysAfter", "retweetsPerDayBefore", "retweetsPerDayAfter") == [expected]


def peak_world(created: str | None = None) -> World:
    """The label of l on 20 June, and c1, c2 and c3; each has one retweet a day from 1 to 30 June.

    In the 4 days before its label, l has ten a day. The 12 days of the earlier level are 4 to 15 June.
    """
    w = World()
    for account in ("l", "c1", "c2", "c3"):
        w.outlet(account, account)
        w.account(account, created_at=created if account == "l" else None)
        w.post(f"p-{account}", account, "2020-05-01")
        for day in range(1, 31):
            for hour in range(10 if account == "l" and 16 <= day <= 19 else 1):
                w.retweet("u", f"p-{account}", f"2020-06-{day:02d}T{hour:02d}:00:00")
    w.add("labels", account_id="l", labelled_at="2020-06-20T12:00:00")
    return w


def test_an_account_labelled_at_a_peak(graph: Connection) -> None:
    peak_world().build(graph)
    raw = ask_raw(graph, "label-effect", **SMALL)
    assert pick(raw, "countedAccount", "daysEarlier", "retweetsEarlier", "retweetsBefore", "retweetsAfter") == [
        ("x:l", 12, 12, 40, 4),
        *((f"x:c{n}", 12, 12, 4, 4) for n in (1, 2, 3)),
    ]
    (row,) = ask(graph, "label-effect", **SMALL)
    # effect: 4.5/40.5 = 1/9; peak: (40.5/4) / (12.5/12) = 9.72, divided by the others' (4.5/4) / (12.5/12) = 1.08
    assert (row["effect"], row["peak"]) == (pytest.approx(1 / 9), pytest.approx(9))
    # the others do not vary, so the error is Poisson's, sqrt(1/40.5 + 1/4.5) = 0.49690; t of 2: 4.30265 and 1.06066
    assert row["smallestDetectableFall"] == pytest.approx(math.exp(-0.49690 * 5.36331), rel=1e-4)
    assert row["warnings"] == "low power; labelled at a peak"
    # l has 52 retweets from 4 to 24 June without the 20th, of which the 44 around the label count
    (row,) = ask(graph, "label-effect", **(SMALL | {"minRetweets": "45"}))
    assert (row["peak"], row["warnings"], row["noEffectReason"]) == (
        None, "", "too few retweets, accounts to compare with",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("created", "given"),
    [
        ("2020-06-05", {}),
        # there are 10 days before and 9 after, but only 8 earlier ones, 2 to 9 June
        (None, {"days": "10", "minDays": "9"}),
    ],
)
def test_a_peak_needs_an_earlier_level(graph: Connection, created: str | None, given: dict[str, str]) -> None:
    peak_world(created).build(graph)
    (row,) = ask(graph, "label-effect", **(SMALL | given))
    assert (row["peak"], row["warnings"]) == (None, "low power; earlier level unknown")


def test_labels_of_other_states_and_outlets_can_be_left_out(shared_graph: SharedGraph) -> None:
    graph = shared_graph.load_world(effect_world())
    assert ask(graph, "label-effect", state="RU") == ask(graph, "label-effect", outlet="one") == []
    assert len(ask(graph, "label-effect", state="cn", outlet="LAB")) == 2


def test_the_days_around_a_label(shared_graph: SharedGraph) -> None:
    graph = shared_graph.load_world(effect_world())
    # c1, c2 and c3 have a retweet within the days: on the 14th c1 and c2, on the 15th c2, on the 16th both
    rows = ask(graph, "label-effect-days", days="4")
    assert pick(rows[3:6], "account", "day", "daysFromLabel", "retweets", "comparisonRetweets", "comparedAccounts") == [
        ("x:l", date(2020, 6, 14), -1, 1, pytest.approx(2 / 3), 3),
        ("x:l", date(2020, 6, 15), 0, 1, pytest.approx(1 / 3), 3),
        ("x:l", date(2020, 6, 16), 1, 1, pytest.approx(2 / 3), 3),
    ]
    assert [row["retweets"] for row in rows] == [4, 2, 1, 1, 1, 1, 0, 0, 1]
    late = ask(graph, "label-effect-days", account="x:m", days="2")
    # of 27 June to 1 July the 30th and what follows have no row; nobody else was retweeted
    assert pick(late, "daysFromLabel", "retweets", "comparisonRetweets", "comparedAccounts") == [
        (-2, 1, None, 0),
        (-1, 0, None, 0),
        (0, 0, None, 0),
    ]
    assert ask(graph, "label-effect-days", account="x:c1") == []


def moves_world() -> World:
    """The label of l on 15 June 2020; others of its kind and state are c1 and c2, and k, labelled later.

    u, v and z retweet l before that day only and c1 or c2 from then on; w retweets l on the day, x took c2 up before,
    and y takes up k and the diplomat d alone.
    """
    w = World()
    w.outlet("lab", "l")
    w.outlet("one", "c1", "c2")
    w.outlet("two", "k")
    w.outlet("dip", "d", kind="diplomat")
    w.add("labels", account_id="l", labelled_at="2020-06-15T12:00:00")
    w.add("labels", account_id="k", labelled_at="2020-07-01")
    for account, acts in {
        "u": "l01 l02 c1-15 c1-20", "v": "l14 c1-16 c2-17", "w": "l01 l15 c2-16", "x": "l03 c2-10 c2-20",
        "y": "l03 k20 d21", "z": "l05 l06 l07 c2-25",
    }.items():  # fmt: skip
        for act in acts.split():
            w.retweet(account, None, f"2020-06-{act[-2:]}", act[:-2].rstrip("-"))
    w.run("r", ("u", "v"), ("w", "x"))
    return w


def test_the_picture_of_who_left(shared_graph: SharedGraph) -> None:
    graph = shared_graph.load_world(moves_world())
    rows = pick(ask(graph, "label-moves"), "part", "path")
    assert rows == [
        ("operation", "(Account x:c1)-[OPERATED_BY]->(Outlet one)"),
        ("operation", "(Account x:c2)-[OPERATED_BY]->(Outlet one)"),
        ("operation", "(Account x:l)-[OPERATED_BY]->(Outlet lab)"),
        ("label", "(Account x:l)-[ON_DAY 1]->(Day 2020-06-15)"),
        ("left", "(Account x:u)-[AMPLIFIED 2]->(Account x:l)"),
        ("left", "(Account x:v)-[AMPLIFIED 1]->(Account x:l)"),
        ("left", "(Account x:z)-[AMPLIFIED 3]->(Account x:l)"),
        ("taken up", "(Account x:u)-[AMPLIFIED 2]->(Account x:c1)"),
        ("taken up", "(Account x:v)-[AMPLIFIED 1]->(Account x:c1)"),
        ("taken up", "(Account x:v)-[AMPLIFIED 1]->(Account x:c2)"),
        ("taken up", "(Account x:z)-[AMPLIFIED 1]->(Account x:c2)"),
        ("membership", "(Account x:u)-[MEMBER_OF]->(Cluster r/1)"),
        ("membership", "(Account x:v)-[MEMBER_OF]->(Cluster r/1)"),
    ]
    assert pick(ask(graph, "label-moves", account="x:l", outlet="lab", run="none"), "part", "path") == rows[:-2]
    # z had retweeted it most; both were taken up by two, c1 with more retweets
    assert pick(ask(graph, "label-moves", accounts="1"), "part", "path") == [*rows[1:4], rows[6], rows[10]]
    assert pick(ask(graph, "label-moves", targets="1"), "part", "path") == [
        rows[0], *rows[2:9], *rows[11:],
    ]  # fmt: skip
    # nobody left k for another; c1 has no label
    assert ask(graph, "label-moves", account="x:k") == ask(graph, "label-moves", account="x:c1") == []


def test_the_picture_of_labelled_and_unlabelled(shared_graph: SharedGraph) -> None:
    graph = shared_graph.load_world(moves_world())
    rows = pick(ask(graph, "labelled-paths", targets="1", accounts="1"), "part", "path")
    # l has 10 retweets, c2 5; z makes most of l's, x of c2's
    assert rows == [
        ("operation", "(Account x:c2)-[OPERATED_BY]->(Outlet one)"),
        ("operation", "(Account x:l)-[OPERATED_BY]->(Outlet lab)"),
        ("label", "(Account x:l)-[ON_DAY 1]->(Day 2020-06-15)"),
        ("amplification", "(Account x:x)-[AMPLIFIED 2]->(Account x:c2)"),
        ("amplification", "(Account x:x)-[AMPLIFIED 1]->(Account x:l)"),
        ("amplification", "(Account x:z)-[AMPLIFIED 1]->(Account x:c2)"),
        ("amplification", "(Account x:z)-[AMPLIFIED 3]->(Account x:l)"),
        ("membership", "(Account x:x)-[MEMBER_OF]->(Cluster r/2)"),
    ]
    given = {"targets": "1", "accounts": "1", "run": "none"}
    assert pick(ask(graph, "labelled-paths", outlet="ONE", state="cn", **given), "part", "path") == rows[:-1]
    everything = pick(ask(graph, "labelled-paths"), "part", "path")
    # k has no post or retweet from its label on; of each of the others its amplifiers, but not y's of d
    assert [part for part, _ in everything] == (
        ["operation"] * 4 + ["label"] + ["amplification"] * 13 + ["membership"] * 4
    )
    assert ask(graph, "labelled-paths", outlet="dip") == ask(graph, "labelled-paths", state="RU") == []


def test_answers_do_not_hang_on_the_order_of_loading(graph: Connection) -> None:
    answers = []
    for backwards in (False, True):
        for world in (labelled_world, effect_world, moves_world):
            graph.execute("MATCH (n) DETACH DELETE n")
            world().build(graph, backwards=backwards)
            for query in find_packs()["labels"].queries:
                given = {name: value for name, value in SMALL.items() if name in query.parameters}
                answers.append(ask(graph, query.name, **given))
    half = len(answers) // 2
    assert answers[:half] == answers[half:]
    assert all(answers[-len(find_packs()["labels"].queries) :])
