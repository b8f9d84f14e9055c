"""The loops over co-actions against plain ones, and by hand around midnight."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.detect.kernels.co_action_kernel import events_before, find_co_actions, fullest_arcs

HOUR = 3_600_000
DAY = 24 * HOUR

HISTORY = st.dictionaries(st.integers(0, 6), st.integers(0, 20), max_size=6).map(lambda events: sorted(events.items()))
"""Events of an account, objects ascending: object and time."""


def at(hour: int, minute: int = 0) -> int:
    return hour * HOUR + minute * 60_000


@settings(deadline=None, max_examples=200)
@given(st.lists(HISTORY, min_size=2, max_size=4), st.integers(0, 8))
def test_co_actions_are_the_events_on_one_object_within_the_window(
    histories: list[list[tuple[int, int]]], window: int
) -> None:
    start = np.concatenate([[0], np.cumsum([len(history) for history in histories])])
    events = [event for history in histories for event in history]
    objects = np.array([o for o, _ in events], np.uint32)
    time = np.array([t for _, t in events], np.int64)
    pairs = [(u, v) for u, v in product(range(len(histories)), repeat=2) if u < v]
    naive = [
        [
            (i, j)
            for i, j in product(range(start[u], start[u + 1]), range(start[v], start[v + 1]))
            if events[i][0] == events[j][0] and abs(events[i][1] - events[j][1]) <= window
        ]
        for u, v in pairs
    ]
    first = np.concatenate([[0], np.cumsum([len(own) for own in naive])])
    places = np.empty(first[-1], np.uint32), np.empty(first[-1], np.uint32)
    source, target = np.array(pairs, np.uint32).T.copy()
    find_co_actions((0, len(pairs)), source, target, start, objects, time, window, first, *places)
    assert list(zip(*(place.tolist() for place in places), strict=True)) == [pair for own in naive for pair in own]


@pytest.mark.parametrize(
    ("phases", "most", "where"),
    [
        ([], 0, 0),
        ([at(9)], 1, at(9)),
        ([at(9), at(10)], 2, at(9)),  # the arc's end is part of it
        ([at(9), at(10) + 1], 1, at(9)),
        ([at(0, 10), at(0, 20), at(12), at(23, 50)], 3, at(23, 50)),  # the arc that begins at 23:50 ends at 0:50
        ([at(0, 51), at(23, 50)], 1, at(0, 51)),
        ([at(0, 50), at(23, 50)], 2, at(23, 50)),
        ([at(8)] * 4, 4, at(8)),
        ([at(0), at(DAY // HOUR) - 1], 2, DAY - 1),
    ],
)
def test_the_fullest_hour_of_a_day_goes_around_midnight(phases: list[int], most: int, where: int) -> None:
    found = fullest_arcs(np.array([0, len(phases)]), np.array(phases, np.int64), HOUR, DAY)
    assert [part.tolist() for part in found] == [[most], [where]]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.lists(st.integers(0, 23), max_size=12).map(sorted), min_size=1, max_size=4), st.integers(0, 11))
def test_no_arc_has_more_phases_than_the_fullest(accounts: list[list[int]], width: int) -> None:
    start = np.concatenate([[0], np.cumsum([len(phases) for phases in accounts])])
    phases = np.array([phase for own in accounts for phase in own], np.int64)
    most, where = fullest_arcs(start, phases, width, 24)
    for own, count, begin in zip(accounts, most.tolist(), where.tolist(), strict=True):
        inside = [sum((phase - first) % 24 <= width for phase in own) for first in range(24)]
        assert count == max(inside)
        assert count == inside[begin]


def test_events_before_a_time_are_later_than_the_lag_and_earlier_than_the_time() -> None:
    time = np.array([1, 5, 5, 9, 0, 4], np.int64)  # object 0 has the first four events
    first = np.array([0, 4, 6], np.int64)
    low, high = events_before(np.array([0, 0, 1, 1], np.uint32), np.array([9, 5, 4, 0], np.int64), first, time, 4)
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == [(1, 3), (0, 1), (4, 5), (4, 4)]
