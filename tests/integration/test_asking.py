"""Queries asked by name: what people call things, whole packs, and what is not a question but an order."""

import json
from pathlib import Path

import pytest

from explorer.common.errors import UsageError
from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs
from explorer.packs.names import find_outlet, resolve_names
from explorer.packs.run import run_query
from tests.helpers.campaign import build_campaign
from tests.helpers.program import Program
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World, ask, pick


@pytest.fixture
def outlets(graph: Connection) -> Connection:
    world = World()
    world.outlet("cn-global-times", "globaltimesnews", name="Global Times")
    world.outlet("cn-global-times-arabic", name="Global Times Arabic")
    world.outlet("cn-liu", "ambliu", name="Liu Xiaoming", kind="diplomat")
    world.outlet("ru-liu", name="Liu Xiaoming", state="RU")
    world.outlet("RT", "rt", name="Russia Today", state="RU")
    world.outlet("rt-de", "rtde", name="RT DE, once Russia Today", state="RU")
    world.account("ambliu", handle="AmbLiuXiaoMing")
    world.post("p", "rt", "2021-01-01")
    world.post("q", "rtde", "2021-01-01")
    return world.build(graph)


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("global times", "cn-global-times"),
        (" Global Times Arabic", "cn-global-times-arabic"),
        ("arabic", "cn-global-times-arabic"),
        ("ru-liu", "ru-liu"),
        ("@ambliuxiaoming", "cn-liu"),
        # its own id or name, though others' names have it in them
        ("rt", "RT"),
        ("Russia Today", "RT"),
    ],
)
def test_an_outlet_is_found_by_what_people_call_it(outlets: Connection, name: str, outlet: str) -> None:
    assert find_outlet(outlets, name) == outlet


def test_an_outlet_is_asked_for_alone(outlets: Connection) -> None:
    found = pick(ask(outlets, "posts-per-day", outlet=find_outlet(outlets, "rt")), "outletId", "posts")
    assert found == [("RT", 1)]
    # in Neo4j Browser nobody finds it first: what is no id is a part of names
    assert pick(ask(outlets, "posts-per-day", outlet="russia today"), "outletId") == [("rt-de",), ("RT",)]
    assert len(ask(outlets, "posts-per-day")) > 2


def test_outlets_without_a_name_count(graph: Connection) -> None:
    world = World()
    world.outlet("cn-a", "a")
    world.post("p", "a", "2021-01-01")
    world.retweet("s", "p", "2021-01-02")
    world.build(graph)
    graph.execute("MATCH (o:Outlet) REMOVE o.name")
    assert pick(ask(graph, "posts-per-day"), "outletId", "posts") == [("cn-a", 1)]
    assert pick(ask(graph, "superspreader-accounts"), "shareOfRetweets") == [(1.0,)]


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("liu xiaoming", "Several outlets", "Liu Xiaoming (cn-liu), Liu Xiaoming (ru-liu)"),
        ("times", "Several outlets", "cn-global-times-arabic"),
        ("golbal times", "no outlet 'golbal times'", "Similar names: Global Times"),
        ("zzz", "no outlet 'zzz'", "explorer registry list"),
    ],
)
def test_an_outlet_that_is_not_there_or_may_be_several(outlets: Connection, name: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_outlet(outlets, name)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_without_outlets_the_registry_is_named(graph: Connection) -> None:
    with pytest.raises(UsageError) as caught:
        find_outlet(graph, "cgtn")
    assert "explorer registry load" in caught.value.hint


def test_names_of_states_runs_and_days(outlets: Connection) -> None:
    assert resolve_names(outlets, {"wave": "20210301", "asOf": ""}) == {"wave": "2021-03-01", "asOf": ""}
    given = {"state": "cn", "outlet": "", "run": "latest", "since": "2021-03-01", "until": "2021-03-01", "top": 5}
    assert resolve_names(outlets, given) == given | {"state": "CN"}
    for wrong, hint in (
        ({"state": "china"}, "CN, RU"),
        ({"since": "1.3.2021"}, "2021-03-01"),
        ({"wave": "march"}, "2021-03-01"),
        ({"suspendedSince": "2021-03-02", "suspendedUntil": "2021-03-01"}, "Swap the two days"),
        ({"since": "2021-03-02", "until": "2021-03-01"}, "Swap the two days"),
        ({"run": "abc"}, "explorer detect"),
    ):
        with pytest.raises(UsageError) as caught:
            resolve_names(outlets, wrong)
        assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line ORDER BY line", "loads a file"),
        ("LOAD /* a */ CSV FROM 'file:///x' AS line RETURN line ORDER BY line", "loads a file"),
        ("CALL { LOAD CSV FROM 'file:///x' AS line RETURN line } RETURN line ORDER BY line", "loads a file"),
        ("CALL db.clearQueryCaches() YIELD value AS line RETURN line ORDER BY line", "calls db.clearQueryCaches"),
        ("CALL dbms.listConfig() YIELD name AS line RETURN line ORDER BY line", "calls dbms.listConfig"),
        # within an expression a subquery is no operator of the plan
        ("RETURN CASE WHEN true THEN COLLECT { LOAD CSV FROM 'f' AS l RETURN l } END AS line ORDER BY line", "loads a"),
        ("RETURN any(x IN [1] WHERE EXISTS { LOAD CSV FROM 'f' AS l RETURN l }) AS line ORDER BY line", "loads a file"),
        ("RETURN [1, COUNT { CALL dbms.listConfig() YIELD name RETURN name }] AS line ORDER BY line", "listConfig"),
        (
            "RETURN [x IN [1] | COLLECT { CALL `dbms`.`listConfig`() YIELD name RETURN name }] AS line ORDER BY line",
            "listConfig",
        ),
        (
            "RETURN reduce(n = 0, x IN [1] | COUNT { \\u004cOAD CSV FROM 'f' AS l RETURN l }) AS line ORDER BY line",
            "file",
        ),
        ("CALL db.index.vector.createNodeIndex('a', 'A', 'v', 8, 'cosine') RETURN 1 AS line ORDER BY line", "calls"),
        ("TERMINATE TRANSACTIONS 'neo4j-transaction-1' YIELD message AS line RETURN line ORDER BY line", "ends"),
    ],
)
def test_what_does_more_than_read_is_refused(graph: Connection, tmp_path: Path, statement: str, says: str) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    head = '// Mine\n// question: Which?\n// finding: 1\n// columns:\n//   line "Line": A line.\n// view: table\n'
    (folder / "order.cypher").write_text(head + statement + ";\n", encoding="utf-8")
    (query,) = find_packs(folder)["mine"].queries
    with pytest.raises(UsageError, match=says):
        run_query(graph, query, {})


def test_what_looks_at_the_schema_is_allowed(graph: Connection, tmp_path: Path) -> None:
    head = '// Mine\n// question: Which?\n// finding: 1\n// columns:\n//   label "Label": A label.\n// view: table\n'
    (tmp_path / "labels.cypher").write_text(
        head + "CALL db.labels() YIELD label RETURN label ORDER BY label;\n", encoding="utf-8"
    )
    graph.execute("CREATE (:Account {accountId: 'x:1'})")
    (query,) = find_packs(tmp_path)[tmp_path.name].queries
    assert ("Account",) in run_query(graph, query, {}).rows


@pytest.fixture
def explorer(shared_graph: SharedGraph, endpoint: Endpoint, tmp_path: Path) -> Program:
    shared_graph.load(build_campaign)
    return Program(endpoint, tmp_path)


def test_a_whole_pack(explorer: Program) -> None:
    tables = [query.name for query in find_packs()["boosts"].queries if query.view == "table"]
    shown = explorer("packs", "run", "boosts", "--run", "cr", "--outlet", "cgtn")
    assert shown.returncode == 0, shown.stderr
    # a title may take two lines; of two runs with other parameters one may overlap with nothing
    titles = "".join(shown.stdout.split())
    assert [name for name in tables if f"({name})" not in titles] in ([], ["cluster-overlap"])
    assert "outlet='cn-cgtn'" in shown.stderr
    assert "not used: --outlet" in shown.stderr
    assert "cluster-paths" in shown.stderr

    documents = json.loads(explorer("packs", "run", "boosts", "--format", "json").stdout)
    assert list(documents) == tables
    lines = explorer("packs", "run", "boosts", "--format", "jsonl").stdout.splitlines()
    assert {json.loads(line)["query"] for line in lines} == {name for name in tables if documents[name]}


def test_a_file_for_each_query(explorer: Program) -> None:
    refused = explorer("packs", "run", "boosts", "--format", "csv")
    assert (refused.returncode, "--out" in refused.stderr) == (2, True)
    assert explorer("packs", "run", "boosts", "--format", "csv", "--out", "made").returncode == 0
    single = explorer("packs", "run", "cluster-list", "--format", "csv").stdout
    assert (explorer.folder / "made" / "cluster-list.csv").read_text(encoding="utf-8") == single
    assert {path.suffix for path in (explorer.folder / "made").iterdir()} == {".csv"}
    assert explorer("packs", "run", "cluster-list", "--out", "made").returncode == 2


def test_what_was_not_asked_and_why_nothing_came(explorer: Program, shared_graph: SharedGraph) -> None:
    graph = shared_graph.load(build_campaign)
    made = explorer("packs", "run", "boosts", "--outlet", "cgtn", "--format", "csv", "--out", "made")
    assert "not used: --outlet" in made.stderr
    assert "Roll-ups" not in made.stderr
    graph.execute("MATCH (r:Run) DETACH DELETE r")
    assert "The graph has no detection run yet" in explorer("packs", "run", "boosts").stderr
    # as an import leaves it that was killed
    graph.execute("MATCH (a:Account {accountId: 'x:a1'}) SET a:RollupDue")
    assert "explorer rollups" in explorer("packs", "run", "posts-per-day").stderr


@pytest.mark.parametrize("words", [(), ("--out", "tables", "--format", "csv")], ids=["table", "files"])
def test_warnings_of_rows_are_repeated_below_them(explorer: Program, tmp_path: Path, words: tuple[str, ...]) -> None:
    query = (
        '// Mine\n// question: Which?\n// finding: 1\n// columns:\n//   warnings "Warnings": What is wrong.\n'
        "// view: table\nUNWIND ['few rows; old', 'few rows', '', null] AS warnings\n"
        "RETURN warnings ORDER BY warnings;\n"
    )
    (tmp_path / "own.cypher").write_text(query, encoding="utf-8")
    done = explorer("packs", "run", "own", "--folder", str(tmp_path), *words)
    assert [line for line in done.stderr.splitlines() if "rows)" in line] == [
        "Warning: few rows (2 of 4 rows). explorer packs show own explains it.",
        "Warning: old (1 of 4 rows). explorer packs show own explains it.",
    ]


def test_packs_of_ones_own(explorer: Program) -> None:
    head = '// Mine\n// question: Which?\n// finding: 1\n// columns:\n//   n "Number": A number.\n'
    step = '// step: wilson\n// result:\n//   low "Low": Lower end.\n// view: table\nRETURN 1 AS n ORDER BY n;\n'
    for pack in ("mine/mine", "boosts"):
        (explorer.folder / pack).mkdir(parents=True)
        (explorer.folder / pack / "odd.cypher").write_text(head + step, encoding="utf-8")
    refused = explorer("packs", "run", "odd", "--folder", "mine")
    assert refused.returncode == 2
    assert "'labelledAccounts' is not a column" in refused.stderr
    refused = explorer("packs", "list", "--folder", "boosts")
    assert refused.returncode == 2
    assert "has the name of a built-in pack" in refused.stderr
    (explorer.folder / "mine" / "odd.cypher").write_text(head + step, encoding="utf-8")
    refused = explorer("packs", "list", "--folder", "mine")
    assert "have the same name" in refused.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("cluster-boosts", "--since", "2021-01-01"), "no parameter for --since"),
        (("boosts", "--param", "colour=red"), "No query of the pack boosts"),
        (("cluster-boosts", "--run", "cr", "--param", "run=ca"), "run is given twice"),
        (("cluster-boosts", "--param", "run"), "has no value"),
        (("cluster-boosts", "--param", "run=cr", "--param", "run=ca"), "run is given twice"),
        (("cluster-timeline", "--param", "unit=fortnight"), "is not 'fortnight'"),
        (("cluster-boosts", "--state", "zz"), "States in the graph: CN"),
        (("boosts", "--top", "0"), "--top"),
        (("outlet-clusters", "--outlet", "cgtm"), "Similar names: CGTN"),
    ],
)
def test_mistakes(explorer: Program, words: tuple[str, ...], says: str) -> None:
    refused = explorer("packs", "run", *words)
    assert refused.returncode == 2
    assert says in refused.stderr
