"""Ctrl-C: a command ends at once whatever it waits for, and says what is true and how to continue."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from explorer.graph.lock import write_lock
from tests.helpers.example_files import FIXED, GOOD, HEADING
from tests.helpers.program import EXPLORER, Program

PROMPT = 6.0
"""Seconds in which a command must end: it takes 2 on a quiet machine, and waits take longer than this."""
RUN_AGAIN = "run the same"


@pytest.fixture
def explorer(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> Program:
    return Program(endpoint, tmp_path)


def interrupt(
    process: "subprocess.Popen[str]", *, when: Callable[[], object], number: signal.Signals = signal.SIGINT
) -> str:
    """Press Ctrl-C when a condition holds; return the messages of the command, which must end promptly."""
    deadline = time.monotonic() + 120
    while not when():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "the condition never held"
        time.sleep(0.05)
    process.send_signal(number)
    pressed = time.monotonic()
    # impatient: the second one must not cut off the message
    threading.Timer(0.1, process.send_signal, [number]).start()
    _, said = process.communicate(timeout=60)
    assert time.monotonic() - pressed < PROMPT
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "Interrupted." in said
    return said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_other_signals_end_a_command_as_ctrl_c_does(explorer: Program, number: signal.Signals) -> None:
    name = large_file(explorer, rows=1_500_000)
    process = explorer.start("import", name, "--dry-run")
    running = psutil.Process(process.pid)
    interrupt(process, when=lambda: any(file.path.endswith(name) for file in running.open_files()), number=number)


def large_file(explorer: Program, name: str = "big.csv", rows: int = 200_000) -> str:
    content = "".join(f"{name}{n},{n % 9973},p{n % 4001},9,{1614600000 + n}\n" for n in range(rows))
    return explorer.write(name, HEADING + content)


def said_so_far(process: "subprocess.Popen[str]") -> list[str]:
    """Return a list that a thread fills with the messages of a command, and give the command a pipe of its own."""
    lines: list[str] = []
    read_end, write_end = os.pipe()
    source, process.stderr = process.stderr, os.fdopen(read_end)

    def copy() -> None:
        with os.fdopen(write_end, "w") as target:
            for line in source or ():
                lines.append(line)
                target.write(line)

    threading.Thread(target=copy, daemon=True).start()
    return lines


@pytest.mark.parametrize(
    ("words", "truth"),
    [
        (("import", "retweets.csv", "--no-bulk"), "Nothing was loaded"),
        (("detect", *FIXED), "The data are consistent"),
        (("rollups",), "The data are consistent"),
    ],
)
def test_waiting_for_another_command(explorer: Program, graph: Connection, words: tuple[str, ...], truth: str) -> None:
    explorer.write("retweets.csv", GOOD)
    with write_lock(graph):
        process = explorer.start(*words)
        lines = said_so_far(process)
        said = interrupt(process, when=lambda: any("waiting for another" in line for line in lines))
    assert truth in said
    assert graph.read("MATCH (i:Import) RETURN i").rows == []


LONG = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a = -b RETURN count(*)"
LONG_QUERY = f"""
import sys
from explorer.cli import main
from explorer.graph.connection.connect import Connection
read = Connection.read
Connection.read = lambda graph, *_: read(graph, {LONG!r})
sys.argv = ["explorer", "imports", "list"]
main()
"""


def test_waiting_for_a_long_query(explorer: Program, graph: Connection) -> None:
    busy = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH $query RETURN currentQuery"
    process = subprocess.Popen(
        [sys.executable, "-c", LONG_QUERY],
        cwd=explorer.folder,
        env=explorer.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    interrupt(process, when=lambda: graph.read(busy, {"query": LONG}).rows)
    # the server ends the query, because the connection is closed
    deadline = time.monotonic() + 60
    while graph.read(busy, {"query": LONG}).rows:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_rows_that_are_loaded_are_counted_and_both_ways_on_work(explorer: Program, graph: Connection) -> None:
    explorer.write("1.csv", GOOD)
    name = large_file(explorer)
    process = explorer.start("import", "1.csv", name, "--no-bulk")
    loaded = "MATCH (i:Import {file: 'big.csv'}) RETURN i.importId, i.loaded, i.finishedAt IS NULL"
    said = interrupt(process, when=lambda: any(rows for _, rows, _ in graph.read(loaded).rows))
    assert "1 of 2 files is loaded completely" in said
    # writing waits for transactions that the server still commits
    settled = loaded.replace("RETURN", "SET i.loaded = i.loaded RETURN")
    ((import_id, rows, unfinished),) = graph.write(lambda transaction: transaction.run(settled).values())
    assert unfinished
    assert 0 < rows < 200_000
    assert f"The import of big.csv ({import_id}) is unfinished" in said
    # on a busy machine, the graph may not reply in time; what is known then is not a number
    if number := re.search(r"unfinished: (at least )?([0-9,]+) rows are", said):
        counted = int(number[2].replace(",", ""))
        assert counted <= rows if number[1] else counted == rows
    else:
        assert "A part of its rows may be loaded" in said
    both = (f"explorer imports undo {import_id}", RUN_AGAIN)
    assert all(way in said for way in both)
    refused = explorer("detect", *FIXED)
    assert refused.returncode == 1
    assert f"big.csv ({import_id}) is unfinished: {rows:,} rows" in refused.stderr
    assert all(way in refused.stderr for way in both)
    warned = explorer("packs", "run", "outlet-ages")
    assert f"big.csv ({import_id}) is unfinished" in warned.stderr
    assert explorer("imports", "undo", import_id).returncode == 0
    assert explorer("detect", *FIXED).returncode == 0


def test_an_import_of_a_file_that_is_imported_already(explorer: Program, graph: Connection) -> None:
    name = large_file(explorer, rows=60_000)
    assert explorer("import", name, "--no-bulk").returncode == 0
    process = explorer.start("import", name, "--no-bulk")
    busy = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS $part RETURN currentQuery"
    said = interrupt(process, when=lambda: graph.read(busy, {"part": "UNWIND $actions"}).rows)
    assert "imported completely before, and still is" in said
    assert explorer("detect", *FIXED, "--min-weight", "30").returncode in {0, 1}


def test_reading_a_pipe_that_says_nothing(explorer: Program, graph: Connection) -> None:
    read_end, write_end = os.pipe()
    process = subprocess.Popen(
        [str(EXPLORER), "import", "-"],
        cwd=explorer.folder,
        env=explorer.environment,
        stdin=read_end,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    copies = Path(f"/proc/{process.pid}/fd")

    def is_copying() -> bool:
        return any(str(link.readlink()).endswith("/stdin") for link in copies.iterdir() if link.is_symlink())

    try:
        said = interrupt(process, when=is_copying)
    finally:
        os.close(read_end)
        os.close(write_end)
    assert "Nothing was loaded" in said
    assert graph.read("MATCH (i:Import) RETURN i").rows == []


@pytest.mark.parametrize("command", [("import", "--dry-run"), ("network",)])
def test_parsing_files_without_a_graph(explorer: Program, command: tuple[str, ...]) -> None:
    name = large_file(explorer, rows=1_500_000)
    process = explorer.start(command[0], name, *command[1:])
    running = psutil.Process(process.pid)
    interrupt(process, when=lambda: any(file.path.endswith(name) for file in running.open_files()))
