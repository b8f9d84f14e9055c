"""The compiled loop of `explorer.detect.significance.shared_strata`: how many accounts share how many objects."""

import numpy as np
from numba import njit

from explorer.detect.kernels.arrays import Codes, Counts


@njit(cache=True, nogil=True)
def count_pairs_by_shared_objects(
    span: tuple[int, int],
    drawn: Codes,
    start: Counts,
    objects: Codes,
    first: Counts,
    account: Codes,
    least: Counts,
    accounts: int,
    found: Counts,
) -> None:
    """Count for each drawn account the other accounts by the number of objects that they share with it.

    Args:
        span: First place in ``drawn``, and the one after the last.
        drawn: uint32, codes of accounts.
        start: int64 (accounts + 1): account u has ``objects[start[u]:start[u + 1]]``.
        objects: uint32 (events).
        first: int64 (objects + 1): object o has ``account[first[o]:first[o + 1]]``.
        account: uint32 (events).
        least: int64 (strata), smallest number of shared objects in each stratum, ascending.
        accounts: Number of accounts.
        found: int64 (drawn, strata), added to.
    """
    shared = np.zeros(accounts, np.uint32)
    met = np.empty(accounts, np.uint32)
    for k in range(span[0], span[1]):
        u = drawn[k]
        size = 0
        for i in range(start[u], start[u + 1]):
            for j in range(first[objects[i]], first[objects[i] + 1]):
                v = account[j]
                if v == u:
                    continue
                if shared[v] == 0:
                    met[size] = v
                    size += 1
                shared[v] += 1
        for m in range(size):
            count = shared[met[m]]
            shared[met[m]] = 0
            for s in range(len(least) - 1, -1, -1):
                if count >= least[s]:
                    found[k, s] += 1
                    break
