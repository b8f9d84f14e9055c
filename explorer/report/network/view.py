"""The network of clusters, the outlets they boost and the accounts that hold them together: to move and search in.

What is drawn is bounded, whatever the graph holds: it is asked of the packs, and `NetworkView.left_out` says what is
cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import sqrt
from typing import Any, Final

from markupsafe import Markup

from explorer.common.text import printable
from explorer.report.data.queries import ALL, Answer, Asking, Row
from explorer.report.figures.parts import cell, heading
from explorer.report.network.layout import CENTRE, disc, places
from explorer.report.network.picture import draw

CLUSTERS: Final = 60
BOOSTS: Final = 3
"""Most outlets that are drawn of a cluster: with all of them a picture of forty clusters shows nothing."""
ACCOUNT_SIZE: Final = 4.0
_FACTS: Final = {
    "cluster": ("size", "core", "edges", "density", "score", "stability", "retweets"),
    "outlet": ("state",),
    "account": ("account", "cluster", "role", "stability", "degree", "strength", "status", "created"),
}
"""What is told of each kind, by columns of the queries' answers."""


@dataclass(frozen=True, slots=True)
class NetworkView:
    """What is drawn.

    Attributes:
        nodes: ``kind`` (cluster, outlet or account), ``name``, ``facts`` (pairs of texts), ``x``, ``y`` and ``size``
            (radius, in the picture's units), ``suspended`` (of an account).
        edges: ``source`` and ``target`` (places in ``nodes``), ``kind`` (boosts, membership or coordination),
            ``weight`` (retweets or edge weight, 1 for a membership) and ``text``.
        boosts: rows of the table behind it, columns as in cluster-boosts.
        members: rows of the table behind it, columns as in tied-members.
        left_out: what is cut, a sentence; '' where nothing is.
        svg: the picture, which stands by itself in print and without scripts; its nodes are in the order of ``nodes``.
    """

    nodes: list[Row]
    edges: list[Row]
    boosts: Answer
    members: Answer
    left_out: str
    svg: Markup


def read_view(asking: Asking, *, clusters: int = CLUSTERS, accounts: int = 300) -> NetworkView:
    """Return the network of a run.

    Args:
        asking: what asks the graph about the run.
        clusters: most clusters, those with the highest score.
        accounts: most accounts: of every cluster the most tied, then the second, and so on.

    Raises:
        GraphError: if Neo4j cannot be reached.
    """
    listed = asking.ask("boosts/cluster-list", top=clusters + 1)
    drawn = [row["cluster"] for row in listed.rows[:clusters]]
    boosts = asking.ask("boosts/cluster-boosts", minRetweets=1, top=ALL)
    told = [row for row in boosts.rows if row["cluster"] in drawn]
    chosen = [row for rank in drawn for row in _most_boosted(told, rank)]
    members = asking.ask("boosts/tied-members", clusters=clusters, top=accounts)
    boosts = Answer(boosts.columns, chosen, boosts.query)
    nodes, edges = _network(listed.rows[:clusters], boosts.rows, members.rows)
    left_out = _left_out(listed.rows, clusters, len(members.rows), len(told) - len(chosen))
    return NetworkView(nodes, edges, boosts, members, left_out, draw(nodes, edges))


def _most_boosted(boosts: Sequence[Row], rank: int) -> list[Row]:
    """Return the outlets that a cluster retweets most, of those that it retweets more than everybody does."""
    return [row for row in boosts if row["cluster"] == rank and (row["lift"] or 0) > 1][:BOOSTS]


def read_script() -> str:
    """Return the page's script: the vendored library, then our own."""
    return "\n".join(_asset(name) for name in ("vendor/d3-zoom.min.js", "report.js"))


def read_style() -> str:
    """Return the style of what the script makes, and of the network's picture."""
    return _asset("view.css")


def _asset(name: str) -> str:
    return files("explorer.report").joinpath("static", name).read_text(encoding="utf-8")


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
        _edge("membership", at_account[row["account"]], at_cluster[row["cluster"]], 1, f"member, {row['role']}")
        for row in members
    ]
    for row in members:
        for other, weight in zip(row["to"], row["weights"], strict=True):
            edges.append(
                _edge(
                    "coordination",
                    at_account[row["account"]],
                    at_account[other],
                    weight,
                    f"edge of weight {weight:,.4g}",
                )
            )
    for row in boosts:
        text = f"retweets: {row['retweets']:,}, by members: {row['accounts']:,}"
        if row["lift"] is not None:
            text += f", lift {cell('lift', row['lift']).text}"
        ends = at_cluster[row["cluster"]], at_outlet[row["outlet"], row["state"]]
        edges.append(_edge("boosts", *ends, row["retweets"], text))
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
    facts = [(heading(column), cell(column, about.get(column)).text) for column in _FACTS[kind]]
    return {
        "kind": kind,
        "name": printable(str(name)),
        "facts": [fact for fact in facts if fact[1] != "–"],  # noqa: RUF001 - what stands for nothing
        "size": round(size, 1),
        "suspended": about.get("status") == "suspended",
    }


def _edge(kind: str, source: int, target: int, weight: float, text: str) -> dict[str, Any]:
    return {"kind": kind, "source": source, "target": target, "weight": weight, "text": text}


def _left_out(listed: Sequence[Row], clusters: int, accounts: int, boosts: int) -> str:
    shown = listed[:clusters]
    members = sum(row["size"] for row in shown)
    cut = []
    if len(listed) > clusters:
        cut.append(f"clusters after the first {clusters}")
    if members > accounts:
        cut.append(f"all but the {accounts:,} most tied of the {members:,} members")
    if boosts:
        cut.append(
            f"boosts ({boosts:,}) but those of the {BOOSTS} outlets that each cluster retweets most, of those that it "
            "retweets more than everybody does"
        )
    return f"Left out: {'; '.join(cut)}." if cut else ""
