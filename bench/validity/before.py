"""Results of an earlier version of this package, which the page shows beside those of today."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np

from bench.validity.methods import EXPLORER
from bench.validity.outcomes import Outcome

STORED: Final = Path(__file__).with_name("before.json")
MEASURES: Final = ("edges", "edge_false_discovery", "precision", "recall", "f1", "auc")
"""Attributes of scores that are stored."""


@dataclass(frozen=True, slots=True)
class Before:
    """Mean scores of this package.

    Attributes:
        text: Which version this is.
        means: Mean of each measure by scenario; None if no campaign has a value.
    """

    text: str
    means: Mapping[str, Mapping[str, float | None]]

    @classmethod
    def read(cls, path: Path = STORED) -> Self:
        """Return the results in a file that `write` wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    @classmethod
    def of(cls, outcomes: Sequence[Outcome], text: str) -> Self:
        """Return the means of this package's outcomes."""
        own = [outcome for outcome in outcomes if outcome.method == EXPLORER]
        return cls(
            text,
            {
                name: {
                    measure: _mean([getattr(o.score, measure) for o in own if o.scenario == name])
                    for measure in MEASURES
                }
                for name in dict.fromkeys(outcome.scenario for outcome in own)
            },
        )

    def write(self, path: Path) -> None:
        """Write the results to a file, one scenario per line."""
        lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(means)}" for name, means in self.means.items())
        path.write_text(f'{{\n  "text": {json.dumps(self.text)},\n  "means": {{\n{lines}\n  }}\n}}\n', encoding="utf-8")

    def mean(self, scenario: str, measure: str) -> float | None:
        """Return the mean of a measure; None if it is not known."""
        return self.means.get(scenario, {}).get(measure)


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(float(np.mean(known)), 4) if known else None
