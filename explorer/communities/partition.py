"""The Leiden algorithm: partitions of the accounts that have an edge, one for each seed.

Traag, Waltman, van Eck 2019, "From Louvain to Leiden: guaranteeing well-connected communities". igraph
partitions a single layer, leidenalg several: its multiplex optimiser moves an account in all layers at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import igraph
import leidenalg
import numpy as np
import numpy.typing as npt

from explorer.common.progress import Progress
from explorer.common.random import seeded_igraph
from explorer.communities.layers import Layer
from explorer.communities.parameters import Objective

Membership = npt.NDArray[np.int64]
"""The community of each vertex, 0, 1, …"""

_ITERATIONS: Final = 10
"""Iterations of Leiden: quality hardly rises after a few, and running until nothing changes can take much longer."""

_LAYERED: Final[dict[Objective, Any]] = {
    "modularity": leidenalg.RBConfigurationVertexPartition,
    "cpm": leidenalg.CPMVertexPartition,
}


@dataclass(frozen=True, slots=True)
class Partitions:
    """Partitions with several seeds; ``best`` is the index of the first with the highest quality."""

    memberships: list[Membership]
    best: int

    @property
    def membership(self) -> Membership:
        """The best partition."""
        return self.memberships[self.best]

    @property
    def others(self) -> list[Membership]:
        """The partitions with the other seeds."""
        return self.memberships[: self.best] + self.memberships[self.best + 1 :]


class LayeredGraph:
    """The layers as igraph graphs over one list of vertices.

    Attributes:
        vertices: Codes of the accounts that have an edge in a layer, ascending.
        layers: The layers with weight and edges, undirected.
        source: First ends of the edges of each layer, as vertices.
        target: Second ends of the edges of each layer, as vertices.
        graphs: Graph of each layer.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = [
            Layer(layer.network.undirected(), layer.weight, layer.expected)
            for layer in layers
            if layer.weight and len(layer.network)
        ]
        networks = [layer.network for layer in self.layers]
        ends = [codes for network in networks for codes in (network.source, network.target)]
        self.vertices = np.unique(np.concatenate(ends)) if ends else np.empty(0, np.uint32)
        self.source = [np.searchsorted(self.vertices, network.source) for network in networks]
        self.target = [np.searchsorted(self.vertices, network.target) for network in networks]
        self.graphs = [
            igraph.Graph(n=len(self.vertices), edges=np.column_stack(ends), edge_attrs={"weight": network.weight})
            for *ends, network in zip(self.source, self.target, networks, strict=True)
        ]

    def partitions(
        self, objective: Objective, resolution: float, seeds: Sequence[int], *, stage: str, progress: Progress
    ) -> Partitions:
        """Return a partition for each seed; ``progress`` is called with the number of seeds done."""
        memberships, qualities = [], []
        for done, seed in enumerate(seeds):
            progress(stage, done, len(seeds))
            membership, quality = self._partition(objective, resolution, seed)
            memberships.append(membership)
            qualities.append(quality)
        progress(stage, len(seeds), len(seeds))
        return Partitions(memberships, int(np.argmax(qualities)))

    def modularity(self, membership: Membership) -> float:
        """Return the layers' mean modularity at resolution 1, weighted by the layers' weights."""
        values = [graph.modularity(membership.tolist(), weights="weight") for graph in self.graphs]
        return float(np.average(values, weights=[layer.weight for layer in self.layers]))

    def components(self) -> Membership:
        """Return the partition into connected components of all layers together."""
        pairs = np.concatenate([np.column_stack(ends) for ends in zip(self.source, self.target, strict=True)])
        whole = igraph.Graph(n=len(self.vertices), edges=pairs)
        return np.asarray(whole.connected_components().membership, dtype=np.int64)

    def _partition(self, objective: Objective, resolution: float, seed: int) -> tuple[Membership, float]:
        if len(self.graphs) == 1:
            with seeded_igraph(seed):
                partition = self.graphs[0].community_leiden(
                    objective_function=objective,
                    weights="weight",
                    resolution=resolution,
                    n_iterations=_ITERATIONS,
                )
            return np.asarray(partition.membership, dtype=np.int64), partition.quality
        membership, quality = leidenalg.find_partition_multiplex(
            self.graphs,
            _LAYERED[objective],
            layer_weights=self._shares(objective),
            n_iterations=_ITERATIONS,
            seed=seed,
            weights="weight",
            resolution_parameter=resolution,
        )
        return np.asarray(membership, dtype=np.int64), quality

    def _shares(self, objective: Objective) -> list[float]:
        # leidenalg's modularity grows with the total weight of a layer; dividing by it leaves the layer's own weight
        sums = [float(layer.network.weight.sum()) if objective == "modularity" else 1.0 for layer in self.layers]
        return [layer.weight / total for layer, total in zip(self.layers, sums, strict=True)]
