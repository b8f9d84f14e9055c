"""Chance, given how fast accounts react: how often two accounts would coincide on what both have shared.

The delay from an object's origin to an event falls into one of `BINS` bins, floor(log2(delay / 15 s + 1)), the last
one open. An account's profile is its share of delays by bin, shrunk to the global one as if `KAPPA` events more had
come from there; its profile towards one author is shrunk to its own profile in the same way. Two delays from the bins
d and e differ by the window or less with probability K[d, e], counted over all delays in the data. Accounts u and v
that share the objects o = 1 … C expect to be a pair on each of them with probability

    pi = mean over o of f_uo K f_vo

where f is the profile towards o's author, and p_sync = P(Binomial(C, pi) >= weight).
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from scipy.special import betainc

from explorer.detect import significance_kernel as kernel
from explorer.detect.arrays import lent
from explorer.detect.events import Events
from explorer.detect.kernel import Codes, Counts
from explorer.detect.threads import even_spans, run_blocks

BINS: Final = 18
FIRST_BIN: Final = 15_000  # milliseconds
KAPPA: Final = 3.0


@dataclass(frozen=True, slots=True)
class Delays:
    """How long after their objects' origins events come.

    Attributes:
        events: at most one event of an account on an object.
        bins: uint8 (events), bin of the delay.
        profile: float64 (BINS), share of all delays.
        close: float64 (BINS, BINS), K.
    """

    events: Events
    bins: kernel.Bins
    profile: kernel.Reals
    close: kernel.Reals

    @classmethod
    def of(cls, events: Events, window: int) -> Self:
        """Measure the delays; ``window`` is in milliseconds."""
        # an event before the origin: one of the two times is wrong, and nothing is faster than at once
        delay = np.maximum(events.time - events.origin[events.object], 0)
        bins = np.minimum(np.log2(delay / FIRST_BIN + 1), BINS - 1).astype(np.uint8)
        counts = np.bincount(bins, minlength=BINS)
        delay.sort()
        start = np.concatenate([[0], np.cumsum(counts)])
        return cls(events, bins, counts / max(len(events), 1), kernel.close_delays(*lent(delay, start), window))

    def expected(self, source: Codes, target: Codes, *, threads: int | None = None) -> tuple[Codes, kernel.Reals]:
        """Return of each edge C, uint32, and pi, float64."""
        shared, chance = np.empty(len(source), np.uint32), np.empty(len(source), np.float64)
        if not len(source):
            return shared, chance
        arrays = lent(source, target, *self._profiles(source, target), self.close)
        run_blocks(
            lambda span: kernel.expected_by_reaction(span, *arrays, KAPPA, shared, chance),
            even_spans(len(source), 20_000),
            threads=threads,
        )
        return shared, chance

    def _profiles(self, source: Codes, target: Codes) -> tuple[Counts, Codes, Codes, kernel.Bins, kernel.Reals]:
        """Return the events of the accounts that have an edge, and the accounts' profiles, as the kernel wants them."""
        events = self.events
        accounts = len(events.accounts)
        chosen = np.zeros(accounts, np.bool_)
        chosen[source] = chosen[target] = True
        # objects get codes in the order of (author, code), so that one sort orders an account's events
        by_author = np.argsort(events.author, kind="stable").astype(np.uint32)
        rank = np.empty(len(by_author), np.uint32)
        rank[by_author] = np.arange(len(by_author), dtype=np.uint32)
        mine = np.flatnonzero(chosen[events.account])
        key = events.account[mine].astype(np.uint64) << np.uint64(32) | rank[events.object[mine]]
        order = np.argsort(key)
        account, bins = events.account[mine[order]], self.bins[mine[order]]
        objects = (key[order] & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        start = np.searchsorted(account, np.arange(accounts + 1)).astype(np.int64)
        counts = np.bincount(account * np.int64(BINS) + bins, minlength=accounts * BINS).reshape(accounts, BINS)
        profile = (counts + KAPPA * self.profile) / (counts.sum(axis=1, keepdims=True) + KAPPA)
        return start, objects, events.author[by_author][objects], bins, profile


def p_sync(weight: Counts | kernel.Reals, shared: Codes, chance: kernel.Reals) -> kernel.Reals:
    """Return P(Binomial(shared, chance) >= weight) of each edge, float64."""
    return betainc(weight, shared - weight + 1.0, chance).astype(np.float64, copy=False)
