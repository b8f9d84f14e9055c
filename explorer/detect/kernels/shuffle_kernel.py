"""The compiled loops behind the audit's shuffles; see `explorer.detect.significance.audit`.

Each seeds the generator of the thread that runs it.
"""

import numpy as np
from numba import njit

from explorer.detect.kernels.network_kernel import Codes, Counts


@njit(cache=True, nogil=True)
def deal_within(
    start: Counts, order: Codes, account: Codes, objects: Codes, accounts: int, seed: int
) -> tuple[Codes, int]:
    """Deal the slots of each stratum anew among the accounts that had them; no account gets an object twice.

    A slot whose account has the object already changes accounts with another slot of its stratum, again and again,
    until there is no such slot or a hundred rounds are over.

    Args:
        start: int64 (strata + 1): stratum s has the slots ``order[start[s]:start[s + 1]]``.
        order: uint32 (n), positions of events by stratum.
        account: uint32 (n), code of each event's account.
        objects: uint32 (n), ascending.
        accounts: number of accounts.
        seed: uint32, of the generator, which is this thread's own.

    Returns:
        uint32 (n), the slots' new accounts; and how many slots still have an account that has the object already.
    """
    np.random.seed(seed)
    n = len(account)
    dealt = account.copy()
    stratum = np.empty(n, np.uint32)
    for s in range(len(start) - 1):
        for k in range(start[s], start[s + 1]):
            stratum[order[k]] = s
        for k in range(start[s + 1] - 1, start[s], -1):
            other = start[s] + np.int64(np.random.random() * (k + 1 - start[s]))
            i, j = order[k], order[other]
            dealt[i], dealt[j] = dealt[j], dealt[i]
    twice = np.empty(n, np.uint32)
    found = 0
    for turn in range(101):
        found = 0
        stamp = np.full(accounts, -1, np.int64)
        for i in range(n):
            if stamp[dealt[i]] == objects[i]:
                twice[found] = i
                found += 1
            stamp[dealt[i]] = objects[i]
        if found == 0 or turn == 100:
            break
        for k in range(found):
            i = twice[k]
            s = stratum[i]
            j = order[start[s] + np.int64(np.random.random() * (start[s + 1] - start[s]))]
            dealt[i], dealt[j] = dealt[j], dealt[i]
    return dealt, found


@njit(cache=True, nogil=True)
def deal_delays(start: Counts, order: Codes, objects: Codes, delay: Counts, origin: Counts, seed: int) -> Counts:
    """Deal each account's delays anew among its events.

    Args:
        start: int64 (accounts + 1): account u has the events ``order[start[u]:start[u + 1]]``.
        order: uint32 (n), positions of events by account.
        objects: uint32 (n).
        delay: int64 (n), milliseconds.
        origin: int64 (objects), milliseconds.
        seed: uint32, of the generator, which is this thread's own.

    Returns:
        int64 (n): the events' new times.
    """
    np.random.seed(seed)
    dealt = delay.copy()
    for u in range(len(start) - 1):
        for k in range(start[u + 1] - 1, start[u], -1):
            other = start[u] + np.int64(np.random.random() * (k + 1 - start[u]))
            i, j = order[k], order[other]
            dealt[i], dealt[j] = dealt[j], dealt[i]
    for i in range(len(objects)):
        dealt[i] += origin[objects[i]]
    return dealt
