"""Locations of data files, on disk or inside a zip archive, and the files that paths and patterns refer to."""

import glob
import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path, PurePosixPath
from typing import Final, cast

from explorer.common.errors import InputError

_NAMES: Final = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson")
SUFFIXES: Final = (
    *(name + packed for packed in ("", ".gz", ".zst", ".bz2", ".xz") for name in _NAMES),
    ".parquet",
    ".zip",
)
"""Filename suffixes of data files in folders and archives."""

_ARCHIVED_TWEETS: Final = re.compile(r"(?:deleted-|community-)?tweets?(?:-part[0-9]+)?\.js")
"""Names of the files with tweets in the archive that X gives to its users."""

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_ENCRYPTED = 1


@dataclass(frozen=True, slots=True)
class FileLocation:
    """Location of a file.

    Attributes:
        path: Path on disk.
        member: Name inside the zip archive at ``path``; None means the file itself.
    """

    path: Path
    member: str | None = None

    @property
    def name(self) -> str:
        """Name of the file without folders."""
        return self.path.name if self.member is None else PurePosixPath(self.member).name

    @property
    def size(self) -> int:
        """Size in bytes of the stream that `open` yields: as stored on disk, or as unpacked from an archive."""
        if self.member is None:
            return self.path.stat().st_size
        with zipfile.ZipFile(self.path) as archive:
            return archive.getinfo(self.member).file_size

    @contextmanager
    def open(self) -> Iterator[BufferedIOBase]:
        """Open the file for reading.

        Raises:
            InputError: If it cannot be read.
        """
        try:
            if self.member is None:
                with self.path.open("rb") as stream:
                    yield stream
            else:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as member:
                    yield cast("BufferedIOBase", member)
        except OSError as error:
            raise unreadable_error(self.path, error) from error
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise InputError(f"{self.name} in {self.path.name} cannot be unpacked: {error}.", hint="") from error


def find_files(
    paths: Sequence[Path], *, on_error: Callable[[Path, InputError], None] | None = None
) -> list[FileLocation]:
    """Return the files that paths refer to: each file, and the data files of each folder and zip archive by name.

    A path that does not exist and contains ``*``, ``?`` or ``[`` is a pattern; ``**`` matches any number of folders.
    Data files end in one of `SUFFIXES`; hidden files and READMEs are skipped.

    Args:
        paths: The paths.
        on_error: Called with a path in a folder or pattern that cannot be read, such as a damaged archive, so that the
            others can be. None: raise the error.

    Raises:
        InputError: If a path is missing, a pattern matches nothing, or a folder or an archive has no data files.
    """
    locations: list[FileLocation] = []
    for path in paths:
        for matching in _matching(path):
            for file in _data_files(matching) if stat.S_ISDIR(file_mode(matching)) else [matching]:
                try:
                    locations += _inside(file)
                except InputError as error:
                    if on_error is None or file == path:
                        raise
                    on_error(file, error)
    return locations


def file_mode(path: Path) -> int:
    """Return the file's mode.

    Raises:
        InputError: If the file does not exist.
    """
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        hint = f"Check the name; relative paths start at {Path.cwd()}."
        raise InputError(f"{path} does not exist.", hint=hint) from error
    except OSError as error:
        raise unreadable_error(path, error) from error


def unreadable_error(path: Path, error: OSError) -> InputError:
    """Return the error for a path that cannot be read."""
    return InputError(f"{path} cannot be read: {error.strerror or error}.", hint=f"Check its permissions: ls -l {path}")


def _matching(path: Path) -> list[Path]:
    text = str(path)
    if not glob.has_magic(text) or path.exists():
        return [path]
    matches = sorted(Path(name) for name in glob.glob(text, recursive=True))  # noqa: PTH207 - absolute patterns too
    if not matches:
        raise InputError(
            f"No file matches {path}.", hint=f"Check the pattern; relative patterns start at {Path.cwd()}."
        )
    return matches


def _data_files(folder: Path) -> list[Path]:
    try:
        files = sorted(entry for entry in folder.iterdir() if entry.is_file() and _is_data(entry.name))
    except OSError as error:
        raise unreadable_error(folder, error) from error
    if not files:
        raise InputError(
            f"{folder} has no data files.",
            hint=f"Data files end in {', '.join(SUFFIXES)}. To include subfolders: '{folder}/**/*.csv'",
        )
    return files


def _inside(path: Path) -> list[FileLocation]:
    if not stat.S_ISREG(file_mode(path)):
        return [FileLocation(path)]
    with FileLocation(path).open() as stream:
        beginning = stream.read(len(_ZIP))
    return _members(path) if beginning in {_ZIP, _EMPTY_ZIP} else [FileLocation(path)]


def _members(path: Path) -> list[FileLocation]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise InputError(
            f"{path.name} is a damaged zip archive: {error}.", hint="Download or copy it again."
        ) from error
    if any(info.filename == "[Content_Types].xml" for info in members):
        raise InputError(f"{path.name} is an Excel workbook, not a table.", hint="Export the sheet as CSV (UTF-8).")
    data = sorted(
        (info for info in members if not info.is_dir() and _is_data_member(info.filename)),
        key=lambda info: info.filename,
    )
    if not data:
        raise InputError(f"{path.name} has no data files in it.", hint=f"Data files end in {', '.join(SUFFIXES[:-1])}.")
    if any(info.flag_bits & _ENCRYPTED for info in data):
        raise InputError(f"{path.name} is encrypted.", hint=f"Unpack it with the password: unzip {path.name}")
    return [FileLocation(path, info.filename) for info in data]


def _is_data_member(member: str) -> bool:
    parts = PurePosixPath(member).parts
    # macOS adds this folder to archives
    return "__MACOSX" not in parts and _is_data(parts[-1]) and not member.lower().endswith(".zip")


def _is_data(name: str) -> bool:
    name = name.lower()
    return not name.startswith((".", "readme")) and (
        name.endswith(SUFFIXES) or _ARCHIVED_TWEETS.fullmatch(name) is not None
    )
