"""Chance, given how fast accounts react: how often two accounts would coincide on the objects that they share.

The delay from an object's origin to an event falls into one of `BINS` bins, floor(log2(delay / 15 s + 1)), the last
one open. An account's profile is its share of delays by bin, shrunk towards the global profile as if `KAPPA` more
events had come from there; its profile towards one author is shrunk towards its own profile in the same way. Two
delays from the bins d and e differ by the window or less with probability K[d, e], counted over all delays in the data.
Accounts u and v that share the objects o = 1 … C are expected to be a pair on each of them with probability

    pi' = mean over o of f_uo K f_vo

where f is the profile towards o's author. The bins are wide, and two accounts may both be late, or both exact to the
minute, on just the objects that they share. So the pair's own delays count as well: of the C (C - 1) pairs of two
different shared objects, X are such that the delay of u on one and that of v on the other differ by the window or less,
and

    pi = (X + MIXED pi') / (C (C - 1) + MIXED)

Objects without an origin (links, hashtags, texts) have no delays. On them, a pair is expected with the probability of
two events on one such object in all data: the mean over all pairs of events or over all objects, whichever is larger. X
and C (C - 1) leave them out. What an unknown origin can explain is checked for groups, see
`explorer.detect.significance.audiences`.

Even so, two accounts are not independent of each other: both are late with posts from while they sleep, both are quick
on a day of news. Therefore pi varies from pair to pair by a beta distribution with the parameters pi s and (1 - pi) s,
where s = max(`LEAST_SHARED`, `LEAST_COINCIDENCES` / pi) is the number of shared objects that the mean counts as:
p_sync = P(BetaBinomial(C, pi s, (1 - pi) s) >= moments),
with moments as in `explorer.detect.significance.histories`.
"""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np

from explorer.detect.kernels import reaction_kernel as kernel
from explorer.detect.kernels.arrays import Bins, Codes, Counts, Reals, read_only_views
from explorer.detect.kernels.network_kernel import neighbour_ranges
from explorer.detect.kernels.threads import even_spans, run_blocks
from explorer.detect.network.events import Events
from explorer.detect.significance.histories import Histories

BINS: Final = 18
FIRST_BIN: Final = 15_000  # milliseconds
KAPPA: Final = 3.0
MIXED: Final = 50.0
LEAST_SHARED: Final = 50.0
LEAST_COINCIDENCES: Final = 10.0


@dataclass(frozen=True, slots=True)
class ReactionModel:
    """Delays from the origins of objects to events, by bins.

    Attributes:
        events: At most one event per account and object.
        bins: uint8 (events), bin of the delay; BINS for objects without an origin.
        profile: float64 (BINS), share of all delays in each bin.
        close: float64 (BINS, BINS), K.
        unmeasured: Probability of a pair on an object without an origin.
    """

    events: Events
    bins: Bins
    profile: Reals
    close: Reals
    unmeasured: float

    @classmethod
    def of(cls, events: Events, window: int) -> Self:
        """Measure the delays; ``window`` is in milliseconds."""
        bins = _bins(events)
        delay = np.sort(events.delays()[bins < BINS])
        counts = np.bincount(bins, minlength=BINS)[:BINS]
        start = np.concatenate([[0], np.cumsum(counts)])
        return cls(
            events,
            bins,
            counts / max(len(delay), 1),
            kernel.share_close_delays(*read_only_views(delay, start), window),
            _usual_coincidence(events, window),
        )

    def for_shuffled(self, events: Events) -> Self:
        """Return the model for shuffled events, with the profile and K of the original events."""
        return replace(self, events=events, bins=_bins(events))

    def expected(
        self,
        histories: Histories,
        source: Codes,
        target: Codes,
        crossed: Counts,
        mixed: Counts,
        *,
        threads: int | None = None,
    ) -> tuple[Codes, Reals]:
        """Return C, uint32, and pi, float64, of each edge.

        `Histories.count_coincidences` gives ``crossed`` and ``mixed``.
        """
        # only for the accounts that have an edge, which are few
        who = np.flatnonzero(np.diff(histories.start))
        place = np.zeros(len(self.events.accounts), np.uint32)
        place[who] = np.arange(len(who), dtype=np.uint32)
        start = np.append(histories.start[who], histories.start[-1])
        bins = self.bins[histories.position]
        measured = bins < BINS
        cells = (place[self.events.account[histories.position]] * np.int64(BINS) + bins)[measured]
        counts = np.bincount(cells, minlength=len(who) * BINS).reshape(len(who), BINS)
        profile = (counts + KAPPA * self.profile) / (counts.sum(axis=1, keepdims=True) + KAPPA)
        shared, chance = np.empty(len(source), np.uint32), np.empty(len(source), np.float64)
        ends = place[source], place[target]
        arrays = read_only_views(*ends, start, histories.objects, histories.author, bins, profile, self.close)
        run_blocks(
            lambda span: kernel.expected_by_reaction(span, *arrays, KAPPA, self.unmeasured, shared, chance),
            even_spans(len(source), 20_000),
            threads=threads,
        )
        # the pair's own delays on pairs of different objects estimate the same probability for this pair alone
        return shared, (crossed + MIXED * chance) / (mixed + MIXED)


def _bins(events: Events) -> Bins:
    bins = np.minimum(np.log2(events.delays() / FIRST_BIN + 1), BINS - 1).astype(np.uint8)
    bins[events.without_origin()[events.object]] = BINS
    return bins


def _usual_coincidence(events: Events, window: int) -> float:
    """Return the probability that two events on one object without an origin are within the window."""
    chosen = events.without_origin()[events.object]
    objects = events.object[chosen]
    low, high = neighbour_ranges(*read_only_views(objects, events.time[chosen]), window)
    close = np.bincount(objects, (high - low).astype(np.float64) - 1, len(events.objects))
    count = np.bincount(objects, minlength=len(events.objects)).astype(np.float64)
    several = count >= 2
    pairs = count[several] * (count[several] - 1)
    if not len(pairs):
        return 0.0
    return max(float(close[several].sum() / pairs.sum()), float((close[several] / pairs).mean()))


def reaction_p_values(moments: Counts, shared: Codes, chance: Reals, *, threads: int | None = None) -> Reals:
    """Return the probability of at least as many moments from reaction times alone, float64, one per edge."""
    tail = np.empty(len(moments), np.float64)
    arrays = read_only_views(moments, shared, chance)
    run_blocks(
        lambda span: kernel.beta_binomial_tail(span, *arrays, LEAST_SHARED, LEAST_COINCIDENCES, tail),
        even_spans(len(moments), 100_000),
        threads=threads,
    )
    return tail
