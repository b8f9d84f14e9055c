"""Both tests on the pairs of accounts, again and again until those that are found no longer hide others.

A group that acts at once fills its hour with coincidences: counted among the slots of the hour, it makes itself look
usual. What is usual is therefore counted without the slots of accounts that have been found: first of those that are
in step, that is together at `IN_STEP` moments or more, on half or more of what they share, and more than their reaction
times explain; then of all that pass both tests, until no more accounts do. (The masking of outliers by outliers, and
its remedy: Rousseeuw and Leroy 1987, "Robust Regression and Outlier Detection".) What is usual is never told by a
minority: no more accounts are taken out once they would have more than half of the events.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from explorer.detect.kernels.network_kernel import Counts
from explorer.detect.kernels.significance_kernel import Reals
from explorer.detect.network.events import Events
from explorer.detect.network.model import Network
from explorer.detect.significance.activity_model import Awake, p_chance
from explorer.detect.significance.histories import Histories
from explorer.detect.significance.reaction_model import Delays, p_sync

IN_STEP: Final = 5
ROUNDS: Final = 20
"""Rounds at the most; two to five are usual."""

Flags = npt.NDArray[np.bool_]
Choice = Callable[[Reals], Flags]


@dataclass(frozen=True, slots=True)
class Tested:
    """Pairs of accounts that pass the first test, one value per edge of ``network``.

    Attributes:
        network: the edges.
        moments: int64, how often they coincide, see `explorer.detect.significance.histories`.
        expected_chance: float64, lambda.
        p_chance: float64.
        shared: uint32, C.
        chance: float64, pi.
        p_sync: float64.
        without: bool, one per account: whose slots did not count in what is usual.
    """

    network: Network
    moments: Counts
    expected_chance: Reals
    p_chance: Reals
    shared: npt.NDArray[np.uint32]
    chance: Reals
    p_sync: Reals
    without: Flags

    @property
    def p(self) -> Reals:
        """The larger of both p-values."""
        return np.maximum(self.p_chance, self.p_sync)


@dataclass(frozen=True, slots=True)
class Pairs:
    """What the tests look at.

    Attributes:
        first: the events, at most one of an account on an object.
        network: theirs, distinct shared objects as weights.
        awake: when accounts were.
        delays: how fast they react.
        window: milliseconds.
        threads: threads to use; None: one per processor.
    """

    first: Events
    network: Network
    awake: Awake
    delays: Delays
    window: int
    threads: int | None = None

    @classmethod
    def of(cls, first: Events, network: Network, window: int, *, threads: int | None = None) -> "Pairs":
        """Measure the events; ``window`` is in milliseconds."""
        return cls(first, network, Awake.of(first, window), Delays.of(first, window), window, threads)

    def examine(self, choose: Choice) -> Tested:
        """Test the pairs until no more accounts are found.

        Args:
            choose: tells which p-values pass (of one test, then of both).
        """
        without = self._in_step(choose)
        for _ in range(ROUNDS):
            tested = self.test(choose, without)
            found = without | tested.network.keep(choose(tested.p)).with_edge()
            if np.array_equal(found, without) or not self._minority(found):
                break
            without = found
        return tested

    def test(self, choose: Choice, without: Flags) -> Tested:
        """Do both tests once; what is usual is counted without the slots of the accounts ``without``."""
        network = self.network
        expected = self.awake.expected(
            network.source, network.target, without=without if without.any() else None, threads=self.threads
        )
        # moments are no more than the weight: pairs whose weight does not pass need no closer look
        near = choose(p_chance(network.weight, expected))
        network, expected = network.keep(near), expected[near]
        histories, moments, crossed = self._meet(network)
        p = p_chance(moments, expected)
        passes = choose(p)
        left, moments = network.keep(passes), moments[passes]
        shared, chance, sync = self._react(histories, left, moments, crossed[passes])
        return Tested(left, moments, expected[passes], p[passes], shared, chance, sync, without)

    def _meet(self, network: Network) -> tuple[Histories, Counts, Counts]:
        histories = Histories.of(self.first, network.source, network.target)
        return histories, *histories.meetings(network.source, network.target, self.window, threads=self.threads)

    def _react(
        self, histories: Histories, network: Network, moments: Counts, crossed: Counts
    ) -> tuple[npt.NDArray[np.uint32], Reals, Reals]:
        ends = network.source, network.target
        shared, chance = self.delays.expected(histories, *ends, crossed, threads=self.threads)
        return shared, chance, p_sync(moments, shared, chance, threads=self.threads)

    def _in_step(self, choose: Choice) -> Flags:
        often = self.network.keep(self.network.weight >= IN_STEP)
        histories, moments, crossed = self._meet(often)
        again = moments >= IN_STEP
        often = often.keep(again)
        shared, _, sync = self._react(histories, often, moments[again], crossed[again])
        found = often.keep(choose(sync) & (2 * often.weight >= shared)).with_edge()
        return found if self._minority(found) else np.zeros_like(found)

    def _minority(self, accounts: Flags) -> bool:
        return 2 * int(np.count_nonzero(accounts[self.first.account])) <= len(self.first)
