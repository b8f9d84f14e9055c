"""Choose a resolution at which partitions depend neither on the seed nor on the exact resolution.

Real communities are found with every seed and over a range of resolutions; between such ranges, partitions differ from
seed to seed (Lambiotte 2010, "Multi-scale modularity in complex networks"; Traag, Krings, Van Dooren 2013,
"Significant scales in community structure").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from explorer.common.progress import Progress
from explorer.communities.parameters import STEADY, Objective
from explorer.communities.partition import LayeredGraph, Membership
from explorer.communities.stability import agreement, mean_agreement

SCAN_SCHEMA: Final = {
    "resolution": pl.Float64,
    "communities": pl.Int64,
    "clusters": pl.Int64,
    "agreement": pl.Float64,
    "next": pl.Float64,
    "chosen": pl.Boolean,
}
_STEP_COUNT: Final = 13


@dataclass(frozen=True, slots=True)
class _Step:
    resolution: float
    membership: Membership
    clusters: int
    agreement: float


def scan_resolutions(
    graph: LayeredGraph, objective: Objective, seeds: Sequence[int], *, min_size: int, progress: Progress
) -> tuple[float, pl.DataFrame]:
    """Choose one of thirteen resolutions in geometric steps.

    Modularity is tried from 1/4 to 4. CPM is tried from the weight per pair of all accounts, at which everything is
    one community, to the mean weight of an edge, at which hardly more than cliques are left.

    A step is steady if it has clusters and its best partition agrees with those of the other seeds, with a mean of
    `STEADY` or more. A plateau is a sequence of steady steps, each of which agrees with the next one, too. The longest
    plateau is chosen; a plateau that only separates connected components is chosen only if no other has two steps or
    more. Of equally long plateaus the one at lower resolutions is chosen, and in it the middle step (the lower of two).
    Without a steady step, the step with the highest agreement is chosen, of equals the one with the lowest resolution.

    Args:
        graph: With at least one edge.
        objective: Quality that the partitions maximise.
        seeds: Seeds for each resolution, two or more.
        min_size: Minimum number of members of a cluster.
        progress: Called with the number of seeds done.

    Returns:
        The resolution, and a row for each step, columns `SCAN_SCHEMA`: communities of the best partition, how many of
        them are large enough, the mean adjusted Rand index of the best partition with those of the other seeds, and its
        index with the best partition of the next step.
    """
    steps = []
    for number, resolution in enumerate(_grid(graph, objective).tolist(), start=1):
        stage = f"resolution {number} of {_STEP_COUNT}"
        partitions = graph.partitions(objective, resolution, seeds, stage=stage, progress=progress)
        steps.append(
            _Step(
                resolution,
                partitions.membership,
                int(np.count_nonzero(np.bincount(partitions.membership) >= min_size)),
                mean_agreement(partitions.membership, partitions.others),
            )
        )
    following = [agreement(one.membership, other.membership) for one, other in pairwise(steps)]
    chosen = _choose(steps, following, graph.components())
    rows = [
        (step.resolution, int(step.membership.max()) + 1, step.clusters, step.agreement, following_, step is chosen)
        for step, following_ in zip(steps, [*following, None], strict=True)
    ]
    return chosen.resolution, pl.DataFrame(rows, schema=SCAN_SCHEMA, orient="row")


def _grid(graph: LayeredGraph, objective: Objective) -> npt.NDArray[np.float64]:
    if objective == "modularity":
        return np.geomspace(0.25, 4.0, _STEP_COUNT)
    layers = [(layer.weight, layer.network.weight) for layer in graph.layers]
    weight = sum(share * float(weights.sum()) for share, weights in layers)
    edges = sum(share * len(weights) for share, weights in layers)
    pairs = sum(share for share, _ in layers) * len(graph.vertices) * (len(graph.vertices) - 1) / 2
    return np.geomspace(weight / pairs, weight / edges, _STEP_COUNT)


def _choose(steps: list[_Step], following: list[float], components: Membership) -> _Step:
    plateaus: list[list[_Step]] = []
    for step, agrees in zip(steps, [0.0, *following], strict=True):
        if not step.clusters or step.agreement < STEADY:
            plateaus.append([])
        elif plateaus and plateaus[-1] and agrees >= STEADY:
            plateaus[-1].append(step)
        else:
            plateaus.append([step])
    plateaus = [plateau for plateau in plateaus if plateau]
    if not plateaus:
        return max(steps, key=lambda step: step.agreement)
    parting = [p for p in plateaus if len(p) > 1 and any(agreement(step.membership, components) < 1 for step in p)]
    longest = max(parting or plateaus, key=len)
    return longest[(len(longest) - 1) // 2]
