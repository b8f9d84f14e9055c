"""Clusters of networks whose communities are plain to see, and properties of any."""

import random
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.common.errors import UsageError
from explorer.communities.clusters import CLUSTER_SCHEMA, MEMBER_SCHEMA, Clusters, draw_seeds, find_clusters
from explorer.communities.layers import Layer
from explorer.communities.parameters import ClusterParameters, Objective
from explorer.detect.network.model import Network
from tests.unit.communities.networks import EDGES, Edge, clique, network, planted


def find(network: Network, **parameters: Any) -> Clusters:
    return find_clusters([Layer(network)], ClusterParameters(**{"seeds": 3, **parameters}))


def test_two_cliques_and_a_pair() -> None:
    """Four accounts at weight 2 (six edges, 12), three at weight 5 (three edges, 15), a thin bridge, a lone pair."""
    found = find(network([*clique(0, 1, 2, 3, weight=2), (3, 4, 1), *clique(4, 5, 6, weight=5), (8, 9, 50)]))
    # 15 for each of three members comes before 12 for each of four
    assert found.clusters.rows() == [(1, 3, 0, 3, 15, 1.0, 5.0, 1.0), (2, 4, 0, 6, 12, 1.0, 3.0, 1.0)]
    assert found.members.rows() == [
        (account, rank, 1.0, "core", None)
        for account, rank in (
            ("a04", 1), ("a05", 1), ("a06", 1), ("a00", 2), ("a01", 2), ("a02", 2), ("a03", 2),
        )
    ]  # fmt: skip
    # 78 of weight in all; inside 50, 15, 12; ends: 100, 31, 25 of 156
    expected = 77 / 78 - (100**2 + 31**2 + 25**2) / 156**2
    assert found.modularity == pytest.approx(expected)


def test_a_smaller_minimum_lets_the_pair_in() -> None:
    found = find(network([*clique(0, 1, 2, weight=1), (8, 9, 50)]), min_size=2)
    assert found.clusters["size"].to_list() == [2, 3]


def test_equal_clusters_are_ranked_by_their_first_member() -> None:
    found = find(network([*clique(5, 6, 7, weight=1), *clique(1, 2, 3, weight=1)]))
    assert found.members.filter(pl.col("rank") == 1)["account"].to_list() == ["a01", "a02", "a03"]


def test_directed_edges_count_in_both_directions() -> None:
    edges = [(0, 1, 2), (1, 0, 3), (1, 2, 1), (2, 1, 1), (0, 2, 1)]
    found = find(network(edges, directed=True))
    assert found.clusters.select("rank", "size", "edges", "weight", "density").rows() == [(1, 3, 3, 8, 1.0)]


def test_no_edges_no_clusters() -> None:
    for resolution in (1.0, None):
        found = find(network([]), resolution=resolution)
        assert found.clusters.schema == pl.Schema(CLUSTER_SCHEMA)
        assert found.members.schema == pl.Schema(MEMBER_SCHEMA)
        assert (found.clusters.height, found.members.height, found.modularity) == (0, 0, 0.0)
        assert found.resolution == resolution


def test_expected_weight_does_not_count() -> None:
    """At weight 9, of which 8.5 are expected, a clique says less than one at weight 2 of which nothing is."""
    edges = network(sorted([*clique(0, 1, 2, weight=9), *clique(3, 4, 5, weight=2)]))
    expected = np.where(edges.weight == 9, 8.5, 0.0)
    (first, second) = find_clusters([Layer(edges, expected=expected)]).clusters.rows(named=True)
    assert (first["weight"], first["score"]) == (6, pytest.approx(3 * 2 / 3))
    assert (second["weight"], second["score"]) == (27, pytest.approx(3 * 0.5 / 3))
    with pytest.raises(ValueError, match="one value for each edge"):
        Layer(edges, expected=expected[1:])


def test_a_member_with_one_edge_is_periphery() -> None:
    """A clique of four, and one account tied to a single member of it."""
    found = find(network([*clique(0, 1, 2, 3, weight=5), (3, 4, 5)]), resolution=0.3)
    assert found.clusters["size"].to_list() == [5]
    assert dict(found.members.select("account", "role").rows()) == {
        "a00": "core", "a01": "core", "a02": "core", "a03": "core", "a04": "periphery",
    }  # fmt: skip


def test_the_core_of_a_cluster_is_its_own() -> None:
    """That another cluster's core is deeper makes nobody periphery."""
    found = find(network([*clique(0, 1, 2, weight=1), *clique(3, 4, 5, 6, 7, weight=1)]))
    assert set(found.members["role"]) == {"core"}


def test_weights_may_be_fractions() -> None:
    halves = Network(
        pl.Series(["a", "b", "c"]),
        np.array([0, 0, 1], np.uint32),
        np.array([1, 2, 2], np.uint32),
        np.array([0.5, 0.25, 0.5]),
        np.ones(3, np.uint32),
        directed=False,
    )
    assert find(halves).clusters.row(0, named=True)["weight"] == 1.25


def test_cpm_finds_no_community_in_a_sparse_network() -> None:
    """Two cliques of weight 4, joined by one edge; a path of weight 1. Modularity makes a community of the path."""
    edges = network([*clique(0, 1, 2, weight=4), (2, 3, 1), *clique(3, 4, 5, weight=4), (6, 7, 1), (7, 8, 1)])
    assert find(edges, objective="cpm", resolution=2.0).clusters["size"].to_list() == [3, 3]
    assert find(edges, objective="modularity").clusters["size"].to_list() == [3, 3, 3]


def test_accounts_between_two_communities_are_less_stable() -> None:
    """Account 20 has five ties to each of two cliques: some seeds put it here, some there."""
    bridge = [(a, 20, 1) for a in (*range(5), *range(10, 15))]
    edges = network(sorted([*clique(*range(10), weight=1), *clique(*range(10, 20), weight=1), *bridge]), accounts=21)
    found = find(edges, seeds=40)
    stability = dict(found.members.select("account", "stability").rows())
    assert 0 < stability["a20"] < 1
    # a clique's other members are always with nine others, and with the wanderer as often as it is with them
    with_it = found.clusters.filter(pl.col("size") == 11)
    own = found.members.join(with_it, on="rank").filter(pl.col("account") != "a20")["stability"]
    assert own.to_list() == pytest.approx([(9 + stability["a20"]) / 10] * 10)
    assert with_it["stability"].item() == pytest.approx((own.sum() + stability["a20"]) / 11)
    assert found.clusters.filter(pl.col("size") == 10)["stability"].to_list() == [1.0]


def test_one_seed_gives_no_stability() -> None:
    found = find(network(clique(0, 1, 2, weight=1)), seeds=1)
    assert found.clusters["stability"].to_list() == [None]
    assert found.members["stability"].to_list() == [None] * 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"objective": "beauty"}, "objective 'beauty'"),
        ({"resolution": -1.0}, "resolution must be 0 or more, not -1"),
        ({"resolution": float("nan")}, "resolution must be 0 or more, not nan"),
        ({"min_size": 1}, "cluster size must be 2 or more, not 1"),
        ({"seeds": 0}, "number of seeds must be between 1 and .*, not 0"),
        ({"seed": -1}, "seed must be 0 or more, not -1"),
        ({"resolution": None, "seeds": 1}, "compares several seeds"),
    ],
)
def test_invalid_parameters_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        ClusterParameters(**wrong)
    assert caught.value.hint


def test_more_seeds_start_with_the_same_seeds() -> None:
    assert draw_seeds(ClusterParameters(seeds=5))[:3] == draw_seeds(ClusterParameters(seeds=3))
    assert draw_seeds(ClusterParameters(seed=1)) != draw_seeds(ClusterParameters(seed=0))


@given(
    EDGES,
    st.sampled_from(["modularity", "cpm"]),
    st.integers(0, 3),
    st.integers(2, 4),
    st.one_of(st.floats(0.1, 3), st.none()),
)
def test_any_network(
    edges: list[Edge], objective: Objective, seed: int, min_size: int, resolution: float | None
) -> None:
    def once() -> Clusters:
        parameters: dict[str, Any] = {"seed": seed, "min_size": min_size, "resolution": resolution}
        return find(network(edges), objective=objective, **parameters)

    found = once()
    random.random()  # the result depends on the seed alone
    again = once()
    assert (found.clusters.rows(), found.members.rows()) == (again.clusters.rows(), again.members.rows())
    accounts = found.members["account"].to_list()
    assert len(accounts) == len(set(accounts))
    for row in found.clusters.iter_rows(named=True):
        own = found.members.filter(pl.col("rank") == row["rank"])
        inside = [e for e in edges if {f"a{e[0]:02}", f"a{e[1]:02}"} <= set(own["account"])]
        weight = sum(e[2] for e in inside)
        assert (row["size"], row["edges"], row["weight"]) == (own.height, len(inside), weight)
        assert own.height >= min_size
        assert row["density"] == pytest.approx(len(inside) / (own.height * (own.height - 1) / 2))
        assert row["score"] == pytest.approx(weight / own.height)
        assert 0 <= row["stability"] <= 1
        assert row["stability"] == pytest.approx(own["stability"].mean())
        assert "core" in own["role"]
    scores = found.clusters["score"].to_list()
    assert scores == sorted(scores, reverse=True)


@given(st.permutations(range(12)), st.integers(0, 5))
def test_separate_cliques_are_clusters_under_any_names_and_seed(names: list[int], seed: int) -> None:
    groups = [(0, 1, 2), (3, 4, 5, 6), (7, 8, 9, 10, 11)]
    edges = [
        (min(a, b), max(a, b), w)
        for number, group in enumerate(groups)
        for a, b, w in clique(*(names[member] for member in group), weight=number + 1)
    ]
    edges += [(min(a, b), max(a, b), w) for a, b, w in (edge[:3] for edge in edges) if a > b]
    found = find(network(sorted(set(edges))), seed=seed)
    assert found.clusters["size"].to_list() == [5, 4, 3]
    assert found.clusters["stability"].to_list() == [1.0, 1.0, 1.0]
    assert found.members["stability"].to_list() == [1.0] * 12
    for rank, group in ((3, groups[0]), (2, groups[1]), (1, groups[2])):
        members = set(found.members.filter(pl.col("rank") == rank)["account"])
        assert members == {f"a{names[member]:02}" for member in group}


def test_a_scan_finds_the_planted_groups_and_says_how() -> None:
    """At resolution 1 modularity merges small groups in a large network; the scan finds all twenty."""
    edges = planted(20, 8, inside=0.9, outside=0.01)
    found = find(edges, resolution=None, seeds=5)
    assert found.clusters["size"].to_list() == [8] * 20
    assert found.scan.height == 13
    chosen = found.scan.filter("chosen").row(0, named=True)
    assert (chosen["resolution"], chosen["clusters"]) == (found.resolution, 20)
    assert chosen["agreement"] == 1.0
    assert find(edges, resolution=None, seeds=5, objective="cpm").clusters["size"].to_list() == [8] * 20


def test_a_scan_keeps_separate_cliques() -> None:
    found = find(network([*clique(0, 1, 2, weight=1), *clique(3, 4, 5, weight=1)]), resolution=None)
    assert found.clusters["size"].to_list() == [3, 3]


def test_a_scan_where_there_is_nothing_to_find_shows_it() -> None:
    """A random network: its partition depends on the seed."""
    edges = planted(1, 80, inside=0.1, outside=0.0)
    found = find(edges, resolution=None, seeds=5)
    splits = found.scan.filter(pl.col("communities") > 2)
    assert splits.height > 5
    assert splits["agreement"].max() < 0.9  # type: ignore[operator]
    assert found.modularity < 0.3
