"""Write errors that nobody expected to a file, for people who report them.

Every command imports this module, so it imports only what Python or the program has loaded anyway. What a log needs
besides is imported when one is written, and may be what is broken.
"""

import os
import platform
import re
import shlex
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from explorer.common.version import __version__

KEPT: Final = 20
"""Number of logs that are kept in a folder; older ones are deleted."""
LONGEST: Final = 500
"""Number of characters of a part of a traceback that are written, because messages may quote data."""
_SECRET_NAME: Final = re.compile(r"passw|secret|token|api_?key|auth", re.IGNORECASE)
_SECRETS: Final = (
    # bolt://user:password@host
    (re.compile(r"(?<=://)[^/@\s]*@"), "…@"),
    (re.compile(r"((?:passw|secret|token|api[-_]?key)[\w-]*)(\s*[=:]\s*|\s+)[^\s,)]+", re.IGNORECASE), r"\1\2…"),
)
_used: set[str] = set()


def keep_secret(password: str) -> None:
    """Never write this password to a log."""
    # an empty text is part of every text
    if password:
        _used.add(password)


def without_secrets(text: str, environment: Mapping[str, str] | None = None) -> str:
    """Return text without passwords: those in use, those in the environment, and those that their place gives away.

    Args:
        text: The text.
        environment: Environment variables; None means those of this process.
    """
    named = os.environ if environment is None else environment
    secrets = _used | {value for name, value in named.items() if _SECRET_NAME.search(name) and len(value) > 3}
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "…")
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


def write_error_log(error: BaseException) -> Path | None:
    """Write an error to a new file that only its owner can read.

    The file states the version, the system, the command line without passwords, and the traceback. It contains no
    values of variables, and only the beginning of messages.

    Returns:
        The file: in the folder ``logs`` of $EXPLORER_HOME, else in the user's folder for logs, else in that for
        temporary files. None if none of these can be written.
    """
    try:
        text = _log(error)
    except (Exception, RecursionError, MemoryError):  # noqa: BLE001 - the error itself must still be reported
        text = f"{type(error).__name__}\n"
    for folder in _folders():
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # the name cannot be guessed, and the file is new and readable only by its owner
            path = folder / f"explorer-error-{time.strftime('%Y%m%d-%H%M%S')}-{os.urandom(8).hex()}.log"
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
            for old in sorted(folder.glob("explorer-error-*.log"))[:-KEPT]:
                # in the folder for temporary files, those of other users
                with suppress(OSError):
                    old.unlink(missing_ok=True)
        except OSError:
            continue
        return path
    return None


def _folders() -> Iterator[Path]:
    if home := os.environ.get("EXPLORER_HOME"):
        yield Path(home).expanduser() / "logs"
    try:
        from platformdirs import user_log_path  # noqa: PLC0415 - may be what is broken

        yield user_log_path("coordination-explorer", appauthor=False)
    except (ImportError, RuntimeError):
        pass
    try:
        from tempfile import gettempdir  # noqa: PLC0415 - as above

        yield Path(gettempdir())
    except (ImportError, OSError):
        pass


def _log(error: BaseException) -> str:
    parts = [part if len(part) <= LONGEST else f"{part[:LONGEST]}…\n" for part in traceback.format_exception(error)]
    lines = (
        f"coordination explorer {__version__}",
        f"Python {sys.version}",
        f"Platform {platform.platform()}",
        f"Libraries {', '.join(_versions())}",
        f"Time {time.strftime('%Y-%m-%d %H:%M:%S %z')}",
        f"Command {shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])}",
        "",
    )
    return without_secrets("\n".join(lines) + "".join(parts))


def _versions() -> Iterator[str]:
    from importlib import metadata  # noqa: PLC0415 - takes a quarter of the time in which a command starts

    for name in ("neo4j", "polars", "numpy", "numba", "igraph", "altair", "vl-convert-python", "typer", "rich"):
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            yield f"{name} missing"


def how_to_report() -> str:
    """Return the sentence that says where to report an error: the address in the package's metadata, if it has one."""
    try:
        from importlib.metadata import metadata  # noqa: PLC0415 - as above

        addresses = metadata("coordination-explorer").get_all("Project-URL") or []
    except (ImportError, OSError, MemoryError):
        # not installed, or the system lets the program open no more files
        addresses = []
    for address in addresses:
        label, _, url = address.partition(", ")
        if label.lower() in {"issues", "bug tracker", "bugs", "tracker"}:
            return f"To report it, open an issue and attach the log: {url}"
    return 'To report it, attach the log as the section "Report an error" of CONTRIBUTING.md describes.'
