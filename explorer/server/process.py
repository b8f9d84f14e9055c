"""Find a server's process by its command line, start it in a separate session, and end it."""

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
from explorer.server.files import make_empty, open_private
from explorer.server.java import Java

MAIN_CLASS = "org.neo4j.server.CommunityEntryPoint"
ADMIN_CLASS = "org.neo4j.cli.AdminTool"
CRASH_REPORT = "hs_err_pid{}.log"
"""Name of the file in the server's ``logs`` in which Java writes why it failed; with the process ID."""
JAVA_FLAGS = (
    "-XX:+UseG1GC",
    # Java does not end if memory is used up: only the query that needs it fails. If Java itself fails, it does not
    # write its memory to the disk, because it contains the data.
    "-XX:-CreateCoredumpOnCrash",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dfile.encoding=UTF-8",
)

_children: list[subprocess.Popen[bytes]] = []
"""Servers started by this process. References are kept because Popen warns if it is deleted while its process runs."""


def find_server(home: Path, pid_file: Path) -> psutil.Process | None:
    """Return the process of the server in ``home``, None if it is not running.

    The pid file only determines which process is checked first. The process is identified by its command line, so a
    stale or missing pid file and a reused pid do no harm.
    """
    for process in _candidates(pid_file):
        if serves(process, home):
            return process
    return None


def _candidates(pid_file: Path) -> Iterator[psutil.Process]:
    with suppress(OSError, ValueError, OverflowError, psutil.Error):
        yield psutil.Process(int(pid_file.read_text(encoding="ascii")))
    yield from psutil.process_iter()


def serves(process: psutil.Process, home: Path) -> bool:
    """Return whether a process is running and is this user's server in ``home``."""
    try:
        arguments = process.cmdline()
        return MAIN_CLASS in arguments and f"--home-dir={home}" in arguments and process.uids().real == os.getuid()
    except (psutil.Error, OSError):
        return False


def listens(process: psutil.Process, port: int) -> bool:
    """Return whether this process listens on a TCP port. The password must not be sent to any other process."""
    try:
        return any(
            connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
            for connection in process.net_connections("tcp")
        )
    except (psutil.Error, OSError):
        return False


def _java_command(java: Java, artifacts: Artifacts, home: Path, *, heap: str) -> list[str]:
    """Return the start of every Java command: Java runs only files that were just verified.

    Libraries unpack native code into Java's temporary folder, under names that other users can predict. The server
    therefore has a temporary folder of its own.

    Raises:
        ServerError: If a file of the installation was altered.
    """
    temporary = home / "tmp"
    make_empty(temporary)
    class_path = artifacts.verified_class_path()
    return [str(java.path), f"-Xmx{heap}", f"-Djava.io.tmpdir={temporary}", *JAVA_FLAGS, "-cp", class_path]


def launch(java: Java, artifacts: Artifacts, home: Path, *, heap: str, log: Path) -> psutil.Process:
    """Start the server in ``home`` in a separate session, so that Ctrl-C in the terminal does not stop it."""
    command = [
        *_java_command(java, artifacts, home, heap=heap),
        f"-Xms{initial_heap(heap)}",
        f"-XX:ErrorFile={home / 'logs' / CRASH_REPORT.format('%p')}",
        MAIN_CLASS,
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
    ]
    with os.fdopen(open_private(log, os.O_TRUNC), "wb") as output:
        # No part of the command is untrusted.
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
    """Run Neo4j's admin tool (``dbms …``, ``database import …``) on the stopped server in ``home``.

    ``arguments`` must not contain secrets, because all users of the machine can read them. Pass secrets in a file as
    ``@file``. If this process is killed, the tool continues to run; see `end_admin`.

    Args:
        java: Java runtime.
        artifacts: Installation of Neo4j.
        home: Home folder of the server.
        arguments: Arguments of the tool.
        heap: Heap size of the tool.
        progress: Called with the stages of an import in percent.

    Raises:
        ServerError: If the tool fails; the message contains the last line of its output.
    """
    command = [*_java_command(java, artifacts, home, heap=heap), ADMIN_CLASS, *arguments]
    folders = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    tool = subprocess.Popen(  # noqa: S603
        command,
        cwd=home,
        env=_environment() | folders,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        umask=0o077,
    )
    output: list[str] = []
    stage = ""
    try:
        with tool:
            for line in tool.stdout or ():
                output = [*output, line.strip()][-20:] if line.strip() else output
                stage = _stage(line) or stage
                if stage and (percent := re.search(r"(\d+)% ", line)):
                    progress(f"Neo4j: {stage}", int(percent[1]), 100, unit="%")
    except BaseException:
        tool.kill()
        raise
    if tool.returncode:
        raise ServerError(
            f"Neo4j's admin tool failed at {' '.join(arguments[:2])}: {output[-1] if output else 'no output'}",
            hint="Find the cause with explorer doctor.",
        )


def end_admin(home: Path) -> None:
    """Kill admin tools that still run in ``home`` although the command that started them has ended."""
    for tool in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            arguments = tool.cmdline()
            if ADMIN_CLASS in arguments and any(f"{home}/" in argument for argument in arguments):
                tool.kill()
                tool.wait(10)


def _stage(line: str) -> str:
    """Return the name of the import stage that starts with this line of output, or an empty string."""
    match = re.match(r"\(\d/\d\) ([A-Z][a-z ]+?) \d{4}-", line)
    return match[1].lower() if match else ""


def _environment() -> dict[str, str]:
    """Return the environment without NEO4J_* variables, which may contain a password and are not needed."""
    return {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}


def end_process(process: psutil.Process, *, patience: float) -> bool:
    """Terminate a process; kill it if it has not ended after ``patience`` seconds.

    Returns:
        Whether it ended without being killed.
    """
    with suppress(psutil.NoSuchProcess):
        process.terminate()
        if not _has_ended(process, patience):
            process.kill()
            _has_ended(process, 10)
            return False
    return True


def _has_ended(process: psutil.Process, patience: float) -> bool:
    """Wait up to ``patience`` seconds for a process to end; return whether it did."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            process.wait(0.2)
        except psutil.TimeoutExpired:
            # A zombie without threads has ended, even if its parent, another program, has not waited for it yet.
            if process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1:
                return True
        else:
            return True
    return False
