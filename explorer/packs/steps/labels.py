"""Coverage and effect of labels, with intervals."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean, variance
from typing import Any, Final, Self

Row = Mapping[str, Any]

CONFIDENCE: Final = 0.95
"""Confidence level of all intervals."""
POWER: Final = 0.8
"""Probability with which the smallest detectable fall is found (the usual value, Bloom 1995)."""
NOTICEABLE: Final = 0.5
"""An effect of this size, half of the expected retweets, should not escape a comparison; else its power is low."""
LOW_POWER: Final = "low power"
"""Warning that even a large effect could be missed."""
AT_A_PEAK: Final = "labelled at a peak"
"""Warning that retweets were likely to fall anyway (regression to the mean)."""
EARLIER_UNKNOWN: Final = "earlier level unknown"
"""Warning that the data cannot show whether an account was labelled at a peak."""


def t_quantile(degrees_of_freedom: int, probability: float = (1 + CONFIDENCE) / 2) -> float:
    """Return a quantile of the t distribution, by default the one that bounds a two-sided interval of `CONFIDENCE`."""
    from scipy.special import stdtrit  # noqa: PLC0415 - every command imports the names of the steps

    return float(stdtrit(degrees_of_freedom, probability))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Logarithm of one account's change, compared with the changes of n other accounts.

    Attributes:
        difference: The account's change minus `mean`.
        mean: Mean of the others' changes.
        error: Standard error of the difference, if the account is one more of the same kind.
        degrees_of_freedom: Of the variance between the others, n - 1.
    """

    difference: float
    mean: float
    error: float
    degrees_of_freedom: int

    @classmethod
    def of(cls, own: Row, others: Sequence[Row], first: tuple[str, str], then: tuple[str, str]) -> Self:
        """Compare the change from a first to a later number of retweets, each with its number of days.

        Args:
            own: The account.
            others: The accounts that it is compared with, at least two.
            first: Names of the columns of the first number of retweets, and of its days.
            then: Names of the columns of the later number of retweets, and of its days.
        """
        changes = [_log_change(row, first, then) for row in others]
        mean, n, spread = fmean(changes), len(changes), variance(changes)
        chance = _poisson(own, first, then)
        more_chance = max(0.0, chance - fmean(_poisson(row, first, then) for row in others))
        error = math.sqrt(max(spread + more_chance, chance) + spread / n)
        return cls(_log_change(own, first, then) - mean, mean, error, n - 1)

    def is_rise(self) -> bool:
        """Return whether the account rose more than the others, with a one-sided test at 1 - `CONFIDENCE`."""
        return self.difference > t_quantile(self.degrees_of_freedom, CONFIDENCE) * self.error


def _log_change(row: Row, first: tuple[str, str], then: tuple[str, str]) -> float:
    earlier, later = (math.log((row[retweets] + 0.5) / row[days]) for retweets, days in (first, then))
    return later - earlier


def _poisson(row: Row, first: tuple[str, str], then: tuple[str, str]) -> float:
    """Return the variance that chance alone gives to the logarithm of a change of counts."""
    return math.fsum(1 / (row[retweets] + 0.5) for retweets, _ in (first, then))


def wilson(rows: Sequence[Row], parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    """Add ``shareLow`` and ``shareHigh``, the score interval of the share ``labelledAccounts`` / ``accounts``.

    Source: Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
    American Statistical Association 22, 209-212.
    """
    from scipy.stats import binomtest  # noqa: PLC0415 - takes half a second to import

    del parameters
    result = []
    for row in rows:
        interval = binomtest(row["labelledAccounts"], row["accounts"]).proportion_ci(CONFIDENCE, method="wilson")
        result.append({**row, "shareLow": float(interval.low), "shareHigh": float(interval.high)})
    return result


def label_effect(rows: Sequence[Row], parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    """Return one row for each labelled account: its change, compared with the change of other accounts.

    Each account is one observation: the logarithm of its retweets a day after the label over those before, with half a
    retweet added to both counts so that neither is zero. The effect is the labelled account's value minus the mean of
    the others, with the t interval for one new observation compared with n others. The interval is therefore based on
    the variance between accounts; days of one account are never treated as independent. If the labelled account has
    fewer retweets than the others, chance changes its counts more, so the difference of the Poisson variances is added.
    The variance is never less than the Poisson variance of the labelled account.

    Two properties of a comparison are reported as warnings:

    - ``low power``: the smallest fall that the comparison would find with a probability of `POWER` leaves less than
      `NOTICEABLE` of the retweets, so that no visible effect does not mean no effect. Its logarithm is the standard
      error times the sum of the quantiles of t for the interval and for the power (Bloom 1995).
    - ``labelled at a peak``: the account's days before the label were unusually busy, compared with its own earlier
      level. This is the effect of an imagined label on the day when the days before begin, with a one-sided test at
      5%. After a peak, retweets fall without any label (regression to the mean; Ashenfelter 1978 for the mirror image).
      ``earlier level unknown`` means that the data do not reach back far enough for this test.

    Sources: Donald, S. G. & Lang, K. (2007). Inference with difference-in-differences and other panel data. Review of
    Economics and Statistics 89, 221-233 (groups as observations, t distribution); Haldane, J. B. S. (1956). The
    estimation and significance of the logarithm of a ratio of frequencies. Annals of Human Genetics 20, 309-311 (the
    half); Bloom, H. S. (1995). Minimum detectable effects. Evaluation Review 19, 547-556; Ashenfelter, O. (1978).
    Estimating the effect of training programs on earnings. Review of Economics and Statistics 60, 47-57.

    Args:
        rows: For each labelled account its own row (``countedAccount`` equals ``account``), then the rows of the
            others. An account whose ``noEffectReason`` says that there is too little data gets no effect.
        parameters: The query's ``minDays``, ``minRetweets`` and ``minAccounts``, which also apply to the earlier level.
    """
    result = []
    for _, members in groupby(rows, key=lambda row: row["account"]):
        own, *others = members
        before = _per(own["retweetsBefore"], own["daysBefore"])
        after = _per(own["retweetsAfter"], own["daysAfter"])
        names = ("outlet", "outletId", "account", "handle", "labelledDay", "daysBefore", "daysAfter", "noEffectReason")
        result.append(
            {name: own[name] for name in names}
            | {"retweetsPerDayBefore": before, "retweetsPerDayAfter": after}
            | {"change": after / before if before and after is not None else None, "comparedAccounts": len(others)}
            | {"comparisonChange": None, "effect": None, "effectLow": None, "effectHigh": None}
            | {"smallestDetectableFall": None, "peak": None, "warnings": ""}
            | ({} if own["noEffectReason"] else _effect(own, others, parameters))
        )
    return result


def _effect(own: Row, others: Sequence[Row], parameters: Mapping[str, object]) -> dict[str, Any]:
    after_label = Comparison.of(own, others, ("retweetsBefore", "daysBefore"), ("retweetsAfter", "daysAfter"))
    margin = t_quantile(after_label.degrees_of_freedom) * after_label.error
    fall = math.exp(-margin - t_quantile(after_label.degrees_of_freedom, POWER) * after_label.error)
    before_label = _earlier(own, others, parameters)
    warnings = {
        LOW_POWER: fall < NOTICEABLE,
        AT_A_PEAK: before_label is not None and before_label.is_rise(),
        EARLIER_UNKNOWN: before_label is None,
    }
    return {
        "comparisonChange": math.exp(after_label.mean),
        "effect": math.exp(after_label.difference),
        "effectLow": math.exp(after_label.difference - margin),
        "effectHigh": math.exp(after_label.difference + margin),
        "smallestDetectableFall": fall,
        "peak": before_label and math.exp(before_label.difference),
        "warnings": "; ".join(text for text, applies in warnings.items() if applies),
    }


def _earlier(own: Row, others: Sequence[Row], parameters: Mapping[str, Any]) -> Comparison | None:
    """Return how the days before the label compare with the earlier level; None if there is too little data."""

    def enough(row: Row) -> bool:
        early = row["retweetsEarlier"]
        return early is not None and early + row["retweetsBefore"] >= parameters["minRetweets"]

    known = [row for row in others if enough(row)]
    days = max(parameters["minDays"], 1)
    if own["daysEarlier"] < days or not enough(own) or len(known) < max(parameters["minAccounts"], 2):
        return None
    return Comparison.of(own, known, ("retweetsEarlier", "daysEarlier"), ("retweetsBefore", "daysBefore"))


def _per(count: int, days: int) -> float | None:
    return count / days if days else None
