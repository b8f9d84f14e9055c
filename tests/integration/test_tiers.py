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
from tests.helpers.world import ask, pick


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


def test_members_and_clusters_count_joined_accounts(tiers: Connection) -> None:
    columns = ("cluster", "members", "joinedMembers", "coreMembers", "edges", "totalWeight", "density", "stability")
    assert pick(ask(tiers, "cluster-list"), *columns) == [(1, 5, 1, 4, 6, 36, 1.0, 1.0), (2, 4, 1, 3, 3, 9, 1.0, 1.0)]
    # m1 has three edges of weight 6, and one of weight 2 to each of the two accounts that joined by it
    rows = pick(ask(tiers, "cluster-members"), "account", "role", "joined", "stability", "degree", "strength")
    assert rows == [
        ("x:m1", "core", False, 1.0, 5, 22),
        ("x:m2", "core", False, 1.0, 4, 20),
        ("x:m3", "core", False, 1.0, 4, 20),
        ("x:m4", "core", False, 1.0, 3, 18),
        ("x:j1", "periphery", True, None, 3, 6),
    ]
    tied = pick(ask(tiers, "tied-members"), "account", "joined", "tiedAccounts")
    assert ("x:j1", True, ["x:m1", "x:m2", "x:m3"]) in tied


def test_a_picture_draws_what_joined_and_no_common_trigger(tiers: Connection) -> None:
    drawn = {row["path"] for row in ask(tiers, "cluster-paths") if row["part"] == "coordination"}
    assert "(Account J1)-[COORDINATED 2]->(Account M1)" in drawn
    assert len(drawn) == 9
    parts = {row["part"] for row in ask(tiers, "edge-paths", accountA="x:f1", accountB="x:f2")}
    assert parts == {"retweet", "authorship"}


def test_an_edge_names_its_trigger(tiers: Connection) -> None:
    columns = ("tier", "expectedByThirdParties", "trigger", "triggerAccount", "triggerHandle")
    follow = "57 of 60 co-actions follow the same account within 5m"
    clock = "8 of 9 co-actions fall into the same part of every 10m"
    for pair, found in (
        (("x:f2", "x:f1"), ("trigger", 0.75, follow, "x:boss", "BOSS")),
        (("x:c1", "x:c2"), ("trigger", 0.75, clock, None, None)),
        (("x:m1", "x:m2"), ("A", 0.75, None, None, None)),
    ):
        assert pick(ask(tiers, "edge", accountA=pair[0], accountB=pair[1]), *columns) == [found]


def test_the_edge_shown_by_default_has_no_common_trigger(tiers: Connection) -> None:
    assert pick(ask(tiers, "edge"), "accountA", "accountB", "tier") == [("x:m1", "x:m2", "A")]
    tiers.execute("MATCH ()-[e:COORDINATED]->() WHERE e.tier <> 'trigger' DELETE e")
    for query in ("edge", "evidence", "edge-paths"):
        assert ask(tiers, query) == []


def test_accounts_whose_common_trigger_is_not_excluded(tiers: Connection) -> None:
    columns = ("account", "handle", "edges", "connectedAccounts", "triggerAccount", "triggerHandle")
    rows = ask(tiers, "trigger-accounts")
    assert pick(rows, *columns) == [
        *((f"x:f{n}", f"F{n}", 2, 2, "x:boss", "BOSS") for n in (1, 2, 3)),
        *((f"x:c{n}", f"C{n}", 1, 1, None, None) for n in (1, 2)),
    ]
    assert rows[0]["trigger"] == "57 of 60 co-actions follow the same account within 5m"
    # who is in a cluster coordinates all the same
    tiers.execute("MATCH (m:Account {accountId: 'x:f1'}), (c:Cluster {rank: 1}) CREATE (m)-[:MEMBER_OF]->(c)")
    assert len(ask(tiers, "trigger-accounts")) == 4
