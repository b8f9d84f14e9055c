"""The network of a run as frames of nodes and edges, and as graphs of Python libraries."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import igraph
import polars as pl

from explorer.common.errors import InputError
from explorer.export.run import RunTables

if TYPE_CHECKING:
    import networkx

_ATTRIBUTES: Final = (
    "handle", "displayName", "platform", "status", "statusAt", "createdAt", "labelledAt", "followers", "following",
    "outlets", "retweets", "verdict", "cluster", "role", "joined", "stability", "clusterVerdict", "firstAt", "lastAt",
)  # fmt: skip


def network_nodes(tables: RunTables) -> pl.DataFrame:
    """Return the accounts with an edge of `network_edges` and their attributes, sorted by account.

    Columns: account (the key), label (the handle, or the key if the handle is unknown), handle, displayName, platform,
    status, statusAt, createdAt, labelledAt, followers, following, outlets (names, separated by ``; ``), retweets (all
    that the account made), verdict (on the account), cluster (the rank, null if it is in none), role, joined,
    stability, clusterVerdict, and firstAt and lastAt of its edges, null if one of these is unknown.

    Outlets and clusters are not nodes, because programs would count them as accounts in degrees, centralities and
    modularity. Which outlets clusters amplify or boost is a separate table.
    """
    members = tables.members.select("account", "role", "joined", "stability", cluster="rank")
    of_accounts = tables.judgements.filter(of="account").select("account", "verdict")
    of_clusters = tables.judgements.filter(of="cluster").select(cluster="rank", clusterVerdict="verdict")
    edges = network_edges(tables)
    nodes = tables.accounts.join(
        _ends(tables.edges).join(_ends(edges), on="account", how="anti"), on="account", how="anti"
    )
    nodes = nodes.join(members, on="account", how="left", maintain_order="left")
    nodes = nodes.join(of_accounts, on="account", how="left", maintain_order="left")
    nodes = nodes.join(of_clusters, on="cluster", how="left", maintain_order="left").with_columns(
        label=pl.coalesce("handle", "account"), displayName="name", outlets=pl.col("outlets").list.join("; ")
    )
    nodes = nodes.with_columns(pl.when(pl.col("outlets") != "").then("outlets").alias("outlets"))
    if "firstAt" in edges.columns:
        nodes = nodes.join(_spans(edges), on="account", how="left", maintain_order="left")
    return nodes.select("account", "label", *(name for name in _ATTRIBUTES if name in nodes.columns))


def network_edges(tables: RunTables) -> pl.DataFrame:
    """Return the edges of `RunTables` without those whose common trigger is not excluded, and without empty columns.

    A picture would show edges with a common trigger as coordination.
    """
    edges = tables.edges.filter(pl.col("tier").ne_missing("trigger"))
    unknown = [name for name in edges.columns if edges[name].null_count() == edges.height]
    return edges.drop(unknown) if edges.height else edges.drop("firstAt", "lastAt", strict=False)


def as_igraph(tables: RunTables) -> igraph.Graph:
    """Return an undirected graph. The ``name`` of a vertex is the account's key, and unknown attributes are None.

    If a run has several signals, two accounts may have several edges.
    """
    nodes, edges = network_nodes(tables).rename({"account": "name"}), network_edges(tables)
    names = pl.Enum(nodes["name"])
    ends = [edges[end].cast(names).to_physical().to_list() for end in ("source", "target")]
    return igraph.Graph(
        nodes.height,
        list(zip(*ends, strict=True)),
        vertex_attrs=nodes.to_dict(as_series=False),
        edge_attrs=edges.drop("source", "target").to_dict(as_series=False),
    )


def as_networkx(tables: RunTables) -> "networkx.MultiGraph[str]":
    """Return a multigraph. Nodes are the accounts' keys, and the key of an edge is its signal.

    Unknown attributes are left out.

    Raises:
        InputError: If networkx is not installed.
    """
    try:
        import networkx  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InputError(
            "networkx is not installed.", hint="Install it: pip install 'coordination-explorer[objects]'"
        ) from error
    graph = networkx.MultiGraph()
    graph.add_nodes_from((attributes.pop("account"), attributes) for attributes in _known(network_nodes(tables)))
    graph.add_edges_from(
        (attributes.pop("source"), attributes.pop("target"), attributes["signal"], attributes)
        for attributes in _known(network_edges(tables))
    )
    return graph


def _known(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    for row in frame.iter_rows(named=True):
        yield {name: value for name, value in row.items() if value is not None}


def _ends(edges: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([edges.select(account=end) for end in ("source", "target")]).unique()


def _spans(edges: pl.DataFrame) -> pl.DataFrame:
    ends = pl.concat(
        edges.select("firstAt", "lastAt", account=end).select("account", "firstAt", "lastAt")
        for end in ("source", "target")
    )
    dated = pl.col("firstAt").null_count() == 0
    return ends.group_by("account").agg(
        pl.when(dated).then(pl.col("firstAt").min()), pl.when(dated).then(pl.col("lastAt").max())
    )
