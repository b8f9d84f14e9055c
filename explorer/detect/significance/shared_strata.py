"""Weights of hypotheses by the number of shared objects.

Most pairs of accounts share hardly any object, and coordinated accounts share several. The tests of reaction times and
of third accounts are conditional on C, the number of objects that both accounts have, so that C may decide how much of
the error rate a pair gets (weighted hypotheses: Genovese, Roeder, Wasserman 2006, "False discovery control with p-value
weighting"; C as an independent covariate: Ignatiadis et al. 2016, "Data-driven hypothesis weighting increases detection
power in genome-scale multiple testing"). Each stratum of C gets an equal part of it, divided equally among its pairs;
pairs that share less than `LEAST[0]` objects get none. The test of active hours is not conditional on C and has no
weights.

The number of pairs in each stratum is estimated from accounts that are drawn with a probability proportional to their
number of events (Hansen and Hurwitz 1943, "On the theory of sampling from finite populations"). The draws are the same
every time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from explorer.detect.kernels import strata_kernel as kernel
from explorer.detect.kernels.arrays import Codes, Flags, Reals, expand_ranges, read_only_views
from explorer.detect.kernels.threads import even_spans, run_blocks
from explorer.detect.network.events import Events

LEAST: Final = (4, 6, 9, 14, 22, 35)
"""The smallest number of shared objects in each stratum."""
DRAWS: Final = 400
MOST_EVENTS: Final = 2_000_000_000
"""Maximum number of events that are read for the estimate; fewer accounts are drawn if it needs more."""


@dataclass(frozen=True, slots=True)
class SharedStrata:
    """The weights of hypotheses.

    Attributes:
        pairs: float64 (strata), number of pairs of accounts in each stratum: the estimate and two standard errors.
        hypotheses: Number of all pairs of accounts with two events or more.
    """

    pairs: Reals
    hypotheses: int

    @classmethod
    def of(cls, events: Events, hypotheses: int, *, threads: int | None = None) -> Self:
        """Estimate how many pairs share how many objects; ``events`` has at most one per account and object."""
        count = np.bincount(events.account, minlength=len(events.accounts))
        probability = np.where(count >= LEAST[0], count, 0).astype(np.float64)
        if not probability.any():
            return cls(np.zeros(len(LEAST)), hypotheses)
        probability /= probability.sum()
        on_object = np.bincount(events.object, minlength=len(events.objects))
        work = np.bincount(events.account, weights=on_object[events.object], minlength=len(count))
        draws = max(20, min(DRAWS, int(MOST_EVENTS / max(float(work @ probability), 1.0))))
        drawn = np.random.default_rng(0).choice(len(count), draws, p=probability)
        order = np.argsort(events.account, kind="stable").astype(np.uint32)
        start = np.concatenate([[0], np.cumsum(count)])
        first = np.concatenate([[0], np.cumsum(on_object)])
        found = np.zeros((draws, len(LEAST)), np.int64)
        arrays = read_only_views(
            drawn.astype(np.uint32), start, events.object[order], first, events.account, np.array(LEAST)
        )
        run_blocks(
            lambda span: kernel.count_pairs_by_shared_objects(span, *arrays, len(count), found),
            even_spans(draws, 10),
            threads=threads,
        )
        # every pair is seen from both of its accounts
        estimates = found / probability[drawn][:, None] / 2
        return cls(estimates.mean(axis=0) + 2 * estimates.std(axis=0) / np.sqrt(draws), hypotheses)

    @classmethod
    def of_groups(cls, events: Events, objects: Sequence[Codes], accounts: Flags, hypotheses: int) -> Self:
        """Count how many accounts share how many objects with groups.

        Args:
            events: At most one event per account and object.
            objects: uint32, codes of the objects of each group.
            accounts: bool, one per account: whether it is compared with the groups.
            hypotheses: Number of accounts times groups.
        """
        pairs = np.zeros(len(LEAST))
        first = events.first_of_object()
        for of_group in objects:
            account = events.account[expand_ranges(first[of_group], first[of_group + 1])[0]]
            shared = np.unique(account[accounts[account]], return_counts=True)[1]
            stratum = np.searchsorted(LEAST, shared, side="right") - 1
            pairs += np.bincount(stratum[stratum >= 0], minlength=len(LEAST))
        return cls(pairs, hypotheses)

    def weights(self, shared: Codes) -> Reals:
        """Return the weight of pairs that share this many objects, float64; the mean over all pairs is 1 or less."""
        stratum = np.searchsorted(LEAST, shared, side="right") - 1
        seen = np.bincount(stratum[stratum >= 0], minlength=len(LEAST))
        by_stratum = self.hypotheses / len(LEAST) / np.maximum(np.maximum(self.pairs, seen), 1.0)
        return np.where(stratum >= 0, by_stratum[np.maximum(stratum, 0)], 0.0)

    def weighted(self, p: Reals, shared: Codes) -> Reals:
        """Return the p-values divided by the weights of their pairs, float64, at most 1."""
        weight = self.weights(shared)
        return np.minimum(np.divide(p, weight, out=np.ones(len(p)), where=weight > 0), 1.0)
