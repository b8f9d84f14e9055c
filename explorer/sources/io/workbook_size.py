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


def check_size(name: str, content: bytes) -> None:
    """Check that a workbook can be read.

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
            for part in parts:
                _check_part(name, workbook, part)
    except (OSError, *archives.DAMAGED, expat.ExpatError) as error:
        raise InputError(
            f"{name} is a damaged workbook: {archives.reason(error)}.",
            hint="Open it, save it again, or export the sheet as CSV (UTF-8).",
        ) from error


def _check_part(name: str, workbook: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    extent = _Extent()
    # without namespaces: prefixes are the same in all workbooks, except in the sheets of some libraries
    parser = expat.ParserCreate()
    parser.StartElementHandler = extent.add
    with workbook.open(part) as stream:
        chunk = stream.read(_CHUNK)
        if not chunk.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            return
        while chunk:
            parser.Parse(chunk, False)
            if extent.area > LARGEST_AREA:
                raise _too_large(name, f"has a sheet of more than {LARGEST_AREA:,} cells")
            chunk = stream.read(_CHUNK)


class _Extent:
    """The last row and column of a sheet, from the elements of its XML; zero for other parts.

    Attributes:
        area: Number of cells up to the last one.
    """

    def __init__(self) -> None:
        self._row = self._column = self._rows = self._columns = self._repeated = 0

    @property
    def area(self) -> int:
        return self._rows * self._columns

    def add(self, element: str, attributes: Mapping[str, str]) -> None:
        """Count an element."""
        match element.rpartition(":")[2]:
            case "row":  # .xlsx: rows and cells may give their position
                self._row, self._column = _number(attributes.get("r"), self._row + 1), 0
            case "c":
                reference = attributes.get("r", "")
                letters = reference.rstrip("0123456789")
                self._column = _column(letters) if letters else self._column + 1
                self._row = _number(reference[len(letters) :], self._row)
                self._fill(self._row)
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
            case _:
                pass

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
