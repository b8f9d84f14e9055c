"""Write files atomically, with the default permissions of new files."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from explorer.common.errors import InputError, UsageError
from explorer.common.temporary import temporary


def refuse_existing(path: Path, *, force: bool) -> None:
    """Raise an error if the file exists, unless ``force`` is set.

    Raises:
        UsageError: If the file exists.
    """
    if path.exists() and not force:
        raise UsageError(f"{path} already exists.", hint="Replace it with --force, or name another file with -o.")


def create_private_folder(folder: Path, *, setting: str) -> None:
    """Create a folder of the user, and the folders above it, unless it exists.

    Args:
        folder: The folder, which nobody else can read.
        setting: Name of the environment variable that chooses another folder.

    Raises:
        InputError: If it cannot be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise InputError(
            f"{folder} cannot be created: {error.strerror}.", hint=f"Set {setting} to another folder."
        ) from error


def write_atomically(path: Path, write: Callable[[Path], object], *, mode: int = 0o666) -> None:
    """Write a file completely or not at all. Readers see either the old file or the new one.

    Args:
        path: The file.
        write: Function that receives a path and writes the file there.
        mode: Permissions of the file, from which the process removes some as it does from all new files.

    Raises:
        InputError: If it cannot be written.
    """
    with ExitStack() as stack:
        try:
            part = stack.enter_context(temporary(path.parent, suffix=path.suffix))
        except OSError as error:
            raise InputError(f"{path} cannot be written: {error.strerror}.", hint="Name another folder.") from error
        try:
            with full_disk_errors():
                write(part)
            part.chmod(mode & ~umask())
            force_to_disk(part)
            part.replace(path)
        except OSError as error:
            raise InputError(
                f"{path} cannot be written: {error.strerror or error}.", hint="Check whether the disk is full."
            ) from error


@contextmanager
def full_disk_errors() -> Iterator[None]:
    """Raise an ``OSError`` if the disk is full; Polars reports it as an error of the file format."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        if os.strerror(errno.ENOSPC) in str(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise


def force_to_disk(path: Path) -> None:
    """Wait until the content of a file is on the disk, so that it is not empty after a power failure.

    Raises:
        OSError: If the disk is full.
    """
    with path.open("rb") as file:
        os.fsync(file.fileno())


def put_new(part: Path, path: Path) -> None:
    """Give a complete file its final name, unless there is a file of this name.

    Raises:
        FileExistsError: If there is one.
        OSError: If the folder cannot be written.
    """
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # file systems without hard links
        if path.exists():
            raise FileExistsError(path) from None
        part.replace(path)


def umask() -> int:
    """Return the permission bits that this process removes from new files."""
    # Until it is restored, other threads create private files, not files that everybody can write.
    current = os.umask(0o077)
    os.umask(current)
    return current
