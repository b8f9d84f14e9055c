"""Compiled loops of `explorer.detect.significance.reaction_model`: coincidences explained by reaction times."""

import math

import numpy as np
from numba import njit

from explorer.detect.kernels.arrays import Bins, Codes, Counts, Reals


@njit(cache=True, nogil=True)
def share_close_delays(delay: Counts, start: Counts, window: int) -> Reals:
    """Return the probability that a delay from one bin and a delay from another differ by the window or less.

    Args:
        delay: int64 (n), milliseconds, ascending.
        start: int64 (bins + 1): bin b has ``delay[start[b]:start[b + 1]]``.
        window: Milliseconds, inclusive.

    Returns:
        float64 (bins, bins), symmetric; within a bin of several delays, for two different ones.
    """
    bins = len(start) - 1
    close = np.zeros((bins, bins), np.float64)
    for a in range(bins):
        for b in range(a, bins):
            low = start[b]
            high = start[b]
            pairs = 0.0
            for i in range(start[a], start[a + 1]):
                while low < start[b + 1] and delay[low] < delay[i] - window:
                    low += 1
                while high < start[b + 1] and delay[high] <= delay[i] + window:
                    high += 1
                pairs += high - low
            n_a = float(start[a + 1] - start[a])
            n_b = float(start[b + 1] - start[b])
            if n_a == 0 or n_b == 0:
                continue
            if a == b and n_a > 1:
                close[a, a] = (pairs - n_a) / (n_a * (n_a - 1))
            else:
                close[a, b] = close[b, a] = pairs / (n_a * n_b)
    return close


@njit(cache=True, nogil=True)
def expected_by_reaction(
    span: tuple[int, int],
    source: Codes,
    target: Codes,
    start: Counts,
    objects: Codes,
    author: Codes,
    delay: Bins,
    profile: Reals,
    close: Reals,
    kappa: float,
    unmeasured: float,
    shared: Codes,
    chance: Reals,
) -> None:
    """Fill in the number of objects that the accounts of each edge share, and the probability of a pair on one of them.

    The probability is the mean over the shared objects, for two delays drawn from the accounts' profiles towards the
    author of the object; for objects without an origin it is ``unmeasured``.

    Args:
        span: The first edge, and the one after the last.
        source: uint32 (edges).
        target: uint32 (edges).
        start: int64 (accounts + 1): account u has the events ``start[u]:start[u + 1]``, sorted by (author, object).
        objects: uint32 (events).
        author: uint32 (events), of the object.
        delay: uint8 (events), bin of the delay; the number of bins for objects without an origin.
        profile: float64 (accounts, bins), each account's share of delays by bin.
        close: See `share_close_delays`.
        kappa: Number of events with an author that the account's own profile counts as.
        unmeasured: Probability of a pair on an object without an origin.
        shared: uint32 (edges), filled.
        chance: float64 (edges), filled.
    """
    bins = len(close)
    of_u = np.zeros(bins, np.float64)
    of_v = np.zeros(bins, np.float64)
    for e in range(span[0], span[1]):
        u = source[e]
        v = target[e]
        i = start[u]
        j = start[v]
        count = 0
        total = 0.0
        while i < start[u + 1] and j < start[v + 1]:
            if author[i] < author[j]:
                i += 1
                continue
            if author[j] < author[i]:
                j += 1
                continue
            i_end = i
            while i_end < start[u + 1] and author[i_end] == author[i]:
                i_end += 1
            j_end = j
            while j_end < start[v + 1] and author[j_end] == author[j]:
                j_end += 1
            common = 0
            open_ended = 0
            a = i
            b = j
            while a < i_end and b < j_end:
                if objects[a] < objects[b]:
                    a += 1
                elif objects[b] < objects[a]:
                    b += 1
                else:
                    if delay[a] < bins:
                        common += 1
                    else:
                        open_ended += 1
                    a += 1
                    b += 1
            count += common + open_ended
            total += open_ended * unmeasured
            if common:
                n_u = kappa
                n_v = kappa
                for d in range(bins):
                    of_u[d] = kappa * profile[u, d]
                    of_v[d] = kappa * profile[v, d]
                for a in range(i, i_end):
                    if delay[a] < bins:
                        of_u[delay[a]] += 1
                        n_u += 1
                for b in range(j, j_end):
                    if delay[b] < bins:
                        of_v[delay[b]] += 1
                        n_v += 1
                both = 0.0
                for d in range(bins):
                    for f in range(bins):
                        both += of_u[d] * close[d, f] * of_v[f]
                total += common * both / (n_u * n_v)
            i = i_end
            j = j_end
        shared[e] = count
        chance[e] = total / count if count else 0.0


@njit(cache=True, nogil=True)
def beta_binomial_tail(
    span: tuple[int, int],
    moments: Counts,
    shared: Codes,
    chance: Reals,
    least_shared: float,
    least_coincidences: float,
    tail: Reals,
) -> None:
    """Fill in the probability of ``moments`` or more coincidences on ``shared`` objects.

    The probability of a single coincidence varies around ``chance`` by a beta distribution, as if it had been estimated
    from at least ``least_shared`` objects with at least ``least_coincidences`` coincidences among them.

    Args:
        span: The first edge, and the one after the last.
        moments: int64 (edges), 1 or more and at most ``shared``.
        shared: uint32 (edges).
        chance: float64 (edges), 0 to 1.
        least_shared: Above 0.
        least_coincidences: Above 0.
        tail: float64 (edges), filled.
    """
    for e in range(span[0], span[1]):
        n = np.int64(shared[e])
        k = moments[e]
        # values beyond these lose digits; they mean never and always
        mean = min(max(chance[e], 1e-9), 1 - 1e-9)
        seen = max(least_shared, least_coincidences / mean)
        a = seen * mean
        b = seen - a
        # a sum of logarithms of fractions, since differences of large log-gamma values would lose digits
        logarithm = math.lgamma(n + 1.0) - math.lgamma(k + 1.0) - math.lgamma(n - k + 1.0)
        for i in range(k):
            logarithm += math.log((a + i) / (seen + i))
        for i in range(n - k):
            logarithm += math.log((b + i) / (seen + k + i))
        term = math.exp(logarithm)
        total = term
        for j in range(k, n):
            term *= (n - j) / (j + 1.0) * (a + j) / (b + n - j - 1.0)
            total += term
        tail[e] = min(total, 1.0)
