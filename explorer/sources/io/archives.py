"""Zip archives: their data files, and workbooks and documents, which are zip archives too."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BufferedIOBase
from pathlib import Path
from typing import IO, Final, cast

from explorer.common.errors import InputError

MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
"""First bytes of a zip archive, and of one without files."""

DAMAGED_DATA: Final = (zipfile.BadZipFile, zlib.error, EOFError)
"""Errors that reading the data of a damaged archive can raise, apart from `OSError`."""

DAMAGED: Final = (
    *DAMAGED_DATA,
    # a version, compression or encryption that is not supported
    NotImplementedError,
    RuntimeError,
    # nonsense in the directory or in compressed data
    ValueError,
    OverflowError,
    IndexError,
    struct.error,
)
"""Errors that opening a damaged archive or a file in it can raise, apart from `OSError`."""

_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_ENCRYPTED: Final = 1


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes:
        position: Position in the archive's directory.
        name: Name with folders, separated by slashes.
        copy: Number of files of this name before it in the archive.
        encrypted: Whether a password is needed.
    """

    position: int
    name: str
    copy: int
    encrypted: bool


@lru_cache(maxsize=4)
def _opened(path: Path, _changed: int, _size: int) -> zipfile.ZipFile:
    # kept open, so that the directory of an archive is read once and not once for each of its files
    return zipfile.ZipFile(path)


def _archive(path: Path) -> zipfile.ZipFile:
    status = path.stat()
    return _opened(path, status.st_mtime_ns, status.st_size)


def members(path: Path) -> list[Member]:
    """Return the files of an archive in the order of its directory.

    Raises:
        InputError: If the archive is damaged.
    """
    try:
        infos = _archive(path).infolist()
    except (*DAMAGED, OSError) as error:
        raise InputError(
            f"{path.name} is not a readable zip archive: {reason(error)}.", hint="Download or copy it again."
        ) from error
    copies: dict[str, int] = {}
    found = []
    for position, info in enumerate(infos):
        # some programs write backslashes between folders
        name = info.filename.replace("\\", "/")
        copies[name] = copy = copies.get(name, -1) + 1
        if not name.endswith("/") and not stat.S_ISLNK(info.external_attr >> 16):
            found.append(Member(position, name, copy, bool(info.flag_bits & _ENCRYPTED)))
    return found


def member_size(path: Path, position: int) -> int:
    """Return the unpacked size of a file in an archive, as the archive declares it."""
    return _archive(path).infolist()[position].file_size


@contextmanager
def open_member(path: Path, position: int) -> Iterator[BufferedIOBase]:
    """Open a file in an archive for reading."""
    archive = _archive(path)
    with archive.open(archive.infolist()[position]) as stream:
        yield cast("BufferedIOBase", stream)


def reason(error: Exception) -> str:
    """Return why an archive cannot be read."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def is_document(names: Iterable[str]) -> bool:
    """Whether the files of an archive are the parts of a workbook or of another program's document."""
    return any(name in {"[Content_Types].xml", "mimetype"} or name.endswith(".iwa") for name in names)


def document_kind(content: IO[bytes]) -> str | None:
    """Return what a zip archive is: ``xlsx``, ``ods``, a description of another document, or None.

    Raises:
        OSError: If the archive cannot be read.
        Exception: One of `DAMAGED`, if it is damaged.
    """
    with zipfile.ZipFile(content) as archive:
        names = set(archive.namelist())
        if "mimetype" in names:
            with archive.open("mimetype") as stream:
                is_ods = stream.read(100).strip() == _ODS
            return "ods" if is_ods else "a document that is not a spreadsheet"
    if "[Content_Types].xml" in names:
        if "xl/workbook.bin" in names:
            return "a binary Excel workbook"
        is_workbook = any(name.startswith("xl/") for name in names)
        return "xlsx" if is_workbook else "an Office document that is not a workbook"
    return "a Numbers document" if is_document(names) else None
