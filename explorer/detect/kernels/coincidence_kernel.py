"""The compiled loop of `explorer.detect.significance.histories`: how often the accounts of an edge coincide."""

import numpy as np
from numba import njit

from explorer.detect.kernels.arrays import Codes, Counts


@njit(cache=True, nogil=True)
def count_coincidences(
    span: tuple[int, int],
    source: Codes,
    target: Codes,
    start: Counts,
    objects: Codes,
    time: Counts,
    delay: Counts,
    window: int,
    apart: int,
    moments: Counts,
    crossed: Counts,
    mixed: Counts,
) -> None:
    """Fill in how often the accounts of each edge coincide, and how often their delays match across objects.

    Args:
        span: The first edge, and the one after the last.
        source: uint32 (edges).
        target: uint32 (edges).
        start: int64 (accounts + 1): account u has the events ``start[u]:start[u + 1]``, sorted by object.
        objects: uint32 (events).
        time: int64 (events), milliseconds.
        delay: int64 (events), milliseconds; below 0 for objects without an origin.
        window: Milliseconds, inclusive.
        apart: Milliseconds.
        moments: int64 (edges), filled: coincidences at least ``apart`` after the previous one that counts.
        crossed: int64 (edges), filled: pairs of different shared objects where one account's delay on the first and the
            other's delay on the second differ by the window or less.
        mixed: int64 (edges), filled: all pairs of different shared objects with an origin.
    """
    for e in range(span[0], span[1]):
        u = source[e]
        v = target[e]
        i = start[u]
        j = start[v]
        most = min(start[u + 1] - i, start[v + 1] - j)
        when = np.empty(most, np.int64)
        of_u = np.empty(most, np.int64)
        of_v = np.empty(most, np.int64)
        shared = 0
        size = 0
        pairs = np.int64(0)
        while i < start[u + 1] and j < start[v + 1]:
            if objects[i] < objects[j]:
                i += 1
            elif objects[j] < objects[i]:
                j += 1
            else:
                if abs(time[i] - time[j]) <= window:
                    when[size] = max(time[i], time[j])
                    size += 1
                if delay[i] >= 0:
                    of_u[shared] = delay[i]
                    of_v[shared] = delay[j]
                    # pairs on the same object are counted below, so subtract them
                    if abs(delay[i] - delay[j]) <= window:
                        pairs -= 1
                    shared += 1
                i += 1
                j += 1
        count = 0
        last = np.int64(0)
        for at in np.sort(when[:size]):
            if count == 0 or at - last >= apart:
                count += 1
                last = at
        moments[e] = count
        low = 0
        high = 0
        others = np.sort(of_v[:shared])
        for d in np.sort(of_u[:shared]):
            while low < shared and others[low] < d - window:
                low += 1
            while high < shared and others[high] <= d + window:
                high += 1
            pairs += high - low
        crossed[e] = pairs
        mixed[e] = np.int64(shared) * (shared - 1)
