"""Confidence interval of a lift, with a cluster's members as observations."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from explorer.packs.steps.labels import t_quantile

_SUMS: Final = (
    "currentRetweets", "topMemberRetweets", "activeMembers", "memberRetweets", "squaredRetweets",
    "squaredOutletRetweets", "retweetProducts",
)  # fmt: skip


def lift_interval(rows: Sequence[Mapping[str, Any]], parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    """Add ``liftLow`` and ``liftHigh``, the interval of each boost's lift, and ``shareOfTopMember``; drop the sums.

    A cluster's share of retweets for an outlet is a ratio of two sums over its m active members: k retweets of the
    outlet over n retweets of anyone. The retweets of one member are not independent, so that members are the
    observations, not retweets. With residuals e = k - (sum k / sum n) n, the relative variance of the ratio is

        m / (m - 1) * sum e^2 / (sum k)^2,

    or that of a Poisson count, 1 / sum k, if this is larger. The interval is symmetric on the logarithmic scale, by t
    with m - 1 degrees of freedom. The outlet's share of all retweets, by which the ratio is divided, is treated as
    known. A cluster cannot give an outlet more than all of its own retweets, which bounds the upper end.

    If the members' retweets have changed since the run, the lift gets no interval, because the interval would describe
    other data than the lift.

    Sources: Cochran, W. G. (1977). Sampling Techniques, 3rd edition, section 6.4 (variance of a ratio of sums);
    section 6.5 (normal theory holds for many members of which none dominates the sum).

    Args:
        rows: Columns of the query ``boosts/boost-intervals``, among them sum k^2, sum k n and sum n^2.
        parameters: Not used.
    """
    del parameters
    result = []
    for row in rows:
        boost = {name: value for name, value in row.items() if name not in _SUMS}
        share_of_top_member, low, high = None, None, None
        if _as_in_the_run(row):
            share_of_top_member = row["topMemberRetweets"] / row["retweets"]
            low, high = interval(row["lift"], row["retweets"], row)
            high = high and min(high, row["lift"] / row["shareOfCluster"])
        result.append({**boost, "shareOfTopMember": share_of_top_member, "liftLow": low, "liftHigh": high})
    return result


def _as_in_the_run(row: Mapping[str, Any]) -> bool:
    of_outlet, of_anyone = row["currentRetweets"], row["memberRetweets"]
    return (
        bool(of_anyone) and of_outlet == row["retweets"] and math.isclose(of_outlet / of_anyone, row["shareOfCluster"])
    )


def interval(lift: float | None, k: int, sums: Mapping[str, int]) -> tuple[float | None, float | None]:
    """Return both ends of the interval, None if fewer than two members are active or there is no lift."""
    m = sums["activeMembers"]
    if lift is None or m < 2:
        return None, None
    ratio = k / sums["memberRetweets"]
    squares, products = sums["squaredOutletRetweets"], sums["retweetProducts"]
    residuals = max(squares - 2 * ratio * products + ratio**2 * sums["squaredRetweets"], 0.0)
    error = math.sqrt(max(m / (m - 1) * residuals / k**2, 1 / k))
    margin = t_quantile(m - 1) * error
    # The exponential of more than 709 does not fit into a float.
    return lift * math.exp(-margin), lift * math.exp(min(margin, 700.0))
