"""Times that were stamped in batches or to whole minutes, and times that only look like it."""

import numpy as np
import pytest

from explorer.common.errors import UsageError
from explorer.detect.network.events import Events
from explorer.detect.significance.time_steps import check_time_step, time_step
from tests.unit.detect.network.reference import make_events
from tests.unit.detect.significance.examples import DAY, HOUR, MINUTE, SECOND

RANDOM = np.random.default_rng(1)
NOW = 1_600_000_000_000


def crowd(events: int = 2_000, accounts: int = 200, objects: int = 300) -> list[tuple[str, str, int]]:
    return [
        (f"a{RANDOM.integers(accounts)}", f"o{RANDOM.integers(objects)}", NOW + int(time))
        for time in RANDOM.integers(0, 5 * DAY, events)
    ]


def stamped(step: int, phase: int = 0) -> Events:
    return make_events([(account, o, time // step * step + phase) for account, o, time in crowd()])


@pytest.mark.parametrize("step", [SECOND, 10 * SECOND, MINUTE, 5 * MINUTE, 10 * MINUTE, HOUR])
@pytest.mark.parametrize("phase", [0, 417])
def test_the_step_of_times_is_found_wherever_it_begins(step: int, phase: int) -> None:
    assert time_step(stamped(step, phase).time) == step


def test_exact_times_have_no_step() -> None:
    assert time_step(make_events(crowd()).time) == 1


def test_a_hundredth_of_other_times_does_not_hide_a_step() -> None:
    step = np.arange(1_000) * MINUTE
    assert time_step(np.concatenate([step[:990], step[990:] + np.arange(1, 11)])) == MINUTE
    assert time_step(np.concatenate([step[:989], step[989:] + np.arange(1, 12)])) == 1


def test_few_different_times_have_no_step() -> None:
    assert time_step(np.repeat(np.arange(19) * HOUR, 50)) == 1
    assert time_step(np.arange(20) * HOUR) == HOUR
    assert time_step(np.empty(0, np.int64)) == 1


@pytest.mark.parametrize("phase", [0, 1, 137 * SECOND + 5])
def test_stamps_of_batches_are_refused_with_a_window_that_works(phase: int) -> None:
    events = stamped(10 * MINUTE, phase)
    with pytest.raises(UsageError, match="in steps of 10m, so that a window of 60s cannot be measured") as refused:
        check_time_step(events, MINUTE)
    assert "a window of 20m or longer" in str(refused.value.hint)
    check_time_step(events, 20 * MINUTE)


def test_whole_minutes_are_good_enough_for_a_window_of_a_minute_only() -> None:
    events = stamped(MINUTE)
    check_time_step(events, MINUTE)
    with pytest.raises(UsageError, match="steps of 60s") as refused:
        check_time_step(events, 10 * SECOND)
    assert "a window of 2m or longer" in str(refused.value.hint)


def test_batches_at_irregular_times_are_refused() -> None:
    # a collector looks in every 8 to 12 minutes
    collected = NOW + np.cumsum(RANDOM.integers(8 * MINUTE, 12 * MINUTE, 5 * 144 + 100))
    acts = [(a, o, int(collected[np.searchsorted(collected, time)])) for a, o, time in crowd(5_000)]
    with pytest.raises(UsageError, match="stamped in batches"):
        check_time_step(make_events(acts), MINUTE)
    check_time_step(make_events(acts), HOUR)


def test_groups_that_act_in_the_very_same_second_are_not_refused() -> None:
    group = [(f"g{member}", f"o{n}", NOW + n * 2 * HOUR) for n in range(60) for member in range(30)]
    check_time_step(make_events([*crowd(), *group]), MINUTE)
    # nor if they are all that there is: one object at a time is no batch
    check_time_step(make_events([(a, o, time + 7 * int(o[1:])) for a, o, time in group]), MINUTE)


def test_busy_data_with_whole_seconds_are_not_refused() -> None:
    # seven objects a second, as in a large collection
    acts = [(f"a{RANDOM.integers(500)}", f"o{RANDOM.integers(500)}", NOW + n // 7 * SECOND) for n in range(5_000)]
    check_time_step(make_events(acts), MINUTE)
    check_time_step(make_events(acts), SECOND)


@pytest.mark.parametrize("events", [0, 1, 2, 30])
def test_sparse_data_are_not_refused(events: int) -> None:
    check_time_step(make_events([(f"a{n}", f"o{n}", NOW + 7 * n * HOUR + n) for n in range(events)]), SECOND)
