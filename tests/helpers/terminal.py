"""Run a command on a pseudo-terminal, as a person does: answer its questions and press Ctrl-C."""

import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

CTRL_C: Final = "\x03"
CTRL_D: Final = "\x04"
# Ctrl-C interrupts the processes of the controlling terminal
_TAKE_TERMINAL: Final = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A command that runs on a terminal of its own.

    Args:
        command: The program and its arguments.
        folder: Its working directory.
        environment: All of its environment variables.
        columns: Width of the terminal.

    Attributes:
        output: What was printed so far, without escape sequences.
        raw: What was printed so far, with them.
    """

    def __init__(self, command: list[str], *, folder: Path, environment: Mapping[str, str], columns: int = 80) -> None:
        self._master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (24, columns))
        self._process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_TERMINAL, *command],
            cwd=folder,
            env={**environment, "TERM": "xterm"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self.output = self.raw = ""
        self._seen = 0

    def __enter__(self) -> Self:
        """Return the terminal itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the command if it still runs."""
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def wait_for(self, text: str, *, seconds: float = 40) -> str:
        """Wait until a text is printed after what was waited for before; return what was printed until then."""
        end = time.monotonic() + seconds
        while (place := self.output.find(text, self._seen)) < 0:
            assert self._read(end), f"{text!r} was not printed:\n{self.output[self._seen :]}"
        shown = self.output[self._seen : place + len(text)]
        self._seen = place + len(text)
        return shown

    def type(self, text: str) -> None:
        """Type a text as it is."""
        os.write(self._master, text.encode())

    def answer(self, question: str, text: str = "") -> None:
        """Wait for a question, and type an answer and Enter."""
        self.wait_for(question)
        self.wait_for(": ")
        self.type(f"{text}\n")

    def wait(self, *, seconds: float = 40) -> int:
        """Wait until the command ends, and return its exit code."""
        end = time.monotonic() + seconds
        while self._read(end):
            pass
        return self._process.wait(max(end - time.monotonic(), 1))

    def _read(self, end: float) -> bool:
        """Read more output; return whether there was any before the command ended or the time was over."""
        ready, _, _ = select.select([self._master], [], [], max(end - time.monotonic(), 0))
        try:
            data = os.read(self._master, 1 << 16) if ready else b""
        except OSError:
            # Linux reports the end of the command as an error
            data = b""
        text = data.decode(errors="replace").replace("\r\n", "\n")
        self.raw += text
        self.output += _ESCAPES.sub("", text)
        return bool(data)
