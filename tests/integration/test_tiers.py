"""Tiers from the network to the graph and back, and what reports and exports make of them."""

import json
from pathlib import Path

import igraph
import polars as pl
import pytest

from explorer.cli.options.output import Format
from explorer.cli.ui.runs import print_run
from explorer.common.settings import Endpoint
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import CO_AMPLIFY, CO_RETWEET
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.detect.significance.result import Significance
from explorer.export.folder import write_tables
from explorer.export.network import write_network
from explorer.export.run import read_run_tables
from explorer.graph.connection.connect import Connection
from explorer.graph.load.batches import load_rows
from explorer.graph.runs.run_tables import read_clusters, read_edges, read_members
from explorer.graph.runs.runs import find_run
from explorer.judgements.allow_list import AccountRef, allow
from explorer.judgements.allow_list_impact import effect_of_allowed
from explorer.model.tables import ACCOUNTS
from explorer.output.pseudonyms import Pseudonyms
from explorer.report.page import write_report
from explorer.runs.detect import detect
from explorer.runs.parameters import DetectionParameters
from tests.helpers.program import Program
from tests.helpers.rows import accounts
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.tiers import EDGES, build_tiers, following, tiered
from tests.helpers.world import ask, pick
from tests.integration.test_report import Page

FOLLOW = "57 of 60 co-actions follow the same account within 5m"
CLOCK = "8 of 9 co-actions fall into the same part of every 10m"
TRIGGER = f"@BOSS: 3 edges among 3 accounts, for example {FOLLOW}"


@pytest.fixture
def tiers(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load(build_tiers)


def test_edges_keep_their_tiers_and_triggers(tiers: Connection) -> None:
    edges = read_edges(tiers, find_run(tiers, "tiers"))
    written = sorted((edge.source, edge.target, edge.weight, edge.tier) for edge in EDGES)
    assert edges.select("source", "target", "weight", "tier").rows() == written
    assert edges.select("expectedThird", "pThird").unique().rows() == [(0.75, pytest.approx(3e-9))]
    assert edges.drop_nulls("trigger").select("source", "trigger", "triggerAccount").unique(
        maintain_order=True
    ).rows() == [
        ("x:c1", CLOCK, None),
        ("x:f1", FOLLOW, "x:boss"),
        ("x:f2", FOLLOW, "x:boss"),
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
    for pair, found in (
        (("x:f2", "x:f1"), ("trigger", 0.75, FOLLOW, "x:boss", "BOSS")),
        (("x:c1", "x:c2"), ("trigger", 0.75, CLOCK, None, None)),
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
    assert rows[0]["trigger"] == FOLLOW
    # a member of a cluster is coordinated anyway
    tiers.execute("MATCH (m:Account {accountId: 'x:f1'}), (c:Cluster {rank: 1}) CREATE (m)-[:MEMBER_OF]->(c)")
    assert len(ask(tiers, "trigger-accounts")) == 4


def test_joined_accounts_stay_with_what_the_allow_list_leaves_of_their_cluster(tiers: Connection) -> None:
    """Without m1, three members are left, and j1 is still tied to two; without n3, too few, and j2 is loose."""
    allow(tiers, [AccountRef(name, None, name) for name in ("@m1", "@n3", "@f1")], author="ann", note="known")
    effect = effect_of_allowed(tiers, find_run(tiers, "tiers"))
    assert effect.clusters.rows() == [
        # cluster, outcome, size, allowed, edges, edges left, parts, largest, loose
        (1, "shrinks", 5, 1, 6, 3, 1, 4, 0),
        (2, "gone", 4, 1, 3, 1, 0, 0, 3),
    ]
    # m1 has three edges to members and two to joined accounts, n3 has two; those of f1 have a common trigger
    assert effect.accounts.select("account", "edges").rows() == [("x:m1", 5), ("x:n3", 2)]
    assert effect.edges == (16, 7)


def test_the_report_lists_common_triggers_apart_from_clusters(tiers: Connection, tmp_path: Path) -> None:
    write_report(tiers, tmp_path / "report.html", run="tiers")
    page = Page(tmp_path / "report.html")
    text = " ".join(page.source.split())
    assert page.column("table-triggers", "Handle") == ["F1", "F2", "F3", "C1", "C2"]
    assert page.column("table-triggers", "Handle of the trigger account")[0] == "BOSS"
    assert f"<li>{TRIGGER}</li>" in text
    assert "has 7 accounts and 9 edges" in text
    assert "a <b>common trigger</b> is not excluded" in text[text.index('id="method"') : text.index('id="clusters"')]
    assert "in the window of its co-actions at most 1.3 times as often as in the time around it" in text
    assert page.column("table-clusters", "Joined members") == ["1", "1"]
    assert page.column("cluster-1-members", "Joined") == ["no"] * 4 + ["yes"]
    assert "member (periphery, joined)" in text
    # nobody of these is shown as coordinated
    assert not {"F1", "C1"} & {*page.column("table-network-members", "Handle")}
    assert "no evidence of coordination" in text


def test_a_report_on_a_run_without_common_triggers_does_not_mention_them(tiers: Connection, tmp_path: Path) -> None:
    """A run of an earlier version has none of the new properties."""
    tiers.execute("MATCH (run:Run) REMOVE run.tierTrigger, run.tierJoined, run.triggers, run.outsiders")
    tiers.execute("MATCH ()-[e:COORDINATED]->() WHERE e.tier IN ['trigger', 'joined'] DELETE e")
    tiers.execute("MATCH ()-[m:MEMBER_OF {joined: true}]->() DELETE m")
    tiers.execute("MATCH ()-[e:COORDINATED]->() REMOVE e.expectedThird, e.pThird, e.trigger, e.triggerAccount")
    tiers.execute("MATCH (c:Cluster) SET c.size = c.size - c.joined REMOVE c.joined")
    write_report(tiers, tmp_path / "report.html", run="tiers")
    page = Page(tmp_path / "report.html")
    assert "triggers" not in page.ids
    assert "Joined" not in page.tables["table-clusters"][0]
    assert "two <b>null models</b>" in page.source
    assert "in the window of its co-actions" not in page.source
    assert pick(ask(tiers, "cluster-list"), "members", "joinedMembers") == [(4, 0), (3, 0)]


def test_exported_networks_leave_common_triggers_out_and_tables_hold_everything(
    tiers: Connection, tmp_path: Path
) -> None:
    tables = read_run_tables(tiers, "tiers", dated=False)
    write_network(tables, tmp_path / "run.graphml")
    write_network(tables, tmp_path / "run.gexf")
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "run.graphml"))
    assert sorted(graph.es["tier"]) == sorted(edge.tier for edge in EDGES if edge.tier != "trigger")
    assert {vertex["id"] for vertex in graph.vs if vertex["joined"]} == {"x:j1", "x:j2"}
    assert not {"x:f1", "x:c1", "x:boss"} & {*graph.vs["id"]}
    gexf = (tmp_path / "run.gexf").read_text(encoding="utf-8")
    assert 'for="joined" value="true"' in gexf
    assert "x:f1" not in gexf
    write_tables(tables.frames(), tmp_path / "parquet", form="parquet")
    members = pl.read_parquet(tmp_path / "parquet" / "members.parquet")
    assert members.filter("joined")["account"].to_list() == ["x:j1", "x:j2"]
    assert pl.read_parquet(tmp_path / "parquet" / "edges.parquet").filter(tier="trigger").height == 4
    assert pl.read_parquet(tmp_path / "parquet" / "run.parquet")["triggers"].to_list() == [
        [TRIGGER, f"no single account: 1 edge among 2 accounts, for example {CLOCK}"]
    ]


def test_pseudonyms_hide_trigger_accounts(tiers: Connection, tmp_path: Path) -> None:
    pseudonyms = Pseudonyms(b"1" * 32)
    tables = read_run_tables(tiers, "tiers", dated=False, pseudonyms=pseudonyms)
    assert "triggers" not in tables.run
    assert tables.edges["triggerAccount"].drop_nulls().unique().to_list() == [pseudonyms.account("x:boss")]
    write_report(tiers, tmp_path / "report.html", run="tiers", pseudonyms=pseudonyms)
    page = Page(tmp_path / "report.html")
    assert len(page.column("table-triggers", "Account key")) == 5
    assert "boss" not in page.source.lower()


def test_the_commands_name_triggers_and_joined_members(tiers: Connection, endpoint: Endpoint, tmp_path: Path) -> None:
    explorer = Program(endpoint, tmp_path)
    shown = explorer("evidence", "@F1", "@F2")
    assert f"a common trigger is not excluded (BOSS): {FOLLOW}" in " ".join(shown.stderr.split())
    assert "Cluster tiers/1: 5 members, 4 of them in the core, 1 joined" in explorer("clusters", "show", "1").stderr
    members = json.loads(explorer("clusters", "show", "1", "--format", "json").stdout)
    assert [row["account"] for row in members if row["joined"]] == ["x:j1"]
    exported = explorer("export", "network", "-o", "run.gexf", "--no-times")
    assert "11 accounts and 16 edges of run tiers. Left out 4 edges" in " ".join(exported.stderr.split())


def test_a_detection_stores_what_its_tests_found(
    tiers: Connection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of two signals, the first finds the edges written by hand, the second that f1 and f4 follow f2."""
    networks = iter((tiered(*EDGES), tiered(*following("x:f2", "x:f1", "x:f4"))))
    tested = Significance(0.05, 1000, 1e-6, None, 1.0, 0)
    monkeypatch.setattr("explorer.runs.detect.find_edges", lambda *_, **__: (next(networks), tested))
    tiers.execute("CREATE (:Account {accountId: 'x:f4', platform: 'x'})")
    network = NetworkParameters(window=60_000, min_weight=2)
    result = detect(
        tiers,
        DetectionParameters(
            signals=(CO_RETWEET, CO_AMPLIFY), network=network, significance=SignificanceParameters(draws=0)
        ),
    )
    run = find_run(tiers, "latest")
    names = ("edges", "accounts", "tierB", "tierTrigger", "tierJoined", "clusters")
    assert [run[name] for name in names] == [9, 7, 1, 5, 6, 2]
    second = f"@F2: 1 edge among 2 accounts, for example {FOLLOW}"
    assert run["triggers"] == [
        TRIGGER,
        f"no single account: 1 edge among 2 accounts, for example {CLOCK}",
        second,
    ]
    assert result.triggers[1] == (second,)
    edges = read_edges(tiers, run).drop_nulls("triggerAccount").select("signal", "source", "target", "triggerAccount")
    assert edges.filter(signal="co-amplify").rows() == [("co-amplify", "x:f1", "x:f4", "x:f2")]
    assert set(edges.filter(signal="co-retweet")["triggerAccount"]) == {"x:boss"}
    assert read_members(tiers, run["runId"]).filter("joined").select("account", "rank").rows() == [
        ("x:j1", 1),
        ("x:j2", 2),
    ]
    print_run(result, Format.TABLE)
    printed = capsys.readouterr()
    assert "Joined members" in printed.out
    told = " ".join(printed.err.split())
    assert f"a common trigger is not excluded, so these edges are no evidence of coordination {TRIGGER}" in told
    # boosts count the retweets of joined members
    assert tiers.read("MATCH (c:Cluster {runId: $run, rank: 1}) RETURN c.retweets", {"run": run["runId"]}).rows == [
        (15,)
    ]
