"""Compiled loops of `explorer.detect.significance.audit`: shuffles of accounts and of delays.

Each loop seeds the generator of the thread that runs it.
"""

import numpy as np
from numba import njit

from explorer.detect.kernels.arrays import Codes, Counts


@njit(cache=True, nogil=True)
def shuffle_accounts(
    start: Counts, order: Codes, account: Codes, objects: Codes, accounts: int, seed: int
) -> tuple[Codes, int]:
    """Shuffle the accounts among the slots of each stratum; no account gets an object twice.

    A slot whose account has the object already swaps accounts with another slot of its stratum. This is repeated
    until there is no such slot, for at most a hundred rounds.

    Args:
        start: int64 (strata + 1): stratum s has the slots ``order[start[s]:start[s + 1]]``.
        order: uint32 (n), positions of events by stratum.
        account: uint32 (n), code of each event's account.
        objects: uint32 (n), ascending.
        accounts: Number of accounts.
        seed: uint32, seed of this thread's generator.

    Returns:
        uint32 (n), the new accounts of the slots; and the number of slots whose account still has the object twice.
    """
    np.random.seed(seed)
    n = len(account)
    shuffled = account.copy()
    stratum = np.empty(n, np.uint32)
    for s in range(len(start) - 1):
        for k in range(start[s], start[s + 1]):
            stratum[order[k]] = s
        for k in range(start[s + 1] - 1, start[s], -1):
            other = start[s] + np.int64(np.random.random() * (k + 1 - start[s]))
            i, j = order[k], order[other]
            shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
    twice = np.empty(n, np.uint32)
    count = 0
    for turn in range(101):
        count = 0
        stamp = np.full(accounts, -1, np.int64)
        for i in range(n):
            if stamp[shuffled[i]] == objects[i]:
                twice[count] = i
                count += 1
            stamp[shuffled[i]] = objects[i]
        if count == 0 or turn == 100:
            break
        for k in range(count):
            i = twice[k]
            s = stratum[i]
            j = order[start[s] + np.int64(np.random.random() * (start[s + 1] - start[s]))]
            shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
    return shuffled, count


@njit(cache=True, nogil=True)
def shuffle_delays(start: Counts, order: Codes, objects: Codes, delay: Counts, origin: Counts, seed: int) -> Counts:
    """Shuffle the delays of each account among its events.

    Args:
        start: int64 (accounts + 1): account u has the events ``order[start[u]:start[u + 1]]``.
        order: uint32 (n), positions of events by account.
        objects: uint32 (n).
        delay: int64 (n), milliseconds.
        origin: int64 (objects), milliseconds.
        seed: uint32, seed of this thread's generator.

    Returns:
        int64 (n): the events' new times.
    """
    np.random.seed(seed)
    shuffled = delay.copy()
    for u in range(len(start) - 1):
        for k in range(start[u + 1] - 1, start[u], -1):
            other = start[u] + np.int64(np.random.random() * (k + 1 - start[u]))
            i, j = order[k], order[other]
            shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
    for i in range(len(objects)):
        shuffled[i] += origin[objects[i]]
    return shuffled
