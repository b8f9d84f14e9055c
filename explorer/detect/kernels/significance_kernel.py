"""The compiled loops behind `explorer.detect.significance`: its modules describe the methods.

As in `explorer.detect.kernels.network_kernel`, arrays that are read only are passed read-only, so that each loop is
compiled once.
"""

import math

import numpy as np
import numpy.typing as npt
from numba import njit

from explorer.detect.kernels.network_kernel import Codes, Counts

Reals = npt.NDArray[np.float64]
Bins = npt.NDArray[np.uint8]


@njit(cache=True, nogil=True)
def pairs_by_stratum(objects: Codes, stratum: Codes, high: Codes, strata: int) -> tuple[Counts, Counts]:
    """Count the pairs of events on one object within the window, by the strata of their times.

    A stratum is as long as the window or longer, so that both events lie in one or in two that follow each other.

    Args:
        objects: uint32 (n), code of each event's object, ascending.
        stratum: uint32 (n), ascending within an object.
        high: uint32 (n), see `explorer.detect.kernels.network_kernel.neighbour_ranges`.
        strata: number of strata.

    Returns:
        int64 (strata): pairs within each stratum; int64 (strata): pairs of each stratum with the one after it.
    """
    within = np.zeros(strata, np.int64)
    across = np.zeros(strata, np.int64)
    end = len(objects)
    for i in range(len(objects) - 1, -1, -1):
        if i + 1 < len(objects) and (objects[i + 1] != objects[i] or stratum[i + 1] != stratum[i]):
            end = i + 1
        last = np.int64(high[i])
        if last > end:
            across[stratum[i]] += last - end
            last = end
        within[stratum[i]] += last - i - 1
    return within, across


@njit(cache=True, nogil=True)
def expected_by_chance(
    span: tuple[int, int],
    source: Codes,
    target: Codes,
    start: Counts,
    stratum: Codes,
    events: Codes,
    within: Reals,
    across: Reals,
    expected: Reals,
) -> None:
    """Fill in the coincidences expected of each edge if the accounts of a stratum had its slots by lot.

    Args:
        span: the first edge, and the one after the last.
        source: uint32 (edges), ascending.
        target: uint32 (edges).
        start: int64 (accounts + 1): account u was awake in ``stratum[start[u]:start[u + 1]]``.
        stratum: uint32.
        events: uint32, how many events the account had in that stratum.
        within: float64 (strata), probability that two slots of a stratum are a pair.
        across: float64 (strata), probability that a slot of a stratum and one of the next are a pair.
        expected: float64 (edges), filled.
    """
    strata = len(within)
    reach = np.zeros(strata, np.float64)
    u = np.int64(-1)
    for e in range(span[0], span[1]):
        if np.int64(source[e]) != u:
            if u >= 0:
                for k in range(start[u], start[u + 1]):
                    s = np.int64(stratum[k])
                    reach[s] = 0.0
                    if s > 0:
                        reach[s - 1] = 0.0
                    if s + 1 < strata:
                        reach[s + 1] = 0.0
            u = np.int64(source[e])
            for k in range(start[u], start[u + 1]):
                s = np.int64(stratum[k])
                reach[s] += events[k] * within[s]
                if s > 0:
                    reach[s - 1] += events[k] * across[s - 1]
                if s + 1 < strata:
                    reach[s + 1] += events[k] * across[s]
        v = target[e]
        total = 0.0
        for k in range(start[v], start[v + 1]):
            total += events[k] * reach[stratum[k]]
        expected[e] = total


@njit(cache=True, nogil=True)
def close_delays(delay: Counts, start: Counts, window: int) -> Reals:
    """Return how probably a delay of one bin and a delay of another differ by the window or less.

    Args:
        delay: int64 (n), milliseconds, ascending.
        start: int64 (bins + 1): bin b has ``delay[start[b]:start[b + 1]]``.
        window: milliseconds, inclusive.

    Returns:
        float64 (bins, bins), symmetric; of two different delays where a bin has several.
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
    shared: Codes,
    chance: Reals,
) -> None:
    """Fill in on how many objects both accounts of each edge have an event, and how probably such a two are a pair.

    The probability is the mean, over the shared objects, of that of two delays drawn from the accounts' profiles
    towards the object's author.

    Args:
        span: the first edge, and the one after the last.
        source: uint32 (edges).
        target: uint32 (edges).
        start: int64 (accounts + 1): account u has the events ``start[u]:start[u + 1]``, sorted by (author, object).
        objects: uint32 (events).
        author: uint32 (events), of the object.
        delay: uint8 (events), bin of the delay.
        profile: float64 (accounts, bins), each account's share of delays by bin.
        close: see `close_delays`.
        kappa: how many events of an author's the account's own profile counts as.
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
            a = i
            b = j
            while a < i_end and b < j_end:
                if objects[a] < objects[b]:
                    a += 1
                elif objects[b] < objects[a]:
                    b += 1
                else:
                    common += 1
                    a += 1
                    b += 1
            if common:
                for d in range(bins):
                    of_u[d] = kappa * profile[u, d]
                    of_v[d] = kappa * profile[v, d]
                for a in range(i, i_end):
                    of_u[delay[a]] += 1
                for b in range(j, j_end):
                    of_v[delay[b]] += 1
                both = 0.0
                for d in range(bins):
                    for f in range(bins):
                        both += of_u[d] * close[d, f] * of_v[f]
                count += common
                total += common * both / ((i_end - i + kappa) * (j_end - j + kappa))
            i = i_end
            j = j_end
        shared[e] = count
        chance[e] = total / count if count else 0.0


@njit(cache=True, nogil=True)
def meet(
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
) -> None:
    """Fill in how often the accounts of each edge coincide, and how often they would with objects mixed up.

    Args:
        span: the first edge, and the one after the last.
        source: uint32 (edges).
        target: uint32 (edges).
        start: int64 (accounts + 1): account u has the events ``start[u]:start[u + 1]``, sorted by object.
        objects: uint32 (events).
        time: int64 (events), milliseconds.
        delay: int64 (events), milliseconds.
        window: milliseconds, inclusive.
        apart: milliseconds.
        moments: int64 (edges), filled: coincidences that follow the one that counts before them by ``apart`` or more.
        crossed: int64 (edges), filled: pairs of different shared objects where one account's delay on the one and the
            other's delay on the other differ by the window or less.
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
                of_u[shared] = delay[i]
                of_v[shared] = delay[j]
                # those on one object count below, and are none of these
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

    The probability of one is not ``chance`` but varies around it as a beta distribution does that rests on so many
    objects seen that ``least_shared`` were and ``least_coincidences`` coincidences among them.

    Args:
        span: the first edge, and the one after the last.
        moments: int64 (edges), 1 or more and at most ``shared``.
        shared: uint32 (edges).
        chance: float64 (edges), 0 to 1.
        least_shared: above 0.
        least_coincidences: above 0.
        tail: float64 (edges), filled.
    """
    for e in range(span[0], span[1]):
        n = np.int64(shared[e])
        k = moments[e]
        # beyond these, digits are lost; they mean never and always
        mean = min(max(chance[e], 1e-9), 1 - 1e-9)
        seen = max(least_shared, least_coincidences / mean)
        a = seen * mean
        b = seen - a
        # in products of fractions, since differences of large logarithms of gamma would lose the digits
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
