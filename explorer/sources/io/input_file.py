"""Open input files, detect compression, encoding and type from their content, and read numbered lines.

Files are read in blocks, so that memory use does not grow with the file.
"""

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Final, Literal, Self

from explorer.common.errors import InputError
from explorer.sources.io import archives, encodings, packing
from explorer.sources.io.layout import Layout
from explorer.sources.io.locations import FileLocation, file_mode

BLOCK: Final = 1 << 20
"""Number of decompressed bytes read at a time, and the maximum length of a line of a table."""

SAMPLE: Final = 1 << 16
"""Number of decompressed bytes at the start of a file that format detection examines."""

LARGEST_WORKBOOK: Final = 256 << 20
"""Maximum stored size of a workbook in bytes: it is read as a whole."""

Kind = Literal["text", "parquet", "xlsx", "ods"]
"""Types of files; the last two are workbooks."""

NOT_UTF8: Final = "the line is not UTF-8 text; give the encoding of the file, such as --encoding windows-1252"
NOT_TEXT: Final = "the line is not text in the encoding {}; give the encoding of the file with --encoding"
TOO_LONG: Final = "the line is longer than {:,} bytes"

_PARQUET = b"PAR1"
_WORKBOOKS: Final[Mapping[str, Literal["xlsx", "ods"]]] = {"xlsx": "xlsx", "ods": "ods"}
_TEXT_EXPECTED = "Use CSV or TSV text (also as .gz, .zst, .bz2, .xz or .zip), JSON Lines, Parquet, .xlsx or .ods."
_AS_XLSX = "Open it, and save it as .xlsx, or export the sheet as CSV (UTF-8)."
# magic numbers of files that are often passed by mistake, with a name and a hint
_FOREIGN: Final[Mapping[bytes, tuple[str, str]]] = {
    archives.MAGIC[1]: ("an empty zip archive", _TEXT_EXPECTED),
    b"\xd0\xcf\x11\xe0": ("an old or password-protected Excel workbook", f"{_AS_XLSX} Remove the password, if any."),
    b"\x89PNG": ("a PNG image", _TEXT_EXPECTED),
    b"\xff\xd8\xff": ("a JPEG image", _TEXT_EXPECTED),
    b"%PDF": ("a PDF document", _TEXT_EXPECTED),
    b"SQLite format 3": ("an SQLite database", "Export its tables as CSV."),
    b"7z\xbc\xaf": ("a 7-Zip archive", "Unpack it first."),
    **dict.fromkeys(packing.MAGIC, ("compressed twice", "Decompress it once.")),
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
        kind: Type of the file.
        packing: Compression: gzip, zstd, bzip2 or xz; None if it is not compressed.
        encoding: Encoding of its text; None for UTF-8.
        head: The first `SAMPLE` bytes of text, decompressed, in UTF-8, without byte-order mark; else empty.
        layout: Layout of the file.
        old_line_ends: Whether lines end with a carriage return only, as on Macs before 2001.
    """

    location: FileLocation
    size: int
    kind: Kind = "text"
    packing: str | None = None
    encoding: str | None = None
    head: bytes = field(default=b"", repr=False)
    layout: Layout = Layout()
    old_line_ends: bool = False

    @property
    def name(self) -> str:
        """Name of the file without folders."""
        return self.location.name

    @property
    def parquet(self) -> bool:
        """Whether it is Parquet."""
        return self.kind == "parquet"

    @property
    def workbook(self) -> bool:
        """Whether it is a workbook with sheets."""
        return self.kind in {"xlsx", "ods"}

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
        mode = file_mode(location.path)
        if stat.S_ISDIR(mode):
            raise InputError(f"{location.path} is a folder, not a file.", hint="Give the path of a file in it.")
        if not stat.S_ISREG(mode):
            raise InputError(f"{location.path} is not a regular file.", hint="Save the data to a file first.")
        head, packed, encoding = _read_head(location, layout)
        if not head:
            raise InputError(f"{location.name} is empty.", hint=_TEXT_EXPECTED)
        if head.startswith(_PARQUET):
            if packed or location.member:
                raise InputError(
                    f"{location.name} is Parquet inside {packed or 'a zip archive'}.", hint="Unpack it first."
                )
            return cls(location, location.size, "parquet", layout=layout)
        if head.startswith(archives.MAGIC[0]):
            kind = _workbook_kind(cls(location, location.size, packing=packed))
            return cls(location, location.size, kind, packed, layout=layout)
        head = head.removeprefix(encodings.BOM)
        old_line_ends = b"\n" not in head and b"\r" in head
        if old_line_ends:
            head = head.replace(b"\r", b"\n")
        _check_text(location.name, head)
        return cls(location, location.size, "text", packed, encoding, head, layout, old_line_ends)

    def whole(self) -> bytes:
        """Return the decompressed content of a workbook.

        Raises:
            InputError: If it is damaged, or larger than `LARGEST_WORKBOOK`.
        """
        with self.location.open() as stored:
            stream, _, _ = packing.unpacked(stored)
            content, failure = packing.read_up_to(stream, LARGEST_WORKBOOK + 1)
        if failure is not None:
            raise InputError(
                f"{self.name} cannot be read: {packing.reason(failure)}.", hint="Download or copy the file again."
            ) from failure
        if len(content) > LARGEST_WORKBOOK:
            raise InputError(
                f"{self.name} is a workbook of more than {LARGEST_WORKBOOK >> 20} MiB.",
                hint="Export its sheet as CSV (UTF-8), which can be of any size.",
            )
        return content

    def lines(self, *, longest: int | None = None, whole: bool = True) -> Iterator[LineBlock]:
        """Yield the lines of the file in blocks of about `BLOCK` bytes, or of one line if it is longer.

        Args:
            longest: Maximum length of a line in bytes; longer lines are cut. Default: `BLOCK`.
            whole: Whether blocks end only where lines end. Otherwise, no line is too long, because a line without an
                end in a block is continued in the next one.

        Raises:
            InputError: If the file cannot be read to its end; raised after the complete lines before that point.
        """
        longest = longest or BLOCK
        number = 1
        # the beginning of a line that is not complete yet, in parts, because joining them each time would not be linear
        parts: list[bytes] = []
        length = 0
        with self.location.open() as stored:
            stream, _, beginning = packing.unpacked(stored)
            stream = encodings.recoded(stream, encodings.detected(beginning, self.layout.encoding))
            ended = False
            while not ended:
                chunk, failure = packing.read_up_to(stream, BLOCK)
                ended = len(chunk) < BLOCK
                if number == 1 and not parts:
                    chunk = chunk.removeprefix(encodings.BOM)
                if self.old_line_ends:
                    chunk = chunk.replace(b"\r", b"\n")
                if length > longest:  # the line is already too long: discard the rest of it
                    line_end = chunk.find(b"\n")
                    chunk = chunk[line_end:] if line_end >= 0 else b""
                # in a truncated file, the text after the last line end is not a complete line
                cut = len(chunk) if ended and failure is None else chunk.rfind(b"\n") + 1
                if not (cut or whole):
                    cut = max(0, _complete_characters(b"".join((*parts, chunk))) - length)
                if cut or (ended and failure is None and parts):
                    block = self._block(b"".join((*parts, chunk[:cut])), number, stored.tell(), longest)
                    number += block.data.count(b"\n")
                    yield block
                    parts, length = [], 0
                if cut < len(chunk):
                    parts.append(chunk[cut:])
                    length += len(chunk) - cut
                if failure is not None:
                    raise _broken(self, number, failure) from failure

    def _block(self, data: bytes, first: int, consumed: int, longest: int) -> LineBlock:
        bad: dict[int, str] = {}
        # a chunk is one block long: only a line that started before it can be longer
        end = data.find(b"\n")
        if (end if end >= 0 else len(data)) > longest:
            data = data[:longest] + (data[end:] if end >= 0 else b"")
            bad[first] = TOO_LONG.format(longest)
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            problem = NOT_TEXT.format(self.encoding) if self.encoding else NOT_UTF8
            for number, line in enumerate(data.split(b"\n"), start=first):
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError:
                    bad.setdefault(number, problem)
            data = data.decode("utf-8", errors="replace").encode("utf-8")
        return LineBlock(first, data, consumed, bad)


def _complete_characters(data: bytes) -> int:
    """Return the length of UTF-8 text without a character at its end that is not complete."""
    for back, byte in enumerate(reversed(data[-4:]), start=1):
        if byte & 0xC0 != 0x80:  # the first byte of a character
            return len(data) - back if byte >= 0xC0 and back < 2 + (byte >= 0xE0) + (byte >= 0xF0) else len(data)
    return len(data)


def _read_head(location: FileLocation, layout: Layout) -> tuple[bytes, str | None, str | None]:
    """Return the first bytes of a file as UTF-8, its compression and its encoding."""
    packed = encoding = None
    with location.open() as stored:
        try:
            stream, packed, beginning = packing.unpacked(stored)
            if not beginning.startswith((_PARQUET, *archives.MAGIC)):
                encoding = encodings.detected(beginning, layout.encoding)
            head, failure = packing.read_up_to(encodings.recoded(stream, encoding), SAMPLE)
        except packing.FAILURES as error:
            head, failure = b"", error
    if failure is not None and not head:
        raise InputError(
            f"{location.name} cannot be read: {packing.reason(failure)}.", hint="Download or copy the file again."
        ) from failure
    return head, packed, encoding


def _workbook_kind(file: InputFile) -> Literal["xlsx", "ods"]:
    """Return the type of a workbook.

    Raises:
        InputError: If the file is another archive or document, or damaged.
    """
    try:
        kind = archives.document_kind(BytesIO(file.whole()))
    except (OSError, *archives.DAMAGED) as error:
        raise InputError(
            f"{file.name} is a damaged workbook or zip archive: {archives.reason(error)}.",
            hint="Download or copy it again, or export the sheet as CSV (UTF-8).",
        ) from error
    if kind is None:
        raise InputError(f"{file.name} is a zip archive inside another file, not a table.", hint="Unpack it first.")
    if kind not in _WORKBOOKS:
        raise InputError(f"{file.name} is {kind}, not a table.", hint=_AS_XLSX)
    return _WORKBOOKS[kind]


def _check_text(name: str, head: bytes) -> None:
    for magic, (what, hint) in _FOREIGN.items():
        if head.startswith(magic):
            raise InputError(f"{name} is {what}, not a table.", hint=hint)
    nulls = head.count(0)
    # one stray NUL is a broken row; many, or one in a heading, mean binary data; JSON has no heading
    heading = b"" if head.lstrip()[:1] in {b"{", b"["} else head.partition(b"\n")[0]
    if nulls * 100 > len(head) or b"\0" in heading:
        raise InputError(f"{name} is a binary file, not a table.", hint=_TEXT_EXPECTED)
    if len(head) < SAMPLE and not head.strip():
        raise InputError(f"{name} is empty.", hint=_TEXT_EXPECTED)


def _broken(file: InputFile, next_line: int, failure: Exception) -> InputError:
    return InputError(
        f"{file.name} cannot be read beyond line {next_line - 1:,}: {packing.reason(failure)}.",
        hint=f"Download or copy it again. To test it: {file.packing} -t {file.name}" if file.packing else "",
    )
