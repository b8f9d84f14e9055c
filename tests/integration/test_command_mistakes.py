"""What commands say of mistakes, and that mistakes leave the graph as it is."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from tests.helpers.example_files import FIXED, GOOD, REGISTRY
from tests.helpers.program import Program
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.state import graph_state


def build(graph: Connection) -> Connection:
    """Fill the graph with three named accounts in one cluster."""
    with TemporaryDirectory() as folder:
        explorer = Program(graph.endpoint, Path(folder))
        explorer.write("retweets.csv", GOOD)
        explorer.write("accounts.csv", "account_id,handle\n1,Anna\n2,Bert\n3,Carla\n")
        assert explorer("import", "retweets.csv", "accounts.csv").returncode == 0
        assert explorer("detect", *FIXED).returncode == 0
    return graph


@pytest.fixture
def detected(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load(build)


@pytest.fixture
def explorer(detected: Connection, endpoint: Endpoint, tmp_path: Path) -> Program:
    return Program(endpoint, tmp_path)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("evidence", "@carl", "1"), "Did you mean @Carla?"),
        (("evidence", "@zzzzz", "1"), "explorer clusters show"),
        (("evidence", "1", "@anna"), "are the same account, x:1"),
        (("evidence", "1", "2", "--run", "nope"), "no run 'nope'"),
        (("clusters", "show", "2"), "Its clusters are 1 to 1"),
        (("clusters", "show", "first"), "no cluster 'first'"),
        (("clusters", "evidence", "nope/1"), "no run 'nope'"),
        (("detect", "--signals", "co-retweet,co-retweet"), "each once"),
        (("detect", "--layer-weights", "1,2"), "2 layer weights"),
        (("detect", "--layer-weights", "x"), "not a list of numbers"),
        (("detect", "--resolution", "fine"), "not a number"),
    ],
)
def test_an_unknown_name_is_reported_with_the_next_step(explorer: Program, words: tuple[str, ...], said: str) -> None:
    done = explorer(*words)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "options", "said"),
    [
        ("absent.csv", None, (), "absent.csv"),
        ("empty.csv", "", (), "empty"),
        ("binary.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), (), "binary"),
        ("retweets.csv", GOOD, ("--format", "coortweet"), "object_id"),
        ("retweets.csv", GOOD, ("--format", "nonsense"), "nonsense"),
        ("own.csv", REGISTRY, (), "explorer registry load own.csv"),
        ("retweets.csv", GOOD, ("--strict", "--max-rejects", "3"), "Leave one of the two options out"),
        ("-", None, (), "Standard input is empty"),
        ("prose.txt", "Once upon a time there was an account.\nIt retweeted.\n", (), "formats"),
        ("retweets.csv", GOOD, ("--platform", "x:y"), "platform"),
    ],
)
def test_a_mistake_is_reported_and_leaves_the_graph_unchanged(
    explorer: Program,
    detected: Connection,
    name: str,
    content: str | bytes | None,
    options: tuple[str, ...],
    said: str,
) -> None:
    if content is not None:
        explorer.write(name, content)
    before = graph_state(detected)
    done = explorer("import", name, *options)
    assert done.returncode in {1, 2}
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert graph_state(detected) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("detect", "--signal", "co-sneeze"), "co-sneeze"),
        (("detect", "--weighting", "grams"), "grams"),
        (("detect", "--window", "soon"), "soon"),
        (("detect", "--min-weight", "0"), "min-weight"),
        (("detect", "--colour", "red"), "colour"),
        (("packs", "run", "cluster-bosts"), "cluster-boosts"),
        (("packs", "run", "cluster-boosts", "--param", "colour=red"), "colour"),
        (("runs", "show", "nope"), "nope"),
        (("nonsense",), "nonsense"),
    ],
)
def test_a_wrong_question_is_a_usage_error(explorer: Program, words: tuple[str, ...], said: str) -> None:
    done = explorer(*words)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_password(explorer: Program) -> None:
    done = explorer("runs", "list", NEO4J_PASSWORD="wrong-wrong")
    assert done.returncode == 1
    assert "rejects user 'neo4j'" in done.stderr
    assert "wrong-wrong" not in done.stderr + done.stdout


def test_nothing_listens(explorer: Program) -> None:
    done = explorer("runs", "list", NEO4J_URI="bolt://127.0.0.1:9")
    assert done.returncode == 1
    assert "does not respond" in done.stderr
    # a server that NEO4J_URI names is not started by a command of ours
    assert "NEO4J_URI" in done.stderr
    assert "server start" not in done.stderr


def test_uri_without_password(explorer: Program) -> None:
    del explorer.environment["NEO4J_PASSWORD"]
    done = explorer("runs", "list")
    assert done.returncode == 1
    assert "NEO4J_PASSWORD" in done.stderr


def test_a_misplaced_server_option_is_explained(explorer: Program) -> None:
    done = explorer("runs", "list", "--server", "one")
    assert done.returncode == 2
    assert "explorer --server NAME" in done.stderr


def test_the_demo_does_not_mix_with_other_data(explorer: Program, detected: Connection) -> None:
    before = graph_state(detected)
    refused = explorer("demo", "--scale", "0.05")
    assert refused.returncode == 2, refused.stderr
    assert "contains other data" in refused.stderr
    assert graph_state(detected) == before
