"""The Neo4j server in use: named by every command that writes, and never chosen by a file that came with the data."""

import re
import sys
from pathlib import Path

import pytest

from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from tests.helpers.command_lines import commands
from tests.helpers.example_files import FIXED, GOOD, REGISTRY
from tests.helpers.program import EXPLORER, Program
from tests.helpers.state import graph_state
from tests.helpers.terminal import Terminal

WRITING = {
    ("registry", "load"): ("own.csv",),
    ("import",): ("retweets.csv",),
    ("detect",): FIXED,
    ("clusters", "judge"): ("1", "--verdict", "organic"),
    ("accounts", "judge"): ("x:1", "--verdict", "unclear"),
    ("accounts", "allow"): ("x:2",),
    ("accounts", "disallow"): ("x:2",),
    ("rollups",): (),
    ("runs", "delete"): ("RUN",),
    ("imports", "undo"): ("retweets.csv",),
}
"""Commands that write to the graph, in an order in which each finds something to do. RUN is the id of the run."""
DEMO = ("demo",)
"""Writes as the others do, but takes minutes; tests/slow runs it."""
READING = {
    "accounts effect", "accounts list", "browser", "clusters evidence", "clusters list", "clusters show", "doctor",
    "evaluate", "evidence", "export browser-bundle", "export key", "export manifest", "export network", "export tables",
    "formats", "imports list", "imports rejects", "imports show", "judgements", "network", "packs check", "packs list",
    "packs run", "packs show", "profiles list", "profiles remove", "profiles save", "profiles show", "registry check",
    "registry diff", "registry list", "report", "runs diff", "runs list", "runs show", "sensitivity",
    "server confirm-env", "server install", "server list", "server logs", "server password", "server start",
    "server status", "server stop", "signals", "simulate", "slices",
}  # fmt: skip
"""Commands that write nothing to the graph."""
READS = (
    "runs list",
    "imports list",
    "judgements",
    "accounts list",
    "packs run time-resolution",
    "sensitivity",
    "doctor",
)
"""Some of them, which are run."""


@pytest.fixture
def explorer(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> Program:
    program = Program(endpoint, tmp_path)
    program.write("retweets.csv", GOOD)
    program.write("own.csv", REGISTRY)
    return program


@pytest.fixture
def beside_data(explorer: Program, endpoint: Endpoint) -> Program:
    """A program without a server in its environment, in a folder whose ``.env`` names the server of the tests."""
    for name in [name for name in explorer.environment if name.startswith("NEO4J_")]:
        del explorer.environment[name]
    explorer.write(
        ".env",
        f"NEO4J_URI={endpoint.uri}\nNEO4J_USERNAME={endpoint.username}\nNEO4J_PASSWORD={endpoint.password}\n"
        f"NEO4J_DATABASE={endpoint.database}\nEXPLORER_HOME={explorer.folder / 'doctored'}\n",
    )
    return explorer


def test_every_command_is_known_to_write_or_not() -> None:
    known = {*WRITING, DEMO, *(tuple(words.split()) for words in READING)}
    assert {path for path, _ in commands()} == known


def test_every_command_that_writes_names_the_server_once(
    explorer: Program, graph: Connection, endpoint: Endpoint
) -> None:
    for path, words in WRITING.items():
        run = [run_id for (run_id,) in graph.read("MATCH (run:Run) RETURN run.runId").rows]
        done = explorer(*path, *(run[0] if word == "RUN" else word for word in words))
        assert done.returncode == 0, (path, done.stderr)
        named = re.findall("^Writing to .*$", done.stderr, flags=re.MULTILINE)
        assert named == [f"Writing to Neo4j at {endpoint.uri}"], path
        assert "Writing to" not in done.stdout
        assert endpoint.password not in done.stderr


def test_commands_that_read_write_nothing_and_name_no_server(explorer: Program, graph: Connection) -> None:
    explorer("import", "retweets.csv")
    explorer("detect", *FIXED)
    before = graph_state(graph)
    for line in READS:
        done = explorer(*line.split())
        assert done.returncode == 0, done.stderr
        assert "Writing to" not in done.stderr, line
    assert graph_state(graph) == before


def test_only_one_place_opens_the_graph_and_one_writes() -> None:
    """What names the server cannot be forgotten, because nothing else reaches Neo4j."""
    package = Path(sys.modules[Connection.__module__].__file__ or "").parents[2]
    texts = {path.relative_to(package): path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    assert [str(path) for path, text in texts.items() if path.parts[0] == "cli" and "Graph.open(" in text] == [
        "cli/ui/graph.py"
    ]
    connect = texts[Path("graph/connection/connect.py")]
    # the second one checks the connection
    assert connect.count("_driver.session(") == 2
    # and this one, whether a server that starts is ready
    assert {str(path) for path, text in texts.items() if "GraphDatabase.driver(" in text} == {
        "graph/connection/connect.py",
        "server/readiness.py",
    }


def test_a_script_beside_data_is_refused_until_the_server_is_confirmed(
    beside_data: Program, graph: Connection, endpoint: Endpoint
) -> None:
    refused = beside_data("import", "retweets.csv")
    assert refused.returncode == 2
    assert f"{beside_data.folder / '.env'} chooses the Neo4j server {endpoint.uri} (user neo4j" in refused.stderr
    assert "Warning: Ignoring EXPLORER_HOME in" in refused.stderr
    assert endpoint.password not in refused.stderr
    assert graph.read("MATCH (i:Import) RETURN i").rows == []
    # the command in the message
    command = re.search("explorer (server confirm-env .*)", refused.stderr)
    assert command
    confirmed = beside_data(*command[1].split())
    assert confirmed.returncode == 0, confirmed.stderr
    assert endpoint.uri in confirmed.stderr
    imported = beside_data("import", "retweets.csv")
    assert imported.returncode == 0, imported.stderr
    assert f"Writing to Neo4j at {endpoint.uri}" in imported.stderr
    assert not (beside_data.folder / "doctored").exists()
    # another server, which is only named in the file
    beside_data.write(".env", "NEO4J_URI=bolt://127.0.0.1:1\nNEO4J_PASSWORD=any-password\n")
    changed = beside_data("runs", "list")
    assert changed.returncode == 2
    assert f"You have confirmed only {endpoint.uri}" in changed.stderr


def test_a_file_that_is_named_before_the_command_is_used_at_once(beside_data: Program, endpoint: Endpoint) -> None:
    (beside_data.folder / ".env").rename(beside_data.folder / "other.env")
    beside_data.write(".env", "NEO4J_URI=bolt://127.0.0.1:1\nNEO4J_PASSWORD=any-password\n")
    imported = beside_data("--env-file", "other.env", "import", "retweets.csv")
    assert imported.returncode == 0, imported.stderr
    assert f"Writing to Neo4j at {endpoint.uri}" in imported.stderr
    # the next steps use the same server
    assert "explorer --env-file other.env detect" in imported.stderr
    for words, says in (
        (("--env-file", "other.env", "--server", "one", "runs", "list"), "Leave one of the two options out"),
        (("--env-file", "none.env", "runs", "list"), "none.env cannot be read"),
        (("runs", "list", "--env-file", "other.env"), "Give --env-file before the command"),
    ):
        done = beside_data(*words)
        assert done.returncode != 0
        assert says in done.stderr, done.stderr


def test_commands_without_a_graph_work_beside_an_unconfirmed_file(beside_data: Program) -> None:
    for words in (("profiles", "list"), ("server", "list"), ("import", "retweets.csv", "--dry-run"), ("formats",)):
        done = beside_data(*words)
        assert done.returncode == 0, done.stderr
    checked = beside_data("doctor", "--format", "json")
    assert checked.returncode == 1
    assert "explorer server confirm-env" in checked.stdout


def test_a_server_before_the_command_is_a_local_one_whatever_files_say(beside_data: Program) -> None:
    checked = beside_data("--server", "protests", "doctor", "--format", "json")
    assert "Using the local server 'protests'" in checked.stdout
    named = beside_data("--server", "protests", "doctor", "--format", "json", NEO4J_URI="bolt://127.0.0.1:1")
    assert "Using the local server 'protests'" in named.stdout


def test_doctor_says_where_settings_come_from(beside_data: Program, endpoint: Endpoint) -> None:
    beside_data("server", "confirm-env")
    config = beside_data.folder / "config" / "coordination-explorer" / "config.toml"
    config.write_text('EXPLORER_AUTHOR = "Ada"\n', encoding="utf-8")
    checked = beside_data("doctor", "--format", "csv")
    assert checked.returncode == 0, checked.stdout
    assert "from environment: EXPLORER_HOME" in checked.stdout
    assert f"from {config}: EXPLORER_AUTHOR" in checked.stdout
    assert f"from {beside_data.folder / '.env'}: NEO4J_DATABASE, NEO4J_PASSWORD, NEO4J_URI" in checked.stdout


@pytest.mark.parametrize(
    ("line", "answer", "code"),
    [("import retweets.csv", "yes", 0), ("packs run time-resolution", "", 2), ("sensitivity", "no", 2)],
)
def test_a_person_is_asked_once(beside_data: Program, endpoint: Endpoint, line: str, answer: str, code: int) -> None:
    environment = beside_data.environment | {"COLUMNS": "200"}
    command = [str(EXPLORER), *line.split()]
    with Terminal(command, folder=beside_data.folder, environment=environment, columns=200) as terminal:
        terminal.answer("yes or no?", answer)
        assert terminal.wait() == code, terminal.output
    assert endpoint.uri in terminal.output
    assert ("Writing to" in terminal.output) == (code == 0)
    again = beside_data("imports", "list", "--format", "csv")
    assert again.returncode == code


def test_a_home_that_others_can_change_is_refused(explorer: Program) -> None:
    home = explorer.folder / "home"
    home.mkdir()
    home.chmod(0o777)
    done = explorer("server", "status")
    assert done.returncode == 1
    assert f"chmod go-w {home}" in done.stderr


def test_a_file_beside_the_data_does_not_replace_an_account_that_is_named(explorer: Program, graph: Connection) -> None:
    explorer.write("accounts.csv", "account_id,handle\n1,Anna\n2,Bert\n3,Carla\n")
    explorer("import", "retweets.csv", "accounts.csv")
    for name in ("@anna", "x:2"):
        explorer.write(name, "handle\nCarla\n")
    assert explorer("accounts", "allow", "@anna").returncode == 0
    refused = explorer("accounts", "allow", "x:2")
    assert refused.returncode == 2
    assert "write ./x:2" in refused.stderr
    assert graph.read("MATCH (:Judgement)-[:ABOUT]->(a:Account) RETURN a.handle").rows == [("Anna",)]
    assert explorer("accounts", "allow", "./x:2").returncode == 0
