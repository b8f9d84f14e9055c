"""Exports read back equal to the graph; pseudonyms let nothing through; a manifest repeats its run."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import igraph
import networkx
import polars as pl
import pytest
from lxml import etree

from explorer.common.errors import GraphError, UsageError
from explorer.common.settings import Endpoint
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import CO_AMPLIFY, CO_RETWEET, HANDLE_SHARING
from explorer.export.folder import write_tables
from explorer.export.formats import TableFormat
from explorer.export.graph_frames import as_igraph, as_networkx, network_edges, network_nodes
from explorer.export.manifest import describe_differences, make_manifest, manifest_as_json, read_manifest
from explorer.export.network import write_network
from explorer.export.run import RunTables, read_run_tables
from explorer.graph.connection.connect import Connection
from explorer.graph.runs.judgements import judge_accounts, judge_cluster
from explorer.graph.runs.runs import delete_run, find_run
from explorer.output.pseudonyms import Pseudonyms
from explorer.runs.detect import detect
from explorer.runs.parameters import DetectionParameters
from tests.helpers.amplification import build_amplification
from tests.helpers.campaign import build_campaign
from tests.helpers.example_files import FIXED, GOOD
from tests.helpers.paths import DATA
from tests.helpers.program import Program
from tests.helpers.world import World

MARK = "Canary"
NASTY = f"{MARK} <script>\x01\x0b \"&' \t\r\n ü漢 ]]> =1+1"
KEY, OTHER_KEY = Pseudonyms(b"1" * 32), Pseudonyms(b"2" * 32)
SCHEMA = DATA / "gexf-1.3.rng"
WANTED = DetectionParameters(
    signals=(CO_RETWEET, CO_AMPLIFY), network=NetworkParameters(window=60_000, min_weight=2), significance=None
)


def add_import(graph: Connection, import_id: str, file: str, **about: str) -> None:
    graph.execute(
        "CREATE (i:Import {importId: $id, file: $file, format: 'native', platform: 'x', platforms: ['x'], rows: 11,"
        " loaded: 11, duplicates: 0, rejected: 0, resolution: 1, version: '0', startedAt: datetime(),"
        " finishedAt: datetime()}) SET i += $about",
        {"id": import_id, "file": file, "about": about},
    )


@pytest.fixture
def world(graph: Connection) -> Connection:
    """Three accounts retweet four posts of two accounts in coordination, the third only three; all texts are nasty."""
    world = World()
    for who in ("a1", "a2", "a3"):
        world.account(
            f"{MARK}{who}", handle=f"{MARK}_{who}", name=NASTY, bio=NASTY, location=NASTY,
            created_at="2020-02-03T04:05:06", followers=1234, following=98, status="suspended",
        )  # fmt: skip
    world.account("gt", handle="globaltimes")
    world.account("pal")
    world.outlet("cn-gt", "gt", name="Global Times")
    for number in range(4):
        world.post(f"{MARK}p{number}", ("gt", "pal")[number % 2], f"2021-01-0{number + 1}T10:00:00", text=NASTY)
        for second, who in enumerate(("a1", "a2", "a3")[: 2 if number == 3 else 3]):
            world.retweet(f"{MARK}{who}", f"{MARK}p{number}", f"2021-01-0{number + 1}T10:00:0{second}")
    world.add("links", post_id=f"{MARK}p0", url=f"https://{MARK}.example/{MARK}")
    world.add("hashtags", post_id=f"{MARK}p0", tag=MARK)
    world.build(graph)
    add_import(graph, "1", f"{MARK}.csv", sha256="ab")
    run = detect(graph, WANTED).properties
    judge_cluster(graph, run, 1, verdict="coordinated", author=f"{MARK} author", note=NASTY)
    judge_accounts(graph, {f"x:{MARK}a1": NASTY, "x:pal": ""}, verdict="organic", author=f"{MARK} author")
    return graph


@pytest.fixture
def tables(world: Connection) -> RunTables:
    return read_run_tables(world)


def test_tables_are_what_the_graph_holds(world: Connection, tables: RunTables) -> None:
    assert tables.undated == ""
    keys = [f"x:{MARK}a{i}" for i in (1, 2, 3)]
    assert tables.accounts["account"].to_list() == keys
    account = tables.accounts.row(0, named=True)
    assert account["name"] == account["bio"] == NASTY
    assert account["createdAt"] == datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert (account["retweets"], account["outlets"]) == (4, [])
    edges = world.read(
        "MATCH (a)-[e:COORDINATED]->(b) RETURN a.accountId AS source, b.accountId AS target, properties(e)"
    )
    expected = sorted(
        (source, target, properties["signal"], properties["weight"], properties["objects"])
        for source, target, properties in edges.rows
    )
    assert len(expected) == 6
    assert tables.edges.select("source", "target", "signal", "weight", "objects").rows() == expected
    assert tables.edges["weight"].dtype == pl.Int64
    # a1 and a2 share four posts, the others three
    first, last = datetime(2021, 1, 1, 10, tzinfo=UTC), datetime(2021, 1, 4, 10, 0, 1, tzinfo=UTC)
    spans = tables.edges.filter(signal="co-retweet").select("firstAt", "lastAt").rows()
    assert spans[0] == (first, last)
    assert spans[2] == (first.replace(second=1), datetime(2021, 1, 3, 10, 0, 2, tzinfo=UTC))
    columns = ("rank", "outletId", "outlet", "isBoost", "retweets", "topMemberRetweets", "activeMembers")
    assert tables.amplification.select(columns).rows() == [
        (1, "cn-gt", "Global Times", False, 6, 2, 3),
    ]
    assert tables.members["account"].to_list() == keys
    assert tables.clusters["size"].to_list() == [3]
    # pal has no edge
    judged = tables.judgements.select("of", "rank", "account", "verdict", "note").rows()
    assert judged == [("cluster", 1, None, "coordinated", NASTY), ("account", None, keys[0], "organic", NASTY)]
    assert network_nodes(tables).select("verdict", "clusterVerdict").rows() == [
        ("organic", "coordinated"), (None, "coordinated"), (None, "coordinated"),
    ]  # fmt: skip


def test_edges_of_a_run_without_allowed_accounts_are_dated(world: Connection) -> None:
    detect(world, replace(WANTED, leave_out_allowed=True))
    tables = read_run_tables(world)
    assert tables.edges.select("source", "target").unique().rows() == [(f"x:{MARK}a2", f"x:{MARK}a3")]
    assert tables.undated == ""
    assert tables.edges["firstAt"].null_count() == 0
    hidden = manifest_as_json(make_manifest(world, pseudonyms=KEY)).decode()
    assert tables.run["allowList"] not in hidden
    before = make_manifest(world)
    judge_accounts(world, {f"x:{MARK}a1": ""}, verdict="withdrawn", author="a")
    detect(world, replace(WANTED, leave_out_allowed=True))
    differences = describe_differences(before, make_manifest(world))
    assert "The allow list differs, so different accounts were left out." in differences
    assert not [sentence for sentence in differences if "data" in sentence]


def test_changes_since_the_run_are_reported(world: Connection) -> None:
    run = detect(world, replace(WANTED, leave_out_allowed=True)).properties["runId"]
    hidden = make_manifest(world, run, pseudonyms=KEY)
    judge_accounts(world, {f"x:{MARK}a1": ""}, verdict="withdrawn", author="a")
    assert "the allow list changed after the run" in read_run_tables(world, run).undated
    again = detect(world, replace(WANTED, leave_out_allowed=True)).properties["runId"]
    # the fingerprint is hidden with pseudonyms: the list could be tried against it
    assert describe_differences(hidden, make_manifest(world))[0].startswith("The result differs")
    world.execute("MATCH (:Account {accountId: $a})-[r:RETWEETED]->() WITH r LIMIT 1 DELETE r", {"a": f"x:{MARK}a1"})
    assert "the data changed after the run" in read_run_tables(world, again).undated


def test_statistics_of_edges_are_written_and_read_back(world: Connection, tmp_path: Path) -> None:
    assert "tier" not in network_edges(read_run_tables(world)).columns
    tested = {
        "moments": 3, "shared": 4, "expectedChance": 0.1, "expectedSync": 1 / 3, "pChance": 1e-300, "pSync": 0.0,
        "q": 5e-324, "tier": "B",
    }  # fmt: skip
    world.execute("MATCH (run:Run) SET run.significance = 0.05")
    world.execute("MATCH ()-[e:COORDINATED]->() SET e += $told", {"told": tested})
    tables = read_run_tables(world)
    assert tables.edges.select(*tested).unique().row(0, named=True) == tested
    for suffix, read in (("gexf", networkx.read_gexf), ("graphml", networkx.read_graphml)):
        write_network(tables, tmp_path / f"run.{suffix}")
        for *_, edge in read(tmp_path / f"run.{suffix}").edges(data=True):
            assert {name: edge[name] for name in tested} == tested


@pytest.mark.parametrize("meanwhile", ["replaced", "deleted"])
def test_a_run_that_changes_while_it_is_read_is_noticed(world: Connection, meanwhile: str) -> None:
    def change(stage: str, *_: object, **__: object) -> None:
        if stage == "reading accounts" and meanwhile == "replaced":
            detect(world, WANTED)
        elif stage == "reading accounts":
            delete_run(world, "latest")

    with pytest.raises(GraphError, match=f"was {meanwhile} while it was read"):
        read_run_tables(world, progress=change)


def test_edges_are_not_dated_once_the_data_have_changed(world: Connection) -> None:
    world.execute("MATCH (:Account {accountId: $a})-[r:RETWEETED]->() WITH r LIMIT 1 DELETE r", {"a": f"x:{MARK}a1"})
    changed = read_run_tables(world)
    assert "changed after the run" in changed.undated
    assert changed.edges["firstAt"].null_count() == changed.edges.height == 6
    assert read_run_tables(world, dated=False).undated == ""


def test_a_run_without_recorded_parameters_is_exported(graph: Connection, tmp_path: Path) -> None:
    build_campaign(graph)
    graph.execute("MATCH (run:Run) REMOVE run.parameters")
    tables = read_run_tables(graph, "cr")
    assert "parameters or data fingerprint are unknown" in tables.undated
    for suffix in ("gexf", "graphml"):
        write_network(tables, tmp_path / f"run.{suffix}")
    assert networkx.read_gexf(tmp_path / "run.gexf").edges["x:a1", "x:a2"]["weight"] == 3
    check_schema(tmp_path / "run.gexf")
    assert find_run(graph, "cr")["runId"] == "cr"


def test_signals_without_times_have_edges_without_times(graph: Connection) -> None:
    world = World()
    for who in ("1", "2"):
        world.account(who, handle="shared")
    world.build(graph)
    detect(graph, DetectionParameters(signals=(HANDLE_SHARING,), network=NetworkParameters(min_weight=1)))
    assert "does not use times" in read_run_tables(graph).undated


def check_schema(path: Path) -> None:
    etree.RelaxNG(etree.parse(SCHEMA)).assertValid(etree.parse(path))


def clean(value: Any) -> Any:
    """What XML can hold of a value."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return value.replace("\x01", "\ufffd").replace("\x0b", "\ufffd") if isinstance(value, str) else value


def known(attributes: Mapping[str, Any], *without: str) -> dict[str, Any]:
    return {name: clean(value) for name, value in attributes.items() if value is not None and name not in without}


def test_gexf_read_back_is_the_graph(tables: RunTables, tmp_path: Path) -> None:
    path = tmp_path / "run.gexf"
    write_network(tables, path)
    check_schema(path)
    read = networkx.read_gexf(path)
    assert set(read) == set(tables.accounts["account"])
    for row in network_nodes(tables).iter_rows(named=True):
        attributes = read.nodes[row["account"]]
        assert (attributes["start"], attributes["end"]) == (clean(row["firstAt"]), clean(row["lastAt"]))
        assert {n: v for n, v in attributes.items() if n not in {"start", "end"}} == known(
            row, "account", "firstAt", "lastAt"
        )
    of_edges = {
        (frozenset(ends), attributes["signal"]): {n: v for n, v in attributes.items() if n not in {"id", "kind"}}
        for *ends, attributes in read.edges(data=True)
    }
    assert len(of_edges) == network_edges(tables).height == 6
    for row in network_edges(tables).iter_rows(named=True):
        attributes = of_edges[frozenset((row["source"], row["target"])), row["signal"]]
        assert (attributes.pop("start"), attributes.pop("end")) == (clean(row["firstAt"]), clean(row["lastAt"]))
        assert attributes == known(row, "source", "target", "firstAt", "lastAt")


def test_graphml_read_back_is_the_graph(tables: RunTables, tmp_path: Path) -> None:
    path = tmp_path / "run.graphml"
    write_network(tables, path)
    read = networkx.read_graphml(path, force_multigraph=True)
    for row in network_nodes(tables).iter_rows(named=True):
        assert read.nodes[row["account"]] == known(row, "account")
    edges = {(frozenset((u, v)), attributes["signal"]): attributes for u, v, attributes in read.edges(data=True)}
    for row in network_edges(tables).iter_rows(named=True):
        assert edges[frozenset((row["source"], row["target"])), row["signal"]] == known(row, "source", "target")
    again = igraph.Graph.Read_GraphML(str(path))
    assert again.vs["id"] == tables.accounts["account"].to_list()
    assert again.vs["displayName"] == [clean(NASTY)] * 3
    assert again.es["weight"] == network_edges(tables)["weight"].to_list()
    assert [again.vs[edge.source]["id"] for edge in again.es] == network_edges(tables)["source"].to_list()


def test_python_objects_are_the_graph(tables: RunTables) -> None:
    ours, theirs = as_igraph(tables), as_networkx(tables)
    assert ours.vs["name"] == tables.accounts["account"].to_list()
    assert ours.es["weight"] == tables.edges["weight"].to_list()
    assert {(ours.vs[e.source]["name"], ours.vs[e.target]["name"], e["signal"]): e["objects"] for e in ours.es} == {
        (row["source"], row["target"], row["signal"]): row["objects"] for row in tables.edges.iter_rows(named=True)
    }
    assert theirs.number_of_edges() == 6
    assert theirs.nodes[f"x:{MARK}a1"]["displayName"] == NASTY
    assert tables.accounts.to_pandas()["name"].tolist() == [NASTY] * 3


def test_parquet_is_lossless_and_csv_is_safe(tables: RunTables, tmp_path: Path) -> None:
    for name, file in zip(tables.frames(), write_tables(tables.frames(), tmp_path / "p", form="parquet")):
        assert pl.read_parquet(file).equals(tables.frames()[name])
    with pytest.raises(UsageError, match="already exists"):
        write_tables(tables.frames(), tmp_path / "p", form="parquet")
    write_tables(tables.frames(), tmp_path / "p", form="parquet", force=True)
    (file,) = (f for f in write_tables(tables.frames(), tmp_path / "c", form="csv") if f.name == "accounts.csv")
    content = file.read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert [row["account"] for row in rows] == tables.accounts["account"].to_list()
    assert rows[0]["name"] == NASTY
    assert rows[0]["createdAt"] == "2020-02-03T04:05:06Z"


FORMS: tuple[TableFormat, ...] = ("parquet", "csv", "raw-csv")


@pytest.mark.parametrize("earlier", FORMS)
@pytest.mark.parametrize("form", FORMS)
def test_nothing_of_an_earlier_export_stays_beside_pseudonyms(
    world: Connection, tables: RunTables, tmp_path: Path, earlier: TableFormat, form: TableFormat
) -> None:
    write_tables(tables.frames(), tmp_path, form=earlier)
    (tmp_path / "mine.csv").write_text("mine")
    with pytest.raises(UsageError, match="already exists"):
        write_tables(tables.frames(), tmp_path, form=form)
    world.execute("MATCH (judgement:Judgement) DETACH DELETE judgement")
    hidden = read_run_tables(world, pseudonyms=KEY).frames()
    written = write_tables(hidden, tmp_path, form=form, force=True)
    assert {path.name for path in tmp_path.iterdir()} == {"mine.csv", *(path.name for path in written)}
    # parquet is compressed
    content = b"".join(
        str(pl.read_parquet(path).rows()).encode() if path.suffix == ".parquet" else path.read_bytes()
        for path in tmp_path.iterdir()
    )
    assert MARK.lower().encode() not in content.lower()
    assert hidden["judgements"].is_empty()


def everything(graph: Connection, folder: Path, pseudonyms: Pseudonyms | None) -> bytes:
    """All exports and their names, as bytes."""
    tables = read_run_tables(graph, pseudonyms=pseudonyms)
    for suffix in ("gexf", "graphml"):
        write_network(tables, folder / f"run.{suffix}")
    for form in FORMS[1:]:
        write_tables(tables.frames(), folder / form, form=form)
    (folder / "run.json").write_bytes(manifest_as_json(make_manifest(graph, pseudonyms=pseudonyms)))
    written = sorted(path for path in folder.rglob("*") if path.is_file())
    objects = [*(vertex.attributes() for vertex in as_igraph(tables).vs), *as_networkx(tables).nodes(data=True)]
    return "\n".join(map(str, [*written, objects])).encode() + b"".join(path.read_bytes() for path in written)


def test_no_pseudonymised_export_lets_anything_through(world: Connection, tmp_path: Path) -> None:
    for name in ("plain", "hidden", "again", "other"):
        (tmp_path / name).mkdir()
    plain, hidden = everything(world, tmp_path / "plain", None), everything(world, tmp_path / "hidden", KEY)
    again, other = everything(world, tmp_path / "again", KEY), everything(world, tmp_path / "other", OTHER_KEY)
    assert plain.lower().count(MARK.lower().encode()) > 100
    for shared in (hidden, other):
        assert MARK.lower().encode() not in shared.lower()
        assert b"1234" not in shared
        assert b"04:05:06" not in shared
        assert b"Global Times" in shared
    assert hidden.replace(b"/hidden/", b"") == again.replace(b"/again/", b"")
    of_one, of_other = read_run_tables(world, pseudonyms=KEY), read_run_tables(world, pseudonyms=OTHER_KEY)
    assert not set(of_one.accounts["account"]) & set(of_other.accounts["account"])
    assert set(of_one.accounts["account"]) == set(of_one.edges["source"]) | set(of_one.edges["target"])
    assert set(of_one.members["account"]) <= set(of_one.accounts["account"])
    # the network is the same one
    assert sorted(of_one.edges["weight"]) == sorted(read_run_tables(world).edges["weight"])


def test_pseudonyms_keep_the_reasons_of_this_tool(graph: Connection) -> None:
    tables = read_run_tables(build_amplification(graph), dated=False, pseudonyms=KEY)
    assert tables.amplification["noIntervalReason"].to_list() == [
        None, None, "fewer than 3 active members", "only one member retweeted the outlet",
    ]  # fmt: skip
    assert tables.amplification["isBoost"].to_list() == [True, False, False, False]


@pytest.mark.parametrize("pseudonyms", [KEY, OTHER_KEY])
def test_the_order_of_pseudonyms_does_not_depend_on_names(world: Connection, pseudonyms: Pseudonyms) -> None:
    hidden = read_run_tables(world, pseudonyms=pseudonyms)
    for name, order in {
        "accounts": ("account",), "edges": ("source", "target", "signal"), "clusters": ("rank",),
        "members": ("rank", "account"), "amplification": ("rank", "outletId"), "judgements": ("of", "rank", "account"),
    }.items():  # fmt: skip
        frame = getattr(hidden, name)
        assert frame.equals(frame.sort(order)), name
        assert not frame.select(order).is_duplicated().any(), name
    assert (hidden.edges["source"] < hidden.edges["target"]).all()
    assert network_nodes(hidden)["account"].is_sorted()


def test_a_manifest_repeats_its_run(world: Connection, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_bytes(manifest_as_json(make_manifest(world)))
    before = read_manifest(path)
    first = read_run_tables(world)
    delete_run(world, "latest")
    run = detect(world, DetectionParameters.from_json(before.parameters))
    now = make_manifest(world)
    assert run.properties["runId"] == before.run["runId"]
    assert describe_differences(before, now) == []
    second = read_run_tables(world)
    for name in ("accounts", "edges", "clusters", "members", "amplification", "judgements"):
        assert getattr(first, name).equals(getattr(second, name))
    then, today = (json.loads(manifest_as_json(manifest)) for manifest in (before, now))
    del then["run"]["createdAt"], today["run"]["createdAt"]
    assert then == today
    assert before.data.imports[0]["sha256"] == "ab"
    assert before.data.registries == []
    assert len(before.seeds) == 20


def test_a_manifest_lists_what_the_run_could_see(world: Connection) -> None:
    before = make_manifest(world)
    add_import(world, "2", "later.csv", sha256="cd")
    add_import(world, "3", "later-registry.csv", sha256="ef", registry="own")
    # its undo was interrupted: the run still includes it
    world.execute("MATCH (i:Import {importId: '1'}) SET i.undoing = true REMOVE i.finishedAt")
    now = make_manifest(world)
    assert [row["sha256"] for row in now.data.imports] == ["ab"]
    assert now.data.registries == []
    assert before.data.imports == [row | {"finished": True} for row in now.data.imports]


def test_a_manifest_detects_data_that_differ(world: Connection) -> None:
    before = make_manifest(world)
    world.execute("MATCH (:Account {accountId: $a})-[r:RETWEETED]->() WITH r LIMIT 1 DELETE r", {"a": f"x:{MARK}a1"})
    world.execute("MATCH (i:Import) SET i.sha256 = 'cd'")
    detect(world, WANTED)
    differences = " ".join(describe_differences(before, make_manifest(world)))
    assert "The data differ" in differences
    assert f"{MARK}.csv (11 rows): not in this graph." in differences
    assert "edges are not identical" in differences


def test_the_commands(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> None:
    explorer = Program(endpoint, tmp_path)
    explorer("import", explorer.write("retweets.csv", GOOD))
    assert explorer("detect", *FIXED).returncode == 0
    assert explorer("export", "key", "k").stdout == "k\n"
    for words in (
        ("network", "-o", "run.gexf"),
        ("network", "-o", "run.graphml", "--no-times"),
        ("tables", "-o", "out", "--form", "csv"),
        ("tables", "-o", "raw", "--form", "csv", "--raw"),
        ("tables", "-o", "parquet"),
        ("manifest", "-o", "run.json"),
        ("manifest", "-o", "hidden.json", "--pseudonymize", "k"),
        ("network", "-o", "hidden.gexf", "--pseudonymize", "k"),
    ):
        done = explorer("export", *words)
        assert done.returncode == 0, done.stderr
    check_schema(tmp_path / "run.gexf")
    assert b"account-" in (tmp_path / "hidden.gexf").read_bytes()
    again = explorer("export", "manifest", "-o", "run.json")
    assert (again.returncode, "already exists" in again.stderr) == (2, True)
    wrong = explorer("export", "network", "-o", "run.png")
    assert (wrong.returncode, ".gexf" in wrong.stderr) == (2, True)
    assert explorer("export", "tables", "-o", "x", "--raw").returncode == 2

    same = explorer("detect", "--manifest", "run.json")
    assert same.returncode == 0, same.stderr
    assert "data and result are the same" in same.stderr
    assert "data and figures are the same" in explorer("detect", "--manifest", "hidden.json").stderr
    both = explorer("detect", "--manifest", "run.json", "--window", "60s")
    assert (both.returncode, "--window" in both.stderr) == (2, True)
    explorer("import", explorer.write("more.csv", GOOD.replace("r0", "s0").replace("p0", "p7")))
    other = explorer("detect", "--manifest", "run.json")
    assert other.returncode == 1
    assert "The data differ" in other.stderr
    assert "more.csv (9 rows): only in this graph" in other.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "not a run's manifest"),
        ("[" * 100_000, "not a run's manifest"),
        ("{}", "manifest"),
        ('{"manifest": 2}', "manifest version 2"),
        ('{"manifest": 1, "extra": 1}', "not a run's manifest"),
        ("\ud800", "not a run's manifest"),
    ],
)
def test_what_is_no_manifest_is_refused(
    endpoint: Endpoint, graph: Connection, tmp_path: Path, content: str, says: str
) -> None:
    explorer = Program(endpoint, tmp_path)
    refused = explorer("detect", "--manifest", explorer.write("m.json", content.encode("utf-8", "surrogatepass")))
    assert refused.returncode == 1
    assert says in " ".join(refused.stderr.split())
    assert "Traceback" not in refused.stderr
