"""Files of the local server: private folders, atomic writes and locks."""

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from explorer.common.errors import ServerError
from explorer.common.files import force_to_disk
from explorer.common.progress import WAITING, Progress, silent
from explorer.common.temporary import temporary

if sys.platform != "win32":
    import fcntl


FREE_DISK: Final = 256 << 20
"""Free disk space in bytes required to start, because Neo4j is unreliable on a full disk."""


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


def check_free_disk(folder: Path) -> None:
    """Check that there is enough disk space to start a server.

    Raises:
        ServerError: If the disk is almost full.
    """
    free = shutil.disk_usage(folder).free
    if free < FREE_DISK:
        raise ServerError(
            f"The disk of {folder} has only {free / 1e6:.0f} MB left.",
            hint=f"Free at least {FREE_DISK / 1e6:.0f} MB, or set EXPLORER_HOME to a folder on another disk.",
        )


def make_private(folder: Path) -> None:
    """Create a folder that only its owner can access; its parent must exist."""
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)


def make_empty(folder: Path) -> None:
    """Make a folder of the server empty and private; a symbolic link in its place is removed, not followed."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
    make_private(folder)


def make_folders(folder: Path) -> None:
    """Create a folder and its missing parents so that only their owner can access them; existing ones do not change."""
    if not folder.is_dir():
        make_folders(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            folder.chmod(0o700)
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def open_private(path: Path, flags: int) -> int:
    """Open a file for writing with mode 0600, whatever the umask, and return its descriptor.

    Args:
        path: The file; not a symbolic link, which might lead to another file.
        flags: Flags of `os.open` beside writing and creating.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | flags, 0o600)
    if sys.platform != "win32" and stat.S_IMODE(os.fstat(handle).st_mode) != 0o600:
        # The file of an earlier version, which depended on the umask. Only the owner can change it.
        with suppress(PermissionError):
            os.fchmod(handle, 0o600)
    return handle


def write_private(path: Path, text: str) -> None:
    """Replace a file atomically with one of mode 0600; readers see either the old text or the new one."""
    with temporary(path.parent) as new:
        new.write_text(text, encoding="utf-8")
        force_to_disk(new)
        new.replace(path)


@contextmanager
def hold_lock(path: Path, *, waiting_for: str, progress: Progress = silent) -> Iterator[None]:
    """Wait for the exclusive lock on ``path`` and hold it. The system releases it if the process dies."""
    with os.fdopen(open_private(path, os.O_APPEND), "a") as file:
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
    with os.fdopen(open_private(path, os.O_APPEND), "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
