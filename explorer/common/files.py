"""Write files atomically, with the default permissions of new files."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from explorer.common.errors import InputError, UsageError


def refuse_existing(path: Path, *, force: bool) -> None:
    """Raise an error if the file exists, unless ``force`` is set.

    Raises:
        UsageError: If the file exists.
    """
    if path.exists() and not force:
        raise UsageError(f"{path} already exists.", hint="Replace it with --force, or name another file with -o.")


def write_atomically(path: Path, write: Callable[[Path], object], *, mode: int = 0o666) -> None:
    """Write a file completely or not at all. Readers see either the old file or the new one.

    Args:
        path: The file.
        write: Function that receives a path and writes the file there.
        mode: Permissions of the file, from which the process removes some as it does from all new files.

    Raises:
        InputError: If it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", hint="Name another folder.") from error
    os.close(handle)
    part = Path(name)
    try:
        write(part)
        part.chmod(mode & ~umask())
        part.replace(path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}.", hint="Check whether the disk is full."
        ) from error
    finally:
        part.unlink(missing_ok=True)


def umask() -> int:
    """Return the permission bits that this process removes from new files."""
    current = os.umask(0)
    os.umask(current)
    return current
