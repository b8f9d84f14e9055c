"""Compiled loops of `explorer.detect.signals.similar`: join texts in a bucket by their exact similarity."""

import numpy as np
import numpy.typing as npt
from numba import njit

from explorer.detect.kernels.arrays import Codes, Counts

Hashes = npt.NDArray[np.uint64]


@njit(cache=True, nogil=True)
def join_bands(band: Hashes, order: Codes, hashes: Hashes, starts: Counts, threshold: float, group: Codes) -> None:
    """Join the groups of texts that share a bucket and are similar.

    Args:
        band: uint64 (n), the bucket of each text.
        order: uint32 (n), positions of the texts by bucket.
        hashes: uint64, the shingles of all texts, ascending within a text.
        starts: int64 (n + 1), where each text's shingles begin.
        threshold: Minimum Jaccard similarity.
        group: uint32 (n), position of a text of the same group at or before this one; changed in place; in the end it
            is the first text of the group.
    """
    n = len(order)
    first = 0
    while first < n:
        last = first + 1
        while last < n and band[order[last]] == band[order[first]]:
            last += 1
        # a bucket is often mostly one group: texts in it are compared with the others only
        for i in range(first + 1, last):
            _join(order[first], order[i], hashes, starts, threshold, group)
        for i in range(first + 1, last):
            if _find(group, order[i]) != _find(group, order[first]):
                for j in range(first + 1, last):
                    _join(order[j], order[i], hashes, starts, threshold, group)
        first = last
    for i in range(n):
        group[i] = _find(group, i)


@njit(cache=True, nogil=True)
def _join(one: int, other: int, hashes: Hashes, starts: Counts, threshold: float, group: Codes) -> None:
    a, b = _find(group, one), _find(group, other)
    if a != b and _similar(one, other, hashes, starts, threshold):
        group[max(a, b)] = min(a, b)


@njit(cache=True, nogil=True)
def _find(group: Codes, text: int) -> int:
    while group[text] != text:
        group[text] = group[group[text]]
        text = group[text]
    return text


@njit(cache=True, nogil=True)
def _similar(one: int, other: int, hashes: Hashes, starts: Counts, threshold: float) -> bool:
    i, end_i = starts[one], starts[one + 1]
    j, end_j = starts[other], starts[other + 1]
    both = 0
    # J = both / (total - both); the slack is for thresholds such as 0.8 that have no exact binary form
    needed = threshold * ((end_i - i) + (end_j - j)) / (1 + threshold) - 1e-8
    while i < end_i and j < end_j and both + min(end_i - i, end_j - j) >= needed:
        if hashes[i] == hashes[j]:
            both += 1
            i += 1
            j += 1
        elif hashes[i] < hashes[j]:
            i += 1
        else:
            j += 1
    return bool(both >= needed)
