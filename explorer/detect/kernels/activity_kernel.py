"""Compiled loops of `explorer.detect.significance.activity_model`: expected coincidences of active accounts."""

import numpy as np
from numba import njit

from explorer.detect.kernels.arrays import Codes, Counts, Reals


@njit(cache=True, nogil=True)
def count_pairs_by_stratum(objects: Codes, stratum: Codes, high: Codes, strata: int) -> tuple[Counts, Counts]:
    """Count the pairs of events on one object within the window, by the strata of their times.

    A stratum is at least as long as the window, so both events are in the same stratum or in two consecutive ones.

    Args:
        objects: uint32 (n), code of each event's object, ascending.
        stratum: uint32 (n), ascending within an object.
        high: uint32 (n), see `explorer.detect.kernels.network_kernel.neighbour_ranges`.
        strata: Number of strata.

    Returns:
        int64 (strata): pairs within each stratum; int64 (strata): pairs of each stratum with the one after it.
    """
    within = np.zeros(strata, np.int64)
    across = np.zeros(strata, np.int64)
    end = len(objects)
    for i in range(len(objects) - 1, -1, -1):
        if i + 1 < len(objects) and (objects[i + 1] != objects[i] or stratum[i + 1] != stratum[i]):
            end = i + 1
        last = np.int64(high[i])
        if last > end:
            across[stratum[i]] += last - end
            last = end
        within[stratum[i]] += last - i - 1
    return within, across


@njit(cache=True, nogil=True)
def sum_expected_by_activity(
    span: tuple[int, int],
    source: Codes,
    target: Codes,
    start: Counts,
    stratum: Codes,
    events: Codes,
    within: Reals,
    across: Reals,
    expected: Reals,
) -> None:
    """Fill in the expected coincidences of each edge if the slots of a stratum were assigned to its accounts at random.

    Args:
        span: The first edge, and the one after the last.
        source: uint32 (edges), ascending.
        target: uint32 (edges).
        start: int64 (accounts + 1): account u was active in ``stratum[start[u]:start[u + 1]]``.
        stratum: uint32.
        events: uint32, number of events of the account in that stratum.
        within: float64 (strata), probability that two slots of a stratum are a pair.
        across: float64 (strata), probability that a slot of a stratum and one of the next are a pair.
        expected: float64 (edges), filled.
    """
    strata = len(within)
    reach = np.zeros(strata, np.float64)
    u = np.int64(-1)
    for e in range(span[0], span[1]):
        if np.int64(source[e]) != u:
            if u >= 0:
                for k in range(start[u], start[u + 1]):
                    s = np.int64(stratum[k])
                    reach[s] = 0.0
                    if s > 0:
                        reach[s - 1] = 0.0
                    if s + 1 < strata:
                        reach[s + 1] = 0.0
            u = np.int64(source[e])
            for k in range(start[u], start[u + 1]):
                s = np.int64(stratum[k])
                reach[s] += events[k] * within[s]
                if s > 0:
                    reach[s - 1] += events[k] * across[s - 1]
                if s + 1 < strata:
                    reach[s + 1] += events[k] * across[s]
        v = target[e]
        total = 0.0
        for k in range(start[v], start[v + 1]):
            total += events[k] * reach[stratum[k]]
        expected[e] = total
