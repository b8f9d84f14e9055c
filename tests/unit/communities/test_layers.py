"""Several networks as layers, and slices of one through time."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.communities.clusters import find_clusters
from explorer.communities.layers import Layer, share_accounts
from explorer.communities.parameters import ClusterParameters, Objective
from explorer.communities.temporal import follow_communities
from explorer.detect.network.model import Network
from tests.unit.communities.networks import EDGES, Edge, clique, network

PARAMETERS = ClusterParameters(seeds=3)
GROUPS = ((0, 1, 2), (3, 4, 5))
OTHERS = ((0, 1, 3), (2, 4, 5))


def groups(layers: list[Layer], **parameters: Any) -> list[list[str]]:
    found = find_clusters(layers, ClusterParameters(**{"seeds": 3, **parameters}))
    return sorted(found.members.group_by("rank").agg(pl.col("account").sort())["account"].to_list())


def joined(*parts: tuple[int, ...], weight: int = 2) -> Network:
    """Return cliques of these accounts, all tied to one another by edges of weight 1."""
    edges = {(a, b): 1 for a in range(6) for b in range(a + 1, 6)}
    edges |= {(a, b): w for part in parts for a, b, w in clique(*part, weight=weight)}
    return network([(a, b, w) for (a, b), w in sorted(edges.items())])


def names(parts: tuple[tuple[int, ...], ...]) -> list[list[str]]:
    return [[f"a{member:02}" for member in part] for part in parts]


@pytest.mark.parametrize("objective", ["modularity", "cpm"])
def test_the_heavier_layer_decides(objective: Objective) -> None:
    one, other = joined(*GROUPS, weight=9), joined(*OTHERS, weight=9)
    wanted = {"objective": objective, "resolution": 1.0 if objective == "modularity" else 4.0}
    assert groups([Layer(one, 1.0), Layer(other, 0.2)], **wanted) == names(GROUPS)
    assert groups([Layer(one, 0.2), Layer(other, 1.0)], **wanted) == names(OTHERS)


def test_a_layer_counts_for_its_weight_not_for_its_edges() -> None:
    """The same network a hundred times as heavy says to modularity what it said before."""
    one, other = joined(*GROUPS, weight=9), joined(*OTHERS, weight=9)
    heavy = network([(s, t, 100 * w) for s, t, w in zip(other.source, other.target, other.weight)])
    assert groups([Layer(one, 1.0), Layer(heavy, 0.5)]) == names(GROUPS)


def test_layers_with_partial_groups_give_the_whole_group() -> None:
    """A path in each layer; together they are a clique."""
    one = network([(0, 1, 2), (1, 2, 2), (4, 5, 2), (5, 6, 2)])
    other = network([(0, 2, 3), (4, 6, 3)])
    found = find_clusters([Layer(one), Layer(other, 0.5)], PARAMETERS)
    # 2 + 2 of one layer and half of the other's 3, for each of three members
    row = (3, 3, 7, 1.0, pytest.approx((4 + 1.5) / 3))
    assert found.clusters.select("size", "edges", "weight", "density", "score").rows() == [row, row]


def test_an_edge_in_both_layers_is_two_edges_and_one_pair() -> None:
    edges = network(clique(0, 1, 2, weight=2))
    found = find_clusters([Layer(edges), Layer(edges)], PARAMETERS)
    assert found.clusters.select("edges", "weight", "density").rows() == [(6, 12, 1.0)]


@given(EDGES, EDGES, st.sampled_from(["modularity", "cpm"]))
def test_a_layer_of_weight_zero_has_no_effect(edges: list[Edge], idle: list[Edge], objective: Objective) -> None:
    wanted = ClusterParameters(objective=objective, seeds=3)
    alone = find_clusters([Layer(network(edges))], wanted)
    beside = find_clusters([Layer(network(edges), 2.0), Layer(network(idle), 0.0)], wanted)
    assert alone.members.rows() == beside.members.rows()
    assert alone.clusters.drop("score").rows() == beside.clusters.drop("score").rows()
    assert beside.clusters["score"].to_list() == (alone.clusters["score"] * 2).to_list()


@settings(deadline=None)
@given(EDGES, EDGES, st.integers(0, 3))
def test_layers_give_the_same_clusters_for_the_same_seed(one: list[Edge], other: list[Edge], seed: int) -> None:
    wanted = ClusterParameters(seeds=3, seed=seed)
    layers = [Layer(network(one)), Layer(network(other), 0.5)]
    found, again = (find_clusters(layers, wanted) for _ in range(2))
    assert found.clusters.rows() == again.clusters.rows()
    assert found.members.rows() == again.members.rows()
    assert found.modularity == again.modularity


def test_negative_layer_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        Layer(network([]), -1.0)


@given(EDGES, EDGES, st.integers(1, 5))
def test_networks_share_accounts_without_losing_an_edge(one: list[Edge], other: list[Edge], shift: int) -> None:
    first, second = network(one), network(other)
    moved = Network(
        pl.Series([f"a{n + shift:02}" for n in range(12)]),
        second.source,
        second.target,
        second.weight,
        second.objects,
        directed=False,
    )
    shared = share_accounts([first, moved])
    assert shared[0].accounts.to_list() == shared[1].accounts.to_list() == [f"a{n:02}" for n in range(12 + shift)]
    assert [n.edges().rows() for n in shared] == [first.edges().rows(), moved.edges().rows()]


def test_communities_persist_and_change() -> None:
    """Two cliques for two slices; then account 2 goes over to the other one."""
    before = network([*clique(0, 1, 2, weight=3), *clique(3, 4, 5, weight=3)])
    after = network([(0, 1, 3), *clique(2, 3, 4, 5, weight=3)])
    found = follow_communities([before, before, after])
    by_slice = [found.filter(pl.col("slice") == number) for number in range(3)]
    first, second, third = (dict(rows.select("account", "community").rows()) for rows in by_slice)
    assert first == second
    assert first == {"a00": 2, "a01": 2, "a02": 2, "a03": 1, "a04": 1, "a05": 1}
    assert third == first | {"a02": 1}


def test_an_account_is_tied_to_itself_across_slices_without_it() -> None:
    found = follow_communities([network(clique(0, 1, 2, weight=1)), network([]), network(clique(0, 1, 2, weight=1))])
    assert found["slice"].unique().to_list() == [0, 2]
    assert set(found["community"]) == {1}


def test_uncoupled_slices_are_partitioned_separately() -> None:
    edges = network(clique(0, 1, 2, weight=1))
    assert follow_communities([edges, edges], coupling=0.0)["community"].n_unique() == 2
    assert follow_communities([], coupling=1.0).height == follow_communities([network([])]).height == 0
