"""How sure a lift is, with a cluster's members as the observations."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from explorer.packs.steps.labels import CONFIDENCE

_SUMS: Final = ("now", "most", "active", "made", "madeSquares", "squares", "products")


def lift_interval(rows: Sequence[Mapping[str, Any]], parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    """Give each boost ``low`` and ``high``, the interval of its lift, and ``ofMost`` in place of the sums.

    A cluster's share of retweets for an outlet is a ratio of two sums over its m active members, k of the outlet over n
    of anyone. One member's retweets hang together, so that members are the observations, not retweets. With
    residuals e = k - (sum k / sum n) n, the relative variance of the ratio is

        m / (m - 1) * sum e^2 / (sum k)^2,

    or that of a Poisson count, 1 / sum k, where this is larger. The interval is symmetric for the logarithm, by t with
    m - 1 degrees of freedom. The outlet's share of all retweets, by which the ratio is divided, is taken as known; no
    cluster gives an outlet more than all its retweets, which bounds the upper end.

    Where the members' retweets are not those any more that the run counted, its lift has no interval: one of now would
    be of something else.

    Sources: Cochran, W. G. (1977). Sampling Techniques, 3rd edition, section 6.4 (variance of a ratio of sums);
    section 6.5 on when its normal theory is good: many members, none of them most of the sum.

    Args:
        rows: columns of the query ``boosts/boost-intervals``; sum k^2, sum k n and sum n^2 among them.
        parameters: none is needed.
    """
    del parameters
    answer = []
    for row in rows:
        told = {name: value for name, value in row.items() if name not in _SUMS}
        most, low, high = None, None, None
        if _as_in_the_run(row):
            most = row["most"] / row["retweets"]
            low, high = interval(row["lift"], row["retweets"], row)
            high = high and min(high, row["lift"] / row["ofCluster"])
        answer.append({**told, "ofMost": most, "low": low, "high": high})
    return answer


def _as_in_the_run(row: Mapping[str, Any]) -> bool:
    now, made = row["now"], row["made"]
    return bool(made) and now == row["retweets"] and math.isclose(now / made, row["ofCluster"])


def interval(lift: float | None, k: int, sums: Mapping[str, int]) -> tuple[float | None, float | None]:
    """Return both ends; None where fewer than two members are active, or there is no lift."""
    from scipy.special import stdtrit  # noqa: PLC0415 - shell completion reads the names of steps

    m = sums["active"]
    if lift is None or m < 2:
        return None, None
    ratio = k / sums["made"]
    residuals = max(sums["squares"] - 2 * ratio * sums["products"] + ratio**2 * sums["madeSquares"], 0.0)
    error = math.sqrt(max(m / (m - 1) * residuals / k**2, 1 / k))
    reach = float(stdtrit(m - 1, (1 + CONFIDENCE) / 2)) * error
    # beyond what a float holds there is nothing to be told
    return lift * math.exp(-reach), lift * math.exp(min(reach, 700.0))
