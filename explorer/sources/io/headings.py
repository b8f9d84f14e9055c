"""Find the heading of delimited text: its delimiter, its columns, and the lines above that are not part of the table.

Exports often begin with notes (a title, a date, a query), and Excel writes and reads a first line ``sep=;`` that names
the delimiter (https://support.microsoft.com/office/c250e3e8-d2c1-4cae-a4ad-9fd3ad3c5f9e).
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from explorer.common.text import count
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.layout import column_name

DELIMITERS: Final = (",", "\t", ";", "|")

LOOK_AT: Final = 20
"""Number of rows at the start of a file among which the heading must be."""

_SEP = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
# names of columns begin with neither a number nor an @, and are no address, unlike the values in most rows
_VALUE = re.compile(r"[-+]?[0-9]|@|[a-z]{2,5}:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """The row of a file that names its columns.

    Attributes:
        delimiter: Character that separates fields.
        columns: Column names, trimmed and in lower case.
        lines: Number of lines up to the end of the heading.
        skipped: Rows above the heading, which are not part of the table.
    """

    delimiter: str
    columns: tuple[str, ...]
    lines: int
    skipped: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """A note on the skipped rows, if there are any."""
        if not self.skipped:
            return ()
        shown = ", ".join(repr(text[:60]) for text in self.skipped[:3]) + (", …" if len(self.skipped) > 3 else "")
        return (
            f"skipped {count(len(self.skipped), 'line')} above the heading, which ends in line {self.lines}: {shown}; "
            "if the heading is another line, use --skip-lines N",
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the beginning of a file: the number of lines up to its end, its text and its cells."""

    lines: int
    text: str
    cells: Sequence[str]

    @property
    def filled(self) -> int:
        """Number of cells that are not empty."""
        return sum(1 for cell in self.cells if cell.strip())


def heading(file: InputFile) -> Heading:
    """Return the heading of a text file.

    It is the first row that is not blank, unless later rows show that the table begins below: the rows above have fewer
    cells, the row looks like names of columns, and the rows below have as many cells. The delimiter that yields such a
    table, and then the most columns, is used.
    """
    return _heading(file.head, file.layout.skip_lines)


@lru_cache(maxsize=8)
def _heading(head: bytes, skip_lines: int | None) -> Heading:
    lines = head.decode("utf-8", errors="replace").split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    named = _SEP.fullmatch(lines[first].strip(" \r"))
    start = first + 1 if named else 0
    best: tuple[bool, int] = (False, -1)
    result = Heading(DELIMITERS[0], (), 0)
    for delimiter in (named[1],) if named else DELIMITERS:
        rows = _rows(lines, start if skip_lines is None else skip_lines, delimiter)
        at, is_table = find_heading(rows) if skip_lines is None else (0, False)
        if rows and (is_table, len(rows[at].cells)) > best:
            best = is_table, len(rows[at].cells)
            columns = tuple(map(column_name, rows[at].cells))
            result = Heading(delimiter, columns, rows[at].lines, tuple(row.text.strip() for row in rows[:at]))
    return result


def find_heading(rows: Sequence[Row]) -> tuple[int, bool]:
    """Return the position of the heading among the first rows, and whether rows with as many cells follow it."""
    if not rows:
        return 0, False
    widths = [len(row.cells) for row in rows]
    most_above = 0
    for at, row in enumerate(rows[:LOOK_AT]):
        below = widths[at + 1 :]
        fitting = below.count(widths[at])
        # the first row needs less evidence: rows below may be broken, or missing
        enough = fitting and fitting * 2 >= len(below) if at else fitting or not below
        if enough and row.filled > most_above and _looks_like_names(row):
            return at, True
        most_above = max(most_above, row.filled)
    return 0, widths[0] > 1 and (widths[0] in widths[1:] or not widths[1:])


def _looks_like_names(row: Row) -> bool:
    names = [name for cell in row.cells if (name := cell.strip().casefold())]
    return (
        len(names) > 1
        and 2 * len(names) > len(row.cells)
        and len(set(names)) == len(names)
        and not any(map(_VALUE.match, names))
    )


def _rows(lines: Sequence[str], start: int, delimiter: str) -> list[Row]:
    """Split the lines from ``start`` on into rows, twice as many as may be the heading; a broken row has no cells."""
    rows: list[Row] = []
    while start < len(lines) and len(rows) < 2 * LOOK_AT:
        reader = csv.reader((f"{line}\n" for line in lines[start:]), delimiter=delimiter, strict=True)
        end = start
        try:
            for cells in reader:
                begin, end = end, start + reader.line_num
                if cells:
                    rows.append(Row(end, "\n".join(lines[begin:end]), cells))
                if len(rows) == 2 * LOOK_AT:
                    return rows
            return rows
        except csv.Error:
            rows.append(Row(end + 1, lines[end], ()))
            start = end + 1
    return rows
