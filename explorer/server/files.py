"""Files of the local server: private folders, atomic writes and locks."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from explorer.common.errors import ServerError
from explorer.common.files import force_to_disk
from explorer.common.progress import WAITING, Progress, silent
from explorer.common.temporary import temporary

if sys.platform != "win32":
    import fcntl


@contextmanager
def file_errors(folder: Path) -> Iterator[None]:
    """Convert an ``OSError`` (no permission, disk full, path is a file) to a `ServerError`."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ServerError(
                f"The disk of {folder} is full.",
                hint="Free disk space, or set EXPLORER_HOME to a folder on another disk. Then run the command again.",
            ) from error
        raise ServerError(
            f"The folder {folder} cannot be used: {error}",
            hint="Correct the permissions of the folder, or set EXPLORER_HOME to a folder that you can read and write.",
        ) from error


def make_private(folder: Path) -> None:
    """Create a folder that only its owner can access; its parent must exist."""
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)


def write_private(path: Path, text: str) -> None:
    """Replace a file atomically with one of mode 0600; readers see either the old text or the new one."""
    with temporary(path.parent) as new:
        new.write_text(text, encoding="utf-8")
        force_to_disk(new)
        new.replace(path)


@contextmanager
def hold_lock(path: Path, *, waiting_for: str, progress: Progress = silent) -> Iterator[None]:
    """Wait for the exclusive lock on ``path`` and hold it. The system releases it if the process dies."""
    with path.open("a") as file:
        if sys.platform != "win32":
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                progress(f"{WAITING}{waiting_for}", 0, None)
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Try to acquire the lock on ``path`` without waiting; yield whether it was acquired."""
    if sys.platform == "win32":
        yield False
        return
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
