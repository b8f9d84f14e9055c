"""Add joined accounts to the clusters that they joined."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from explorer.communities.clusters import Clusters
from explorer.detect.network.model import Network

_ENDS: Final = ("source", "target")


def add_joined_accounts(clusters: Clusters, networks: Sequence[Network]) -> Clusters:
    """Return the clusters with the accounts that joined them as members.

    An account joins the cluster in which most of its edges end; of equals, the one with the highest total weight of
    these edges, then the one with the best rank. Accounts that already belong to a cluster stay there. Joined accounts
    have ``joined`` true, the role periphery, and no stability. They count in the cluster's ``size`` and ``joined``, and
    change nothing else.

    Args:
        clusters: Clusters of the edges between pairs of accounts.
        networks: For each signal, the edges between joined accounts and members of the groups that they joined.
    """
    edges = pl.concat([pl.DataFrame(schema=_SCHEMA), *(_ends(network) for network in networks)])
    joined = (
        edges.join(clusters.members, on="account", how="anti")
        .join(clusters.members.select("rank", member="account"), on="member")
        .group_by("account", "rank")
        .agg(edges=pl.len(), weight=pl.col("weight").sum())
        .sort("account", "edges", "weight", "rank", descending=[False, True, True, False])
        .unique("account", keep="first", maintain_order=True)
        .select("account", "rank", stability=pl.lit(None, pl.Float64), role=pl.lit("periphery"), joined=True)
    )
    counts = joined.group_by("rank").agg(more=pl.len().cast(pl.Int64))
    more = pl.col("more").fill_null(0)
    return replace(
        clusters,
        members=pl.concat([clusters.members, joined]).sort("rank", "account"),
        clusters=clusters.clusters.join(counts, on="rank", how="left", maintain_order="left")
        .with_columns(size=pl.col("size") + more, joined=pl.col("joined") + more)
        .select(clusters.clusters.columns),
    )


_SCHEMA: Final = {"account": pl.String, "member": pl.String, "weight": pl.Float64}


def _ends(network: Network) -> pl.DataFrame:
    """Return each edge once for each end: account, member (the other end), weight."""
    edges = network.edges()
    return pl.concat(
        edges.select(pl.col(end).alias("account"), pl.col(other).alias("member"), pl.col("weight").cast(pl.Float64))
        for end, other in (_ENDS, _ENDS[::-1])
    )
