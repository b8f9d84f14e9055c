"""The simulated campaign at a small scale: what the demo finds, the notebooks show and the queries return."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest

from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs, find_query
from explorer.packs.names import resolve_names
from explorer.packs.query import Query
from explorer.packs.run import run_query
from explorer.simulate.simulation import simulate
from scripts.docs.figures import FIGURES, PAGE, Asked, ask, commands
from scripts.docs.notebooks import FOLDER, run_notebook
from tests.helpers.program import Done, Program
from tests.helpers.shared_graph import SharedGraph

SCALE = "0.05"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SHIPPED = [query for pack in find_packs().values() for query in pack.queries]
EMPTY = {
    "id-runs", "id-run-paths", "cluster-overlap", "exclusive-accounts", "stub-paths", "unknown-status-paths",
    "trigger-accounts",
}  # fmt: skip
"""The campaign's ids are no numbers, it has one run, at this size no account is exclusive often enough, all posts and
the status of all amplifiers are known, and no accounts share a trigger."""
COUNTS_OF_STATES, COUNTS_OF_DAYS = (
    {"also-amplified-share", "status-known"},
    {"posts-per-day", "delays", "cluster-delays"},
)
"""Queries that answer with counts of nothing where there is nothing."""
Planted = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def explorer(endpoint: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(endpoint, tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def run_demo(explorer: Program) -> Callable[[Connection], tuple[Connection, Done]]:
    return lambda graph: (graph, explorer("demo", "--scale", SCALE))


@pytest.fixture
def filled(
    shared_graph: SharedGraph, run_demo: Callable[[Connection], tuple[Connection, Done]]
) -> tuple[Connection, Done]:
    return shared_graph.load(run_demo)


@pytest.fixture
def campaign(filled: tuple[Connection, Done]) -> Connection:
    """The demo's graph; only the last test writes to it."""
    return filled[0]


@pytest.fixture
def first_demo(filled: tuple[Connection, Done]) -> Done:
    """What the demo printed when it filled the graph."""
    return filled[1]


@pytest.fixture(scope="module")
def planted() -> Planted:
    return {row["what"]: row for row in simulate("prc-2021", seed=0, scale=float(SCALE)).figures.to_dicts()}


@pytest.fixture
def in_environment(campaign: Connection, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's graph, where notebooks look for it."""
    monkeypatch.setenv("NEO4J_URI", endpoint.uri)
    monkeypatch.setenv("NEO4J_USERNAME", endpoint.username)
    monkeypatch.setenv("NEO4J_PASSWORD", endpoint.password)


def test_the_demo_finds_what_it_planted(first_demo: Done, campaign: Connection) -> None:
    assert first_demo.returncode == 0, first_demo.stderr
    planted, found, others = _found(first_demo.stderr)
    assert found > 0.9 * planted
    assert others < 0.05 * planted
    assert "Liu Xiaoming" in first_demo.stdout
    assert "simulated data" in first_demo.stderr
    report = Path(next(line for line in first_demo.stdout.splitlines() if line.endswith(".html")))
    assert "This report contains simulated data." in report.read_text(encoding="utf-8")
    # what its tables show is the graph's own
    held = campaign.read(
        "MATCH (:Account)-[:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet {outletId: 'cn-liu-xiaoming'}) "
        "RETURN count(*)"
    ).rows[0][0]
    assert held > 0


def _found(text: str) -> tuple[int, int, int]:
    line = re.search(r"This run finds ([\d,]+) of the ([\d,]+) planted accounts and ([\d,]+|no) other", text)
    assert line, text
    found, planted, others = (int(number.replace(",", "").replace("no", "0")) for number in line.groups())
    return planted, found, others


@pytest.mark.parametrize("asked", FIGURES, ids=lambda asked: f"{asked.number} {asked.what}")
def test_a_query_gives_the_planted_figure_back(campaign: Connection, planted: Planted, asked: Asked) -> None:
    row = planted[asked.what]
    assert ask(campaign, asked) == pytest.approx(row["planted"], abs=row["tolerance"] + 1e-9)


def test_figures_are_planted_ones_and_queries_name_their_findings(planted: Planted) -> None:
    assert all(planted[asked.what]["figure"] == asked.number for asked in FIGURES)
    assert all(asked.number in find_query(asked.query).findings for asked in FIGURES)


def test_the_page_shows_every_figure_with_its_command() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"| {asked.number} | {asked.what} |" in page for asked in FIGURES), "run: python -m scripts.docs.figures"
    assert all(command in page for command in commands()), "run: python -m scripts.docs.figures"


@pytest.mark.parametrize("query", SHIPPED, ids=lambda query: query.full_name)
def test_it_answers_by_default_as_declared_and_as_it_runs_in_browser(campaign: Connection, query: Query) -> None:
    answer = run_query(campaign, query, query.bind({}), raw=True)
    assert answer.columns == tuple(column.name for column in query.columns)
    assert bool(answer.rows) != (query.name in EMPTY), "with its defaults a query shows something"
    assert campaign.read(*as_browser_does(campaign, query.path)) == answer
    if query.step:
        made = run_query(campaign, query, query.bind({}))
        assert made.columns == tuple(column.name for column in query.result)
        assert made.rows


def as_browser_does(graph: Connection, path: Path) -> tuple[str, dict[str, Any]]:
    """Split a file as Neo4j Browser does: statements end with a semicolon, :param lines are evaluated by the server."""
    *settings, statement, rest = re.split(r";[ \t]*\n", path.read_text(encoding="utf-8") + "\n")
    assert not rest.strip()
    parameters = {}
    for setting in settings:
        name, _, literal = (
            re.sub(r"^//.*\n", "", setting, flags=re.MULTILINE).strip().removeprefix(":param ").partition("=>")
        )
        parameters[name.strip()] = graph.read(f"RETURN {literal}").rows[0][0]
    return statement, parameters


OF_THE_OTHERS = {("tied-members", "tiedAccounts"), ("tied-members", "edgeWeights")}


def having(*names: str) -> list[Query]:
    return [query for query in SHIPPED if set(names) <= query.parameters.keys()]


@pytest.mark.parametrize("query", [q for q in having("top") if q.view == "table"], ids=lambda query: query.full_name)
def test_top_is_the_most_rows(campaign: Connection, query: Query) -> None:
    whole = run_query(campaign, query, query.bind({"top": "1000"}))
    first = run_query(campaign, query, query.bind({"top": "1"}))
    # columns about the other rows differ if there are no other rows
    alone = [i for i, name in enumerate(whole.columns) if (query.name, name) not in OF_THE_OTHERS]
    assert [[row[i] for i in alone] for row in first.rows] == [[row[i] for i in alone] for row in whole.rows[:1]]


@pytest.mark.parametrize("query", having("state"), ids=lambda query: query.full_name)
def test_a_state_matches_in_any_case_and_another_state_has_no_rows(campaign: Connection, query: Query) -> None:
    assert query.parameters["state"] == ""
    assert run_query(campaign, query, query.bind({"state": "cn"})) == run_query(
        campaign, query, query.bind({"state": "CN"})
    )
    assert bool(run_query(campaign, query, query.bind({"state": "CN"})).rows) != (query.name in EMPTY)
    assert bool(run_query(campaign, query, query.bind({"state": "ZZ"})).rows) == (query.name in COUNTS_OF_STATES)


@pytest.mark.parametrize("query", having("outlet"), ids=lambda query: query.full_name)
def test_an_outlet_matches_by_id_or_part_of_its_name(campaign: Connection, query: Query) -> None:
    assert query.parameters["outlet"] == ""
    by_id = run_query(campaign, query, resolve_names(campaign, query.bind({"outlet": "@AmbLiuXiaoMing"})))
    assert run_query(campaign, query, query.bind({"outlet": "LIU Xiaom"})) == by_id
    assert run_query(campaign, query, query.bind({"outlet": "no such outlet"})).rows == []


@pytest.mark.parametrize("query", having("since", "until"), ids=lambda query: query.full_name)
def test_days_are_inclusive_and_open_without_a_value(campaign: Connection, query: Query) -> None:
    assert query.parameters["since"] == query.parameters["until"] == ""
    whole = run_query(campaign, query, query.bind({"since": "2020-06-09", "until": "2021-03-31"}))
    assert whole == run_query(campaign, query, query.bind({}))
    assert bool(run_query(campaign, query, query.bind({"since": "2031-01-01"})).rows) == (query.name in COUNTS_OF_DAYS)
    assert bool(run_query(campaign, query, query.bind({"until": "2001-01-01"})).rows) == (query.name in COUNTS_OF_DAYS)


@pytest.mark.parametrize("query", having("run"), ids=lambda query: query.full_name)
def test_a_run_matches_by_its_id(campaign: Connection, query: Query) -> None:
    assert query.parameters["run"] == "latest"
    ((run_id,),) = campaign.read("MATCH (r:Run) RETURN r.runId").rows
    assert run_query(campaign, query, query.bind({"run": run_id})) == run_query(campaign, query, query.bind({}))


def test_the_period_of_the_campaign(campaign: Connection) -> None:
    # the days that the test above assumes
    first, last = campaign.read("MATCH (d:Day)<-[:ON_DAY]-() RETURN min(d.date), max(d.date)").rows[0]
    assert (first, last) == (date(2020, 6, 9), date(2021, 2, 22))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_its_plots(path: Path, in_environment: None, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    # the named server takes precedence over the environment
    named = r"Graph.open(server=\"demo-prc-2021\")"
    assert named in text
    copy = tmp_path / path.name
    copy.write_text(text.replace(named, "Graph.open()"), encoding="utf-8")
    notebook = run_notebook(copy)
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        assert not [
            output.text for output in cell.outputs if output.output_type == "stream" and output.name == "stderr"
        ]
        drawn = [output for output in cell.outputs if "image/svg+xml" in output.get("data", {})]
        assert len(drawn) == cell.source.count("plots.") - cell.source.count("plots.use_") - cell.source.count(
            "=plots."
        )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_as_it_ran(path: Path) -> None:
    """In order, from a fresh kernel, without an error, with plots in it: what who only reads it sees."""
    code: list[Any] = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell.outputs]
    assert "error" not in {output.output_type for output in outputs}
    assert any("image/svg+xml" in output.get("data", {}) for output in outputs)


def test_the_demo_can_be_repeated(first_demo: Done, explorer: Program) -> None:
    # the last test here: it writes to the graph
    second = explorer("demo", "--scale", SCALE)
    assert second.returncode == 0, second.stderr
    assert "is already imported" in second.stderr
    assert _found(second.stderr) == _found(first_demo.stderr)
