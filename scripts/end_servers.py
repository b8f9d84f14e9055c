"""End the Neo4j servers of a test run or a benchmark together with its process, even if that is killed."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

_watchers: Final[list[subprocess.Popen[bytes]]] = []
"""Kept, because a watcher waits for the other end of its standard input to be closed."""


def end_with_this_process(folder: Path) -> None:
    """Kill the servers and admin tools whose homes are in a folder as soon as this process ends.

    The folder is for files that nobody needs afterwards: the servers get no time to write theirs.
    """
    # a session of its own: Ctrl-C and the end of a terminal do not reach it
    command = [sys.executable, __file__, str(folder.resolve())]
    _watchers.append(subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True))


def end_servers(folder: Path) -> None:
    """Kill the servers and admin tools whose homes are in a folder."""
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            arguments = process.cmdline()
            is_neo4j = any(argument.startswith("org.neo4j.") for argument in arguments)
            if is_neo4j and any(f"{folder}/" in argument for argument in arguments):
                process.kill()


if __name__ == "__main__":
    # Returns when the process that started this one has ended, whatever ended it.
    sys.stdin.buffer.read()
    end_servers(Path(sys.argv[1]))
