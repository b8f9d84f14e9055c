"""Standard input and output that are closed, full, or cannot represent a character."""

import io
import os
import select
import sys
from contextlib import suppress
from typing import Final

_STREAMS: Final = ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w"))


def prepare_streams() -> None:
    """Open closed standard streams (``>&-``), and let standard output write any character."""
    for number, name, mode in _STREAMS:
        if getattr(sys, name) is None:
            setattr(sys, name, _nothing(number, mode))
    for stream in (sys.stdout, sys.stderr):
        # ASCII, or a file name that is not UTF-8: the character's number instead of an error
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


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
