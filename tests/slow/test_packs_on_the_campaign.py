"""Every query on the simulated campaign: it gives the planted figures back, and keeps what all queries promise."""

import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs, find_query
from explorer.packs.names import resolve_names
from explorer.packs.query import Query
from explorer.packs.run import run_query
from scripts.docs.figures import FIGURES, PAGE, Asked, ask, commands, fill
from tests.helpers.shared_graph import SharedGraph

SCALE = 0.05
SHIPPED = [query for pack in find_packs().values() for query in pack.queries]
EMPTY = {
    "id-runs", "id-run-paths", "cluster-overlap", "exclusive-accounts", "stub-paths", "unknown-status-paths",
}  # fmt: skip
"""The campaign's ids are no numbers, it has one run, at this size no account is exclusive often enough, and all posts
and the status of all amplifiers are known."""
COUNTS_OF_STATES, COUNTS_OF_DAYS = (
    {"also-amplified-share", "status-known"},
    {"posts-per-day", "delays", "cluster-delays"},
)
"""Queries that answer with counts of nothing where there is nothing."""
Planted = dict[str, dict[str, Any]]


def build(graph: Connection) -> tuple[Connection, Planted]:
    """Fill the graph with the campaign at a small scale; return its figures by what they count."""
    with TemporaryDirectory() as folder:
        figures = fill(graph, Path(folder) / "prc", scale=SCALE)
    return graph, {row["what"]: row for row in figures.to_dicts()}


@pytest.fixture
def filled(shared_graph: SharedGraph) -> tuple[Connection, Planted]:
    return shared_graph.load(build)


@pytest.fixture
def campaign(filled: tuple[Connection, Planted]) -> Connection:
    return filled[0]


@pytest.mark.parametrize("asked", FIGURES, ids=lambda asked: f"{asked.number} {asked.what}")
def test_a_query_gives_the_planted_figure_back(filled: tuple[Connection, Planted], asked: Asked) -> None:
    graph, planted = filled
    row = planted[asked.what]
    assert ask(graph, asked) == pytest.approx(row["planted"], abs=row["tolerance"] + 1e-9)


def test_figures_are_planted_ones_and_queries_name_their_findings(filled: tuple[Connection, Planted]) -> None:
    _, planted = filled
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


OF_THE_OTHERS = {("tied-members", "to"), ("tied-members", "weights")}


def having(*names: str) -> list[Query]:
    return [query for query in SHIPPED if set(names) <= query.parameters.keys()]


@pytest.mark.parametrize("query", [q for q in having("top") if q.view == "table"], ids=lambda query: query.full_name)
def test_top_is_the_most_rows(campaign: Connection, query: Query) -> None:
    whole = run_query(campaign, query, query.bind({"top": "1000"}))
    first = run_query(campaign, query, query.bind({"top": "1"}))
    # what tells of the other rows of the answer cannot be the same where there are none
    alone = [i for i, name in enumerate(whole.columns) if (query.name, name) not in OF_THE_OTHERS]
    assert [[row[i] for i in alone] for row in first.rows] == [[row[i] for i in alone] for row in whole.rows[:1]]


@pytest.mark.parametrize("query", having("state"), ids=lambda query: query.full_name)
def test_a_state_is_told_in_any_case_and_another_has_nothing(campaign: Connection, query: Query) -> None:
    assert query.parameters["state"] == ""
    assert run_query(campaign, query, query.bind({"state": "cn"})) == run_query(
        campaign, query, query.bind({"state": "CN"})
    )
    assert bool(run_query(campaign, query, query.bind({"state": "CN"})).rows) != (query.name in EMPTY)
    assert bool(run_query(campaign, query, query.bind({"state": "ZZ"})).rows) == (query.name in COUNTS_OF_STATES)


@pytest.mark.parametrize("query", having("outlet"), ids=lambda query: query.full_name)
def test_an_outlet_is_told_by_id_or_by_part_of_its_name(campaign: Connection, query: Query) -> None:
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
def test_a_run_is_told_by_its_id(campaign: Connection, query: Query) -> None:
    assert query.parameters["run"] == "latest"
    ((run_id,),) = campaign.read("MATCH (r:Run) RETURN r.runId").rows
    assert run_query(campaign, query, query.bind({"run": run_id})) == run_query(campaign, query, query.bind({}))


def test_the_period_of_the_campaign(campaign: Connection) -> None:
    # what the test of days above rests on
    first, last = campaign.read("MATCH (d:Day)<-[:ON_DAY]-() RETURN min(d.date), max(d.date)").rows[0]
    assert (first, last) == (date(2020, 6, 9), date(2021, 2, 22))
