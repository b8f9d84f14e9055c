"""Triggers and statistics as columns."""

import numpy as np
import polars as pl

from explorer.detect.network.edge_statistics import (
    CLOCK,
    CROWD,
    NO_ACCOUNT,
    NO_TRIGGER,
    PRECURSOR,
    SOURCE,
    TIER_NAMES,
    UNKNOWN_ORIGIN,
    EdgeStatistics,
    Triggers,
)

NAMES = pl.Series("account", ["anna", "ben", "carl"])


def some_triggers() -> Triggers:
    """One trigger of each kind, after an edge without one."""
    return Triggers(
        np.array([NO_TRIGGER, PRECURSOR, CLOCK, SOURCE, CROWD, UNKNOWN_ORIGIN], np.uint8),
        np.array([NO_ACCOUNT, 2, NO_ACCOUNT, NO_ACCOUNT, NO_ACCOUNT, NO_ACCOUNT]),
        np.array([0, 57, 8, 19, 30, 12]),
        np.array([0, 60, 9, 20, 400, 14]),
        np.array([0, 900_000, 3_600_000, 0, 0, 0]),
    )


def some_statistics() -> EdgeStatistics:
    one, two, three, four, five, six, seven = (np.arange(6) / 10 + column for column in range(7))
    tier = np.array([0, 2, 2, 2, 2, 2], np.uint8)
    shared = np.arange(6, dtype=np.uint32)
    return EdgeStatistics(shared, one, two, three, four, five, six, seven, np.arange(6), tier, some_triggers())


def test_every_kind_of_trigger_has_a_phrase() -> None:
    assert some_triggers().phrases() == [
        None,
        "57 of 60 co-actions follow the same account within 15m",
        "8 of 9 co-actions fall into the same part of every 1h",
        "the group acts on 19 of 20 posts of its authors",
        "a crowd of 400 accounts acts at these moments, 30 at a time",
        "the origin is unknown, and other accounts make 12 of 14 actions",
    ]


def test_the_trigger_account_is_named() -> None:
    assert some_triggers().names(NAMES).to_list() == [None, "carl", None, None, None, None]
    assert Triggers.none(0).names(NAMES).to_list() == []


def test_triggers_are_marked_and_put_where_they_belong() -> None:
    triggers = Triggers.none(4)
    assert triggers.phrases() == [None] * 4
    assert triggers.names(NAMES).to_list() == [None] * 4
    triggers.mark(np.array([1, 3]), SOURCE, 9, 10)
    triggers.put(np.array([True, False, True, False]), some_triggers().keep(np.array([0, 1, 1, 0, 0, 0], bool)))
    source = "the group acts on 9 of 10 posts of its authors"
    assert triggers.phrases() == [*some_triggers().phrases()[1:2], source, some_triggers().phrases()[2], source]
    assert triggers.names(NAMES).to_list() == ["carl", None, None, None]
    # the columns of no trigger are not shared with each other
    assert triggers.time.tolist() == [900_000, 0, 3_600_000, 0]


def test_statistics_keep_their_rows_and_become_columns() -> None:
    statistics = some_statistics()
    stays = np.array([1, 0, 1, 0, 0, 1], bool)
    whole, kept = (pl.DataFrame(one.columns(NAMES)) for one in (statistics, statistics.keep(stays)))
    assert kept.equals(whole.filter(pl.Series(stays)))
    assert whole["tier"].to_list() == ["A", *["trigger"] * 5]
    assert set(whole["tier"]) <= set(TIER_NAMES)
    assert whole["trigger"].to_list() == some_triggers().phrases()
    assert whole["trigger_account"].to_list() == [None, "carl", None, None, None, None]
    assert statistics.keep(stays).moments.tolist() == [0, 2, 5]


def test_the_largest_expectation_counts() -> None:
    statistics = some_statistics()
    statistics.expected_chance[:] = [1, 0, 0, 0, 0, 0]
    statistics.expected_sync[:] = [0, 2, 0, 0, 0, 5]
    statistics.expected_third[:] = [0, 0, 3, 0, 0, 4]
    assert statistics.expected.tolist() == [1, 2, 3, 0, 0, 5]
