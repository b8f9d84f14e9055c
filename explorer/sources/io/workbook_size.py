"""Refuse workbooks that would need too much memory, before they are read.

The reader stores a sheet as a grid from its first to its last cell. A workbook of a few kilobytes can therefore claim
terabytes: with one cell at the far corner, with repeated cells, or with parts that unpack to gigabytes of spaces.
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Final
from xml.parsers import expat

from explorer.common.errors import InputError
from explorer.sources.io import archives

LARGEST_AREA: Final = 1 << 25
"""Maximum number of cells between the first and the last one of a sheet; a cell needs about 32 bytes and its text."""

LARGEST_CONTENT: Final = 2 << 30
"""Maximum size of the unpacked parts of a workbook in bytes."""

_CHUNK: Final = 1 << 20
_FILLED: Final = "office:"


def check_size(name: str, content: bytes) -> int:
    """Check that a workbook can be read, and return the number of formulas whose value is not stored.

    Libraries that write workbooks do not calculate formulas, whose cells are then empty.

    Args:
        name: Name of the file.
        content: The workbook.

    Raises:
        InputError: If it is too large or damaged.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as workbook:
            parts = workbook.infolist()
            if sum(part.file_size for part in parts) > LARGEST_CONTENT:
                raise _too_large(name, f"unpacks to more than {LARGEST_CONTENT >> 30} GiB")
            return sum(_check_part(name, workbook, part) for part in parts)
    except (OSError, *archives.DAMAGED, expat.ExpatError) as error:
        raise InputError(
            f"{name} is a damaged workbook: {archives.reason(error)}.",
            hint="Open it, save it again, or export the sheet as CSV (UTF-8).",
        ) from error


def _check_part(name: str, workbook: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    # without namespaces: prefixes are the same in all workbooks, except in the sheets of some libraries
    parser = expat.ParserCreate()
    extent = _Extent(parser)
    with workbook.open(part) as stream:
        chunk = stream.read(_CHUNK)
        if not chunk.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            return 0
        while chunk:
            parser.Parse(chunk, False)
            if extent.area > LARGEST_AREA:
                raise _too_large(name, f"has a sheet of more than {LARGEST_AREA:,} cells")
            chunk = stream.read(_CHUNK)
    return extent.unsaved


class _Extent:
    """The last row and column of a sheet, from the elements of its XML; zero for other parts.

    Attributes:
        area: Number of cells up to the last one with a value.
        unsaved: Number of formulas without a stored value.
    """

    def __init__(self, parser: expat.XMLParserType) -> None:
        self._row = self._column = self._rows = self._columns = self._repeated = self.unsaved = 0
        # name of the element with the formula of a cell; empty once it has been read
        self._formula: str | None = None
        self._parser = parser
        parser.StartElementHandler = self._add

    @property
    def area(self) -> int:
        return self._rows * self._columns

    def _add(self, element: str, attributes: Mapping[str, str]) -> None:
        match element.rpartition(":")[2]:
            case "row":  # .xlsx: rows and cells may give their position
                self._row, self._column = _number(attributes.get("r"), self._row + 1), 0
            case "c":
                reference = attributes.get("r", "")
                letters = reference.rstrip("0123456789")
                self._column = _column(letters) if letters else self._column + 1
                self._row = _number(reference[len(letters) :], self._row)
                # a formula whose result is an empty text has the type str, and no value
                self._formula = None if attributes.get("t") == "str" else f"{element[:-1]}f"
                self._parser.CharacterDataHandler = None
            case "v" | "is":  # cells without a value, which only have a style, are not stored
                self._fill(self._row)
                if self._formula == "":
                    self._parser.CharacterDataHandler = self._read_value
            case "f" if element == self._formula:
                self._formula = ""
                self.unsaved += 1
            case "table":  # .ods: rows and cells may be repeated
                self._row = self._repeated = 0
            case "table-row":
                self._row += self._repeated
                self._repeated, self._column = _number(attributes.get("table:number-rows-repeated"), 1), 0
            case "table-cell" | "covered-table-cell":
                self._column += _number(attributes.get("table:number-columns-repeated"), 1)
                # a sheet ends with thousands of empty cells, which are not stored
                if any(attribute.startswith(_FILLED) for attribute in attributes):
                    self._fill(self._row + self._repeated)
                elif "table:formula" in attributes:
                    self.unsaved += 1
            case _:
                pass

    def _read_value(self, text: str) -> None:
        if text.strip():
            self.unsaved -= 1
            self._parser.CharacterDataHandler = None

    def _fill(self, row: int) -> None:
        self._rows, self._columns = max(self._rows, row), max(self._columns, self._column)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _column(letters: str) -> int:
    """Return the number of a column such as ``XFD``; long names are as bad as the last column."""
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + ord(letter) % 32
    return number


def _too_large(name: str, why: str) -> InputError:
    return InputError(f"{name} {why}.", hint="Export the sheet as CSV (UTF-8), which can be of any size.")
