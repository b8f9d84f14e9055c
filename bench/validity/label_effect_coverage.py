"""Coverage of the interval of a label's effect, and how often its warnings appear, in simulated data.

Each account has retweets on every day of a history of `EARLIER` days, of `SIDE` days before the label and of `SIDE`
days after it. They go through `explorer.packs.steps.labels.label_effect`, as the rows of the query
``labels/label-effect`` do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.packs.steps.labels import AT_A_PEAK, LOW_POWER, label_effect

EARLIER: Final = 84
"""Days of the earlier level: three times `SIDE`, as in the query."""
SIDE: Final = 28
"""Days before the label, and after it, as in the query."""
TRUE_EFFECT: Final = 0.5
"""Effect of the labels whose coverage is measured: retweets fall by half."""
CANDIDATES: Final = 100
"""Number of accounts from which the platform chooses those that it labels at a peak."""
LABELLED: Final = (1, 5, 20)
"""Numbers of accounts labelled on one day."""
COMPARED: Final = (8, 30)
"""Numbers of unlabelled accounts, of which those with few retweets are left out."""
MIN_RETWEETS: Final = 20
_PARAMETERS: Final = {"minDays": 14, "minRetweets": MIN_RETWEETS, "minAccounts": 5}

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scenario:
    """How retweets come about.

    Attributes:
        title: What the scenario is, for the table.
        bursts: Standard deviation of an account's weekly level (log scale); 0 for constant rates. Weeks follow each
            other with a correlation of 0.5, with steps from Student's t with 4 degrees of freedom. Days vary as well,
            with a Pareto tail of exponent 2.5.
        small: Median retweets per day of labelled accounts; 4 for all others.
        shift: Standard deviation (log scale) of a shift after the label that all unlabelled accounts share.
        peak: Whether accounts are chosen for the label because they are busy: those of the candidates whose days before
            the label rose most above their earlier level.
    """

    title: str
    bursts: float = 0.0
    small: float = 4.0
    shift: float = 0.0
    peak: bool = False


SCENARIOS: Final = (
    Scenario("constant rates"),
    Scenario("bursts with heavy tails", bursts=0.4),
    Scenario("bursts, labelled accounts a quarter as active as the others", bursts=0.4, small=1.0),
    Scenario("bursts, and a shift that only the unlabelled accounts share", bursts=0.4, shift=0.5),
    Scenario("bursts, labelled at a peak", bursts=0.4, peak=True),
)

HEADING: Final = (
    "scenario", "labelled accounts", "accounts compared", "coverage", "false effects", "false effects, no peak warning",
    "low power", "labelled at a peak",
)  # fmt: skip
"""Headings of the rows of `study_label_effect`."""


class LabelEffectRow(NamedTuple):
    """One row of `study_label_effect`; see `HEADING`."""

    scenario: str
    labelled: int
    compared: int
    coverage: float
    false_effects: float
    false_without_peak_warning: float
    low_power: float
    at_a_peak: float


def study_label_effect(seed: int, size: int) -> list[LabelEffectRow]:
    """Measure the interval in every scenario, for several numbers of labelled accounts and of accounts compared.

    Coverage is the share of intervals that contain the true effect, where labels halve the retweets. Where labels
    change nothing, false effects are the share of intervals that exclude 1, and the shares of accounts with each
    warning are measured.

    Args:
        seed: Random seed.
        size: Number of labelled accounts that are simulated for each row, at least. 4,000 gives a standard error of 0.3
            percentage points for a coverage of 95%.

    Returns:
        Rows with the columns `HEADING`; the last five are shares, 0 to 1.
    """
    return [
        measure(scenario, labelled, compared, np.random.default_rng([seed, number, labelled, compared]), size)
        for number, scenario in enumerate(SCENARIOS)
        for compared in COMPARED
        for labelled in LABELLED
    ]


def measure(scenario: Scenario, labelled: int, compared: int, rng: np.random.Generator, size: int) -> LabelEffectRow:
    """Return one row of `study_label_effect`."""
    draws = max(1, size // labelled)
    halved = [row for _ in range(draws) for row in _draw(rng, scenario, labelled, compared, TRUE_EFFECT)]
    without = [row for _ in range(draws) for row in _draw(rng, scenario, labelled, compared, 1.0)]
    false = np.array([not row["effectLow"] <= 1 <= row["effectHigh"] for row in without])
    peak = np.array([AT_A_PEAK in row["warnings"] for row in without])
    return LabelEffectRow(
        scenario.title,
        labelled,
        compared,
        float(np.mean([row["effectLow"] <= TRUE_EFFECT <= row["effectHigh"] for row in halved])),
        float(np.mean(false)),
        float(np.mean(false & ~peak)),
        float(np.mean([LOW_POWER in row["warnings"] for row in without])),
        float(np.mean(peak)),
    )


def _draw(
    rng: np.random.Generator, scenario: Scenario, labelled: int, compared: int, effect: float
) -> Iterator[dict[str, Any]]:
    """Yield the result for each labelled account of one simulated graph that has enough retweets."""
    others_rates = _rates(rng, scenario, compared, 4.0)
    others_rates[:, -SIDE:] *= np.exp(rng.normal(0, scenario.shift))
    others = [counts for counts in _counts(rng, others_rates) if counts[1] + counts[2] >= MIN_RETWEETS]
    own_rates = _rates(rng, scenario, CANDIDATES if scenario.peak else labelled, scenario.small)
    own_rates[:, -SIDE:] *= effect
    own = _counts(rng, own_rates)
    own = own[own[:, 1] + own[:, 2] >= MIN_RETWEETS]
    if scenario.peak:
        rise = np.log((own[:, 1] + 0.5) / SIDE) - np.log((own[:, 0] + 0.5) / EARLIER)
        own = own[np.argsort(-rise)[:labelled]]
    if len(others) < _PARAMETERS["minAccounts"]:
        return
    for account in range(len(own)):
        rows = [_row(str(account), name, counts) for name, counts in enumerate([own[account], *others])]
        yield from label_effect(rows, _PARAMETERS)


def _rates(rng: np.random.Generator, scenario: Scenario, accounts: int, median: float) -> Floats:
    """Return expected retweets by account and day; account levels are log-normal with a standard deviation of 1.2."""
    days = EARLIER + 2 * SIDE
    level = median * np.exp(rng.normal(0, 1.2, (accounts, 1)))
    if not scenario.bursts:
        return np.repeat(level, days, axis=1)
    # the variance of t is 2 with 4 degrees of freedom, and a correlation of 0.5 multiplies it by 4/3
    steps = scenario.bursts / np.sqrt(8 / 3) * rng.standard_t(4, (accounts, days // 7))
    weeks = np.zeros_like(steps)
    for week in range(steps.shape[1]):
        weeks[:, week] = (0.5 * weeks[:, week - 1] if week else 0.0) + steps[:, week]
    daily = rng.pareto(2.5, (accounts, days)) + 0.1
    rates: Floats = level * np.repeat(np.exp(np.clip(weeks, -6, 6)), 7, axis=1) * daily
    return rates


def _counts(rng: np.random.Generator, rates: Floats) -> Counts:
    """Return retweets by account in the days of the earlier level, before the label and after it."""
    days = rng.poisson(rates)
    return np.add.reduceat(days, [0, EARLIER, EARLIER + SIDE], axis=1)


def _row(account: str, name: int, counts: Counts) -> dict[str, Any]:
    """Return a row as the query returns it; the labelled account has the name 0."""
    earlier, before, after = map(int, counts)
    return {
        "outlet": "", "outletId": "", "account": account, "handle": None, "labelledDay": None,
        "countedAccount": account if name == 0 else f"other {name}", "daysEarlier": EARLIER, "daysBefore": SIDE,
        "daysAfter": SIDE, "retweetsEarlier": earlier, "retweetsBefore": before, "retweetsAfter": after,
        "noEffectReason": "",
    }  # fmt: skip
