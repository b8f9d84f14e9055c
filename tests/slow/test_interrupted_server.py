"""Ctrl-C while the local server starts, and during a bulk import: nothing is loaded, and nothing keeps running."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from explorer.common.settings import Settings
from explorer.server import process as server_process
from explorer.server.local import LocalServer
from tests.helpers.example_files import GOOD, HEADING
from tests.helpers.program import Program

PROMPT = 6.0
"""Seconds in which a command must end; a start takes longer on a busy machine, and the bulk import as well."""


@pytest.fixture
def explorer(tmp_path: Path) -> Iterator[Program]:
    shared = LocalServer.from_settings(Settings()).artifacts
    shared.install()
    program = Program(None, tmp_path)
    home = Path(program.environment["EXPLORER_HOME"])
    home.mkdir()
    (home / shared.folder.name).symlink_to(shared.folder)
    yield program
    LocalServer(home).stop()


def java(home: Path) -> list[psutil.Process]:
    """Return the servers and tools of Neo4j that run in a home."""
    return [
        process
        for process in psutil.process_iter(["cmdline", "cwd"])
        if str(home) in str(process.info["cwd"]) and "java" in " ".join(process.info["cmdline"] or ())[:200]
    ]


@pytest.mark.parametrize("what", ["server", "tool"])
def test_nothing_is_loaded_and_nothing_keeps_running(explorer: Program, what: str) -> None:
    home = Path(explorer.environment["EXPLORER_HOME"])
    rows = "".join(f"r{n},{n % 997},p{n % 101},9,{1614600000 + n}\n" for n in range(300_000 if what == "tool" else 0))
    explorer.write("retweets.csv", HEADING + rows if rows else GOOD)
    command = explorer.start("import", "retweets.csv", "--bulk" if what == "tool" else "--no-bulk")

    def is_running() -> bool:
        is_tool = [server_process.ADMIN_CLASS in " ".join(process.cmdline()) for process in java(home)]
        return (what == "tool") in is_tool

    deadline = time.monotonic() + 120
    while not is_running():
        assert command.poll() is None, command.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    command.send_signal(signal.SIGINT)
    pressed = time.monotonic()
    _, said = command.communicate(timeout=60)
    assert time.monotonic() - pressed < PROMPT
    assert command.returncode == 130, said
    assert "Interrupted. Nothing was loaded." in said
    while java(home):
        assert time.monotonic() < deadline + 60
        time.sleep(0.2)
    done = explorer("import", "retweets.csv", "--no-bulk" if what == "server" else "--bulk")
    assert done.returncode == 0, done.stderr
