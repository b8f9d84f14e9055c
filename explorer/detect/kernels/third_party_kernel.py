"""Compiled loops of `explorer.detect.significance.third_party_model`: when third accounts act on the same objects."""

import numpy as np
from numba import njit

from explorer.detect.kernels.arrays import Codes, Counts, Reals


@njit(cache=True, nogil=True)
def count_neighbour_events(
    block: tuple[int, int],
    visited: Codes,
    first_neighbour: Counts,
    last_neighbour: Counts,
    neighbours: Codes,
    start: Counts,
    objects: Codes,
    time: Counts,
    code: Codes,
    first: Counts,
    account_on_object: Codes,
    time_on_object: Counts,
    window: int,
    place: Counts,
    near: Codes,
    at_any_time: Codes,
    close: Codes,
) -> None:
    """Count for each event of some accounts the events of their neighbours on the same object.

    For each account, either all events of its neighbours are read, or all events on its objects, whichever are fewer.

    Args:
        block: First place in ``visited``, and the one after the last.
        visited: uint32, codes of the accounts.
        first_neighbour: int64 (visited), account k has ``neighbours[first_neighbour[k]:last_neighbour[k]]``.
        last_neighbour: int64 (visited).
        neighbours: uint32, codes of the accounts that coincide with the account at least twice.
        start: int64 (accounts + 1): account u has the events ``start[u]:start[u + 1]``.
        objects: uint32 (events).
        time: int64 (events), milliseconds.
        code: uint32 (events), code of the object as in ``first``.
        first: int64 (objects + 1): object o has ``account_on_object[first[o]:first[o + 1]]``, and times likewise.
        account_on_object: uint32 (all events), codes of accounts.
        time_on_object: int64 (all events), milliseconds.
        window: Milliseconds, inclusive.
        place: int64 (objects), -1 everywhere, before and after. One per thread.
        near: uint32 (accounts), 0 everywhere before the first block. One per thread.
        at_any_time: uint32 (events), filled for the events of visited accounts: events of neighbours.
        close: uint32 (events), filled: those within the window.
    """
    for k in range(block[0], block[1]):
        u = visited[k]
        of_neighbours = np.int64(0)
        for n in range(first_neighbour[k], last_neighbour[k]):
            of_neighbours += start[neighbours[n] + 1] - start[neighbours[n]]
        on_objects = np.int64(0)
        for i in range(start[u], start[u + 1]):
            on_objects += first[code[i] + 1] - first[code[i]]
        if on_objects < of_neighbours:
            for n in range(first_neighbour[k], last_neighbour[k]):
                near[neighbours[n]] = k + 1
            for i in range(start[u], start[u + 1]):
                for j in range(first[code[i]], first[code[i] + 1]):
                    if near[account_on_object[j]] == k + 1:
                        at_any_time[i] += 1
                        if abs(time[i] - time_on_object[j]) <= window:
                            close[i] += 1
        else:
            for i in range(start[u], start[u + 1]):
                place[objects[i]] = i
            for n in range(first_neighbour[k], last_neighbour[k]):
                v = neighbours[n]
                for j in range(start[v], start[v + 1]):
                    i = place[objects[j]]
                    if i >= 0:
                        at_any_time[i] += 1
                        if abs(time[i] - time[j]) <= window:
                            close[i] += 1
            for i in range(start[u], start[u + 1]):
                place[objects[i]] = -1


@njit(cache=True, nogil=True)
def expected_by_third_parties(
    span: tuple[int, int],
    source: Codes,
    target: Codes,
    start: Counts,
    objects: Codes,
    others: Codes,
    close: Codes,
    chance: Reals,
    kappa: float,
    expected: Reals,
) -> None:
    """Fill in the mean probability that an event on a shared object falls close to the event of the other account.

    Args:
        span: The first edge, and the one after the last.
        source: uint32 (edges).
        target: uint32 (edges).
        start: int64 (accounts + 1): account u has the events ``start[u]:start[u + 1]``, sorted by object.
        objects: uint32 (events).
        others: uint32 (events), third accounts' events on the object.
        close: uint32 (events), those of them within the window of the event.
        chance: float64 (edges), the probability before third accounts are seen.
        kappa: Number of third accounts' events that ``chance`` counts as.
        expected: float64 (edges), filled.
    """
    for e in range(span[0], span[1]):
        i = start[source[e]]
        j = start[target[e]]
        shared = 0
        total = 0.0
        while i < start[source[e] + 1] and j < start[target[e] + 1]:
            if objects[i] < objects[j]:
                i += 1
            elif objects[j] < objects[i]:
                j += 1
            else:
                shared += 1
                total += (close[i] + kappa * chance[e]) / (others[i] + kappa)
                total += (close[j] + kappa * chance[e]) / (others[j] + kappa)
                i += 1
                j += 1
        expected[e] = total / (2 * shared) if shared else chance[e]
