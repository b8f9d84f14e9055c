"""The compiled loop that finds the first and the last coincidence of each edge."""

import numpy as np
from numba import njit

from explorer.detect.kernels.arrays import Codes, Counts

NEVER = np.iinfo(np.int64).min


@njit(cache=True, nogil=True)
def find_spans(
    span: tuple[int, int],
    source: Codes,
    target: Codes,
    start: Counts,
    objects: Codes,
    time: Counts,
    window: Counts,
    first: Counts,
    last: Counts,
) -> None:
    """Write the first and the last time of a coinciding event for each edge of ``span``; `NEVER` if there is none.

    Args:
        span: First edge, one after the last.
        source: uint32 (edges).
        target: uint32 (edges).
        start: int64 (accounts + 1), account u has the events ``start[u]:start[u + 1]``, ordered by (object, time).
        objects: uint32 (events).
        time: int64 (events), milliseconds.
        window: int64 (edges), milliseconds, inclusive.
        first: int64 (edges), written to.
        last: int64 (edges), written to.
    """
    for edge in range(span[0], span[1]):
        low = begin = start[target[edge]]
        end = start[target[edge] + 1]
        earliest = latest = NEVER
        widest = window[edge]
        for i in range(start[source[edge]], start[source[edge] + 1]):
            # events of the other account before the neighbours of this event are also before those of later events
            while low < end and (
                objects[low] < objects[i] or (objects[low] == objects[i] and time[i] - time[low] > widest)
            ):
                low += 1
            if low == end:
                break
            begin = max(begin, low)
            while begin < end and objects[begin] == objects[i] and time[begin] - time[i] <= widest:
                begin += 1
            if begin > low and objects[low] == objects[i]:
                if earliest == NEVER:
                    earliest = latest = time[i]
                earliest = min(earliest, time[i], time[low])
                latest = max(latest, time[i], time[begin - 1])
        first[edge], last[edge] = earliest, latest
