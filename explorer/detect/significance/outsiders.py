"""Outsiders: whether accounts without an edge act at the moments of co-actions, as they do if these have a trigger.

The audit's shuffles destroy common triggers, so the audit cannot see them. Outsiders can show a trigger, because they
react to it, too. For an action that is part of a co-action, n of the outsiders' events on the same object are at most
`AROUND` windows away, and m of these at most one. If outsiders act at any moment of this time, m / n is on average the
window's share of the time, about 1 / `AROUND`. The time before an object's origin does not count. The ratio is the mean
of m / n over the mean of this share.

It cannot show triggers to which nobody else reacts, such as a clock, nor those that make outsiders act over a much
longer time.
"""

from typing import Final

import numpy as np

from explorer.detect.kernels.arrays import Codes, Counts, read_only_views
from explorer.detect.kernels.network_kernel import neighbour_ranges
from explorer.detect.significance.co_actions import CoActions

AROUND: Final = 10


def outsiders_ratio(co_actions: CoActions, window: int, joined: Codes) -> float | None:
    """Return how many times as often outsiders act in the window of a co-action as in the time around it.

    Args:
        co_actions: The co-actions of some edges. Accounts without one of these edges are outsiders.
        window: Milliseconds, inclusive.
        joined: uint32, codes of the accounts that joined their groups, which are no outsiders either.

    Returns:
        None if no outsider acts around a co-action. 1 is usual.
    """
    events = co_actions.events
    acting = np.zeros(len(events), np.bool_)
    acting[co_actions.of_source] = acting[co_actions.of_target] = True
    reached = np.zeros(len(events.objects), np.bool_)
    reached[events.object[acting]] = True
    inside = co_actions.edges.with_edge()
    inside[joined] = True
    outside = ~inside[events.account]
    chosen = reached[events.object] & (acting | outside)
    of_object, time, acting = events.object[chosen], events.time[chosen], acting[chosen]
    before = np.concatenate([[0], np.cumsum(outside[chosen])])
    close, around = (_count(of_object, time, before, width)[acting] for width in (window, AROUND * window))
    since_origin = np.maximum(time - events.origin[of_object], 0)[acting]
    near, far = (width + np.minimum(since_origin, width) + 1 for width in (window, AROUND * window))
    share = near / far
    some = around > 0
    return float((close[some] / around[some]).mean() / share[some].mean()) if some.any() else None


def _count(of_object: Codes, time: Counts, before: Counts, width: int) -> Counts:
    """Return how many outsiders' events are close to each event, int64.

    Args:
        of_object: uint32 (events), ascending.
        time: int64 (events), ascending within an object.
        before: int64 (events + 1), number of outsiders' events before each event.
        width: Milliseconds, inclusive.
    """
    low, high = neighbour_ranges(*read_only_views(of_object, time), width)
    count: Counts = before[high] - before[low]
    return count
