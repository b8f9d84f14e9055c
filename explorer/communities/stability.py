"""How much partitions of the same accounts agree."""

import math
from collections.abc import Sequence

import igraph
import numpy as np
import numpy.typing as npt

from explorer.communities.partition import Membership


def togetherness(membership: Membership, others: Sequence[Membership]) -> npt.NDArray[np.float64]:
    """Return, for each account, how often the other members of its community are with it in other partitions.

    The mean over ``others`` of the share of its fellow members that are in its community there, too: 1 is always with
    all of them. The mean over a community's members is the mean over its pairs of members. Counted from the
    contingency table of the two partitions, never from pairs.

    Returns:
        float64, one per account, 0 to 1; nan for an account that is alone in its community, or without ``others``.
    """
    fellows = np.bincount(membership)[membership] - 1
    together = np.zeros(len(membership))
    for other in others:
        cells = membership * (int(other.max(initial=0)) + 1) + other
        _, cell, sizes = np.unique(cells, return_inverse=True, return_counts=True)
        together += sizes[cell] - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(fellows > 0, together / (fellows * len(others)), np.nan)


def agreement(one: Membership, other: Membership) -> float:
    """Return the adjusted Rand index of two partitions (Hubert, Arabie 1985): 1 are equal, 0 agree as by chance."""
    index = igraph.compare_communities(one.tolist(), other.tolist(), method="adjusted_rand")
    # where there is but one way to be so coarse or so fine, the index is undefined and the partitions are equal
    return 1.0 if math.isnan(index) else float(index)


def mean_agreement(membership: Membership, others: Sequence[Membership]) -> float:
    """Return the mean of `agreement` with each of ``others``; nan without any."""
    return float(np.mean([agreement(membership, other) for other in others])) if others else math.nan
