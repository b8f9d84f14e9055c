"""Clocks: accounts whose co-actions fall into one part of every hour or day, as those of schedulers and cron jobs do.

Programs that run at the same minutes act together without an agreement. An account is on a clock if at least half of
its events that are part of a co-action, and at least `FEWEST`, fall into one arc of a period: a tenth of 5, 10, 15, 30
or 60 minutes, or half an hour of the day. The binomial probability of so many, times the number of arcs tried,
must be `LEVEL` or less. Two accounts share a clock if both are on it and at least half of their co-actions fall into
both arcs.
"""

from typing import Final

import numpy as np
from scipy.stats import binom

from explorer.detect.kernels.arrays import Counts, Flags
from explorer.detect.kernels.co_action_kernel import fullest_arcs
from explorer.detect.network.edge_statistics import CLOCK, Triggers
from explorer.detect.significance.co_actions import CoActions

_MINUTE: Final = 60_000
ARCS: Final = {
    5 * _MINUTE: 30_000,
    10 * _MINUTE: _MINUTE,
    15 * _MINUTE: 90_000,
    30 * _MINUTE: 3 * _MINUTE,
    60 * _MINUTE: 6 * _MINUTE,
    1_440 * _MINUTE: 30 * _MINUTE,
}
"""Periods and the lengths of their arcs, milliseconds."""
FEWEST: Final = 5
LEVEL: Final = 1e-4


def find_clocks(co_actions: CoActions, step: int) -> Triggers:
    """Return the clock that the accounts of each edge share.

    Args:
        co_actions: The co-actions of the edges.
        step: Milliseconds from one possible time to the next, see `explorer.detect.significance.time_steps`.
    """
    events, edges = co_actions.events, co_actions.edges
    triggers = Triggers.none(len(edges))
    acting = co_actions.acting()
    account, time = events.account[acting], events.time[acting]
    weight = np.bincount(co_actions.edge, minlength=len(edges))
    for period, width in ARCS.items():
        chance = (width // step + 1) * step / period if step > 1 else width / period
        if 2 * chance > 1:
            continue  # the times are too coarse for this clock
        phase = time % period
        order = np.lexsort((phase, account))
        start = np.searchsorted(account[order], np.arange(len(events.accounts) + 1)).astype(np.int64)
        most, where = fullest_arcs(start, phase[order], width, period)
        on_clock = _concentrated(most, np.diff(start), chance)
        ends = edges.source[co_actions.edge], edges.target[co_actions.edge]
        both = np.ones(len(co_actions.edge), np.bool_)
        for end, position in zip(ends, (co_actions.of_source, co_actions.of_target), strict=True):
            both &= (events.time[position] - where[end]) % period <= width
        inside = np.bincount(co_actions.edge[both], minlength=len(edges))
        shared = on_clock[edges.source] & on_clock[edges.target] & (2 * inside >= weight) & (triggers.kind == 0)
        triggers.kind[shared] = CLOCK
        triggers.count[shared] = inside[shared]
        triggers.of[shared] = weight[shared]
        triggers.time[shared] = period
    return triggers


def _concentrated(most: Counts, events: Counts, chance: float) -> Flags:
    """Return whether each account's fullest arc has more of its events than the share ``chance`` of an arc explains."""
    p = binom.sf(most - 1, np.maximum(events, 1), chance) * events
    flags: Flags = (2 * most >= events) & (events >= FEWEST) & (p <= LEVEL / len(ARCS))
    return flags
