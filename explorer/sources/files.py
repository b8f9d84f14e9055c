"""Files as they come: which ones are meant, what they are at first sight, and their lines with numbers.

Everything is read in blocks, so that memory does not grow with the file. Compression and kind are told by
content.
"""

import gzip
import stat
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BufferedIOBase
from pathlib import Path
from typing import Final, Self

from explorer.errors import InputError

BLOCK: Final = 1 << 20
"""Bytes (decompressed) that are read at a time, and the longest line of a table."""

SAMPLE: Final = 1 << 16
"""Bytes (decompressed) at the start of a file by which its format is told."""

SUFFIXES: Final = (
    *(name + packed for packed in ("", ".gz") for name in (".csv", ".tsv", ".txt", ".jsonl", ".ndjson")),
    ".parquet",
)
"""What is taken for data among the files of a folder."""

NOT_UTF8: Final = "bytes that are not UTF-8 text; save the file as UTF-8"
TOO_LONG: Final = "a line of more than {:,} bytes"

_BOM = b"\xef\xbb\xbf"
_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
_TEXT_EXPECTED = "Tables are read as CSV or TSV text in UTF-8 (also .gz), or as Parquet."
# the beginnings of what is most often handed over by mistake, and what to do about it
_FOREIGN: Final[Mapping[bytes, tuple[str, str]]] = {
    b"PK\x03\x04": ("a zip archive or an Excel workbook", "Unpack it, or export the sheet as CSV (UTF-8)."),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", "Export the sheet as CSV (UTF-8)."),
    b"\xff\xfe": ("UTF-16 text", "Save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW"),
    b"\xfe\xff": ("UTF-16 text", "Save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW"),
    b"\x89PNG": ("a PNG image", _TEXT_EXPECTED),
    b"\xff\xd8\xff": ("a JPEG image", _TEXT_EXPECTED),
    b"%PDF": ("a PDF document", _TEXT_EXPECTED),
    b"SQLite format 3": ("an SQLite database", "Export its tables as CSV."),
    b"\x28\xb5\x2f\xfd": ("compressed with Zstandard", "Unpack it: zstd -d FILE"),
    b"BZh": ("compressed with bzip2", "Unpack it: bunzip2 FILE"),
    b"\xfd7zXZ": ("compressed with xz", "Unpack it: unxz FILE"),
    b"7z\xbc\xaf": ("a 7-Zip archive", "Unpack it first."),
    _GZIP: ("compressed twice", "Unpack it once: gunzip FILE"),
}


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole lines of a text file.

    Attributes:
        first: 1-based number of the first line.
        data: the lines with their line ends (the file's last line may have none), without byte-order mark; UTF-8.
        consumed: bytes of the stored file that have been read so far.
        bad: what is wrong with a line, by its number: not UTF-8 (its text holds U+FFFD) or too long and cut.
    """

    first: int
    data: bytes
    consumed: int
    bad: Mapping[int, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The same as text."""
        return self.data.decode("utf-8")


@dataclass(frozen=True, slots=True)
class File:
    """A regular file whose beginning has been looked at.

    Attributes:
        path: where it is.
        size: bytes as stored.
        compressed: whether it is gzip.
        parquet: whether it is Parquet.
        head: its first `SAMPLE` bytes, decompressed, without byte-order mark.
    """

    path: Path
    size: int
    compressed: bool
    parquet: bool
    head: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The file's name without folders."""
        return self.path.name

    @property
    def text(self) -> str:
        """The head as text; what is not UTF-8 is replaced by U+FFFD."""
        return self.head.decode("utf-8", errors="replace")

    @classmethod
    def open(cls, path: Path) -> Self:
        """Look at a file.

        Raises:
            InputError: if it is missing, unreadable, no regular file, empty, or plainly no table (binary,
                UTF-16, an archive, an image).
        """
        mode = _mode(path)
        if stat.S_ISDIR(mode):
            raise InputError(f"{path} is a folder, not a file.", hint="Name a file in it.")
        if not stat.S_ISREG(mode):
            raise InputError(f"{path} is not a regular file.", hint="Save the data to a file first.")
        stored = _head(path, compressed=False)
        if not stored:
            raise InputError(f"{path.name} is empty.", hint=_TEXT_EXPECTED)
        compressed = stored.startswith(_GZIP)
        head = _head(path, compressed=True) if compressed else stored
        parquet = head.startswith(_PARQUET)
        if parquet and compressed:
            raise InputError(f"{path.name} is Parquet inside gzip.", hint="Unpack it: gunzip FILE")
        if not parquet:
            _check_text(path, head)
        return cls(path, path.stat().st_size, compressed, parquet, head.removeprefix(_BOM))

    def lines(self, *, longest: int | None = None) -> Iterator[Lines]:
        """Give the file's lines in blocks of about `BLOCK` bytes, or of one line where it is longer.

        Args:
            longest: bytes of the longest line that is taken whole; `BLOCK` if not given.

        Raises:
            InputError: if the file cannot be read to its end, after the whole lines before that point.
        """
        longest = longest or BLOCK
        number = 1
        rest = b""
        with ExitStack() as stack:
            try:
                stored = stack.enter_context(self.path.open("rb"))
            except OSError as error:
                raise _unreadable(self.path, error) from error
            stream = stack.enter_context(gzip.GzipFile(fileobj=stored)) if self.compressed else stored
            ended = False
            while not ended:
                chunk, failure = _read(stream, BLOCK)
                ended = len(chunk) < BLOCK
                if number == 1 and not rest:
                    chunk = chunk.removeprefix(_BOM)
                if len(rest) > longest:  # a line that is too long already: forget the remainder of it
                    line_end = chunk.find(b"\n")
                    chunk = chunk[line_end:] if line_end >= 0 else b""
                data = rest[: longest + 1] + chunk
                # what follows the last line end of a file that breaks off is no whole line
                cut = len(data) if ended and failure is None else data.rfind(b"\n") + 1
                rest = data[cut:]
                if cut:
                    block = _decode(data[:cut], number, stored.tell(), longest)
                    number += block.data.count(b"\n")
                    yield block
                if failure is not None:
                    raise _broken(self, number, failure) from failure


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files that are meant: each file named, and of each folder its data files in name order.

    A folder's data files are those in it that end in one of `SUFFIXES`, hidden ones and READMEs apart.

    Raises:
        InputError: if a path is missing, or a folder has no data files.
    """
    found: list[Path] = []
    for path in paths:
        if not stat.S_ISDIR(_mode(path)):
            found.append(path)
            continue
        try:
            inside = sorted(entry for entry in path.iterdir() if _is_data(entry))
        except OSError as error:
            raise _unreadable(path, error) from error
        if not inside:
            raise InputError(
                f"{path} has no data files.",
                hint=f"Files ending in {', '.join(SUFFIXES)} are looked for, not in subfolders.",
            )
        found.extend(inside)
    return found


def count_bytes(paths: Sequence[Path]) -> int:
    """Return the size of all files as stored, the total of what their batches' ``bytes_read`` add up to."""
    return sum(path.stat().st_size for path in paths)


def _is_data(path: Path) -> bool:
    name = path.name.lower()
    return path.is_file() and not name.startswith((".", "readme")) and name.endswith(SUFFIXES)


def _read(stream: BufferedIOBase, size: int) -> tuple[bytes, Exception | None]:
    """Read ``size`` bytes, fewer at the end; a failure is returned with what was read before it."""
    parts: list[bytes] = []
    missing = size
    try:
        # read1: a failure must not take the bytes read before it with it, as read() would
        while missing and (part := stream.read1(missing)):
            parts.append(part)
            missing -= len(part)
    except (OSError, EOFError, zlib.error) as error:
        return b"".join(parts), error
    return b"".join(parts), None


def _head(path: Path, *, compressed: bool) -> bytes:
    try:
        with path.open("rb") as stored:
            head, failure = _read(gzip.GzipFile(fileobj=stored) if compressed else stored, SAMPLE)
    except OSError as error:
        raise _unreadable(path, error) from error
    if failure is not None and not head:
        raise InputError(f"{path.name} cannot be read: {_reason(failure)}.", hint="Fetch the file again.") from failure
    return head


def _check_text(path: Path, head: bytes) -> None:
    for magic, (what, hint) in _FOREIGN.items():
        if head.startswith(magic):
            raise InputError(f"{path.name} is {what}, not a table.", hint=hint)
    nulls = head.count(0)
    # one stray NUL is a broken row; many, or one in the heading, are no text at all
    if nulls * 100 > len(head) or b"\0" in head.partition(b"\n")[0]:
        raise InputError(f"{path.name} is a binary file, not a table.", hint=_TEXT_EXPECTED)
    if len(head) < SAMPLE and not head.removeprefix(_BOM).strip():
        raise InputError(f"{path.name} is empty.", hint=_TEXT_EXPECTED)
    if b"\n" not in head and b"\r" in head.strip():
        raise InputError(
            f"{path.name} ends its lines with a carriage return alone.",
            hint="Convert it: tr '\\r' '\\n' < FILE > NEW",
        )


def _decode(data: bytes, first: int, consumed: int, longest: int) -> Lines:
    bad: dict[int, str] = {}
    # a chunk is one block long: only the line that began before it can be longer
    end = data.find(b"\n")
    if (end if end >= 0 else len(data)) > longest:
        data = data[:longest] + (data[end:] if end >= 0 else b"")
        bad[first] = TOO_LONG.format(longest)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        for number, line in enumerate(data.split(b"\n"), start=first):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                bad.setdefault(number, NOT_UTF8)
        data = data.decode("utf-8", errors="replace").encode("utf-8")
    return Lines(first, data, consumed, bad)


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        hint = f"Check the name; relative paths start at {Path.cwd()}."
        raise InputError(f"{path} does not exist.", hint=hint) from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path} cannot be read: {_reason(error)}.", hint="Check who may read it: ls -l")


def _reason(failure: Exception) -> str:
    if isinstance(failure, EOFError):
        return "its compressed data breaks off"
    if isinstance(failure, gzip.BadGzipFile | zlib.error):
        return "its compressed data is damaged"
    return getattr(failure, "strerror", None) or str(failure)


def _broken(file: File, next_line: int, failure: Exception) -> InputError:
    return InputError(
        f"{file.name} cannot be read beyond line {next_line - 1:,}: {_reason(failure)}.",
        hint=f"Fetch it again; to see whether it is whole: gzip -t {file.name}" if file.compressed else "",
    )
