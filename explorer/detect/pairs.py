"""Both tests on the pairs of accounts, again and again until those that are found no longer hide others.

A group that acts at once fills its hour with coincidences: counted among the slots of the hour, it makes itself look
usual. Once some of its accounts are found, what is usual is counted anew without their slots, and the test is made
again, until no more accounts are found. (The masking of outliers by outliers, and its remedy, as in Rousseeuw and
Leroy 1987, "Robust Regression and Outlier Detection".)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from explorer.detect.chance import Awake, p_chance
from explorer.detect.events import Events
from explorer.detect.network import Network
from explorer.detect.reaction import Delays, p_sync
from explorer.detect.significance_kernel import Reals

ROUNDS: Final = 20
"""Rounds at the most; three to eight are usual where something is found."""

Choice = Callable[[Reals], npt.NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Tested:
    """Pairs of accounts that pass the first test, one value per edge of ``network``.

    Attributes:
        network: the edges.
        expected_chance: float64, lambda.
        p_chance: float64.
        shared: uint32, C.
        chance: float64, pi.
        p_sync: float64.
    """

    network: Network
    expected_chance: Reals
    p_chance: Reals
    shared: npt.NDArray[np.uint32]
    chance: Reals
    p_sync: Reals

    @property
    def p(self) -> Reals:
        """The larger of both p-values."""
        return np.maximum(self.p_chance, self.p_sync)


def examine(first: Events, network: Network, window: int, choose: Choice, *, threads: int | None = None) -> Tested:
    """Test the edges of a network.

    Args:
        first: the events of the network, at most one of an account on an object.
        network: distinct shared objects as weights.
        window: milliseconds.
        choose: tells which p-values pass (of the first test, then of both).
        threads: threads to use; None: one per processor.
    """
    awake = Awake.of(first, window)
    delays: Delays | None = None
    found: npt.NDArray[np.bool_] | None = None
    for _ in range(ROUNDS):
        expected = awake.expected(network.source, network.target, without=found, threads=threads)
        p = p_chance(network.weight, expected)
        passes = choose(p)
        left = network.keep(passes)
        if delays is None and len(left):
            delays = Delays.of(first, window)
        shared, chance = (
            delays.expected(left.source, left.target, threads=threads)
            if delays
            else (np.empty(0, np.uint32), np.empty(0))
        )
        tested = Tested(left, expected[passes], p[passes], shared, chance, p_sync(left.weight, shared, chance))
        now = left.keep(choose(tested.p)).with_edge()
        if found is not None:
            now |= found
        if np.count_nonzero(now) == (0 if found is None else np.count_nonzero(found)):
            break
        found = now
    return tested
