"""What the network view draws, of answers that are given."""

from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.report.data.queries import QueryResult, ReportQueries
from explorer.report.html.escape import embed_json
from explorer.report.network.view import NetworkView, read_view

Row = dict[str, Any]


class FakeQueries:
    """Answers from lists, cut as the queries cut them."""

    def __init__(self, **answers: list[Row]) -> None:
        self._answers = answers
        self.asked: dict[str, dict[str, object]] = {}

    def ask(self, name: str, **parameters: object) -> QueryResult:
        self.asked[name] = parameters
        rows = self._answers[name.partition("/")[2].replace("-", "_")][: cast("int", parameters["top"])]
        return QueryResult(tuple(rows[0]) if rows else (), rows, name)


def cluster(rank: int, size: int = 2) -> Row:
    return {
        "cluster": rank,
        "members": size,
        "edges": 1,
        "density": 1.0,
        "score": 2.0,
        "stability": None,
        "retweets": 9,
    }


def boost(rank: int, outlet: str, retweets: int, lift: float = 2.0) -> Row:
    numbers = {"retweets": retweets, "retweeters": 2, "lift": lift, "liftLow": lift - 0.3, "liftHigh": lift + 1}
    return {"cluster": rank, "outlet": outlet, "state": "CN"} | numbers


def member(rank: int, account: str, to: tuple[str, ...] = (), **about: Any) -> Row:
    defaults = {"handle": account.upper(), "role": "core", "stability": 1.0, "degree": 1, "strength": 3, "status": None}
    defaults |= {"joined": False}
    own = {"cluster": rank, "account": f"x:{account}", "createdDay": None, "tiedAccounts": [f"x:{one}" for one in to]}
    return defaults | own | {"edgeWeights": [3] * len(to)} | about


def view(answers: FakeQueries, **asked: int) -> NetworkView:
    return read_view(cast("ReportQueries", answers), **asked)


@pytest.fixture
def small() -> FakeQueries:
    return FakeQueries(
        cluster_list=[cluster(1), cluster(2, 1)],
        cluster_boosts=[boost(1, "CGTN", 6, 1.5), boost(2, "Liu", 1)],
        tied_members=[
            member(1, "a", ("b",)),
            member(1, "b", status="suspended", role="periphery", joined=True),
            member(2, "c", handle=None),
        ],
    )


def test_nodes_are_clusters_outlets_and_members(small: FakeQueries) -> None:
    nodes = view(small).nodes
    assert [(node["kind"], node["name"]) for node in nodes] == [
        ("cluster", "Cluster 1"), ("cluster", "Cluster 2"), ("outlet", "CGTN"), ("outlet", "Liu"),
        ("account", "A"), ("account", "B"), ("account", "x:c"),
    ]  # fmt: skip
    assert [node["suspended"] for node in nodes] == [False] * 5 + [True, False]
    # the most retweeted outlet is the largest; unknown facts are hidden
    assert nodes[2]["size"] > nodes[3]["size"]
    assert dict(nodes[5]["facts"])["Status"] == "suspended"
    assert "Status" not in dict(nodes[4]["facts"])


def test_edges_are_memberships_ties_and_boosts(small: FakeQueries) -> None:
    edges = [(edge["kind"], edge["source"], edge["target"], edge["text"]) for edge in view(small).edges]
    assert edges == [
        ("membership", 4, 0, "member (core)"),
        ("membership", 5, 0, "member (periphery, joined)"),
        ("membership", 6, 1, "member (core)"),
        ("coordination", 4, 5, "edge weight 3"),
        ("boosts", 0, 2, "6 retweets by 2 members, lift 1.5 (95% CI: 1.20–2.50)"),
        ("boosts", 1, 3, "1 retweet by 2 members, lift 2 (95% CI: 1.70–3.00)"),
    ]


def test_omitted_rows_are_reported(small: FakeQueries) -> None:
    assert view(small).left_out == ""
    more = FakeQueries(
        cluster_list=[cluster(1, 1)],
        cluster_boosts=[boost(1, f"o{n}", 9 - n) for n in range(4)],
        tied_members=[member(1, "a")],
    )
    assert view(more).left_out == (
        "Each cluster has lines to up to 3 outlets that it boosts: those with the most excess retweets. "
        "1 other boost has no line."
    )
    many = FakeQueries(cluster_list=[cluster(1, 5), cluster(2)], cluster_boosts=[], tied_members=[member(1, "a")])
    cut = view(many, clusters=1, accounts=1)
    assert cut.left_out == (
        "Clusters below rank 1 are not shown. "
        "Of 5 members, only 1 is shown: the most strongly connected of each cluster."
    )
    assert [node["name"] for node in cut.nodes] == ["Cluster 1", "A"]
    assert many.asked["boosts/tied-members"] == {"clusters": 1, "top": 1}
    whole = FakeQueries(cluster_list=[cluster(1, 1)], cluster_boosts=[], tied_members=[member(1, "a")])
    assert view(whole).left_out == ""


def test_a_run_without_clusters_is_an_empty_view() -> None:
    empty = view(FakeQueries(cluster_list=[], cluster_boosts=[], tied_members=[]))
    assert (empty.nodes, empty.edges, empty.left_out) == ([], [], "")


def test_a_picture_that_cannot_be_drawn_leaves_the_tables(
    small: FakeQueries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPLORER_HOME", str(tmp_path))
    whole = view(small)
    monkeypatch.setattr("explorer.report.network.view.draw", lambda *_: 1 / 0)
    network = view(small)
    assert (network.nodes, network.edges, network.attempted.picture) == ([], [], None)
    assert (network.boosts, network.members, network.left_out) == (whole.boosts, whole.members, whole.left_out)
    assert "ZeroDivisionError" in network.attempted.missing
    assert network.attempted.log


def test_the_picture_has_its_nodes_in_order_and_says_what_it_shows(small: FakeQueries) -> None:
    network = view(small)
    root = ElementTree.fromstring(network.attempted.picture or "")
    for group in ("nodes", "names"):
        (parts,) = root.findall(f".//*[@class='{group}']")
        assert [part.get("class", "").split()[1] for part in parts] == [node["kind"] for node in network.nodes]
    described = {part.get("id"): part.text for part in root}
    assert described[root.get("aria-describedby")] == (
        "The network shows 2 clusters, 3 members and 2 outlets. "
        "The widest line leads from Cluster 1 to CGTN (6 retweets by 2 members, lift 1.5 (95% CI: 1.20–2.50))."
    )
    left, top, width, height = map(float, root.get("viewBox", "").split())
    for node in network.nodes:
        assert left <= node["x"] - node["size"] <= node["x"] + node["size"] <= left + width
        assert top <= node["y"] - node["size"] <= node["y"] + node["size"] <= top + height


@settings(max_examples=60, deadline=None)
@given(
    st.text() | st.sampled_from(["<script>", "</svg><img src=x>", "]]>", "\x00\x1f", "\ud800", "\u202e", "&lt;", "'\""])
)
def test_names_are_text_whatever_they_hold(name: str) -> None:
    answers = FakeQueries(
        cluster_list=[cluster(1)],
        cluster_boosts=[boost(1, name, 3)],
        tied_members=[member(1, "a", handle=name, status=name)],
    )
    network = view(answers)
    embed_json({"nodes": network.nodes, "edges": network.edges}).encode("utf-8")
    root = ElementTree.fromstring(network.attempted.picture or "")
    (shapes,) = root.findall(".//*[@class='nodes']")
    assert [part.tag.rpartition("}")[2] for part in shapes] == ["circle", "rect", "circle"]
    assert [len(part) for part in shapes] == [0, 0, 0]
    assert view(answers) == network
