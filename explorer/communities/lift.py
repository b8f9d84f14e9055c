"""Lift of clusters: how much more often a cluster retweets an outlet than all accounts do, with a confidence interval.

This is the only place that decides what a boost is: a lift whose interval lies above 1.

The lift divides the outlet's share of the cluster's retweets by its share of all retweets. The interval is a delete-one
jackknife over the m active members of the cluster, because the retweets of one member are not independent: with
theta_i, the logarithm of the outlet's share of the cluster's retweets without member i, the squared standard error is

    (m - 1) / m * sum over i of (theta_i - mean theta)^2.

The interval is symmetric on the logarithmic scale, by t with m - 1 degrees of freedom, and the standard error is at
least that of a Poisson count, 1 / sqrt(retweets): members that all do exactly the same would otherwise have an interval
without width, even with one retweet each. Two facts bound its upper end: the outlet cannot have more than all of the
cluster's retweets, and the cluster cannot make more than all of the outlet's retweets.

The outlet's share of all retweets is taken as known. A jackknife that also leaves the member's retweets out of this
share gives intervals that are too narrow in small data: the share's own uncertainty is missing, and this is not.
docs/validity.md has the coverage in simulations.

Sources: Efron, B. & Stein, C. (1981). The jackknife estimate of variance. Annals of Statistics 9, 586-596; Tukey, J. W.
(1958). Bias and confidence in not quite large samples. Annals of Mathematical Statistics 29, 614 (t with m - 1).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

CONFIDENCE: Final = 0.95
"""Confidence level of the interval."""
MIN_ACTIVE_MEMBERS: Final = 3
"""Minimum number of members with a retweet of any known account. With fewer, a lift has no interval."""
FEW_ACTIVE_MEMBERS: Final = f"fewer than {MIN_ACTIVE_MEMBERS} active members"
ONE_MEMBER: Final = "only one member retweeted the outlet"
CHANGED_DATA: Final = "the data changed after the run"
"""Reasons why a lift has no interval. Without an interval, the cluster does not boost the outlet."""
_CELLS_AT_ONCE: Final = 2_000_000

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lifts:
    """Lifts of clusters for outlets, with intervals.

    Attributes:
        lift: The lift. NaN without retweets.
        low: Lower end of the interval. NaN if there is none.
        high: Upper end of the interval. NaN if there is none.
        reason: Why there is no interval. Empty if there is one.
    """

    lift: Floats
    low: Floats
    high: Floats
    reason: npt.NDArray[np.str_]

    @property
    def is_boost(self) -> npt.NDArray[np.bool_]:
        """Whether the whole interval is above 1."""
        return self.low > 1


def lift_intervals(outlet: Counts, everything: Counts, received: Counts, total: Counts | int) -> Lifts:
    """Return the lifts of clusters for outlets.

    Args:
        outlet: Retweets of the outlet by each member, int64 (lifts, members).
        everything: Retweets of any account by each member, int64 (members) for one cluster, or (lifts, members).
        received: Retweets of the outlet by all accounts, cluster included, int64 (lifts).
        total: Retweets of any account by all accounts, one number or int64 (lifts).
    """
    rows, members = outlet.shape
    step = max(1, _CELLS_AT_ONCE // max(members, 1))
    everything, totals = np.broadcast_to(everything, outlet.shape), np.broadcast_to(total, rows)
    slices = [slice(start, start + step) for start in range(0, max(rows, 1), step)]
    parts = [_intervals(outlet[some], everything[some], received[some], totals[some]) for some in slices]
    return Lifts(*(np.concatenate([getattr(part, name) for part in parts]) for name in Lifts.__slots__))


def _intervals(outlet: Counts, everything: Counts, received: Counts, total: Counts) -> Lifts:
    of_outlet, of_anyone, active = outlet.sum(axis=1), everything.sum(axis=1), (everything > 0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share_of_cluster, share_of_outlet = of_outlet / of_anyone, of_outlet / received
        lift = share_of_cluster / (received / total)
        margin = _t_quantile(active - 1) * np.maximum(standard_errors(outlet, everything), 1 / np.sqrt(of_outlet))
        low = lift * np.exp(-margin)
        high = np.minimum(lift * np.exp(margin), lift / np.maximum(share_of_cluster, share_of_outlet))
    one_member = outlet.max(axis=1, initial=0) == of_outlet
    reason = np.where(active < MIN_ACTIVE_MEMBERS, FEW_ACTIVE_MEMBERS, np.where(one_member, ONE_MEMBER, ""))
    return Lifts(lift, np.where(reason == "", low, np.nan), np.where(reason == "", high, np.nan), reason)


def standard_errors(outlet: Counts, everything: Counts) -> Floats:
    """Return the jackknife's standard errors of the logarithm of an outlet's share of a cluster's retweets.

    Args:
        outlet: Retweets of the outlet by each member, int64 (shares, members).
        everything: Retweets of any account by each member, same shape. Members without retweets are not active and do
            not count.

    Returns:
        float64 (shares). Not finite if a single member made all retweets of the outlet.
    """
    active = everything > 0
    m = active.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        without = np.log(outlet.sum(axis=1, keepdims=True) - outlet)
        without -= np.log(everything.sum(axis=1, keepdims=True) - everything)
        mean = without.sum(axis=1, where=active) / m
        squares = ((without - mean[:, None]) ** 2).sum(axis=1, where=active)
        return np.asarray(np.sqrt((m - 1) / m * squares), dtype=np.float64)


def _t_quantile(degrees_of_freedom: Counts) -> Floats:
    from scipy.special import stdtrit  # noqa: PLC0415 - takes long to import

    return np.asarray(stdtrit(degrees_of_freedom, (1 + CONFIDENCE) / 2), dtype=np.float64)
