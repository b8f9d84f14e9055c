"""Properties of all queries of the packs, on a real Neo4j."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from explorer.common.errors import GraphError, UsageError
from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.rows import Rows
from explorer.packs.catalog import find_packs, find_query
from explorer.packs.plan_check import check_plan
from explorer.packs.query import Query
from explorer.packs.run import run_query, why_empty
from tests.helpers.campaign import build_campaign
from tests.helpers.program import Program
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import ask


@pytest.fixture
def campaign(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load(build_campaign)


def columns(query: Query) -> tuple[str, ...]:
    return tuple(column.name for column in query.result_columns)


def test_an_empty_graph_gives_no_rows_and_says_what_to_do(graph: Connection, subtests: pytest.Subtests) -> None:
    for query in (query for pack in find_packs().values() for query in pack.queries):
        with subtests.test(query.full_name):
            assert run_query(graph, query, query.bind({})) == Rows(columns(query), [])
            assert check_plan(graph, query) == []
            assert ("explorer detect" in why_empty(graph, query, query.bind({}))) == ("run" in query.parameters)


def test_nothing_found_names_the_parameters(campaign: Connection) -> None:
    query = find_query("cluster-boosts")
    parameters = query.bind({"state": "ZZ"})
    assert run_query(campaign, query, parameters).rows == []
    assert "state='ZZ'" in why_empty(campaign, query, parameters)


HOSTILE: Mapping[str, str] = {
    "create": "CREATE (n:Account {accountId: 'x:planted'}) RETURN n.accountId AS n ORDER BY n",
    "merge": "MERGE (n:Account {accountId: 'x:planted'}) RETURN n.accountId AS n ORDER BY n",
    "delete": "MATCH (n) DETACH DELETE n RETURN count(*) AS n ORDER BY n",
    "set": "MATCH (n:Account) SET n.handle = 'planted' RETURN n.handle AS n ORDER BY n",
    "in transactions": "UNWIND [1, 2] AS i CALL (i) { CREATE (:Account {accountId: 'x:planted' + i}) } "
    "IN TRANSACTIONS OF 1 ROW RETURN i AS n ORDER BY n",
    "in concurrent transactions": "MATCH (n) CALL (n) { DETACH DELETE n } IN 2 CONCURRENT TRANSACTIONS "
    "RETURN 1 AS n ORDER BY n",
    "foreach": "FOREACH (i IN [1] | CREATE (:Account {accountId: 'x:planted'}))",
    "procedure": "CALL db.createLabel('Planted')",
    "schema": "DROP CONSTRAINT account_accountId IF EXISTS",
    "user": "CREATE USER planted SET PASSWORD 'planted-planted'",
    "two, one of them unseen": "MATCH (n) RETURN n.handle AS n ORDER BY n \\u003b CREATE (:Account)",
}


@pytest.mark.parametrize("statement", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_query_that_writes_is_refused_and_changes_nothing(
    campaign: Connection, tmp_path: Path, statement: str
) -> None:
    state = """
        MATCH (n) OPTIONAL MATCH (n)-[r]->()
        RETURN labels(n), properties(n), type(r), properties(r) ORDER BY elementId(n), elementId(r)
    """
    schema = "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name"
    before = campaign.read(state), campaign.read(schema)
    header = '// Harmless\n// question: Is it?\n// finding: 1\n// columns:\n//   n "Number": Number.\n// view: table\n'
    (tmp_path / "harmless.cypher").write_text(header + statement, encoding="utf-8")
    query = find_query("harmless", find_packs(tmp_path))
    with pytest.raises((GraphError, UsageError)) as caught:
        run_query(campaign, query, query.bind({}))
    assert check_plan(campaign, query)
    refusals = ("read access mode", "exactly one statement", "conflicting values for execution mode", "may only read")
    assert any(refusal in caught.value.message for refusal in refusals)
    assert (campaign.read(state), campaign.read(schema)) == before


@pytest.mark.parametrize(
    ("statement", "line", "says"),
    [
        ("CREATE (n:Account {accountId: 'x:planted'})\nRETURN n.accountId AS n ORDER BY n", 7, "The query writes"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line[0] AS n ORDER BY n", 7, "The query loads a file"),
        ("CALL dbms.listConfig() YIELD name RETURN name AS n ORDER BY n", 7, "The query calls dbms.listConfig"),
        ("MATCH (n)\nRETURN n.handle AS n\nORDER n", 9, "Neo4j rejects the query: Invalid input"),
        ("MATCH (n:Account) RETURN * ORDER BY n", 7, ""),
        ("MATCH (n:Account) WITH n, 1 AS m RETURN * ORDER BY n", 7, "The statement returns"),
    ],
)
def test_problems_of_a_plan_have_a_line(
    graph: Connection, tmp_path: Path, statement: str, line: int, says: str
) -> None:
    header = '// Mine\n// question: Is it?\n// finding: 1\n// columns:\n//   n "Number": A number.\n// view: table\n'
    (tmp_path / "mine.cypher").write_text(header + statement, encoding="utf-8")
    problems = check_plan(graph, find_query("mine", find_packs(tmp_path)))
    assert [problem.problem.startswith(says) for problem in problems] == ([True] if says else [])
    assert all((problem.path, problem.line) == (tmp_path / "mine.cypher", line) for problem in problems)


def test_packs_check_plans_the_queries_where_neo4j_runs(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> None:
    program = Program(endpoint, tmp_path)
    pack = tmp_path / "my-pack"
    pack.mkdir()
    header = '// Mine\n// question: Is it?\n// finding: 1\n// columns:\n//   name "Name": A name.\n// view: table\n'
    (pack / "mine.cypher").write_text(
        header + "CALL dbms.listConfig() YIELD name RETURN name ORDER BY name", encoding="utf-8"
    )
    (pack / "README.md").write_text(
        "# Mine\n\n`mine`\n\n## How to read it\n\n- **name.** So.\n\n## How they mislead\n\nNot.\n", encoding="utf-8"
    )
    checked = program("packs", "check", "my-pack", "--format", "json")
    assert checked.returncode == 1
    (problem,) = json.loads(checked.stdout)
    assert (problem["file"], problem["line"]) == ("my-pack/mine.cypher", 7)
    assert problem["problem"] == "The query calls dbms.listConfig, but a query may only read the graph."
    assert problem["next step"]
    assert "1 query checked, 1 problem found" in checked.stderr

    (pack / "mine.cypher").write_text(
        header + "MATCH (n:Account) RETURN n.name AS name ORDER BY name", encoding="utf-8"
    )
    checked = program("packs", "check", "my-pack")
    assert (checked.returncode, checked.stdout) == (0, "")
    assert "not checked" not in checked.stderr

    # Where no Neo4j runs, none is started.
    (pack / "README.md").unlink()
    program.environment = {name: text for name, text in program.environment.items() if not name.startswith("NEO4J_")}
    checked = program("packs", "check", "my-pack", "--format", "csv")
    assert checked.returncode == 1
    assert checked.stdout.splitlines()[1].startswith('"my-pack/README.md",1,"The pack has no README.md."')
    assert "The plans of the queries were not checked" in checked.stderr
    assert not (tmp_path / "home").exists()
    assert program("packs", "check", "nowhere").returncode == 2


def test_a_parameter_is_never_cypher(campaign: Connection) -> None:
    injected = "'}) DETACH DELETE c //"
    assert ask(campaign, "outlet-clusters", outlet=injected) == []
    assert len(ask(campaign, "cluster-outlets")) == 2


def test_values_come_back_as_plain_python(campaign: Connection) -> None:
    rows = campaign.read(
        """
        MATCH path = (a:Account {accountId: 'x:a1'})-[e:COORDINATED {runId: 'cr'}]->(:Account {handle: 'A2'})
        RETURN a, e, path, datetime('2021-01-01T12:00:00.123456789+02:00') AS zoned,
               localdatetime('2021-01-01T12:00:00') AS naive, date('2021-01-01') AS day,
               duration('P1DT2S') AS span, {at: [datetime('2021-01-01T00:00:00Z')]} AS nested
        """
    ).rows
    node, relationship, path, zoned, naive, day, span, nested = rows[0]
    assert node == {
        "accountId": "x:a1", "platform": "x", "handle": "A1", "handleKey": "x:a1", "importId": "test",
        "boostedStates": ["CN"], "boostedRetweets": [2],
    }  # fmt: skip
    assert relationship == {"runId": "cr", "signal": "co-retweet", "weight": 3, "objects": 3}
    assert path == "(Account A1)-[COORDINATED 3]->(Account A2)"
    assert zoned == datetime(2021, 1, 1, 10, 0, 0, 123456, tzinfo=UTC)
    assert type(zoned) is datetime
    assert zoned.tzinfo is UTC
    assert naive == datetime(2021, 1, 1, 12)
    assert day.isoformat() == "2021-01-01"
    assert span == "P1DT2S"
    assert nested == {"at": [datetime(2021, 1, 1, tzinfo=UTC)]}
    assert next(campaign.stream("RETURN datetime('2021-01-01T00:00:00Z')")) == (datetime(2021, 1, 1, tzinfo=UTC),)
