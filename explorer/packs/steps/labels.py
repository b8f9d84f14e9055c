"""What labels cover and change, with intervals."""

import math
from collections.abc import Mapping, Sequence
from itertools import groupby
from statistics import fmean, variance
from typing import Any, Final

Row = Mapping[str, Any]

CONFIDENCE: Final = 0.95
"""Of every interval."""


def wilson(rows: Sequence[Row], parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    """Add ``low`` and ``high``, the score interval of ``labelled`` of ``accounts``.

    Source: Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
    American Statistical Association 22, 209-212.
    """
    from scipy.stats import binomtest  # noqa: PLC0415 - half a second, for one query among all commands

    del parameters
    answer = []
    for row in rows:
        interval = binomtest(row["labelled"], row["accounts"]).proportion_ci(CONFIDENCE, method="wilson")
        answer.append({**row, "low": float(interval.low), "high": float(interval.high)})
    return answer


def label_effect(rows: Sequence[Row], parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    """Return one row for each labelled account: its change beside that of the accounts it is compared with.

    Each account is one observation, its logarithm of retweets a day after over before (half a retweet added to both
    counts, so that none may be zero). The effect is the labelled account's less the others' mean, with the t interval
    of one new observation beside n others: how much accounts change by themselves, whatever the reason, is what the
    effect is measured against. Days of one account are never taken for independent. Where the labelled account's counts
    are so small that their Poisson variance exceeds the others' variance, it takes its place.

    Sources: Donald, S. G. & Lang, K. (2007). Inference with difference-in-differences and other panel data. Review of
    Economics and Statistics 89, 221-233 (groups as observations, t distribution); Haldane, J. B. S. (1956). The
    estimation and significance of the logarithm of a ratio of frequencies. Annals of Human Genetics 20, 309-311 (the
    half).

    Args:
        rows: of each labelled account its own row (``member`` is ``account``) and then those of the others; where
            ``note`` says that there is too little, there is no effect.
        parameters: none is needed.
    """
    del parameters
    answer = []
    for _, members in groupby(rows, key=lambda row: row["account"]):
        own, *others = members
        before, after = _per(own["before"], own["daysBefore"]), _per(own["after"], own["daysAfter"])
        names = ("outlet", "id", "account", "handle", "labelled", "daysBefore", "daysAfter", "note")
        answer.append(
            {name: own[name] for name in names}
            | {"before": before, "after": after, "change": after / before if before and after is not None else None}
            | {"n": len(others), "comparison": None, "effect": None, "low": None, "high": None}
            | ({} if own["note"] else _effect(own, others))
        )
    return answer


def _effect(own: Row, others: Sequence[Row]) -> dict[str, float]:
    from scipy.special import stdtrit  # noqa: PLC0415 - shell completion reads the names of steps

    changes = [_log_change(row) for row in others]
    mean, n = fmean(changes), len(changes)
    poisson = 1 / (own["before"] + 0.5) + 1 / (own["after"] + 0.5)
    spread = variance(changes)
    error = math.sqrt(max(spread, poisson) + spread / n)
    difference = _log_change(own) - mean
    reach = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) * error
    values = {"comparison": mean, "effect": difference, "low": difference - reach, "high": difference + reach}
    return {name: math.exp(value) for name, value in values.items()}


def _log_change(row: Row) -> float:
    return math.log((row["after"] + 0.5) / row["daysAfter"]) - math.log((row["before"] + 0.5) / row["daysBefore"])


def _per(count: int, days: int) -> float | None:
    return count / days if days else None
