"""End the servers of a test run or a benchmark together with its process, whatever ends it.

A local server outlives the command that starts it, on purpose. Tests and benchmarks that start one in a home of their
own wrap the work in `servers_end_with_this_process`: a second process waits until this one is gone, even after Ctrl-C,
SIGTERM or SIGKILL, and ends everything that runs in that home.
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
    """Kill every server and command of a home at the end of the block, or when this process dies in it.

    The home is for files that nobody needs afterwards: the servers get no time to write theirs.

    Args:
        home: ``EXPLORER_HOME`` of the servers, or a folder above it; nothing else may use it.
    """
    command = [sys.executable, "-P", str(Path(__file__).resolve()), str(home.resolve())]
    # in a session of its own, where Ctrl-C does not reach it
    watchdog = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        # closes the pipe, and waits
        watchdog.communicate()


def processes_of(home: str) -> list[psutil.Process]:
    """Return the processes that run in a home: Neo4j, by its command line, and commands, by their environment.

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
    """Kill the processes of a home until none is left: a command may be starting a server at this moment."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        left = [process for process in processes_of(home) if process.pid not in spared]
        if not left:
            return
        for process in left:
            with suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(left, timeout=5)


def _watch(home: str) -> None:
    spared = {os.getpid(), os.getppid()}
    # ends when the other process closes the pipe, or dies
    sys.stdin.read()
    _end_all(home, spared)


if __name__ == "__main__":
    _watch(sys.argv[1])
