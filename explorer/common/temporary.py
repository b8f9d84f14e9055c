"""Temporary files and folders that do not pile up when processes are killed."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

PREFIX: Final = ".explorer-"
"""Beginning of the names of temporary files that are next to their final place."""
NO_SURPRISES: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""Do not follow symbolic links, and do not wait for a pipe."""


@contextmanager
def temporary(parent: Path, *, prefix: str = PREFIX, suffix: str = "", is_folder: bool = False) -> Iterator[Path]:
    """Create a file or folder that only the user can access, and delete it at the end if it is still there.

    A process that is killed leaves its files behind. Each process therefore holds a lock on its own, which ends with
    the process, and the next call with the same parent and prefix deletes those that nobody holds.

    Args:
        parent: Folder to create it in.
        prefix: Beginning of its name. The rest is random.
        suffix: End of its name.
        is_folder: Whether to create a folder.

    Raises:
        OSError: If it cannot be created.
    """
    _delete_abandoned(parent, prefix)
    while True:
        if is_folder:
            path = Path(tempfile.mkdtemp(dir=parent, prefix=prefix, suffix=suffix))
        else:
            handle, name = tempfile.mkstemp(dir=parent, prefix=prefix, suffix=suffix)
            os.close(handle)
            path = Path(name)
        # another process may take it for an abandoned one before it is locked
        with suppress(FileNotFoundError):
            lock = os.open(path, os.O_RDONLY)
            if _acquire(lock) and path.exists():
                break
            os.close(lock)
    try:
        yield path
    finally:
        _delete(path)
        os.close(lock)


def _delete_abandoned(parent: Path, prefix: str) -> None:
    for path in parent.glob(f"{prefix}*"):
        # files of other users cannot be opened or deleted
        with suppress(OSError):
            lock = os.open(path, os.O_RDONLY | NO_SURPRISES)
            try:
                state = os.fstat(lock)
                is_ours = state.st_uid == os.getuid() and (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode))
                if is_ours and _acquire(lock, can_lock=False):
                    _delete(path)
            finally:
                os.close(lock)


def _acquire(lock: int, *, can_lock: bool = True) -> bool:
    """Try to lock an open file; return ``can_lock`` where locks are not supported."""
    if sys.platform == "win32":
        return can_lock
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return can_lock
    return True


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
