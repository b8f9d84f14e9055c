"""Tiers from the network to the graph and back."""

import pytest

from explorer.graph.connection.connect import Connection
from explorer.graph.load.batches import load_rows
from explorer.graph.runs.run_tables import read_clusters, read_edges, read_members
from explorer.graph.runs.runs import find_run
from explorer.model.tables import ACCOUNTS
from tests.helpers.rows import accounts
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.tiers import EDGES, build_tiers


@pytest.fixture
def tiers(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load(build_tiers)


def test_edges_keep_their_tiers_and_triggers(tiers: Connection) -> None:
    edges = read_edges(tiers, find_run(tiers, "tiers"))
    written = sorted((edge.source, edge.target, edge.weight, edge.tier) for edge in EDGES)
    assert edges.select("source", "target", "weight", "tier").rows() == written
    assert edges.select("expectedThird", "pThird").unique().rows() == [(0.75, pytest.approx(3e-9))]
    follow, clock = (
        "57 of 60 co-actions follow the same account within 5m",
        "8 of 9 co-actions fall into the same part of every 10m",
    )
    assert edges.drop_nulls("trigger").select("source", "trigger", "triggerAccount").unique(
        maintain_order=True
    ).rows() == [
        ("x:c1", clock, None),
        ("x:f1", follow, "x:boss"),
        ("x:f2", follow, "x:boss"),
    ]
    assert set(edges.filter(tier="A")["trigger"]) == {None}


def test_joined_accounts_are_members(tiers: Connection) -> None:
    members = read_members(tiers, "tiers").select("account", "rank", "role", "stability", "joined")
    assert members.filter("joined").rows() == [
        ("x:j1", 1, "periphery", None, True),
        ("x:j2", 2, "periphery", None, True),
    ]
    assert members.filter(account="x:m1").rows() == [("x:m1", 1, "core", 1.0, None)]
    assert read_clusters(tiers, "tiers").select("rank", "size", "joined", "edges", "density").rows() == [
        (1, 5, 1, 6, 1.0),
        (2, 4, 1, 3, 1.0),
    ]


def test_the_trigger_account_follows_its_account_to_another_key(graph: Connection) -> None:
    """The trigger is known by its handle, until a profile tells its id."""
    load_rows(graph, ACCOUNTS, accounts({"account_id": "@boss"}), import_id="test")
    graph.execute(
        "CREATE (:Account {accountId: 'x:1'})-[:COORDINATED {runId: 'r', triggerAccount: 'x:@boss'}]->"
        "(:Account {accountId: 'x:2'})"
    )
    load_rows(graph, ACCOUNTS, accounts({"account_id": "9", "handle": "boss"}), import_id="test")
    assert graph.read("MATCH ()-[e:COORDINATED]->() RETURN e.triggerAccount").rows == [("x:9",)]
