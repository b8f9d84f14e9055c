"""Draws of the campaign prc-2021: sums are exact, and times stay where they are to be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.simulate.prc2021.draw import (
    HOUR,
    WAKING_HOURS,
    Feed,
    draw_integers,
    move_to_waking_hours,
    move_to_working_hours,
    redraw_outside,
)
from explorer.simulate.prc2021.plan import DAY, END, START

SEEDS = st.integers(0, 2**32 - 1)
TIMES = st.integers(START, END - 1)


@given(SEEDS, st.lists(st.floats(0.01, 100), min_size=1, max_size=30), st.integers(0, 3), st.integers(0, 40), st.data())
def test_numbers_sum_up_within_their_bounds(
    seed: int, weights: list[float], least: int, room: int, data: st.DataObject
) -> None:
    most = least + room
    total = data.draw(st.integers(least * len(weights), most * len(weights)))
    numbers = draw_integers(np.random.default_rng(seed), np.array(weights), total, least=least, most=most)
    assert numbers.sum() == total
    assert numbers.min() >= least
    assert numbers.max() <= most


def test_impossible_sums_are_refused() -> None:
    rng = np.random.default_rng(0)
    for total in (1, 11):
        with pytest.raises(ValueError, match="cannot sum"):
            draw_integers(rng, np.ones(2), total, least=1, most=5)


@given(SEEDS, st.lists(st.tuples(st.integers(0, 3), TIMES), min_size=1, max_size=30), st.integers(0, 3), TIMES, TIMES)
def test_a_post_is_chosen_if_one_exists(
    seed: int, posts: list[tuple[int, int]], author: int, first: int, last: int
) -> None:
    posts = sorted(posts)
    authors, times = (np.array(column, np.int64) for column in zip(*posts, strict=True))
    feed = Feed(authors, times, np.ones(len(posts)))
    fitting = {number for number, (by, at) in enumerate(posts) if by == author and first <= at < last}
    readers = np.full(20, author)
    picked = feed.pick(np.random.default_rng(seed), readers, np.full(20, first), np.full(20, last))
    assert set(picked.tolist()) <= (fitting or {-1})


@given(SEEDS, TIMES, st.integers(-12, 14))
def test_sleeping_accounts_act_after_waking(seed: int, time: int, zone: int) -> None:
    (moved,) = move_to_waking_hours(np.random.default_rng(seed), np.array([time]), np.array([zone]))
    hour = (time // HOUR + zone) % 24
    if WAKING_HOURS[0] <= hour < WAKING_HOURS[1]:
        assert moved == time
    else:
        assert moved > time
        assert (moved // HOUR + zone) % 24 >= WAKING_HOURS[0] or moved - time > 10 * HOUR


@given(SEEDS, TIMES, st.integers(0, 23), st.integers(1, 12))
def test_shifts_are_kept(seed: int, time: int, opens: int, hours: int) -> None:
    (moved,) = move_to_working_hours(np.random.default_rng(seed), np.array([time]), opens * HOUR, hours)
    assert time <= moved < time + 2 * DAY
    assert (moved - opens * HOUR) % DAY < hours * HOUR


@given(SEEDS, TIMES, TIMES, st.integers(1, DAY))
def test_times_are_drawn_within_their_span(seed: int, time: int, first: int, length: int) -> None:
    last = first + length
    (moved,) = redraw_outside(np.random.default_rng(seed), np.array([time]), np.array([first]), np.array([last]))
    assert first <= moved < last
    assert moved == time or not first <= time < last
