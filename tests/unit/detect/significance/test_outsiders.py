"""Outsiders at the moments of co-actions: by hand, against a double loop, and where they share a trigger or do not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.detect.significance.outsiders import AROUND, outsiders_ratio
from explorer.detect.significance.parameters import MANY_OUTSIDERS
from tests.unit.detect.network.reference import Event, make_events
from tests.unit.detect.significance.examples import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Act,
    Facts,
    co_actions_of,
    code,
    make_described,
)

PAIR = ("a", "b")
NOBODY = np.empty(0, np.uint32)


def together(*objects: str, at: int = DAY) -> list[Act]:
    return [(account, name, at) for name in objects for account in PAIR]


def test_the_ratio_is_that_of_the_window_to_the_time_around_it() -> None:
    # on o1 one of two outsiders is within the minute, which is a tenth of the time around; on o2 there is no outsider
    acts = [*together("o1", "o2"), ("x", "o1", DAY + 30 * SECOND), ("y", "o1", DAY - 5 * MINUTE)]
    events = make_described(acts, {"o1": (DAY - HOUR, "paper"), "o2": (DAY - HOUR, "paper")})
    assert outsiders_ratio(co_actions_of(events, PAIR), MINUTE, NOBODY) == pytest.approx(5, rel=1e-4)


def test_the_time_before_the_origin_does_not_count() -> None:
    # all of the two minutes around the action, but only a minute of the ten before it
    acts = [*together("o1", "o2"), ("x", "o1", DAY + 30 * SECOND), ("y", "o1", DAY + 5 * MINUTE)]
    events = make_described(acts, {"o1": (DAY - MINUTE, "paper"), "o2": (DAY - HOUR, "paper")})
    assert outsiders_ratio(co_actions_of(events, PAIR), MINUTE, NOBODY) == pytest.approx(0.5 / (2 / 11), rel=1e-4)


def test_nothing_is_known_where_nobody_else_acts() -> None:
    late = ("x", "o1", DAY + 11 * MINUTE)
    assert outsiders_ratio(co_actions_of(make_described([*together("o1", "o2"), late]), PAIR), MINUTE, NOBODY) is None
    assert outsiders_ratio(co_actions_of(make_described([late]), PAIR), MINUTE, NOBODY) is None


def test_accounts_with_an_edge_are_no_outsiders() -> None:
    # a third member is there each time
    acts = [*together("o1", "o2"), ("c", "o1", DAY), ("c", "o2", DAY)]
    assert outsiders_ratio(co_actions_of(make_described(acts)), MINUTE, NOBODY) is None
    assert outsiders_ratio(co_actions_of(make_described(acts), PAIR), MINUTE, NOBODY) is not None


def test_accounts_that_joined_are_no_outsiders() -> None:
    acts = [*together("o1", "o2"), ("c", "o1", DAY), ("x", "o1", DAY + 5 * MINUTE)]
    events = make_described(acts)
    co_actions = co_actions_of(events, PAIR)
    assert outsiders_ratio(co_actions, MINUTE, np.array([code(events, "c")], np.uint32)) == 0
    assert outsiders_ratio(co_actions, MINUTE, NOBODY) != 0


EVENTS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("wxyz"), st.integers(0, 60)), max_size=40)


@settings(deadline=None, max_examples=200)
@given(EVENTS, st.integers(0, 4))
def test_the_ratio_is_that_of_a_double_loop(events: list[Event], window: int) -> None:
    first = make_events(events).first()
    co_actions = co_actions_of(first, PAIR, window)
    pair = [code for code, name in enumerate(first.accounts) if name in PAIR] if len(co_actions.edges) else []
    rows = list(zip(first.account.tolist(), first.object.tolist(), first.time.tolist(), strict=True))
    parts, shares = [], []
    for u, o, t in rows:
        partner = [abs(s - t) <= window for v, p, s in rows if u in pair and v in pair and v != u and p == o]
        if not any(partner):
            continue
        gaps = [abs(s - t) for v, p, s in rows if p == o and v not in pair]
        around = sum(gap <= AROUND * window for gap in gaps)
        if around:
            since = t - int(first.origin[o])
            parts.append(sum(gap <= window for gap in gaps) / around)
            shares.append((window + min(since, window) + 1) / (AROUND * window + min(since, AROUND * window) + 1))
    expected = np.mean(parts) / np.mean(shares) if parts else None
    assert outsiders_ratio(co_actions, window, NOBODY) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(("spread", "triggered"), [(20 * MINUTE, False), (MINUTE, True)])
def test_outsiders_who_react_to_the_same_are_seen(spread: int, *, triggered: bool) -> None:
    rng = np.random.default_rng(1)
    posts = [f"o{n:03}" for n in range(200)]
    facts: Facts = dict.fromkeys(posts, (0, "paper"))
    times = DAY + rng.uniform(-spread, spread, (len(posts), 5)).astype(int)
    acts = [(f"x{name}{n}", name, int(times[row, n])) for row, name in enumerate(posts) for n in range(5)]
    ratio = outsiders_ratio(co_actions_of(make_described([*together(*posts), *acts], facts), PAIR), MINUTE, NOBODY)
    assert ratio is not None
    assert (ratio >= MANY_OUTSIDERS) == triggered
    if not triggered:
        assert ratio == pytest.approx(1, abs=0.2)
