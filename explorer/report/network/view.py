"""The network of clusters, the outlets they boost, and their most strongly tied members, for an interactive view.

The number of nodes is bounded however large the graph is. `NetworkView.left_out` names what is hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any, Final

from markupsafe import Markup

from explorer.common.text import printable
from explorer.report.data.queries import ALL_ROWS, QueryResult, ReportQueries, Row
from explorer.report.figures.attempt import Attempt, attempt
from explorer.report.network.layout import CENTRE, disc, places
from explorer.report.network.picture import draw
from explorer.report.text.formatting import UNKNOWN, column_label, format_value
from explorer.report.text.prose import render_text

CLUSTERS: Final = 60
"""Maximum number of clusters."""
ACCOUNTS: Final = 300
"""Maximum number of accounts."""
BOOSTS: Final = 3
"""Maximum number of outlets of each cluster. With all of them, a picture of forty clusters is unreadable."""
ACCOUNT_SIZE: Final = 4.0
_FACTS: Final = {
    "cluster": ("members", "coreMembers", "edges", "density", "score", "stability", "retweets"),
    "outlet": ("state",),
    "account": ("account", "cluster", "role", "stability", "degree", "strength", "status", "createdDay"),
}
"""The columns of query results that are shown of each kind of node."""


@dataclass(frozen=True, slots=True)
class NetworkView:
    """The network as it is drawn.

    Attributes:
        nodes: ``kind`` (cluster, outlet or account), ``name``, ``facts`` (pairs of texts), ``x``, ``y`` and ``size``
            (radius, in the picture's units), ``suspended`` (of an account).
        edges: ``source`` and ``target`` (indices of ``nodes``), ``kind`` (boosts, membership or coordination),
            ``weight`` (retweets or edge weight, 1 for a membership) and ``text``.
        boosts: The rows of the table of boosts, with the columns of cluster-boosts.
        members: The rows of the table of members, with the columns of tied-members.
        left_out: What is hidden, in sentences. Empty if everything is shown.
        attempted: The picture, which needs no script, or why it cannot be drawn. Its nodes are in the order of
            ``nodes``, which are empty without a picture.
    """

    nodes: list[Row]
    edges: list[Row]
    boosts: QueryResult
    members: QueryResult
    left_out: str
    attempted: Attempt


def read_view(queries: ReportQueries, *, clusters: int = CLUSTERS, accounts: int = ACCOUNTS) -> NetworkView:
    """Return the network of a run.

    Args:
        queries: Runs queries about the run.
        clusters: Maximum number of clusters, those with the highest scores.
        accounts: Maximum number of accounts: the most strongly tied member of each cluster, then the second, and so on.

    Raises:
        GraphError: If Neo4j cannot be reached.
    """
    cluster_list = queries.ask("boosts/cluster-list", top=clusters + 1)
    shown = cluster_list.rows[:clusters]
    ranks = [row["cluster"] for row in shown]
    all_boosts = queries.ask("boosts/cluster-boosts", minRetweets=1, top=ALL_ROWS)
    own = [row for row in all_boosts.rows if row["cluster"] in ranks]
    boosts = replace(all_boosts, rows=[row for rank in ranks for row in _most_boosted(own, rank)])
    members = queries.ask("boosts/tied-members", clusters=clusters, top=accounts)
    nodes: list[Row] = []
    edges: list[Row] = []

    def picture() -> Markup:
        drawn, lines = _network(shown, boosts.rows, members.rows)
        svg = draw(drawn, lines)
        nodes.extend(drawn)
        edges.extend(lines)
        return svg

    attempted = attempt(picture)
    left_out = _left_out(cluster_list.rows, clusters, len(members.rows), len(own) - len(boosts.rows))
    return NetworkView(nodes, edges, boosts, members, left_out, attempted)


def _most_boosted(boosts: Sequence[Row], rank: int) -> list[Row]:
    """Return the outlets that a cluster boosts most, that is, with the most excess retweets."""
    return [row for row in boosts if row["cluster"] == rank][:BOOSTS]


def _network(clusters: Sequence[Row], boosts: Sequence[Row], members: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    outlets = list(dict.fromkeys((row["outlet"], row["state"]) for row in boosts))
    received = dict.fromkeys(outlets, 0)
    for row in boosts:
        received[row["outlet"], row["state"]] += row["retweets"]
    nodes = [_node("cluster", f"Cluster {row['cluster']}", row, size=CENTRE) for row in clusters]
    most = max(received.values(), default=1)
    for name, state in outlets:
        about = {"outlet": name, "state": state}
        nodes.append(_node("outlet", name, about, size=7 + 9 * sqrt(received[name, state] / most)))
    nodes += [_node("account", row["handle"] or row["account"], row, size=ACCOUNT_SIZE) for row in members]

    at_cluster = {row["cluster"]: index for index, row in enumerate(clusters)}
    at_outlet = {outlet: index for index, outlet in enumerate(outlets, len(clusters))}
    at_account = {row["account"]: index for index, row in enumerate(members, len(clusters) + len(outlets))}
    edges = [
        _edge("membership", at_account[row["account"]], at_cluster[row["cluster"]], 1, member=row) for row in members
    ]
    for row in members:
        for other, weight in zip(row["tiedAccounts"], row["edgeWeights"], strict=True):
            ends = at_account[row["account"]], at_account[other]
            edges.append(_edge("coordination", *ends, weight, weight=weight))
    for row in boosts:
        ends = at_cluster[row["cluster"]], at_outlet[row["outlet"], row["state"]]
        edges.append(_edge("boosts", *ends, row["retweets"], boost=row))
    _place(nodes, edges, [row["cluster"] for row in members], list(at_cluster))
    return nodes, edges


def _place(nodes: list[Row], edges: Sequence[Row], of_members: Sequence[int], ranks: Sequence[int]) -> None:
    around, radii = [], []
    for rank in ranks:
        own, radius = disc(of_members.count(rank))
        around.append(own)
        radii.append(radius)
    first = len(nodes) - len(of_members)
    radii += [node["size"] for node in nodes[len(ranks) : first]]
    middles = places(radii, [(edge["source"], edge["target"]) for edge in edges if edge["kind"] == "boosts"])
    for node, (x, y) in zip(nodes[:first], middles, strict=True):
        node |= {"x": round(float(x), 1), "y": round(float(y), 1)}
    seen = dict.fromkeys(ranks, 0)
    for node, rank in zip(nodes[first:], of_members, strict=True):
        index = ranks.index(rank)
        x, y = middles[index] + around[index][seen[rank]]
        seen[rank] += 1
        node |= {"x": round(float(x), 1), "y": round(float(y), 1)}


def _node(kind: str, name: str, about: Row, *, size: float) -> Row:
    facts = [(column_label(column), format_value(column, about.get(column))) for column in _FACTS[kind]]
    return {
        "kind": kind,
        "name": printable(str(name)),
        "facts": [fact for fact in facts if fact[1] != UNKNOWN],
        "size": round(size, 1),
        "suspended": about.get("status") == "suspended",
    }


def _edge(kind: str, source: int, target: int, size: float, **values: object) -> dict[str, Any]:
    text = render_text("network", kind, **values)
    return {"kind": kind, "source": source, "target": target, "weight": size, "text": text}


def _left_out(cluster_list: Sequence[Row], clusters: int, accounts: int, boosts: int) -> str:
    members = sum(row["members"] for row in cluster_list[:clusters])
    hidden = []
    if len(cluster_list) > clusters:
        hidden.append(render_text("network", "hidden_clusters", shown=clusters))
    if members > accounts:
        hidden.append(render_text("network", "hidden_members", shown=accounts, all=members))
    if boosts:
        hidden.append(render_text("network", "hidden_boosts", hidden=boosts, outlets=BOOSTS))
    return " ".join(hidden)
