"""Verify before each start of Java that an installation contains exactly the files of its lock.

The checksums of all files take some tenths of a second. They are therefore calculated only if the files are not those
whose checksums were right before: the installation contains a fingerprint of the names, sizes, inodes and times of its
files. One of the times, that of the last change of a file's status, is set by the system and cannot be set by programs.
A fingerprint that comes with the files, in an archive or a copied folder, is therefore never right. A program that can
write to the installation can calculate a fingerprint too; only the permissions of the folder help against it.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from explorer.common.temporary import NO_SURPRISES, PREFIX
from explorer.server.files import write_private

FINGERPRINT: Final = "verified"
_OWN_FILES: Final = {"complete", "lock", FINGERPRINT}
"""Files of an installation that are not Neo4j's; Java does not read them."""


class LockedFile(NamedTuple):
    """Size in bytes and SHA-256 checksum of a file."""

    size: int
    sha256: str


class _Status(NamedTuple):
    """What `stat` says of a file; it changes whenever the file's content changes."""

    mode: int
    owner: int
    inode: int
    size: int
    modified: int
    changed: int


def find_altered(
    folder: Path, files: Mapping[str, LockedFile], *, all_checksums: bool = False, remember: bool = False
) -> list[str]:
    """Return why an installation is not what was locked: one sentence without a full stop per file.

    Args:
        folder: Folder of the installation.
        files: Its files, by their paths in it.
        all_checksums: Whether to calculate all checksums even if the fingerprint is right.
        remember: Whether to write the fingerprint if all checksums are right.

    Raises:
        OSError: If the folder cannot be read.
    """
    found = dict(_read_statuses(folder))
    fingerprint = _fingerprint(found, files)
    if not all_checksums and fingerprint == _read_fingerprint(folder):
        return []
    altered = [f"{folder / path} does not belong to Neo4j" for path in sorted(found.keys() - files.keys())]
    for path, locked in files.items():
        if path not in found:
            altered.append(f"{folder / path} is missing")
        elif not is_intact(folder / path, locked):
            altered.append(f"{folder / path} differs from the file that Neo4j's publisher released")
    if remember and not altered:
        # In an installation that this user cannot write, all checksums are calculated each time.
        with suppress(OSError):
            write_private(folder / FINGERPRINT, f"{fingerprint}\n")
    return altered


def is_intact(path: Path, locked: LockedFile) -> bool:
    """Return whether a path is a regular file with the right content; links are followed in folders only."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size != locked.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == locked.sha256
    except OSError:
        return False


def remove_unknown(folder: Path, files: Mapping[str, LockedFile]) -> None:
    """Remove everything from an installation that does not belong to it; links are removed, not followed."""
    for path, _ in list(_read_statuses(folder)):
        if path not in files:
            (folder / path).unlink(missing_ok=True)


def _read_statuses(folder: Path) -> Iterator[tuple[str, _Status]]:
    """Yield the path and status of everything in a folder but its folders; links are not followed."""
    pending = [""]
    while pending:
        parent = pending.pop()
        with os.scandir(folder / parent) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(f"{parent}{entry.name}/")
                elif parent or not (entry.name in _OWN_FILES or entry.name.startswith(PREFIX)):
                    status = entry.stat(follow_symlinks=False)
                    yield (
                        parent + entry.name,
                        _Status(
                            status.st_mode,
                            status.st_uid,
                            status.st_ino,
                            status.st_size,
                            status.st_mtime_ns,
                            status.st_ctime_ns,
                        ),
                    )


def _fingerprint(found: Mapping[str, _Status], files: Mapping[str, LockedFile]) -> str:
    digest = hashlib.sha256(repr(sorted(files.items())).encode())
    digest.update(repr(sorted(found.items())).encode())
    return digest.hexdigest()


def _read_fingerprint(folder: Path) -> str:
    """Return the fingerprint of the files that were right, or an empty string; one of another user does not count."""
    try:
        handle = os.open(folder / FINGERPRINT, os.O_RDONLY | NO_SURPRISES)
    except OSError:
        return ""
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if status.st_uid != os.geteuid() or status.st_mode & 0o022 or not stat.S_ISREG(status.st_mode):
            return ""
        return file.read(100).decode("ascii", "replace").strip()
