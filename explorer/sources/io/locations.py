"""Locations of data files, on disk or inside a zip archive, and the files that paths and patterns refer to."""

import glob
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BufferedIOBase
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Final

from explorer.common.errors import InputError
from explorer.sources.io import archives

_NAMES: Final = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson")
SUFFIXES: Final = (
    *(name + packed for packed in ("", ".gz", ".zst", ".bz2", ".xz") for name in _NAMES),
    ".parquet",
    *(WORKBOOKS := (".xlsx", ".xlsm", ".ods")),
    ".zip",
)
"""Filename suffixes of data files in folders and archives."""

_ARCHIVED_TWEETS: Final = re.compile(r"(?:deleted-|community-)?tweets?(?:-part[0-9]+)?\.js")
"""Names of the files with tweets in the archive that X gives to its users."""


STDIN_COPY: Final = "explorer-stdin-"
"""Beginning of the name of a temporary folder that contains a copy of standard input."""


@dataclass(frozen=True, slots=True)
class FileLocation:
    """Location of a file.

    Attributes:
        path: Path on disk.
        member: Name inside the zip archive at ``path``; None means the file itself.
        position: Position in the directory of the archive; None means the file itself.
        copy: Number of files of the same name before it in the archive.
    """

    path: Path
    member: str | None = None
    position: int | None = None
    copy: int = 0

    @property
    def name(self) -> str:
        """Name of the file without folders; a later file of the same name in an archive has a number."""
        if self.member is None:
            return self.path.name
        name = PurePosixPath(self.member).name
        if not self.copy:
            return name
        stem, dot, suffixes = name.partition(".")
        return f"{stem} ({self.copy + 1}){dot}{suffixes}"

    @property
    def argument(self) -> str:
        """How a command names the file, or the archive that contains it: ``-`` for a copy of standard input."""
        return "-" if self.path.parent.name.startswith(STDIN_COPY) else str(self.path)

    @property
    def size(self) -> int:
        """Size in bytes of the stream that `open` yields: as stored on disk, or as unpacked from an archive."""
        return self.path.stat().st_size if self.position is None else archives.member_size(self.path, self.position)

    def beside(self, name: str) -> "FileLocation | None":
        """Return the file with another name in the same folder, None if there is none or it is not unique.

        Raises:
            InputError: If the archive is damaged.
        """
        if self.member is None:
            path = self.path.with_name(name)
            return FileLocation(path) if path.is_file() else None
        member = str(PurePosixPath(self.member).with_name(name))
        found = [each for each in archives.members(self.path) if each.name == member and not each.encrypted]
        return FileLocation(self.path, member, found[0].position) if len(found) == 1 else None

    @contextmanager
    def open(self) -> Iterator[BufferedIOBase]:
        """Open the file for reading.

        Raises:
            InputError: If it cannot be read.
        """
        with ExitStack() as opened:
            try:
                if self.position is None:
                    stream: BufferedIOBase = opened.enter_context(self.path.open("rb"))
                else:
                    stream = opened.enter_context(archives.open_member(self.path, self.position))
            except OSError as error:
                raise unreadable_error(self.path, error) from error
            except archives.DAMAGED as error:
                raise self._not_unpacked(error) from error
            try:
                yield stream
            except OSError as error:
                raise unreadable_error(self.path, error) from error
            except archives.DAMAGED_DATA as error:
                raise self._not_unpacked(error) from error

    def _not_unpacked(self, error: Exception) -> InputError:
        return InputError(
            f"{self.name} in {self.path.name} cannot be unpacked: {archives.reason(error)}.",
            hint=f"Download or copy the archive again. To test it: unzip -t {self.path.name}",
        )


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
        beginning = stream.read(len(archives.MAGIC[0]))
    return _members(path) if beginning in archives.MAGIC else [FileLocation(path)]


def _members(path: Path) -> list[FileLocation]:
    members = archives.members(path)
    if archives.is_document(member.name for member in members):
        return [FileLocation(path)]
    data = sorted((member for member in members if _is_data_member(member.name)), key=attrgetter("name", "copy"))
    if not data:
        raise InputError(f"{path.name} has no data files in it.", hint=f"Data files end in {', '.join(SUFFIXES[:-1])}.")
    if any(member.encrypted for member in data):
        raise InputError(f"{path.name} is encrypted.", hint=f"Unpack it with the password: unzip {path.name}")
    return [FileLocation(path, member.name, member.position, member.copy) for member in data]


def _is_data_member(member: str) -> bool:
    path = PurePosixPath(member)
    # macOS adds this folder to archives
    return "__MACOSX" not in path.parts and _is_data(path.name)


def _is_data(name: str) -> bool:
    name = name.lower()
    # Excel creates files that begin with ~$ while a workbook is open
    return not name.startswith((".", "readme", "~$")) and (
        name.endswith(SUFFIXES) or _ARCHIVED_TWEETS.fullmatch(name) is not None
    )
