"""Coverage and effect of labels, with intervals."""

import math
from collections.abc import Mapping, Sequence
from itertools import groupby
from statistics import fmean, variance
from typing import Any, Final

Row = Mapping[str, Any]

CONFIDENCE: Final = 0.95
"""Confidence level of all intervals."""


def t_quantile(degrees_of_freedom: int) -> float:
    """Return the quantile of the t distribution that bounds a two-sided interval of `CONFIDENCE`."""
    from scipy.special import stdtrit  # noqa: PLC0415 - every command imports the names of the steps

    return float(stdtrit(degrees_of_freedom, (1 + CONFIDENCE) / 2))


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
    the variance between accounts; days of one account are never treated as independent. If the Poisson variance of the
    labelled account's counts exceeds the variance of the others, it replaces that variance.

    Sources: Donald, S. G. & Lang, K. (2007). Inference with difference-in-differences and other panel data. Review of
    Economics and Statistics 89, 221-233 (groups as observations, t distribution); Haldane, J. B. S. (1956). The
    estimation and significance of the logarithm of a ratio of frequencies. Annals of Human Genetics 20, 309-311 (the
    half).

    Args:
        rows: For each labelled account its own row (``countedAccount`` equals ``account``), then the rows of the
            others. An account whose ``noEffectReason`` says that there is too little data gets no effect.
        parameters: Not used.
    """
    del parameters
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
            | ({} if own["noEffectReason"] else _effect(own, others))
        )
    return result


def _effect(own: Row, others: Sequence[Row]) -> dict[str, float]:
    changes = [_log_change(row) for row in others]
    mean, n = fmean(changes), len(changes)
    poisson = 1 / (own["retweetsBefore"] + 0.5) + 1 / (own["retweetsAfter"] + 0.5)
    spread = variance(changes)
    error = math.sqrt(max(spread, poisson) + spread / n)
    difference = _log_change(own) - mean
    margin = t_quantile(n - 1) * error
    values = {
        "comparisonChange": mean,
        "effect": difference,
        "effectLow": difference - margin,
        "effectHigh": difference + margin,
    }
    return {name: math.exp(value) for name, value in values.items()}


def _log_change(row: Row) -> float:
    before = (row["retweetsBefore"] + 0.5) / row["daysBefore"]
    after = (row["retweetsAfter"] + 0.5) / row["daysAfter"]
    return math.log(after) - math.log(before)


def _per(count: int, days: int) -> float | None:
    return count / days if days else None
