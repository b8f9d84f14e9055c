"""Compiled loops over the co-actions of edges: where they are, how they fall on a clock, and what came just before."""

import numpy as np
from numba import njit

from explorer.detect.kernels.arrays import Codes, Counts


@njit(cache=True, nogil=True)
def find_co_actions(
    span: tuple[int, int],
    source: Codes,
    target: Codes,
    start: Counts,
    objects: Codes,
    time: Counts,
    window: int,
    first: Counts,
    of_source: Codes,
    of_target: Codes,
) -> None:
    """Fill in the places of both events of each co-action.

    Args:
        span: The first edge, and the one after the last.
        source: uint32 (edges).
        target: uint32 (edges).
        start: int64 (accounts + 1): account u has the events ``start[u]:start[u + 1]``, sorted by object.
        objects: uint32 (events), no object twice for an account.
        time: int64 (events), milliseconds.
        window: Milliseconds, inclusive.
        first: int64 (edges + 1): edge e has the co-actions ``first[e]:first[e + 1]``.
        of_source: uint32 (co-actions), filled with the places of the source's events.
        of_target: uint32 (co-actions), filled with the places of the target's events.
    """
    for e in range(span[0], span[1]):
        i = start[source[e]]
        j = start[target[e]]
        at = first[e]
        while i < start[source[e] + 1] and j < start[target[e] + 1]:
            if objects[i] < objects[j]:
                i += 1
            elif objects[j] < objects[i]:
                j += 1
            else:
                if abs(time[i] - time[j]) <= window:
                    of_source[at] = i
                    of_target[at] = j
                    at += 1
                i += 1
                j += 1


@njit(cache=True, nogil=True)
def fullest_arcs(start: Counts, phase: Counts, width: int, period: int) -> tuple[Counts, Counts]:
    """Return for each account the largest number of its phases in one arc of the clock, and where that arc begins.

    Args:
        start: int64 (accounts + 1): account u has ``phase[start[u]:start[u + 1]]``.
        phase: int64, milliseconds from 0 to ``period`` - 1, ascending within an account.
        width: Length of the arc in milliseconds, inclusive.
        period: Milliseconds.
    """
    accounts = len(start) - 1
    most = np.zeros(accounts, np.int64)
    where = np.zeros(accounts, np.int64)
    for u in range(accounts):
        first = start[u]
        size = start[u + 1] - first
        end = np.int64(0)  # phases first to first + end - 1 are in the arc, counted around the clock
        for i in range(size):
            end = max(end, i)
            while end < i + size:
                later = phase[first + end % size] + (period if end >= size else 0)
                if later - phase[first + i] > width:
                    break
                end += 1
            if end - i > most[u]:
                most[u] = end - i
                where[u] = phase[first + i]
    return most, where


@njit(cache=True, nogil=True)
def events_before(objects: Codes, until: Counts, first: Counts, time: Counts, lag: int) -> tuple[Counts, Counts]:
    """Return the range of the events on each object that come before a time, by the lag or less.

    Args:
        objects: uint32 (n), codes of objects.
        until: int64 (n), milliseconds, exclusive.
        first: int64 (objects + 1): object o has the events ``first[o]:first[o + 1]``, ascending by time.
        time: int64 (events), milliseconds.
        lag: Milliseconds, inclusive.
    """
    low = np.empty(len(objects), np.int64)
    high = np.empty(len(objects), np.int64)
    for k in range(len(objects)):
        begin, end = first[objects[k]], first[objects[k] + 1]
        low[k] = begin + np.searchsorted(time[begin:end], until[k] - lag)
        high[k] = begin + np.searchsorted(time[begin:end], until[k])
    return low, high
