"""Open input files, detect compression, encoding and type from their content, and read numbered lines.

Files are read in blocks, so that memory use does not grow with the file.
"""

import bz2
import gzip
import lzma
import stat
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BufferedIOBase, BufferedReader, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import Any, Final, Self, cast
from zipfile import BadZipFile

from backports.zstd import ZstdError, ZstdFile

from explorer.common.errors import InputError
from explorer.sources.io.layout import Layout
from explorer.sources.io.locations import FileLocation, file_mode

BLOCK: Final = 1 << 20
"""Number of decompressed bytes read at a time, and the maximum length of a line of a table."""

SAMPLE: Final = 1 << 16
"""Number of decompressed bytes at the start of a file that format detection examines."""

NOT_UTF8: Final = "the line is not UTF-8 text; save the file as UTF-8"
TOO_LONG: Final = "the line is longer than {:,} bytes"

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UNPACK: Final[Mapping[bytes, tuple[str, Callable[[Any], Any]]]] = {
    b"\x1f\x8b": ("gzip", lambda stored: gzip.GzipFile(fileobj=stored)),
    b"\x28\xb5\x2f\xfd": ("zstd", ZstdFile),
    b"BZh": ("bzip2", bz2.BZ2File),
    b"\xfd7zXZ": ("xz", lzma.LZMAFile),
}
_PACKERS = tuple(_UNPACK)
_DAMAGED = (gzip.BadGzipFile, zlib.error, ZstdError, lzma.LZMAError, BadZipFile)
_PARQUET = b"PAR1"
_TEXT_EXPECTED = "Use CSV or TSV text (also as .gz, .zst, .bz2, .xz or .zip), JSON Lines, or Parquet."
# magic numbers of files that are often passed by mistake, with a name and a hint
_FOREIGN: Final[Mapping[bytes, tuple[str, str]]] = {
    b"PK\x03\x04": ("a zip archive inside another file", "Unpack it first."),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", "Export the sheet as CSV (UTF-8)."),
    b"\x89PNG": ("a PNG image", _TEXT_EXPECTED),
    b"\xff\xd8\xff": ("a JPEG image", _TEXT_EXPECTED),
    b"%PDF": ("a PDF document", _TEXT_EXPECTED),
    b"SQLite format 3": ("an SQLite database", "Export its tables as CSV."),
    b"7z\xbc\xaf": ("a 7-Zip archive", "Unpack it first."),
    **dict.fromkeys(_PACKERS, ("compressed twice", "Decompress it once.")),
}


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Complete lines of a text file.

    Attributes:
        first: 1-based number of the first line.
        data: Lines in UTF-8 with their line ends (the last line of the file may have none), without byte-order mark.
        consumed: Number of bytes of the stored file read so far.
        bad: Problems by line number: the line is not UTF-8 (its text contains U+FFFD), or is too long and was cut.
    """

    first: int
    data: bytes
    consumed: int
    bad: Mapping[int, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The lines as text."""
        return self.data.decode("utf-8")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A regular file whose first bytes have been read.

    Attributes:
        location: Location of the file.
        size: Stored size in bytes.
        packing: Compression: gzip, zstd, bzip2 or xz; None if it is not compressed.
        utf16: Whether it is UTF-16 text.
        parquet: Whether it is Parquet.
        head: The first `SAMPLE` bytes, decompressed, in UTF-8, without byte-order mark.
        layout: Layout of the file.
    """

    location: FileLocation
    size: int
    packing: str | None
    utf16: bool
    parquet: bool
    head: bytes = field(repr=False)
    layout: Layout = Layout()

    @property
    def name(self) -> str:
        """Name of the file without folders."""
        return self.location.name

    @property
    def text(self) -> str:
        """The head as text; bytes that are not UTF-8 are replaced by U+FFFD."""
        return self.head.decode("utf-8", errors="replace")

    @classmethod
    def open(cls, location: FileLocation | Path, layout: Layout = Layout()) -> Self:
        """Open a file, read its head and detect its type.

        Raises:
            InputError: If it is missing, unreadable, not a regular file, empty, or clearly not a table (binary data, an
                archive, an image).
        """
        location = location if isinstance(location, FileLocation) else FileLocation(location)
        kind = file_mode(location.path)
        if stat.S_ISDIR(kind):
            raise InputError(f"{location.path} is a folder, not a file.", hint="Give the path of a file in it.")
        if not stat.S_ISREG(kind):
            raise InputError(f"{location.path} is not a regular file.", hint="Save the data to a file first.")
        head, packing, utf16 = _read_head(location)
        if not head:
            raise InputError(f"{location.name} is empty.", hint=_TEXT_EXPECTED)
        parquet = head.startswith(_PARQUET)
        if parquet and (packing or location.member):
            raise InputError(
                f"{location.name} is Parquet inside {packing or 'a zip archive'}.", hint="Unpack it first."
            )
        if not parquet:
            _check_text(location.name, head)
        return cls(location, location.size, packing, utf16, parquet, head.removeprefix(_BOM), layout)

    def lines(self, *, longest: int | None = None) -> Iterator[LineBlock]:
        """Yield the lines of the file in blocks of about `BLOCK` bytes, or of one line if it is longer.

        Args:
            longest: Maximum length of a line in bytes; longer lines are cut. Default: `BLOCK`.

        Raises:
            InputError: If the file cannot be read to its end; raised after the complete lines before that point.
        """
        longest = longest or BLOCK
        number = 1
        rest = b""
        with self.location.open() as stored:
            stream, _, _ = _unpacked(stored)
            ended = False
            while not ended:
                chunk, failure = _read(stream, BLOCK)
                ended = len(chunk) < BLOCK
                if number == 1 and not rest:
                    chunk = chunk.removeprefix(_BOM)
                if len(rest) > longest:  # the line is already too long: discard the rest of it
                    line_end = chunk.find(b"\n")
                    chunk = chunk[line_end:] if line_end >= 0 else b""
                data = rest[: longest + 1] + chunk
                # in a truncated file, the text after the last line end is not a complete line
                cut = len(data) if ended and failure is None else data.rfind(b"\n") + 1
                rest = data[cut:]
                if cut:
                    block = _decode(data[:cut], number, stored.tell(), longest)
                    number += block.data.count(b"\n")
                    yield block
                if failure is not None:
                    raise _broken(self, number, failure) from failure


class _Recoded(RawIOBase):
    """A stream that converts text from another encoding to UTF-8."""

    def __init__(self, stream: BufferedIOBase, encoding: str) -> None:
        self._text = TextIOWrapper(cast("BufferedReader", stream), encoding=encoding, errors="replace", newline="")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        self._rest = self._rest or self._text.read(SAMPLE).encode("utf-8", errors="replace")
        data, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def _unpacked(stored: BufferedIOBase) -> tuple[BufferedIOBase, str | None, bool]:
    """Detect compression and encoding; return a stream of decompressed UTF-8, the compression, and whether UTF-16."""
    stream = stored
    packing = None
    for magic, (name, unpack) in _UNPACK.items():
        if _peek(stream).startswith(magic):
            packing, stream = name, unpack(stream)
            break
    utf16 = _peek(stream).startswith(_UTF16)
    return (BufferedReader(_Recoded(stream, "utf-16")) if utf16 else stream), packing, utf16


def _peek(stream: BufferedIOBase) -> bytes:
    return cast("BufferedReader", stream).peek(8)[:8]


def _read(stream: BufferedIOBase, size: int) -> tuple[bytes, Exception | None]:
    """Read ``size`` bytes, fewer at the end; return them with the error that stopped reading, if any."""
    parts: list[bytes] = []
    remaining = size
    try:
        # read1, because read() would lose the bytes read before an error
        while remaining and (part := stream.read1(remaining)):
            parts.append(part)
            remaining -= len(part)
    except (OSError, EOFError, *_DAMAGED) as error:
        return b"".join(parts), error
    return b"".join(parts), None


def _read_head(location: FileLocation) -> tuple[bytes, str | None, bool]:
    with location.open() as stored:
        try:
            stream, packing, utf16 = _unpacked(stored)
            head, failure = _read(stream, SAMPLE)
        except (OSError, EOFError, *_DAMAGED) as error:
            head, failure, packing, utf16 = b"", error, None, False
    if failure is not None and not head:
        raise InputError(
            f"{location.name} cannot be read: {_reason(failure)}.", hint="Download or copy the file again."
        ) from failure
    return head, packing, utf16


def _check_text(name: str, head: bytes) -> None:
    for magic, (what, hint) in _FOREIGN.items():
        if head.startswith(magic):
            raise InputError(f"{name} is {what}, not a table.", hint=hint)
    nulls = head.count(0)
    # one stray NUL is a broken row; many, or one in a heading, mean binary data; JSON has no heading
    heading = b"" if head.lstrip()[:1] in {b"{", b"["} else head.partition(b"\n")[0]
    if nulls * 100 > len(head) or b"\0" in heading:
        raise InputError(f"{name} is a binary file, not a table.", hint=_TEXT_EXPECTED)
    if len(head) < SAMPLE and not head.removeprefix(_BOM).strip():
        raise InputError(f"{name} is empty.", hint=_TEXT_EXPECTED)
    if b"\n" not in head and b"\r" in head.strip():
        raise InputError(
            f"The lines of {name} end with a carriage return only.",
            hint="Convert the line ends: tr '\\r' '\\n' < FILE > NEW",
        )


def _decode(data: bytes, first: int, consumed: int, longest: int) -> LineBlock:
    bad: dict[int, str] = {}
    # a chunk is one block long: only a line that started before it can be longer
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
    return LineBlock(first, data, consumed, bad)


def _reason(failure: Exception) -> str:
    if isinstance(failure, EOFError):
        return "its compressed data is truncated"
    if isinstance(failure, _DAMAGED):
        return "its compressed data is damaged"
    return getattr(failure, "strerror", None) or str(failure)


def _broken(file: InputFile, next_line: int, failure: Exception) -> InputError:
    return InputError(
        f"{file.name} cannot be read beyond line {next_line - 1:,}: {_reason(failure)}.",
        hint=f"Download or copy it again. To test it: {file.packing} -t {file.name}" if file.packing else "",
    )
