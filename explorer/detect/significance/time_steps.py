"""The step of the times in the data, which may be stamped in batches or to whole minutes whatever their format says."""

from typing import Final

import numpy as np

from explorer.common.durations import format_duration
from explorer.common.errors import UsageError
from explorer.detect.kernels.arrays import Counts
from explorer.detect.network.events import Events

_STEPS: Final = tuple(step * 1_000 for step in (1, 10, 60, 300, 600, 900, 1_800, 3_600, 21_600, 43_200, 86_400))
_MOST: Final = 0.99
"""Share of the events whose times must be multiples of a step, counted from one of them."""
_FEWEST: Final = 20
"""Number of distinct times from which a step can be recognised."""
_CROWDED: Final = 3.0
"""Mean number of objects with events at the same time from which batches can be recognised."""


def time_step(time: Counts) -> int:
    """Return the milliseconds from one possible time to the next: 1 if the times are not multiples of a usual step.

    Args:
        time: int64 (events), UTC milliseconds.
    """
    if len(_stamps(time)[0]) < _FEWEST:
        return 1
    longest, failed = 1, list[int]()
    for step in _STEPS:
        if any(step % shorter == 0 for shorter in failed):
            continue  # multiples of a step are multiples of its divisors
        if _is_step(time, step):
            longest = step
        else:
            failed.append(step)
    return longest


def _stamps(time: Counts) -> tuple[Counts, Counts]:
    """Return the different times, ascending, and the number of events at each; faster than `numpy.unique`."""
    ascending = np.sort(time)
    first = np.flatnonzero(np.diff(ascending, prepend=ascending[:1] - 1))
    return ascending[first], np.diff(first, append=len(time))


def _is_step(time: Counts, step: int) -> bool:
    residue = time % step
    usual = np.partition(residue, len(time) // 2)[len(time) // 2]  # a residue of more than half is the median
    return bool(np.count_nonzero(residue == usual) >= _MOST * len(time))


def check_time_step(events: Events, window: int) -> None:
    """Check that the window can be measured with these times.

    Times that a collector or a tool stamped in batches coincide whether or not the accounts acted together. They are
    recognised by their step, or because several objects share each time, while half of the events are further than the
    window from the next other time.

    Args:
        events: The events.
        window: Milliseconds.

    Raises:
        UsageError: If the step is longer than the window.
    """
    step = time_step(events.time)
    stamps, count = _stamps(events.time)
    same = (np.diff(events.object) == 0) & (np.diff(events.time) == 0)
    pairs = len(events) - np.count_nonzero(same)  # events are in the order of (object, time)
    if len(stamps) >= _FEWEST and pairs >= _CROWDED * len(stamps):
        gap = np.diff(stamps)
        nearest = np.minimum(np.append(gap, gap[-1]), np.insert(gap, 0, gap[0]))
        step = max(step, int(np.median(np.repeat(nearest, count))))
    if step > window:
        raise UsageError(
            f"The times in these data come in steps of {format_duration(step)}, so that a window of "
            f"{format_duration(window)} cannot be measured. They were probably stamped in batches.",
            hint=f"Use a window of {format_duration(2 * step)} or longer, or import data with exact times. "
            "--significance off counts such co-actions without an error rate.",
        )
