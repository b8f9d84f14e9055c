"""All tests on all edges, repeated until the accounts that are found no longer hide others.

A group that acts at once fills its hour with coincidences. If its events counted towards the usual rate of the hour, it
would look usual. The usual rates therefore exclude accounts that were found earlier. The first round
excludes accounts that coincide in at least `MIN_MOMENTS` moments, on at least half of the objects that they share, and
more often than their reaction times explain. Later rounds exclude all accounts of edges that pass all tests, until
there are no new ones. (Outliers that mask outliers, and the remedy: Rousseeuw and Leroy 1987, "Robust Regression and
Outlier Detection".) The usual rates always use a majority of the events: once the excluded accounts would have more
than half of them, no further accounts are excluded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from explorer.detect.kernels.arrays import Counts, Flags, Reals
from explorer.detect.network.events import Events
from explorer.detect.network.model import Network
from explorer.detect.significance.activity_model import ActivityModel, activity_p_values
from explorer.detect.significance.histories import Histories
from explorer.detect.significance.reaction_model import ReactionModel, reaction_p_values
from explorer.detect.significance.shared_strata import SharedStrata
from explorer.detect.significance.third_party_model import ThirdParties

MIN_MOMENTS: Final = 5
ROUNDS: Final = 20
"""Maximum number of rounds; two to five are usual."""

Choice = Callable[[Reals], Flags]


@dataclass(frozen=True, slots=True)
class TestedEdges:
    """Edges that pass the first test, one value per edge of ``network``.

    Attributes:
        network: The edges.
        moments: int64, how often their accounts coincide, see `explorer.detect.significance.histories`.
        expected_chance: float64, lambda.
        p_chance: float64.
        shared: uint32, C.
        chance: float64, pi.
        p_sync: float64.
        third: float64, the larger of pi and pi_3.
        p_third: float64.
        p: float64, the largest of p_chance and of the weighted p_sync and p_third, see
            `explorer.detect.significance.shared_strata`.
        without: bool, one per account: whether its slots were left out of what is usual.
        third_parties: What third accounts do on the objects of the edges' accounts.
    """

    network: Network
    moments: Counts
    expected_chance: Reals
    p_chance: Reals
    shared: npt.NDArray[np.uint32]
    chance: Reals
    p_sync: Reals
    third: Reals
    p_third: Reals
    p: Reals
    without: Flags
    third_parties: ThirdParties


@dataclass(frozen=True, slots=True)
class EdgeTests:
    """All tests on the edges of a network.

    Attributes:
        first: The events, at most one per account and object.
        network: Their network, with distinct shared objects as weights.
        activity: When the accounts were active.
        reaction: How fast they react.
        strata: Weights of the pairs of accounts.
        window: Milliseconds.
        threads: Threads to use; None: one per processor.
    """

    first: Events
    network: Network
    activity: ActivityModel
    reaction: ReactionModel
    strata: SharedStrata
    window: int
    threads: int | None = None

    @classmethod
    def of(
        cls, first: Events, network: Network, window: int, *, hypotheses: int, threads: int | None = None
    ) -> "EdgeTests":
        """Measure the events; ``window`` is in milliseconds."""
        strata = SharedStrata.of(first, hypotheses, threads=threads)
        activity, reaction = ActivityModel.of(first, window), ReactionModel.of(first, window)
        return cls(first, network, activity, reaction, strata, window, threads)

    def run(self, choose: Choice) -> TestedEdges:
        """Repeat the tests until no more accounts are found.

        Args:
            choose: Returns which p-values pass (of one test, then of both).
        """
        without = self._in_step(choose)
        for _ in range(ROUNDS):
            tested = self.test(choose, without)
            excluded = without | tested.network.keep(choose(tested.p)).with_edge()
            if np.array_equal(excluded, without) or not self._minority(excluded):
                break
            without = excluded
        return tested

    def test(self, choose: Choice, without: Flags, *, pairs: Network | None = None) -> TestedEdges:
        """Run all tests once.

        Args:
            choose: Returns which p-values pass.
            without: bool, one per account: whether its slots are left out of what is usual.
            pairs: Edges of the network to test; None: all.
        """
        network = self.network if pairs is None else pairs
        expected = self.activity.expected(
            network.source, network.target, without=without if without.any() else None, threads=self.threads
        )
        # there are at most as many moments as the weight, so pairs whose weight does not pass cannot pass
        near = choose(activity_p_values(network.weight, expected))
        network, expected = network.keep(near), expected[near]
        histories, moments, *delays = self._coincidences(network)
        p = activity_p_values(moments, expected)
        passes = choose(p)
        left, moments = network.keep(passes), moments[passes]
        shared, chance, sync = self._react(histories, left, moments, *(count[passes] for count in delays))
        parties = ThirdParties.of(self.first, self.network, left, self.window, threads=self.threads)
        third = np.maximum(chance, parties.expected(left, chance, threads=self.threads))
        p_third = reaction_p_values(moments, shared, third, threads=self.threads)
        weighted = self.strata.weighted(np.maximum(sync, p_third), shared)
        return TestedEdges(
            left,
            moments,
            expected[passes],
            p[passes],
            shared,
            chance,
            sync,
            third,
            p_third,
            np.maximum(p[passes], weighted),
            without,
            parties,
        )

    def _coincidences(self, network: Network) -> tuple[Histories, Counts, Counts, Counts]:
        ends = network.source, network.target
        histories = Histories.of(self.first, *ends)
        return histories, *histories.count_coincidences(*ends, self.window, threads=self.threads)

    def _react(
        self, histories: Histories, network: Network, moments: Counts, crossed: Counts, mixed: Counts
    ) -> tuple[npt.NDArray[np.uint32], Reals, Reals]:
        ends = network.source, network.target
        shared, chance = self.reaction.expected(histories, *ends, crossed, mixed, threads=self.threads)
        return shared, chance, reaction_p_values(moments, shared, chance, threads=self.threads)

    def _in_step(self, choose: Choice) -> Flags:
        often = self.network.keep(self.network.weight >= MIN_MOMENTS)
        histories, moments, *delays = self._coincidences(often)
        again = moments >= MIN_MOMENTS
        often = often.keep(again)
        shared, _, sync = self._react(histories, often, moments[again], *(count[again] for count in delays))
        in_step = often.keep(choose(sync) & (2 * often.weight >= shared)).with_edge()
        return in_step if self._minority(in_step) else np.zeros_like(in_step)

    def _minority(self, accounts: Flags) -> bool:
        return 2 * int(np.count_nonzero(accounts[self.first.account])) <= len(self.first)
