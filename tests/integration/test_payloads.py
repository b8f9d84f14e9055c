"""Hostile texts in every field take no command, query or file with them; tests/browser opens the report."""

import io
import json
import re
import unicodedata
from pathlib import Path

import igraph
import networkx
import pytest
from lxml import etree

from explorer.cli.options.output import Format
from explorer.cli.ui.output import write_rows
from explorer.cli.ui.tables import print_table
from explorer.common.settings import Endpoint
from explorer.common.text import printable, shorten
from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs
from explorer.packs.run import run_query
from explorer.report.figures.table import make_table
from tests.helpers.paths import DATA
from tests.helpers.payloads import build_payloads, read_payloads
from tests.helpers.program import Program
from tests.helpers.shared_graph import SharedGraph

PAYLOADS = read_payloads()
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow (section 2.2)."""


@pytest.fixture
def hostile(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load(build_payloads)


@pytest.fixture
def explorer(hostile: Connection, endpoint: Endpoint, tmp_path: Path) -> Program:
    return Program(endpoint, tmp_path)


def test_each_payload_is_shown_as_its_entry_says() -> None:
    assert len(PAYLOADS) >= 60
    assert len({payload.name for payload in PAYLOADS}) == len({payload.text for payload in PAYLOADS}) == len(PAYLOADS)
    for payload in PAYLOADS:
        shown = shorten(printable(payload.text), 100)
        outcome = (
            "cut" if shown.endswith("…") else "blank" if not shown.strip()
            else "whole" if shown == payload.text else "marked"
        )  # fmt: skip
        assert outcome == payload.shown, payload.name
        assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs"} or "\n" in shown


COMMANDS = (
    "clusters list",
    *(f"clusters show {rank}" for rank in (1, 7, 20)),
    *(f"clusters evidence {rank}" for rank in (2, 13)),
    "evidence x:a0 x:a1",
    "evidence x:a90 x:a91",
    "runs list",
    "runs show",
    "runs diff latest latest",
    "judgements",
    "accounts list",
    "accounts effect",
    "imports list",
    "packs run cluster-boosts",
)


@pytest.mark.parametrize("form", list(Format))
def test_no_command_fails(explorer: Program, form: Format) -> None:
    for command in COMMANDS:
        done = explorer(*command.split(), "--format", form.value)
        assert done.returncode == 0, (command, done.stderr)
        if form is Format.JSON:
            json.loads(done.stdout)
        elif form is Format.TABLE:
            assert not {c for c in done.stdout if unicodedata.category(c)[0] == "C"} - {"\n"}, command


PACKS = ("boosts", "campaigns", "impersonation", "outlet-profile")
"""The packs that return most texts of accounts; running all of them takes as long as everything else here."""


def test_no_query_of_the_packs_fails(hostile: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr("sys.stdout", written)
    packs = find_packs()
    for name in PACKS:
        for query in packs[name].queries:
            answer = run_query(hostile, query, query.bind({}))
            print_table(answer.columns, answer.rows, title=query.title, spare=())
            write_rows(written, answer.columns, answer.rows, Format.JSONL)
            rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
            make_table("id", "caption", rows, answer.columns)
    assert "<script>" in written.getvalue()


def test_networks_are_read_by_strict_programs(explorer: Program, hostile: Connection, tmp_path: Path) -> None:
    for suffix in ("gexf", "graphml"):
        done = explorer("export", "network", "-o", f"n.{suffix}")
        assert done.returncode == 0, done.stderr
    handles = dict(hostile.read("MATCH (a:Account)-[:MEMBER_OF]->() RETURN a.accountId, a.handle").rows)
    expected = {key: NOT_XML.sub("\ufffd", handle) if handle else key for key, handle in handles.items()}
    strict = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=False, huge_tree=False)
    gexf = etree.parse(tmp_path / "n.gexf", strict)
    etree.RelaxNG(etree.parse(DATA / "gexf-1.3.rng")).assertValid(gexf)
    nodes = gexf.findall(".//{http://gexf.net/1.3}node")
    assert {node.get("id"): node.get("label") for node in nodes} == expected
    graphml = etree.parse(tmp_path / "n.graphml", strict)
    assert len(graphml.findall(".//{http://graphml.graphdrawing.org/xmlns}node")) == len(expected)
    for network in (networkx.read_gexf(tmp_path / "n.gexf"), networkx.read_graphml(tmp_path / "n.graphml")):
        assert dict(network.nodes(data="label")) == expected
    assert sorted(igraph.Graph.Read_GraphML(str(tmp_path / "n.graphml")).vs["label"]) == sorted(expected.values())


def test_other_files_are_written(explorer: Program, tmp_path: Path) -> None:
    for command in (
        "export tables -o tables",
        "export manifest -o manifest.json",
        "export key key",
        "export tables -o hidden --pseudonymize key",
        "export browser-bundle -o queries.zip",
        "report -o report.html --no-sensitivity",
        "report -o hidden.html --no-sensitivity --pseudonymize key",
    ):
        done = explorer(*command.split())
        assert done.returncode == 0, (command, done.stderr)
        assert "could not be drawn" not in done.stderr
    manifest = json.dumps(json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8")))
    assert json.dumps("a\r\nSet-Cookie: x=1.csv") in manifest
    # no text ran as a command, or named a place
    assert {path.name for path in tmp_path.iterdir()} == {
        "tables", "manifest.json", "key", "hidden", "queries.zip", "report.html", "hidden.html",
    }  # fmt: skip
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script>window.__ran=1" not in page
