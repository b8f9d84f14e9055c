"""End the servers of a test run or a benchmark together with its process, however that process ends.

By design, a local server keeps running after the command that starts it. Tests and benchmarks that start servers in
their own home use `servers_end_with_this_process`: a watchdog process waits until this process ends, even after Ctrl-C,
SIGTERM or SIGKILL, and then kills everything that runs in that home.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

PATIENCE = 30.0
"""Seconds until the watchdog gives up."""


@contextmanager
def servers_end_with_this_process(home: Path) -> Iterator[None]:
    """Kill every server and command of a home at the end of the block, or when this process dies inside it.

    Use a temporary home: the servers get no time to write their files.

    Args:
        home: ``EXPLORER_HOME`` of the servers, or a folder above it. Nothing else may use it.
    """
    command = [sys.executable, "-P", str(Path(__file__).resolve()), str(home.resolve())]
    # The watchdog runs in its own session, so that Ctrl-C does not reach it.
    watchdog = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        # This closes the pipe and waits for the watchdog.
        watchdog.communicate()


def processes_of(home: str) -> list[psutil.Process]:
    """Return the processes that run in a home: Neo4j servers by command line, and commands by environment.

    Args:
        home: Resolved path of the home, or of a folder above it.
    """
    matching = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            arguments = process.cmdline()
            is_neo4j = any(argument.startswith("org.neo4j.") for argument in arguments)
            is_server = is_neo4j and any(f"{home}/" in argument for argument in arguments)
            if is_server or _is_inside(process.environ().get("EXPLORER_HOME", ""), home):
                matching.append(process)
    return matching


def _is_inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}{os.sep}")


def _end_all(home: str, spared: set[int]) -> None:
    """Kill the processes of a home until none is left, because a command may be starting another server."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        processes = [process for process in processes_of(home) if process.pid not in spared]
        if not processes:
            return
        for process in processes:
            with suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(processes, timeout=5)


def _watch(home: str) -> None:
    spared = {os.getpid(), os.getppid()}
    # The read ends when the other process closes the pipe or dies.
    sys.stdin.read()
    _end_all(home, spared)


if __name__ == "__main__":
    _watch(sys.argv[1])
