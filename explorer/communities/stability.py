"""Agreement of partitions of the same accounts."""

import math
from collections.abc import Sequence

import igraph
import numpy as np
import numpy.typing as npt

from explorer.communities.partition import Membership


def togetherness(membership: Membership, others: Sequence[Membership]) -> npt.NDArray[np.float64]:
    """Return how often the other members of an account's community stay with it in other partitions.

    For each account this is the share of its fellow members that share its community in another partition, as a mean
    over ``others``; 1 means always with all of them. The mean over the members of a community is the mean over its
    pairs of members. The counts come from the contingency table of two partitions, not from pairs.

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
    """Return the adjusted Rand index of two partitions (Hubert, Arabie 1985): 1 for equal ones, 0 for chance."""
    index = igraph.compare_communities(one.tolist(), other.tolist(), method="adjusted_rand")
    # the index is undefined if only one partition is as coarse or as fine as these, so that they are equal
    return 1.0 if math.isnan(index) else float(index)


def mean_agreement(membership: Membership, others: Sequence[Membership]) -> float:
    """Return the mean of `agreement` with each of ``others``; nan without any."""
    return float(np.mean([agreement(membership, other) for other in others])) if others else math.nan
