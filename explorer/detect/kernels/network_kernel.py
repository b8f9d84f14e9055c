"""Compiled loops of the network: from events to edges, without storing the pairs of events.

Events are sorted by (object, time), so the neighbours of an event (the events on its object within the window) are one
contiguous range. The events of each account are visited once, and what they share with every other account is added up
in one row of cells per account. Memory grows with accounts, events and edges that are kept, never with pairs.

Arrays that are read only are passed read-only, see `explorer.detect.kernels.arrays`. Positions are uint32, so that
4,294,967,295 events are the limit.
"""

from typing import Final

import numpy as np
from numba import njit

from explorer.detect.kernels.arrays import Codes, Counts, Flags, Reals

OBJECTS: Final = 0
PAIRS: Final = 1
MESSAGES: Final = 2

# columns of the cells; the weighting OBJECTS has only the first two
LAST: Final = 0  # 1 + place of the event that matched this account last, which also identifies the visited account
SHARED: Final = 1
LOW: Final = 2  # lower and upper 32 bits of the weight; OBJECTS needs neither, which saves eight bytes per cell
HIGH: Final = 3
CELL_COLUMNS: Final = {OBJECTS: 2, PAIRS: 4, MESSAGES: 4}


@njit(cache=True, nogil=True)
def neighbour_ranges(objects: Codes, time: Counts, window: int) -> tuple[Codes, Codes]:
    """Return for each event the first position of its neighbours and the one after the last, itself included.

    Args:
        objects: uint32 (n), code of each event's object, ascending.
        time: int64 (n), milliseconds, ascending within an object.
        window: Milliseconds, inclusive.
    """
    n = len(objects)
    low = np.empty(n, np.uint32)
    high = np.empty(n, np.uint32)
    first = 0
    end = 0
    for i in range(n):
        if objects[first] != objects[i]:
            first = i
        while time[i] - time[first] > window:
            first += 1
        low[i] = first
        while end < n and objects[end] == objects[i] and time[end] - time[i] <= window:
            end += 1
        high[i] = end
    return low, high


@njit(cache=True, nogil=True)
def has_neighbour(account: Codes, low: Codes, high: Codes) -> Flags:
    """Return whether each event has a neighbour of another account.

    Runs in linear time: only the nearest event of another account on either side is compared.
    """
    n = len(account)
    has = np.zeros(n, np.bool_)
    other = -1
    for i in range(n):
        if i > 0 and account[i - 1] != account[i]:
            other = i - 1
        has[i] = other >= low[i]
    other = n
    for i in range(n - 1, -1, -1):
        if i < n - 1 and account[i + 1] != account[i]:
            other = i + 1
        has[i] |= other < high[i]
    return has


@njit(cache=True, nogil=True)
def count_objects(account: Codes, objects: Codes, chosen: Flags, accounts: int) -> Codes:
    """Return the number of distinct objects with a chosen event for each of ``accounts`` accounts."""
    count = np.zeros(accounts, np.uint32)
    last = np.full(accounts, -1, np.int64)
    for i in range(len(account)):
        if chosen[i] and last[account[i]] != objects[i]:
            last[account[i]] = objects[i]
            count[account[i]] += 1
    return count


@njit(cache=True, nogil=True)
def group_by_account(account: Codes, low: Codes, high: Codes, accounts: int) -> tuple[Counts, Codes, Counts]:
    """Group the events by account with a counting sort.

    Returns:
        ``start``, int64 (accounts + 1): account u has ``order[start[u]:start[u + 1]]``; ``order``, uint32 (n):
        positions of events, ascending within an account; ``work``, int64 (accounts + 1): comparisons before each
        account.
    """
    start = np.zeros(accounts + 1, np.int64)
    work = np.zeros(accounts + 1, np.int64)
    for i in range(len(account)):
        start[account[i] + 1] += 1
        work[account[i] + 1] += high[i] - low[i]
    for u in range(accounts):
        start[u + 1] += start[u]
        work[u + 1] += work[u]
    order = np.empty(len(account), np.uint32)
    free = start[:-1].copy()
    for i in range(len(account)):
        order[free[account[i]]] = i
        free[account[i]] += 1
    return start, order, work


@njit(cache=True, nogil=True)
def count_edges(
    block: tuple[int, int],
    start: Counts,
    order: Codes,
    account: Codes,
    objects: Codes,
    low: Codes,
    high: Codes,
    eligible: Flags,
    weighting: int,
    min_weight: int,
    cells: Codes,
    reached: Codes,
    ends: Codes,
    totals: Counts,
) -> tuple[int, int]:
    """Find the edges whose source is in a block of accounts, until ``ends`` might not have room for another account's.

    LAST shows whether a cell was written for an earlier account, so cells are never cleared. Accounts are recorded as
    soon as their weight reaches the minimum. A pair of accounts below the minimum costs one memory access for each pair
    of events and nothing else.

    Args:
        block: The first account, and the one after the last.
        start: See `group_by_account`.
        order: See `group_by_account`.
        account: uint32 (n), code of each event's account.
        objects: uint32 (n), code of each event's object.
        low: See `neighbour_ranges`.
        high: See `neighbour_ranges`.
        eligible: bool (accounts); an edge is kept when either of its accounts is eligible.
        weighting: OBJECTS, PAIRS or MESSAGES; the first two give each pair of accounts once, source < target.
        min_weight: Lighter edges are dropped.
        cells: uint32 (accounts, CELL_COLUMNS[weighting]), zero before the first block. One per thread.
        reached: uint32 (accounts), scratch. One per thread.
        ends: uint32 (2, accounts or more), filled with source and target of each edge, ascending by source.
        totals: int64 (2, as ``ends``), filled with weight and number of shared objects.

    Returns:
        The first account that was not visited, and the number of edges.
    """
    size = 0
    for u in range(block[0], block[1]):
        if size + len(reached) > ends.shape[1]:
            return u, size
        # with OBJECTS and MESSAGES, the weight of an edge is at most the number of events of its source
        if weighting != PAIRS and start[u + 1] - start[u] < min_weight:
            continue
        kept = 0
        stamp = -1
        run = start[u]
        matched = 0
        for k in range(start[u], start[u + 1]):
            i = order[k]
            begin = np.int64(low[i])
            if objects[i] != stamp:
                stamp = np.int64(objects[i])
                run = k
            elif weighting == OBJECTS:
                # accounts that an earlier event on this object has matched are counted already
                begin = max(begin, matched)
            matched = np.int64(high[i])
            for j in range(begin, matched):
                v = account[j]
                if v == u or (v < u and weighting != MESSAGES):
                    continue
                last = np.int64(cells[v, LAST])
                if last <= start[u] or last > k + 1:
                    # the first match with u
                    cells[v, SHARED] = 1
                    if weighting != OBJECTS:
                        cells[v, LOW] = 1
                        cells[v, HIGH] = 0
                    rises = True
                    weight = 1
                else:
                    if last <= run:
                        cells[v, SHARED] += 1
                    if weighting == OBJECTS:
                        rises = last <= run
                        weight = np.int64(cells[v, SHARED])
                    else:
                        rises = weighting == PAIRS or last <= k
                        if rises:
                            cells[v, LOW] += 1
                            if cells[v, LOW] == 0:
                                cells[v, HIGH] += 1
                        weight = (np.int64(cells[v, HIGH]) << 32) + np.int64(cells[v, LOW])
                cells[v, LAST] = k + 1
                if rises and weight == min_weight:
                    reached[kept] = v
                    kept += 1
        for r in range(kept):
            v = reached[r]
            if eligible[u] or eligible[v]:
                ends[0, size] = u
                ends[1, size] = v
                totals[1, size] = cells[v, SHARED]
                if weighting == OBJECTS:
                    totals[0, size] = cells[v, SHARED]
                else:
                    totals[0, size] = (np.int64(cells[v, HIGH]) << 32) + np.int64(cells[v, LOW])
                size += 1
    return block[1], size


@njit(cache=True, nogil=True)
def dot_products(source: Codes, target: Codes, start: Counts, columns: Codes, values: Reals, dimensions: int) -> Reals:
    """Return the scalar product of each pair of rows of a sparse matrix, float64 (pairs).

    The row of a source is expanded once for all its targets, so that a pair costs as much as the length of its target's
    row.

    Args:
        source: uint32 (pairs), rows; equal ones are consecutive.
        target: uint32 (pairs), rows.
        start: int64 (rows + 1): row r has ``columns[start[r]:start[r + 1]]``.
        columns: uint32, no column twice in a row.
        values: float64, as ``columns``.
        dimensions: One more than the highest column.
    """
    expanded = np.zeros(dimensions)
    products = np.empty(len(source))
    for e in range(len(source)):
        u = source[e]
        if e == 0 or source[e - 1] != u:
            if e > 0:
                before = source[e - 1]
                for i in range(start[before], start[before + 1]):
                    expanded[columns[i]] = 0
            for i in range(start[u], start[u + 1]):
                expanded[columns[i]] = values[i]
        total = 0.0
        for i in range(start[target[e]], start[target[e] + 1]):
            total += expanded[columns[i]] * values[i]
        products[e] = total
    return products


@njit(cache=True, nogil=True)
def first_events(account: Codes, objects: Codes, accounts: int) -> Flags:
    """Return whether each event, sorted by (object, time), is the first of its account on its object."""
    first = np.zeros(len(account), np.bool_)
    last = np.full(accounts, -1, np.int64)
    for i in range(len(account)):
        if last[account[i]] != objects[i]:
            last[account[i]] = objects[i]
            first[i] = True
    return first


@njit(cache=True, nogil=True)
def order_by_time(objects: Codes, time: Counts) -> Codes:
    """Return the positions of events in the order of (object, time), if they are already grouped by object."""
    n = len(objects)
    order = np.empty(n, np.uint32)
    first = 0
    while first < n:
        end = first + 1
        while end < n and objects[end] == objects[first]:
            end += 1
        order[first:end] = (first + np.argsort(time[first:end])).astype(np.uint32)
        first = end
    return order
