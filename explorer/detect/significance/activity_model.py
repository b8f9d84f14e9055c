"""Chance, given when accounts are active: how often two accounts would coincide if each hour's posts were shuffled.

Every event is a slot: an object at a time. Within a stratum (an hour, or the window if that is longer) any active
account may as well have taken each slot. Two slots of a stratum S, drawn without order, are a pair with the
probability q_SS = M_SS / C(N_S, 2), a slot of S and one of T with q_ST = M_ST / (N_S N_T), where N counts slots and M
pairs of slots on one object within the window. Accounts u and v with n_uS and n_vT events expect

    lambda = sum over S, T of n_uS n_vT q_ST

coincidences, S and T in both orders, and p_chance = P(Poisson(lambda) >= moments), where coincidences that are close to
each other are one moment; see `explorer.detect.significance.histories`.

Coordinated accounts make coincidences usual and so hide themselves. N and M can therefore be counted without some
accounts; see `explorer.detect.significance.edge_tests`. Few slots of a stratum may then be left, so the probability is
shrunk towards that of all strata together, as if `PRIOR` more pairs of slots had been seen there.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc

from explorer.detect.kernels import activity_kernel as kernel
from explorer.detect.kernels.arrays import Codes, Counts, Reals, read_only_views
from explorer.detect.kernels.network_kernel import neighbour_ranges
from explorer.detect.kernels.threads import even_spans, run_blocks
from explorer.detect.network.events import Events

SHORTEST_STRATUM: Final = 3_600_000
PRIOR: Final = 100.0


@dataclass(frozen=True, slots=True)
class ActivityModel:
    """When accounts were active.

    Attributes:
        events: At most one event per account and object.
        window: Milliseconds.
        strata: Number of strata from the first event to the last.
        stratum: uint32 (events).
        start: int64 (accounts + 1), account u was active in ``when[start[u]:start[u + 1]]``.
        when: uint32, strata.
        count: uint32, events of the account in the stratum.
    """

    events: Events
    window: int
    strata: int
    stratum: Codes
    start: Counts
    when: Codes
    count: Codes

    @classmethod
    def of(cls, events: Events, window: int) -> Self:
        """Count each account's events by strata."""
        length = max(SHORTEST_STRATUM, window)
        origin = int(events.time.min()) // length if len(events) else 0
        stratum = (events.time // length - origin).astype(np.uint32)
        strata = int(stratum.max()) + 1 if len(events) else 1
        cells, count = np.unique(events.account.astype(np.uint64) * np.uint64(strata) + stratum, return_counts=True)
        account, when = np.divmod(cells, np.uint64(strata))
        start = np.searchsorted(account, np.arange(len(events.accounts) + 1, dtype=np.uint64)).astype(np.int64)
        return cls(events, window, strata, stratum, start, when.astype(np.uint32), count.astype(np.uint32))

    def expected(
        self,
        source: Codes,
        target: Codes,
        *,
        without: npt.NDArray[np.bool_] | None = None,
        threads: int | None = None,
    ) -> Reals:
        """Return lambda of each edge, float64.

        Args:
            source: uint32 (edges), ascending.
            target: uint32 (edges).
            without: bool, one per account: whether its slots are left out of N and M; None: no account's.
            threads: Threads to use; None: one per processor.
        """
        within, across = self._probabilities(without)
        expected = np.empty(len(source), np.float64)
        arrays = read_only_views(source, target, self.start, self.when, self.count, within, across)
        run_blocks(
            lambda span: kernel.sum_expected_by_activity(span, *arrays, expected),
            even_spans(len(source), 100_000),
            threads=threads,
        )
        return expected

    def _probabilities(self, without: npt.NDArray[np.bool_] | None) -> tuple[Reals, Reals]:
        objects, time, stratum = self.events.object, self.events.time, self.stratum
        if without is not None:
            counted = ~without[self.events.account]
            objects, time, stratum = objects[counted], time[counted], stratum[counted]
        high = neighbour_ranges(*read_only_views(objects, time), self.window)[1]
        pairs, pairs_with_next = kernel.count_pairs_by_stratum(*read_only_views(objects, stratum, high), self.strata)
        slots = np.bincount(stratum, minlength=self.strata).astype(np.float64)
        prior = 0.0 if without is None else PRIOR
        return (
            _share(pairs, slots * (slots - 1) / 2, prior),
            _share(pairs_with_next, slots * np.append(slots[1:], 0), prior),
        )


def activity_p_values(coincidences: Counts | Reals, expected: Reals) -> Reals:
    """Return P(Poisson(expected) >= coincidences) of each edge, float64."""
    return gammainc(coincidences, expected).astype(np.float64, copy=False)


def _share(pairs: Counts, possible: Reals, prior: float) -> Reals:
    """Return pairs / possible, shrunk towards the share of all strata as if ``prior`` more pairs had been possible.

    Half a pair is added to all strata together, since a pair that was never seen is not impossible.
    """
    everywhere = (float(pairs.sum()) + 0.5) / (float(possible.sum()) + 1.0)
    share: Reals = (pairs + prior * everywhere) / np.maximum(possible + prior, 1.0)
    return share
