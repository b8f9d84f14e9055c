"""Goals for this package, and whether they are reached."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bench.validity.methods import COMBINED, EXPLORER, WINDOWS
from bench.validity.outcomes import Outcome
from bench.validity.scenarios import ALONE

COMMON_TRIGGERS: Final = (
    "crowd", "stream-bots", "fast-fans", "many-fans", "polling-bots", "cron-bots", "schedulers", "staff-10m",
    "loyal-30", "feed-2m", "whole-minutes", "batch-times",
)  # fmt: skip
"""Campaigns whose triggers the times of events can tell from coordination."""

TRIGGERS_WITHOUT_TRACE: Final = ("staff-1m", "loyal-60", "feed-30s", "batch-service", "late-push")
"""Campaigns whose triggers leave the same times as coordination. They need other evidence, or a tier of their own."""

Measure = Callable[[Outcome], float]


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal for several scenarios, each of which must reach it.

    Attributes:
        scenarios: Names of the scenarios.
        text: Description of the goal.
        measure: Returns the measure of one campaign.
        over: Combines the measures of a scenario's campaigns: mean, min or max.
        at_least: Whether the bound is a minimum, otherwise a maximum.
        bound: The bound.
        method: The method that must reach it.
    """

    scenarios: tuple[str, ...]
    text: str
    measure: Measure
    over: Callable[[Sequence[float]], float]
    at_least: bool
    bound: float
    method: str = EXPLORER

    def measured(self, outcomes: Sequence[Outcome]) -> Mapping[str, float]:
        """Return the value of each scenario that was studied, the worst one first."""
        by_scenario: dict[str, list[float]] = {}
        for outcome in outcomes:
            if outcome.scenario in self.scenarios and outcome.method == self.method:
                by_scenario.setdefault(outcome.scenario, []).append(self.measure(outcome))
        values = {name: float(self.over(measures)) for name, measures in by_scenario.items()}
        return dict(sorted(values.items(), key=lambda item: item[1], reverse=not self.at_least))

    def missed(self, outcomes: Sequence[Outcome]) -> Mapping[str, float]:
        """Return the values of the scenarios that do not reach the goal."""
        return {
            name: value
            for name, value in self.measured(outcomes).items()
            if not (value >= self.bound if self.at_least else value <= self.bound)
        }


def _f1(outcome: Outcome) -> float:
    return outcome.score.f1 or 0.0


def _false(outcome: Outcome) -> float:
    return outcome.score.edge_false_discovery or 0.0


def _false_accounts(outcome: Outcome) -> float:
    return float(outcome.score.accounts - outcome.score.found)


def _edges(outcome: Outcome) -> float:
    return float(outcome.score.edges or 0)


def _recall(outcome: Outcome) -> float:
    return outcome.score.recall or 0.0


def _recall_unless_refused(outcome: Outcome) -> float:
    return 1.0 if outcome.refused else _recall(outcome)


def _recall_b(outcome: Outcome) -> float:
    return outcome.score.recall_b or 0.0


def _goals_beside_triggers(scenarios: tuple[str, ...], method: str = EXPLORER) -> tuple[Goal, ...]:
    return (
        Goal(scenarios, "mean share of false edges", _false, np.mean, at_least=False, bound=0.05, method=method),
        Goal(scenarios, "largest share of false edges", _false, np.max, at_least=False, bound=0.10, method=method),
        Goal(scenarios, "mean recall of planted accounts, unless refused", _recall_unless_refused, np.mean,
             at_least=True, bound=0.9, method=method),
    )  # fmt: skip


def _alone(scenarios: tuple[str, ...], method: str = EXPLORER) -> Goal:
    names = tuple(f"{name}{ALONE}" for name in scenarios)
    return Goal(names, "largest number of tier A edges", _edges, np.max, at_least=False, bound=1, method=method)


GOALS: Final = (
    Goal(("base", "short"), "mean F1 of accounts", _f1, np.mean, at_least=True, bound=0.95),
    Goal(("base",), "smallest F1 of accounts", _f1, np.min, at_least=True, bound=0.90),
    Goal(("base",), "mean share of false edges", _false, np.mean, at_least=False, bound=0.02),
    Goal(("base",), "largest share of false edges", _false, np.max, at_least=False, bound=0.05),
    Goal(("short",), "largest number of false accounts", _false_accounts, np.max, at_least=False, bound=0),
    Goal(("weak",), "mean recall of accounts", _recall, np.mean, at_least=True, bound=0.25),
    Goal(("small-groups", "rotating-pools", "common-targets", "organic-members", "own-links", "own-hashtags"),
         "mean recall of accounts", _recall, np.mean, at_least=True, bound=0.9),
    Goal(("jitter-10m",), "mean recall of accounts", _recall, np.mean, at_least=True, bound=0.9,
         method=WINDOWS),
    Goal(("several-signals",), "mean share of false edges", _false, np.mean, at_least=False, bound=0.05,
         method=COMBINED),
    Goal(("several-signals",), "mean recall of accounts", _recall, np.mean, at_least=True, bound=0.5, method=COMBINED),
    _alone(("several-signals",), COMBINED),
    Goal(("reacting",), "smallest recall of accounts in tier B", _recall_b, np.min, at_least=True, bound=0.95),
    Goal(("none", "none-fans"), "largest number of tier A edges", _edges, np.max, at_least=False, bound=1),
    *_goals_beside_triggers(COMMON_TRIGGERS),
    _alone(COMMON_TRIGGERS),
    *_goals_beside_triggers(TRIGGERS_WITHOUT_TRACE),
    _alone(TRIGGERS_WITHOUT_TRACE),
    *_goals_beside_triggers(COMMON_TRIGGERS, WINDOWS),
    _alone(COMMON_TRIGGERS, WINDOWS),
)  # fmt: skip

HIGGS_CLEAN: Final = 19
"""Minimum number of draws without an edge of tier A, out of 20 draws of the shuffled Higgs data."""
