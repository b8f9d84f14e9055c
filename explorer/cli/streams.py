"""Standard input and output that are closed, full, cannot represent a character, or are a terminal.

On a terminal, control and invisible characters are escaped, in every output format. In files and pipes, CSV and JSON
are unchanged; tables and messages, which are for people, are escaped there too.
"""

import io
import os
import select
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TextIO

from explorer.common.text import UNENCODABLE, printable

_LAYOUT: Final = "\n\t"
"""Control characters that only move the cursor forward."""
_STREAMS: Final = ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w"))


def prepare_streams() -> None:
    """Open closed standard streams (``>&-``), and let standard output write any character."""
    for number, name, mode in _STREAMS:
        if getattr(sys, name) is None:
            setattr(sys, name, _nothing(number, mode))
    for stream in (sys.stdout, sys.stderr):
        # ASCII, or a file name that is not UTF-8: the character's number instead of an error
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=UNENCODABLE)


class TerminalStream:
    """A text stream to a terminal that escapes everything written to it.

    Args:
        stream: The stream to the terminal.

    Attributes:
        rich_proxied_file: The stream, to which consoles of rich write directly; see `explorer.cli.ui.terminal`.
    """

    def __init__(self, stream: TextIO) -> None:
        self.rich_proxied_file = stream

    def write(self, text: str) -> int:
        """Write a text, and return its length before characters were escaped."""
        self.rich_proxied_file.write(printable(text, keep=_LAYOUT))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        """Return any other attribute of the stream."""
        return getattr(self.rich_proxied_file, name)


@contextmanager
def safe_terminal() -> Iterator[None]:
    """Escape what is printed on terminals."""
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (TerminalStream(stream) if stream.isatty() else stream for stream in streams)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams


def _nothing(number: int, mode: str) -> io.TextIOWrapper:
    """Return a stream that is empty and keeps nothing. Takes its number, so that no other file receives the output."""
    opened = os.open(os.devnull, os.O_RDWR)
    if opened != number:
        try:
            os.fstat(number)
        except OSError:
            os.dup2(opened, number)
            os.close(opened)
            opened = number
    return open(opened, mode, encoding="utf-8", closefd=False)  # type: ignore[return-value]


def is_reader_gone() -> bool:
    """Return whether the program that read standard output or errors has ended (head, less)."""
    if not hasattr(select, "poll"):
        return True
    with suppress(OSError, ValueError):
        # rich has dropped the output
        if os.path.samestat(os.fstat(sys.stdout.fileno()), os.stat(os.devnull)):  # noqa: PTH116
            return True
    poll = select.poll()
    for stream in (sys.stdout, sys.stderr):
        try:
            poll.register(stream.fileno(), 0)
        except (OSError, ValueError):
            return True
    return any(event & select.POLLERR for _, event in poll.poll(0))


def drop_output() -> None:
    """Drop what is still buffered: it cannot be written, and Python would try again when it ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, stream.fileno())
            os.close(nothing)
        except (OSError, ValueError):
            continue
