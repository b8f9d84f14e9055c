"""The server's process: found by its command line, started in a session of its own, ended."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from explorer.common.errors import ServerError
from explorer.common.progress import Progress, silent
from explorer.server.artifacts import Artifacts
from explorer.server.config import initial_heap
from explorer.server.java import Java

MAIN_CLASS = "org.neo4j.server.CommunityEntryPoint"
ADMIN_CLASS = "org.neo4j.cli.AdminTool"
JAVA_FLAGS = (
    "-XX:+UseG1GC",
    # a server without memory is of no use, and a dead one says so
    "-XX:+ExitOnOutOfMemoryError",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dfile.encoding=UTF-8",
)

_children: list[subprocess.Popen[bytes]] = []
"""Servers started by this process; held, because Popen complains when dropped before its process ends."""


def find(home: Path, pid_file: Path) -> psutil.Process | None:
    """Return the running server of ``home``, if there is one.

    The pid file only says where to look first. What counts is the process's command line, so that neither
    a stale file, nor a pid that another program has got since, nor a lost file misleads.
    """
    for process in _likely(pid_file):
        if serves(process, home):
            return process
    return None


def _likely(pid_file: Path) -> Iterator[psutil.Process]:
    with suppress(OSError, ValueError, OverflowError, psutil.Error):
        yield psutil.Process(int(pid_file.read_text(encoding="ascii")))
    yield from psutil.process_iter()


def serves(process: psutil.Process, home: Path) -> bool:
    """Whether a process is this user's server of ``home``, and alive."""
    try:
        arguments = process.cmdline()
        return MAIN_CLASS in arguments and f"--home-dir={home}" in arguments and process.uids().real == os.getuid()
    except (psutil.Error, OSError):
        return False


def listens(process: psutil.Process, port: int) -> bool:
    """Whether a TCP port is listened on by this very process; nobody else is to be told the password."""
    try:
        return any(
            connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
            for connection in process.net_connections("tcp")
        )
    except (psutil.Error, OSError):
        return False


def launch(java: Java, artifacts: Artifacts, home: Path, *, heap: str, log: Path) -> psutil.Process:
    """Start the server of ``home`` in a session of its own: Ctrl-C at a terminal does not reach it."""
    command = [
        str(java.path),
        f"-Xms{initial_heap(heap)}",
        f"-Xmx{heap}",
        *JAVA_FLAGS,
        "-cp",
        artifacts.class_path,
        MAIN_CLASS,
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
    ]
    with log.open("wb") as output:
        # every word of the command is ours
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=home,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=0o077,
        )
    _children.append(process)
    return psutil.Process(process.pid)


def run_admin(
    java: Java,
    artifacts: Artifacts,
    home: Path,
    arguments: list[str],
    *,
    heap: str = "256m",
    progress: Progress = silent,
) -> None:
    """Run Neo4j's admin tool (``dbms …``, ``database import …``) on the stopped server of ``home``.

    Secrets must not stand in ``arguments``, which every user of the machine can read: the tool takes ``@file`` for
    arguments in a file. If this process is killed, the tool goes on: see `end_admin`.

    Args:
        java: runs it.
        artifacts: where its classes are.
        home: of the server.
        arguments: of the tool.
        heap: memory for it.
        progress: told of an import's stages in percent.

    Raises:
        ServerError: if the tool fails, with the last line of what it said.
    """
    command = [
        str(java.path),
        f"-Xmx{heap}",
        *JAVA_FLAGS,
        "-cp",
        artifacts.class_path,
        ADMIN_CLASS,
        *arguments,
    ]
    places = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    tool = subprocess.Popen(  # noqa: S603
        command,
        cwd=home,
        env=_environment() | places,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        umask=0o077,
    )
    said: list[str] = []
    stage = ""
    try:
        with tool:
            for line in tool.stdout or ():
                said = [*said, line.strip()][-20:] if line.strip() else said
                stage = _stage(line) or stage
                if stage and (percent := re.search(r"(\d+)% ", line)):
                    progress(f"Neo4j: {stage}", int(percent[1]), 100, unit="%")
    except BaseException:
        tool.kill()
        raise
    if tool.returncode:
        raise ServerError(
            f"Neo4j's admin tool failed at {' '.join(arguments[:2])}: {said[-1] if said else 'no output'}",
            hint="explorer doctor looks for the cause.",
        )


def end_admin(home: Path) -> None:
    """Kill the admin tools that work in ``home``, which nobody waits for any more."""
    for tool in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            arguments = tool.cmdline()
            if ADMIN_CLASS in arguments and any(f"{home}/" in argument for argument in arguments):
                tool.kill()
                tool.wait(10)


def _stage(line: str) -> str:
    """Return the stage of an import that a line of the tool's begins, '' if none."""
    found = re.match(r"\(\d/\d\) ([A-Z][a-z ]+?) \d{4}-", line)
    return found[1].lower() if found else ""


def _environment() -> dict[str, str]:
    """Return the environment without NEO4J_*: it may hold a password, and the server needs none of it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}


def end(process: psutil.Process, *, patience: float) -> bool:
    """Ask a process to end and wait; kill it after ``patience`` seconds. Return whether it went by itself."""
    with suppress(psutil.NoSuchProcess):
        process.terminate()
        if not _has_ended(process, patience):
            process.kill()
            _has_ended(process, 10)
            return False
    return True


def _has_ended(process: psutil.Process, patience: float) -> bool:
    """Wait for a process to end, at most so many seconds; return whether it did."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            process.wait(0.2)
        except psutil.TimeoutExpired:
            # what is left of another program's child stays until that program looks; one with threads is still ending
            if process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1:
                return True
        else:
            return True
    return False


def tells_of_a_taken_port(words: str) -> bool:
    """Whether a server died of a port that something else listens on: in Java's words, or Neo4j's, with the address."""
    return "already in use" in words


def last_words(text: str) -> str:
    """Return the line of a log that best tells why the server died."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for sign in ("Caused by:", "Exception", "ERROR"):
        telling = [line for line in lines if sign in line]
        if telling:
            return telling[-1]
    return lines[-1] if lines else ""
