"""Goals for this package, and whether they are reached."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bench.validity.methods import EXPLORER
from bench.validity.studies import Outcome
from explorer.simulate.evaluation import Score

Measure = Callable[[Score], float]


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal.

    Attributes:
        preset: Preset of the campaigns.
        text: Description of the goal.
        measure: Returns the measure of one campaign.
        over: Combines the measures of the campaigns: mean, min or max.
        at_least: Whether the bound is a minimum, otherwise a maximum.
        bound: The bound.
    """

    preset: str
    text: str
    measure: Measure
    over: Callable[[Sequence[float]], float]
    at_least: bool
    bound: float

    def measured(self, outcomes: Sequence[Outcome]) -> float:
        """Return the value that this package reached."""
        return float(self.over([self.measure(o.score) for o in outcomes if self._concerns(o)]))

    def holds(self, outcomes: Sequence[Outcome]) -> bool:
        """Return whether the goal is reached."""
        measured = self.measured(outcomes)
        return measured >= self.bound if self.at_least else measured <= self.bound

    def applies(self, outcomes: Sequence[Outcome]) -> bool:
        """Return whether there is an outcome for the goal."""
        return any(self._concerns(o) for o in outcomes)

    def _concerns(self, outcome: Outcome) -> bool:
        return outcome.preset == self.preset and outcome.method == EXPLORER


def _f1(score: Score) -> float:
    return score.f1 or 0.0


def _false(score: Score) -> float:
    return score.edge_false_discovery or 0.0


def _edges(score: Score) -> float:
    return float(score.edges or 0)


def _recall_b(score: Score) -> float:
    return score.recall_b or 0.0


GOALS: Final = (
    Goal("base", "mean F1 of accounts", _f1, np.mean, at_least=True, bound=0.95),
    Goal("base", "minimum F1 of accounts", _f1, np.min, at_least=True, bound=0.90),
    Goal("base", "maximum edge false-discovery rate", _false, np.max, at_least=False, bound=0.05),
    Goal("base", "mean edge false-discovery rate", _false, np.mean, at_least=False, bound=0.02),
    Goal("short", "mean F1 of accounts", _f1, np.mean, at_least=True, bound=0.85),
    Goal("none", "maximum number of tier A edges", _edges, np.max, at_least=False, bound=1),
    Goal("none-fans", "maximum number of tier A edges", _edges, np.max, at_least=False, bound=1),
    Goal("reacting", "minimum recall of accounts in tier B", _recall_b, np.min, at_least=True, bound=0.95),
)

HIGGS_CLEAN: Final = 19
"""Minimum number of draws without an edge of tier A, out of 20 draws of the shuffled Higgs data."""
