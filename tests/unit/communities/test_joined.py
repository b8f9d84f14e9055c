"""Accounts that join clusters."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from explorer.communities.clusters import Clusters, find_clusters
from explorer.communities.joined import add_joined_accounts
from explorer.communities.layers import Layer, share_accounts
from tests.helpers.tiers import EDGES, Edge, clique, following, joining, tiered

GROUPS = [*clique("m1", "m2", "m3", "m4", weight=6), *clique("n1", "n2", "n3", weight=3)]


def find(*edges: Edge) -> tuple[Clusters, Clusters]:
    """Return the clusters of tier A, and the same with the accounts that joined them."""
    network = tiered(*edges)
    found = find_clusters([Layer(network.tier("A"))])
    return found, add_joined_accounts(found, [network.tier("joined")])


def members(clusters: Clusters, rank: int) -> list[str]:
    return clusters.members.filter(rank=rank)["account"].to_list()


def test_an_account_joins_the_cluster_in_which_most_of_its_edges_end() -> None:
    found, after = find(*GROUPS, *joining("j", "m1", "m2"), *joining("k", "m1", "n1", "n2"))
    assert members(after, 1) == ["j", "m1", "m2", "m3", "m4"]
    assert members(after, 2) == ["k", "n1", "n2", "n3"]
    assert after.members.filter("joined").rows() == [
        ("j", 1, None, "periphery", True),
        ("k", 2, None, "periphery", True),
    ]
    assert after.clusters.select("rank", "size", "joined").rows() == [(1, 5, 1), (2, 4, 1)]
    counted = ("rank", "edges", "weight", "density", "score", "stability")
    assert after.clusters.select(counted).equals(found.clusters.select(counted))


def test_of_as_many_edges_the_heavier_ones_decide_and_then_the_rank() -> None:
    heavy = [Edge("k", "m1", 2, "joined"), Edge("k", "n1", 5, "joined")]
    assert members(find(*GROUPS, *heavy)[1], 2) == ["k", "n1", "n2", "n3"]
    assert members(find(*GROUPS, *joining("k", "m1", "n1"))[1], 1) == ["k", "m1", "m2", "m3", "m4"]


def test_who_is_in_a_cluster_stays_there_and_who_joined_none_is_in_none() -> None:
    """The pair is too small for a cluster, so that nobody can join it."""
    found, after = find(*GROUPS, *clique("p", "q"), *joining("m1", "n1", "n2", "n3"), *joining("j", "p", "q"))
    assert after.members.equals(found.members)
    assert after.clusters.equals(found.clusters)


def test_edges_of_all_signals_count() -> None:
    """One edge to the first cluster with one signal, two to the second with the other."""
    one = tiered(*GROUPS, *joining("j", "m1"))
    other = tiered(*joining("j", "n1", "n2"))
    one, other = share_accounts([one, other])
    found = find_clusters([Layer(one.tier("A"))])
    after = add_joined_accounts(found, [one.tier("joined"), other.tier("joined")])
    assert members(after, 2) == ["j", "n1", "n2", "n3"]


def test_trigger_accounts_keep_their_names_when_signals_share_accounts() -> None:
    network, _ = share_accounts([tiered(*following("boss", "f1", "f2")), tiered(*clique("a", "b", "zzz"))])
    assert network.edges()["trigger_account"].to_list() == ["boss"]


@given(st.sets(st.sampled_from(EDGES)))
def test_nobody_is_in_two_clusters_and_counts_add_up(edges: set[Edge]) -> None:
    found, after = find(*edges)
    assert after.members["account"].is_unique().all()
    assert after.members.filter(pl.col("joined").is_null()).equals(found.members)
    counted = after.members.group_by("rank").agg(size=pl.len(), joined=pl.col("joined").sum()).sort("rank")
    assert counted.rows() == after.clusters.select("rank", "size", "joined").rows()
