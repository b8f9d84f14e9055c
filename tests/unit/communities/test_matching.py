"""Clusters of two runs, matched by hand and by properties."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.communities.matching import SAME, TRANSITION_EVENTS, overlaps, same_clusters, transitions

MIRROR = {"appeared": "vanished", "grew": "shrank", "merged": "split"}
MIRROR |= {event: event for event in ("regrouped", "changed", "stayed")} | {v: k for k, v in MIRROR.items()}


def clusters(*members: str) -> pl.DataFrame:
    rows = [(rank, account) for rank, accounts in enumerate(members, 1) for account in accounts]
    return pl.DataFrame(rows, schema={"group": pl.Int64, "account": pl.String}, orient="row")


@st.composite
def any_clusters(draw: st.DrawFn) -> pl.DataFrame:
    ranks = draw(st.lists(st.integers(0, 5), min_size=24, max_size=24))
    rows = [(rank, f"x:{number}") for number, rank in enumerate(ranks) if rank]
    return pl.DataFrame(rows, schema={"group": pl.Int64, "account": pl.String}, orient="row")


def events(before: pl.DataFrame, after: pl.DataFrame) -> list[tuple[str, int | None, int | None]]:
    return transitions(before, after).select("event", "before", "after").rows()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (("abc",), ("abc",), [("stayed", 1, 1)]),
        (("abc",), ("abcd",), [("grew", 1, 1)]),
        (("abcd",), ("abc",), [("shrank", 1, 1)]),
        (("abcd",), ("abce",), [("changed", 1, 1)]),
        (("abc", "def"), ("abcdef",), [("merged", 1, 1), ("merged", 2, 1)]),
        (("abcdef",), ("abc", "def"), [("split", 1, 1), ("split", 1, 2)]),
        # a small cluster that goes into a large one has not vanished
        (("abcdefgh", "xyz"), ("abcdefghxy",), [("merged", 1, 1), ("merged", 2, 1)]),
        # half is not most
        (("ab",), ("ac",), [("vanished", 1, None), ("appeared", None, 1)][::-1]),
        # half of the second goes over to the first, which is not most
        (("abc", "defghi"), ("abcdef", "ghi"), [("grew", 1, 1), ("shrank", 2, 2)]),
        (
            ("ab", "cdefgh"),
            ("abcdef", "gh"),
            [("regrouped", 1, 1), ("regrouped", 2, 1), ("regrouped", 2, 2)],
        ),
        ((), ("abc",), [("appeared", None, 1)]),
        ((), (), []),
    ],
)
def test_by_hand(
    before: tuple[str, ...], after: tuple[str, ...], expected: list[tuple[str, int | None, int | None]]
) -> None:
    assert events(clusters(*before), clusters(*after)) == expected


def test_counts_by_hand() -> None:
    (row,) = transitions(clusters("abcd"), clusters("bcdef")).to_dicts()
    assert row == {
        "event": "grew", "before": 1, "after": 1, "before_size": 4, "after_size": 5, "shared": 3, "left": 1,
        "joined": 2, "jaccard": 0.5,
    }  # fmt: skip


@given(any_clusters(), any_clusters())
def test_differences_are_symmetric(one: pl.DataFrame, other: pl.DataFrame) -> None:
    assert sorted(events(one, other), key=str) == sorted(
        ((MIRROR[event], before, after) for event, after, before in events(other, one)), key=str
    )


@given(any_clusters())
def test_a_run_compared_with_itself_has_no_changes(one: pl.DataFrame) -> None:
    assert events(one, one) == [("stayed", rank, rank) for rank in sorted(set(one["group"]))]


@given(any_clusters(), any_clusters())
def test_every_cluster_is_in_one_family(one: pl.DataFrame, other: pl.DataFrame) -> None:
    found = transitions(one, other)
    for side, side_clusters in (("before", one), ("after", other)):
        told = found.drop_nulls(side).group_by(side).agg(pl.col("event").n_unique())
        assert dict(told.iter_rows()) == dict.fromkeys(side_clusters["group"], 1)
    assert set(found["event"]) <= set(TRANSITION_EVENTS)
    # every account is counted once where clusters are one to one
    for row in found.filter(pl.col("event").is_in(["grew", "shrank", "changed", "stayed"])).to_dicts():
        assert row["before_size"] - row["left"] == row["shared"] == row["after_size"] - row["joined"]


@given(any_clusters(), any_clusters())
def test_matches_are_one_to_one_and_linked(one: pl.DataFrame, other: pl.DataFrame) -> None:
    matched = same_clusters(one, other)
    assert matched["before"].is_unique().all()
    assert matched["after"].is_unique().all()
    linked = set(transitions(one, other).select("before", "after").iter_rows())
    assert set(matched.select("before", "after").iter_rows()) <= linked


@given(any_clusters(), any_clusters())
def test_overlaps_equal_set_overlaps(one: pl.DataFrame, other: pl.DataFrame) -> None:
    sets = [{rank: set(part["account"]) for (rank,), part in side.group_by("group")} for side in (one, other)]
    expected = {
        (a, b): (len(x & y), len(x & y) / len(x | y)) for a, x in sets[0].items() for b, y in sets[1].items() if x & y
    }
    found = {(row["before"], row["after"]): (row["shared"], row["jaccard"]) for row in overlaps(one, other).to_dicts()}
    assert found == expected
    assert {pair for pair, (_, jaccard) in expected.items() if jaccard > SAME} == set(
        same_clusters(one, other).select("before", "after").iter_rows()
    )
