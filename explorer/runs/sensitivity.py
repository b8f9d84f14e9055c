"""How the result changes with window and minimum weight: a grid of both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from explorer.common.errors import UsageError
from explorer.common.progress import Progress, silent
from explorer.communities.clusters import find_clusters
from explorer.communities.layers import Layer
from explorer.communities.parameters import ClusterParameters
from explorer.detect.network.build import build_network
from explorer.detect.network.events import Events
from explorer.detect.network.model import Network, edge_keys
from explorer.detect.network.parameters import Filters, NetworkParameters

CELL_SCHEMA: Final = {
    "window": pl.Int64,
    "min_weight": pl.Float64,
    "edges": pl.Int64,
    "accounts": pl.Int64,
    "clusters": pl.Int64,
    "edges_kept": pl.Float64,
    "accounts_kept": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class _Cell:
    """Edges and accounts of an undirected network, as sorted numbers without repetition."""

    edges: npt.NDArray[np.uint64]
    accounts: npt.NDArray[np.intp]


def sweep(
    events: Events,
    windows: Sequence[int],
    weights: Sequence[float],
    parameters: NetworkParameters | None = None,
    *,
    min_size: int = 3,
    seed: int = 0,
    progress: Progress = silent,
) -> pl.DataFrame:
    """Build the network for every window and minimum weight, and compare each cell of the grid with its neighbours.

    Events are compared once for each window, at the lowest weight; the networks of the other weights are parts of it.

    Args:
        events: The events.
        windows: Milliseconds; duplicates are ignored. The grid needs two cells or more.
        weights: Minimum weights, as in `NetworkParameters`.
        parameters: What else the network depends on. Window and minimum weight are not used. Filters are not allowed,
            since the edges that pass them depend on all other edges.
        min_size: Minimum number of members of a cluster.
        seed: Random seed of the community detection.
        progress: Called with the number of comparisons made.

    Returns:
        Columns `CELL_SCHEMA`, by window (milliseconds) and minimum weight: undirected edges; accounts with an edge;
        clusters (modularity, one seed). The kept columns are mean Jaccard indices, 0 to 1, with the two to four cells
        one step away in window or weight; null if neither the cell nor any neighbour has an edge.

    Raises:
        UsageError: If there is nothing to compare, or a value is out of range.
    """
    windows, weights = sorted(set(windows)), sorted(set(weights))
    if len(windows) * len(weights) < 2:
        raise UsageError(
            "A grid needs more than one window or weight.", hint="Set several, for example --windows 30s,60s,2m."
        )
    base = parameters or NetworkParameters()
    if base.filters != Filters():
        raise UsageError("The sensitivity grid does not support edge filters.", hint="Remove the filters.")
    rows: list[tuple[int, float, int, int, int]] = []
    kept: dict[tuple[int, int], list[tuple[float, float]]] = {}

    def compare(one: tuple[int, int], other: tuple[int, int], cells: tuple[_Cell, _Cell]) -> None:
        if any(len(cell.edges) for cell in cells):
            both = _jaccard(cells[0].edges, cells[1].edges), _jaccard(cells[0].accounts, cells[1].accounts)
            for cell in (one, other):
                kept.setdefault(cell, []).append(both)

    before: list[_Cell] = []
    for i, window in enumerate(windows):
        widest = build_network(events, replace(base, window=window, min_weight=weights[0]), progress=progress)
        row: list[_Cell] = []
        for j, weight in enumerate(weights):
            network = widest.keep(widest.weight >= weight).undirected()
            row.append(cell := _cell(network))
            clusters = find_clusters([Layer(network)], ClusterParameters(min_size=min_size, seeds=1, seed=seed))
            rows.append((window, weight, len(cell.edges), len(cell.accounts), clusters.clusters.height))
            if j:
                compare((i, j - 1), (i, j), (row[j - 1], cell))
            if i:
                compare((i - 1, j), (i, j), (before[j], cell))
        before = row
    means = [
        tuple(np.mean(kept[i, j], axis=0).tolist()) if (i, j) in kept else (None, None)
        for i in range(len(windows))
        for j in range(len(weights))
    ]
    return pl.DataFrame(
        [(*row, *mean) for row, mean in zip(rows, means, strict=True)], schema=CELL_SCHEMA, orient="row"
    )


def _cell(network: Network) -> _Cell:
    return _Cell(edge_keys(network), np.flatnonzero(network.with_edge()))


def _jaccard(one: npt.NDArray[np.generic], other: npt.NDArray[np.generic]) -> float:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)
