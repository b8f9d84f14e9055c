"""A run's network as two frames, nodes and edges, from which every form of it is made; and the forms Python knows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import igraph
import polars as pl

from explorer.common.errors import InputError
from explorer.export.run import RunTables

if TYPE_CHECKING:
    import networkx

_OF_NODES: Final = (
    "handle", "displayName", "platform", "status", "statusAt", "createdAt", "labelledAt", "followers", "following",
    "outlets", "retweets", "verdict", "cluster", "role", "stability", "clusterVerdict", "firstAt", "lastAt",
)  # fmt: skip


def network_nodes(tables: RunTables) -> pl.DataFrame:
    """Return the accounts with an edge, sorted by account, with what is known of them.

    Columns: account (its key), label (its handle, else its key), handle, displayName, platform, status, statusAt,
    createdAt, labelledAt, followers, following, outlets (names, with ``; `` between them), retweets (all it made),
    verdict (what people judge the account to be), cluster (the rank; null: it is in none), role, stability,
    clusterVerdict; firstAt and lastAt, of its edges: null where one of these is not known.

    Outlets and clusters are no nodes: what programs count of nodes (degree, centrality, modularity) would take them for
    accounts. Which clusters boost which outlets is a table of its own.
    """
    members = tables.members.select("account", "role", "stability", cluster="rank")
    of_accounts = tables.judgements.filter(of="account").select("account", "verdict")
    of_clusters = tables.judgements.filter(of="cluster").select(cluster="rank", clusterVerdict="verdict")
    found = tables.accounts.join(members, on="account", how="left", maintain_order="left")
    found = found.join(of_accounts, on="account", how="left", maintain_order="left")
    found = found.join(of_clusters, on="cluster", how="left", maintain_order="left").with_columns(
        label=pl.coalesce("handle", "account"), displayName="name", outlets=pl.col("outlets").list.join("; ")
    )
    found = found.with_columns(pl.when(pl.col("outlets") != "").then("outlets").alias("outlets"))
    of_edges = network_edges(tables)
    if "firstAt" in of_edges.columns:
        found = found.join(_spans(of_edges), on="account", how="left", maintain_order="left")
    return found.select("account", "label", *(name for name in _OF_NODES if name in found.columns))


def network_edges(tables: RunTables) -> pl.DataFrame:
    """Return the edges of `RunTables` without the columns of which nothing is known."""
    unknown = [name for name in tables.edges.columns if tables.edges[name].null_count() == tables.edges.height]
    return tables.edges.drop(unknown) if tables.edges.height else tables.edges.drop("firstAt", "lastAt", strict=False)


def as_igraph(tables: RunTables) -> igraph.Graph:
    """Return an undirected graph; vertices are called by their account's key (``name``), None is what is not known.

    Where a run has several signals, there are several edges between two accounts.
    """
    of_nodes, of_edges = network_nodes(tables).rename({"account": "name"}), network_edges(tables)
    names = pl.Enum(of_nodes["name"])
    ends = [of_edges[end].cast(names).to_physical().to_list() for end in ("source", "target")]
    return igraph.Graph(
        of_nodes.height,
        list(zip(*ends, strict=True)),
        vertex_attrs=of_nodes.to_dict(as_series=False),
        edge_attrs=of_edges.drop("source", "target").to_dict(as_series=False),
    )


def as_networkx(tables: RunTables) -> "networkx.MultiGraph[str]":
    """Return a multigraph; nodes are the accounts' keys, an edge's key is its signal; only what is known is told.

    Raises:
        InputError: if networkx is not installed.
    """
    try:
        import networkx  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InputError(
            "networkx is not installed.", hint="pip install 'coordination-explorer[objects]' brings it."
        ) from error
    graph = networkx.MultiGraph()
    graph.add_nodes_from((told.pop("account"), told) for told in _known(network_nodes(tables)))
    graph.add_edges_from(
        (told.pop("source"), told.pop("target"), told["signal"], told) for told in _known(network_edges(tables))
    )
    return graph


def _known(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    for row in frame.iter_rows(named=True):
        yield {name: value for name, value in row.items() if value is not None}


def _spans(of_edges: pl.DataFrame) -> pl.DataFrame:
    ends = pl.concat(
        of_edges.select("firstAt", "lastAt", account=end).select("account", "firstAt", "lastAt")
        for end in ("source", "target")
    )
    dated = pl.col("firstAt").null_count() == 0
    return ends.group_by("account").agg(
        pl.when(dated).then(pl.col("firstAt").min()), pl.when(dated).then(pl.col("lastAt").max())
    )
