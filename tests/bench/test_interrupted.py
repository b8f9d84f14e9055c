"""An interrupted benchmark or test run leaves no server running."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from explorer.server.process import MAIN_CLASS
from scripts.end_servers import processes_of
from tests.helpers.paths import REPOSITORY

PATIENCE = 300.0
"""Seconds until a server must have started, or ended, on a busy machine."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)

WAITING_TEST = """
import time

def test_that_waits(endpoint):
    time.sleep(600)
"""

COMMAND_IN_A_HOME = """
import os, subprocess, sys, time
from pathlib import Path
from scripts.end_servers import servers_end_with_this_process

home = Path(sys.argv[1])
with servers_end_with_this_process(home):
    environment = {**os.environ, "EXPLORER_HOME": str(home)}
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], env=environment, start_new_session=True)
    time.sleep(600)
"""


@contextmanager
def running(words: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Python program whose temporary files are in a folder."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("NEO4J_", "PYTEST_"))}
    environment |= {"TMPDIR": str(folder), "PYTHONPATH": str(REPOSITORY)}
    program = subprocess.Popen(
        [sys.executable, *words],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield program
    finally:
        program.kill()
        program.wait()
        for process in processes_of(str(folder.resolve())):
            with suppress(psutil.Error):
                process.kill()


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def is_server(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return MAIN_CLASS in process.cmdline()
    return False


def interrupt(
    words: Sequence[str], folder: Path, number: signal.Signals, *, ready: Callable[[psutil.Process], bool]
) -> None:
    """Run a program, send it a signal as soon as one of its processes is ready, and wait until none is left."""
    inside = str(folder.resolve())
    with running(words, folder) as program:
        wait_until(lambda: any(map(ready, processes_of(inside))) or program.poll() is not None)
        assert program.poll() is None
        program.send_signal(number)
        program.wait(PATIENCE)
        wait_until(lambda: processes_of(inside) == [])


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_what_runs_in_a_home_ends_with_the_process_that_made_it(number: signal.Signals, tmp_path: Path) -> None:
    interrupt(["-c", COMMAND_IN_A_HOME, str(tmp_path)], tmp_path, number, ready=lambda _: True)


@pytest.mark.parametrize("number", SIGNALS[:2], ids=lambda number: number.name)
def test_an_interrupted_benchmark_leaves_no_server(number: signal.Signals, tmp_path: Path) -> None:
    interrupt(["-m", "bench.ingest", "--tiny"], tmp_path, number, ready=is_server)


@pytest.mark.parametrize("number", SIGNALS[:2], ids=lambda number: number.name)
def test_an_interrupted_test_run_leaves_no_server(number: signal.Signals, tmp_path: Path) -> None:
    file = tmp_path / "test_waiting.py"
    file.write_text(WAITING_TEST, encoding="utf-8")
    words = ["-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(file)]
    interrupt(words, tmp_path, number, ready=is_server)
