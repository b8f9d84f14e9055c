"""Say in a sentence why a command ended with an error that is not the package's own, and where the details are."""

import errno
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from explorer.common.error_log import how_to_report, without_secrets, write_error_log
from explorer.common.text import squeeze

LONGEST: Final = 300
"""Number of characters of an error's own message that are printed."""
_MEMORY: Final = (
    "The computer has too little memory for this command.",
    "Close other programs, use fewer files or a shorter time range, or use a computer with more memory.",
)
_PERMISSION: Final = (
    "Permission denied{at}.",
    "Check who owns the file or folder, and who may write to it: ls -ld PATH",
)
_FILES: Final = (
    "The command needs more open files than the system allows.",
    "Raise the limit, then run the command again: ulimit -n 4096",
)
_SPACE: Final = "Free some space, then run the command again."
_SYSTEM: Final = {
    errno.ENOSPC: ("The disk is full{at}.", _SPACE),
    errno.EDQUOT: ("Your disk quota is used up{at}.", _SPACE),
    errno.EFBIG: ("The file exceeds the maximum size that the system allows{at}.", "See the limit: ulimit -f"),
    errno.EACCES: _PERMISSION,
    errno.EPERM: _PERMISSION,
    errno.EROFS: ("The file system is read-only{at}.", "Choose another folder, then run the command again."),
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
    errno.EIO: ("The disk or the terminal reports an error{at}.", "Check the disk, then run the command again."),
    errno.EBADF: (
        "Standard input or output is closed, or is opened the wrong way.",
        "Check the redirections (< and >).",
    ),
    errno.ENAMETOOLONG: ("A file name is too long{at}.", "Choose a shorter name."),
}
"""Errors of the system that the user can solve: what happened, and the next step."""
_OF_RUST: Final = re.compile(r"\(os error ([0-9]+)\)")
_failed: list[BaseException] = []


def follows_from(error: BaseException | None, kind: type[BaseException]) -> bool:
    """Return whether an error is of a kind or follows from one, as when Ctrl-C interrupts the import of a library."""
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error is not None


def report_failure(error: BaseException) -> int:
    """Print what happened and what to do next on standard error; return the exit code.

    Errors that are not the user's to solve are also written to a log, see `explorer.common.error_log`.
    """
    sentence, hint, is_ours = _describe(error)
    lines = [f"Error: {sentence}", hint]
    if is_ours:
        log = write_error_log(error)
        lines += [f"Log: {log}", how_to_report()] if log else ["No log can be written.", how_to_report()]
    _print("\n".join(filter(None, lines)))
    return 1


@contextmanager
def failures_reported() -> Iterator[None]:
    """Report errors that end a thread, or that Python can only ignore, in the same way."""

    def of_thread(failed: "threading.ExceptHookArgs") -> None:
        if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
            _report_aside(failed.exc_value)

    def ignored(lost: "sys.UnraisableHookArgs") -> None:
        if lost.exc_value is not None:
            _report_aside(lost.exc_value)

    _failed.clear()
    earlier_hooks = threading.excepthook, sys.unraisablehook
    threading.excepthook, sys.unraisablehook = of_thread, ignored
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = earlier_hooks


def has_failed_aside() -> bool:
    """Return whether an error ended a thread, or was ignored by Python, since `failures_reported` began."""
    return bool(_failed)


def _report_aside(error: BaseException) -> None:
    _failed.append(error)
    report_failure(error)


def _describe(error: BaseException) -> tuple[str, str, bool]:
    """Return what happened, the next step, and whether it is the program's fault."""
    if _is_memory(error):
        return *_MEMORY, True
    number = _number(error)
    if number in _SYSTEM:
        sentence, hint = _SYSTEM[number]
        path = getattr(error, "filename", None)
        at = f": {_safe(os.fsdecode(path))}" if isinstance(path, str | bytes) else ""
        # a closed file can also be a mistake of the program
        return sentence.format(at=at), hint, number == errno.EBADF
    if isinstance(error, FileNotFoundError) and _is_folder_gone():
        return "The working folder does not exist any more.", "Change to another folder: cd", False
    if isinstance(error, UnicodeError):
        return (
            f"{_command()} met a character that it cannot convert ({_own_words(error)}).",
            "If the terminal or the environment sets an encoding, use UTF-8: export PYTHONIOENCODING=utf-8",
            True,
        )
    if isinstance(error, ImportError):
        return (
            f"A library cannot be loaded ({_own_words(error)}).",
            "Install the program again, in a new virtual environment.",
            True,
        )
    if isinstance(error, RecursionError):
        return f"{_command()} stopped because something in its input is nested too deeply.", "", True
    return f"{_command()} stopped because of an error that it did not expect ({_own_words(error)}).", "", True


def _is_memory(error: BaseException) -> bool:
    return follows_from(error, MemoryError) or _number(error) == errno.ENOMEM


def _number(error: BaseException) -> int:
    if isinstance(error, OSError) and error.errno:
        return error.errno
    # Polars gives the system's number only in its message
    found = _OF_RUST.search(str(error)[-200:]) if isinstance(error, Exception) else None
    return int(found[1]) if found else 0


def _is_folder_gone() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - pathlib may be what is broken
    except OSError:
        return True
    return False


def _command() -> str:
    """Return the command that was typed, without its options and values: ``explorer clusters show``."""
    words = sys.argv[1:]
    while len(words) > 1 and words[0].startswith("-"):
        words = words[1:] if "=" in words[0] else words[2:]
    named = []
    for word in words[:2]:
        if not re.fullmatch(r"[a-z][a-z-]*", word):
            break
        named.append(word)
    return " ".join(["explorer", *named])


def _own_words(error: BaseException) -> str:
    return _safe(without_secrets(f"{type(error).__name__}: {error}").removesuffix(": "))


def _safe(text: str) -> str:
    safe = squeeze(text)
    return safe if len(safe) <= LONGEST else f"{safe[:LONGEST]}…"


def _print(text: str) -> None:
    # not rich, which may be what is broken
    with suppress(OSError, ValueError):
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
