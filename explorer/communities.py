"""Clusters: communities of the network, by igraph's Leiden."""

from dataclasses import dataclass
from typing import Final

import igraph
import numpy as np
import polars as pl

from explorer.detect.network import Network
from explorer.seeds import seeded_igraph

_ITERATIONS: Final = 10
"""Passes of Leiden: modularity hardly rises after a handful; "until nothing changes" can take many times as long."""

WEAK_MODULARITY: Final = 0.3
"""A partition below it says little: the rule of thumb of Clauset, Newman, Moore 2004, "Finding community structure in
very large networks"."""

CLUSTERS: Final = {
    "rank": pl.Int64,
    "size": pl.Int64,
    "edges": pl.Int64,
    "weight": pl.Int64,
    "density": pl.Float64,
}
MEMBERS: Final = {"account": pl.String, "rank": pl.Int64}


@dataclass(frozen=True, slots=True)
class Clusters:
    """The communities that are large enough, ranked.

    Attributes:
        clusters: one row per cluster, columns `CLUSTERS`, by rank: rank 1 has the largest summed weight of edges
            between its members; then the more members, then the member first in order decide. Density is edges over
            possible edges, 0 to 1; weights are of the network's type.
        members: one row per account in a cluster, columns `MEMBERS`, sorted by rank and account.
        modularity: of the whole partition, small communities included, at resolution 1; 0 without edges.
    """

    clusters: pl.DataFrame
    members: pl.DataFrame
    modularity: float


def find_clusters(network: Network, *, resolution: float = 1.0, seed: int = 0, min_size: int = 3) -> Clusters:
    """Partition the accounts that have an edge into communities; keep those of ``min_size`` members or more.

    Leiden (Traag, Waltman, van Eck 2019, "From Louvain to Leiden: guaranteeing well-connected communities") on
    weighted modularity. The same network, parameters and seed give the same clusters.

    Args:
        network: the network; a directed one is taken as `Network.undirected` gives it.
        resolution: above 1 gives more and smaller communities, below 1 fewer and larger ones.
        seed: of the random order in which Leiden visits accounts.
        min_size: least number of members of a cluster, 2 or more.
    """
    network = network.undirected()
    if not len(network):
        return Clusters(pl.DataFrame(schema=CLUSTERS), pl.DataFrame(schema=MEMBERS), 0.0)
    vertices, ends = np.unique(np.concatenate([network.source, network.target]), return_inverse=True)
    source, target = ends[: len(network)], ends[len(network) :]
    graph = igraph.Graph(n=len(vertices), edges=np.column_stack([source, target]))
    with seeded_igraph(seed):
        partition = graph.community_leiden(
            objective_function="modularity",
            weights=network.weight,
            resolution=resolution,
            n_iterations=_ITERATIONS,
        )
    community = np.asarray(partition.membership, dtype=np.int64)
    members = pl.DataFrame(
        {"account": network.accounts.gather(vertices), "community": community},
        schema={"account": pl.String, "community": pl.Int64},
    )
    inside = community[source] == community[target]
    of_edge = community[source][inside]
    weight = np.bincount(of_edge, weights=network.weight[inside])
    edges = pl.DataFrame(
        {
            "community": np.arange(len(weight)),
            "edges": np.bincount(of_edge),
            "weight": weight.astype(network.weight.dtype),
        }
    )
    ranked = (
        members.group_by("community")
        .agg(size=pl.len().cast(pl.Int64), first=pl.col("account").min())
        .filter(pl.col("size") >= min_size)
        .join(edges, on="community")
        .with_columns(density=2 * pl.col("edges") / (pl.col("size") * (pl.col("size") - 1)))
        .sort(pl.col("weight"), pl.col("size"), pl.col("first"), descending=[True, True, False])
        .with_row_index("rank", offset=1)
        .with_columns(pl.col("rank").cast(pl.Int64))
    )
    return Clusters(
        ranked.select(*CLUSTERS),
        members.join(ranked, on="community").select(*MEMBERS).sort("rank", "account"),
        float(graph.modularity(community.tolist(), weights=network.weight)),
    )
