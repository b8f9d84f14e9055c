"""What commands print: in every format, on terminals, and into pipes that close."""

import json
import re
from collections.abc import Callable
from shutil import copy

import pytest

from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from tests.helpers.example_files import HEADING
from tests.helpers.paths import DATA
from tests.helpers.program import EXPLORER, Program
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.terminal import Terminal

NAME = "evil\x1b]52;c;ZXZpbA==\x07\nError: \u202ex\x9b2J.csv"
COLOURS = re.compile(r"\x1b\[(?:[0-9;]*m|\?25[lh]|2K|1A)|\r")
"""Escape sequences of explorer's own output: colours and the movements of progress bars."""


@pytest.fixture(scope="module")
def build(endpoint: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Connection], Program]:
    """Fill a graph with one row, and leave one rejected row in the home of the program that is returned."""

    def build(graph: Connection) -> Program:
        explorer = Program(endpoint, tmp_path_factory.mktemp("imported"))
        explorer.write("retweets.csv", HEADING + "r1,1,p1,9,=soon\x1b[31m\x9b2J\u202e\nr3,1,p1,9,1614600000\n")
        assert explorer("import", "retweets.csv").returncode == 0
        copy(DATA / "cases" / "esc.csv", explorer.folder / NAME)
        assert explorer("import", NAME, "--map", "name=").returncode == 0
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


@pytest.mark.parametrize(
    ("form", "columns"), [("table", 80), ("table", 120), ("csv", 80), ("json", 120), ("jsonl", 80)]
)
def test_nothing_from_outside_controls_a_terminal(imported: Program, form: str, columns: int) -> None:
    lines = [
        ("imports", "rejects", "retweets.csv"),
        ("import", NAME, "--dry-run", "--map", "name="),
        ("imports", "show", f"no {NAME}"),
        ("packs", "run", f"--{NAME}"),
    ]
    commands = [
        [*words, *(["--output" if words[0] == "import" else "--format", form] if words[0].startswith("import") else [])]
        for words in lines
    ]
    script = "; ".join(f"{EXPLORER} {' '.join(map(_quoted, words))}" for words in commands)
    with Terminal(
        ["/bin/bash", "-c", script], folder=imported.folder, environment=imported.environment, columns=columns
    ) as terminal:
        terminal.wait(seconds=300)
        shown = COLOURS.sub("", terminal.raw)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
    assert r"\u001b]52;c;ZXZpbA==\u0007" in shown
    assert r"\u009b2J" in shown
    # a line end within quotation marks is CSV
    assert form == "csv" or "\nError: \\u202e" not in shown


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_files_and_pipes_receive_unchanged_texts(imported: Program, form: str) -> None:
    rejects = imported.pipe("imports", "rejects", "retweets.csv", "--format", form, into="cat").stdout
    assert "\x9b2J\u202e" in rejects
    if form != "csv":
        (row,) = json.loads(rejects) if form == "json" else map(json.loads, rejects.splitlines())
        assert row["raw"] == "r1,1,p1,9,=soon\x1b[31m\x9b2J\u202e"


def _quoted(word: str) -> str:
    return "$'" + "".join(f"\\U{ord(c):08x}" for c in word) + "'"
