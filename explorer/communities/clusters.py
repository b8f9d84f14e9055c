"""Find clusters: communities that are large enough, ranked, with stability, core and periphery."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import igraph
import numpy as np
import numpy.typing as npt
import polars as pl

from explorer.common.progress import Progress, silent
from explorer.communities.layers import Layer
from explorer.communities.parameters import ClusterParameters
from explorer.communities.partition import LayeredGraph, Membership
from explorer.communities.scan import SCAN_SCHEMA, scan_resolutions
from explorer.communities.stability import togetherness

CLUSTER_SCHEMA: Final = {
    "rank": pl.Int64,
    "size": pl.Int64,
    "joined": pl.Int64,
    "edges": pl.Int64,
    "weight": pl.Int64,
    "density": pl.Float64,
    "score": pl.Float64,
    "stability": pl.Float64,
}
MEMBER_SCHEMA: Final = {
    "account": pl.String,
    "rank": pl.Int64,
    "stability": pl.Float64,
    "role": pl.String,
    "joined": pl.Boolean,
}


@dataclass(frozen=True, slots=True)
class Clusters:
    """The communities that are large enough, ranked.

    Attributes:
        clusters: One row per cluster, columns `CLUSTER_SCHEMA`, by rank. Rank 1 has the highest score; ties go to more
            members, then to the first member in order. Joined is 0 until `explorer.communities.joined` adds accounts.
            Edges are those of all layers, weight is their sum (float64 if a network's is). Density is pairs of members
            with an edge over possible pairs, 0 to 1. Score is the weight beyond the expected weight per member: the sum
            of layer weight x (edge weight - expected) over edges inside, divided by size. Stability, 0 to 1, is the
            share of the other seeds' partitions that keep a pair of members together, as a mean over its pairs; null
            with one seed. It measures how reproducible the cluster is, and is no evidence of coordination.
        members: One row per account in a cluster, columns `MEMBER_SCHEMA`, sorted by rank and account. Stability is the
            mean of the same share over the other members. Role is core for members of the cluster's innermost k-core
            (Seidman 1983, "Network structure and minimum degree"), else periphery. Joined is null.
        modularity: Modularity of the whole partition, small communities included, at resolution 1; the mean of the
            layers by their weights; 0 without edges.
        resolution: Resolution of the partition; None if a scan had no edges to choose by.
        scan: Steps of the scan, columns `explorer.communities.scan.SCAN_SCHEMA`; empty if the resolution was given.
    """

    clusters: pl.DataFrame
    members: pl.DataFrame
    modularity: float
    resolution: float | None
    scan: pl.DataFrame


def find_clusters(
    layers: Sequence[Layer], parameters: ClusterParameters | None = None, *, progress: Progress = silent
) -> Clusters:
    """Partition the accounts that have an edge into communities; keep those of ``min_size`` members or more.

    The Leiden algorithm runs on all layers together, see `explorer.communities.partition`, once for each seed, and the
    partition with the highest quality is kept. The same layers and parameters give the same clusters.

    Args:
        layers: One network or several, with one list of accounts (`explorer.communities.layers.share_accounts`).
        parameters: Objective, resolution, seeds and minimum size.
        progress: Called with the number of seeds done.
    """
    wanted = parameters or ClusterParameters()
    graph = LayeredGraph(layers)
    scan = pl.DataFrame(schema=SCAN_SCHEMA)
    if not graph.graphs:
        return Clusters(
            pl.DataFrame(schema=CLUSTER_SCHEMA), pl.DataFrame(schema=MEMBER_SCHEMA), 0.0, wanted.resolution, scan
        )
    seeds = draw_seeds(wanted)
    if wanted.resolution is None:
        resolution, scan = scan_resolutions(graph, wanted.objective, seeds, min_size=wanted.min_size, progress=progress)
    else:
        resolution = wanted.resolution
    partitions = graph.partitions(wanted.objective, resolution, seeds, stage="finding clusters", progress=progress)
    community = partitions.membership
    members = pl.DataFrame(
        {
            "account": graph.layers[0].network.accounts.gather(graph.vertices),
            "community": community,
            "stability": togetherness(community, partitions.others),
        },
        schema={"account": pl.String, "community": pl.Int64, "stability": pl.Float64},
    ).with_columns(pl.col("stability").fill_nan(None))
    inside, roles = _inside(graph, community)
    ranked = (
        members.group_by("community")
        .agg(size=pl.len().cast(pl.Int64), joined=pl.lit(0, pl.Int64), first=pl.col("account").min())
        .sort("community")
        .with_columns(inside, stability=_mean_of(members["stability"].to_numpy(), community))
        .filter(pl.col("size") >= wanted.min_size)
        .with_columns(
            density=2 * pl.col("pairs") / (pl.col("size") * (pl.col("size") - 1)),
            score=pl.col("excess") / pl.col("size"),
        )
        .sort("score", "size", "first", descending=[True, True, False])
        .with_row_index("rank", offset=1)
        .with_columns(pl.col("rank").cast(pl.Int64), pl.col("stability").fill_nan(None))
    )
    return Clusters(
        ranked.select(*CLUSTER_SCHEMA),
        members.with_columns(role=roles, joined=pl.lit(None, pl.Boolean))
        .join(ranked.select("community", "rank"), on="community")
        .select(*MEMBER_SCHEMA)
        .sort("rank", "account"),
        graph.modularity(community),
        resolution,
        scan,
    )


def draw_seeds(parameters: ClusterParameters) -> list[int]:
    """Return the seeds of the partitions, below 2**31: as many as ``seeds`` says, all following from ``seed``.

    The first of many seeds are the same as the first of few.
    """
    children = np.random.SeedSequence(parameters.seed).spawn(parameters.seeds)
    return [int(child.generate_state(1)[0] >> 1) for child in children]


def _inside(graph: LayeredGraph, community: Membership) -> tuple[pl.DataFrame, pl.Series]:
    """Return edges, weight, excess and pairs inside each community, and the role of each vertex."""
    communities = int(community.max()) + 1
    edges = np.zeros(communities, np.int64)
    weight = np.zeros(communities)
    excess = np.zeros(communities)
    pairs = []
    for layer, source, target in zip(graph.layers, graph.source, graph.target, strict=True):
        own = community[source] == community[target]
        where = community[source[own]]
        weights = layer.network.weight[own]
        beyond = weights if layer.expected is None else weights - layer.expected[own]
        edges += np.bincount(where, minlength=communities)
        weight += np.bincount(where, weights, communities)
        excess += layer.weight * np.bincount(where, beyond, communities)
        pairs.append(np.column_stack([source[own], target[own]]))
    distinct = np.unique(np.concatenate(pairs), axis=0) if len(pairs) > 1 else pairs[0]
    counted = all(np.issubdtype(layer.network.weight.dtype, np.integer) for layer in graph.layers)
    table = pl.DataFrame(
        {
            "edges": edges,
            "weight": weight.astype(np.int64) if counted else weight,
            "excess": excess,
            "pairs": np.bincount(community[distinct[:, 0]], minlength=communities),
        }
    )
    core = np.asarray(igraph.Graph(n=len(community), edges=distinct).coreness(), dtype=np.int64)
    innermost = np.zeros(communities, np.int64)
    np.maximum.at(innermost, community, core)
    roles = pl.Series("role", np.where(core == innermost[community], "core", "periphery"))
    return table, roles


def _mean_of(values: npt.NDArray[np.float64], community: Membership) -> npt.NDArray[Any]:
    return np.bincount(community, values) / np.bincount(community)
