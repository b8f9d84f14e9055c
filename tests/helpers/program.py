"""Run the program ``explorer`` in tests, in this process or in a separate one."""

import io
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import IO
from unittest.mock import patch

from explorer.cli import main
from explorer.cli.ui.hints import in_hints
from explorer.common.settings import Endpoint

EXPLORER = Path(sys.executable).parent / "explorer"
Done = subprocess.CompletedProcess[str]


def run_here(
    words: tuple[str, ...], *, folder: Path, environment: Mapping[str, str], stdout: IO[str], stderr: IO[str]
) -> int:
    """Run a command in this process, which saves the start of a process, and return its exit code.

    Args:
        words: The words after ``explorer``.
        folder: Its working directory.
        environment: All of its environment variables.
        stdout: Receives its standard output.
        stderr: Receives its standard error.
    """
    with ExitStack() as state:
        state.enter_context(chdir(folder))
        state.enter_context(patch.dict(os.environ, environment, clear=True))
        state.enter_context(patch.object(sys, "argv", [str(EXPLORER), *words]))
        # --server changes the program's name in hints for the rest of the process.
        state.enter_context(patch.object(in_hints, "program", "explorer"))
        state.enter_context(patch.object(sys, "stdin", state.enter_context(Path(os.devnull).open(encoding="utf-8"))))
        state.enter_context(redirect_stdout(stdout))
        state.enter_context(redirect_stderr(stderr))
        try:
            main()
        except SystemExit as exit_:
            return exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)


class Program:
    """Runs ``explorer`` in a folder, against the tests' Neo4j.

    Args:
        endpoint: The Neo4j in its environment; None: the local servers of its home.
        folder: Its working directory, which also holds its home.
    """

    def __init__(self, endpoint: Endpoint | None, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "EXPLORER_"))},
            "EXPLORER_HOME": str(folder / "home"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            # The default width, independent of the terminal that runs the tests.
            "COLUMNS": "80",
        }
        if endpoint:
            self.environment |= {
                "NEO4J_URI": endpoint.uri,
                "NEO4J_USERNAME": endpoint.username,
                "NEO4J_PASSWORD": endpoint.password,
            }

    def __call__(self, *words: str, **environment: str) -> Done:
        """Run a command in this process, and return its exit code and output."""
        stdout, stderr = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
        code = run_here(
            words,
            folder=self.folder,
            environment=self.environment | environment,
            stdout=stdout,
            stderr=stderr,
        )
        return subprocess.CompletedProcess(words, code, _content(stdout), _content(stderr))

    def in_process(self, *words: str) -> Done:
        """Run a command in a separate process."""
        process = self.start(*words)
        stdout, stderr = process.communicate(timeout=900)
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command in a separate process."""
        return self._popen([str(EXPLORER), *words])

    def pipe(self, *words: str, into: str) -> Done:
        """Run a command in a separate process, with its standard output piped into another program."""
        process = self._popen(["bash", "-c", f"set -o pipefail; {shlex.join([str(EXPLORER), *words])} | {into}"])
        stdout, stderr = process.communicate(timeout=900)
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)

    def _popen(self, command: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def write(self, name: str, content: str | bytes) -> str:
        """Write a file into the folder, and return its name."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return name


def _content(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
