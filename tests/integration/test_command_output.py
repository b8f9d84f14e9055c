"""What commands print: in every format, and into pipes that close."""

from collections.abc import Callable

import pytest

from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from tests.helpers.example_files import HEADING
from tests.helpers.program import Program
from tests.helpers.shared_graph import SharedGraph


@pytest.fixture(scope="module")
def build(endpoint: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Connection], Program]:
    """Fill a graph with one row, and leave one rejected row in the home of the program that is returned."""

    def build(graph: Connection) -> Program:
        explorer = Program(endpoint, tmp_path_factory.mktemp("imported"))
        explorer.write("retweets.csv", HEADING + "r1,1,p1,9,=soon\x1b[31m\nr3,1,p1,9,1614600000\n")
        assert explorer("import", "retweets.csv").returncode == 0
        return explorer

    return build


@pytest.fixture
def imported(shared_graph: SharedGraph, build: Callable[[Connection], Program]) -> Program:
    return shared_graph.load(build)


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl"])
@pytest.mark.parametrize("words", [("list",), ("show", "retweets.csv"), ("rejects", "retweets.csv")], ids=" ".join)
def test_imports_are_printed_in_every_form_and_into_a_closed_pipe(
    imported: Program, words: tuple[str, ...], form: str
) -> None:
    done = imported("imports", *words, "--format", form)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout or form == "csv"
    closed = imported.pipe("imports", *words, "--format", form, into="true")
    assert (closed.returncode, closed.stderr) == (0, "")


def test_a_closed_pipe_is_quiet(imported: Program) -> None:
    done = imported.pipe("registry", "list", "--format", "jsonl", into="head -n 1")
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
