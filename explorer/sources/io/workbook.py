"""Read a sheet of a workbook (.xlsx, .ods) as rows of strings, as a CSV file of the sheet would contain them.

The sheets are read by calamine, a library in Rust, through python-calamine, which keeps the type of each cell. Formulas
have the value that the spreadsheet program stored, and errors such as #N/A are empty. A sheet is in memory as a whole:
about 32 bytes per cell, and its texts.
"""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from itertools import islice
from typing import Any, Final

import polars as pl

from explorer.common.errors import InputError
from explorer.common.text import count
from explorer.sources.io.headings import LOOK_AT, Heading, Row, find_heading
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.layout import column_name
from explorer.sources.io.raw_rows import LINE, META, RawRows
from explorer.sources.io.workbook_size import check_size

PORTION: Final = 10_000
"""Number of rows converted at a time."""

EXACT: Final = 2**53
"""Whole numbers from here on have lost digits: a spreadsheet stores numbers as floats."""

_FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet that was read: its cells, where its heading is, and notes for the analyst."""

    cells: Any
    heading: Heading
    is_table: bool
    notes: tuple[str, ...] = ()


def heading(file: InputFile) -> Heading:
    """Return the heading of the sheet that is read: the one that ``layout.sheet`` names, or the only one with a table.

    Raises:
        InputError: If the workbook is damaged, protected or too large, or the sheet is unknown.
    """
    return _table(file, file.location.path.stat().st_mtime_ns).heading


def read_rows(file: InputFile, fields: Mapping[int, str]) -> Iterator[RawRows]:
    """Yield the rows below the heading, with the numbers of the sheet. Empty rows are skipped.

    Args:
        file: A workbook.
        fields: Columns to read, by position, and the name of each.

    Raises:
        InputError: As `heading`.
    """
    table = _table(file, file.location.path.stat().st_mtime_ns)
    rows = islice(table.cells.iter_rows(), table.heading.lines, None)
    notes = (*table.notes, *table.heading.notes)
    done = table.heading.lines
    rounded = _RoundedNumbers()
    while True:
        portion = list(islice(rows, PORTION))
        filled = [(number, row) for number, row in enumerate(portion, start=done + 1) if any(c != "" for c in row)]
        done += len(portion)
        columns = {name: [row[position] for _, row in filled] for position, name in fields.items()}
        for column in columns.values():
            rounded.count(column)
        is_last = len(portion) < PORTION
        frame = pl.DataFrame(
            {LINE: [number for number, _ in filled]} | {name: texts(column) for name, column in columns.items()},
            schema={LINE: pl.Int64} | dict.fromkeys(columns, pl.String),
        ).select(LINE, *(pl.lit(None, META[name]).alias(name) for name in META if name != LINE), *columns)
        yield RawRows(
            frame,
            file.size if is_last else file.size * done // max(table.cells.total_height, done),
            (*notes, *(rounded.notes if is_last else ())),
        )
        notes = ()
        if is_last:
            return


def texts(cells: Sequence[Any]) -> list[str]:
    """Return the cells of a column as text. Dates are without a time if all of the column are."""
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return list(cells)
    return [cell if isinstance(cell, str) else _text(cell, with_time=datetime in kinds) for cell in cells]


def _text(cell: Any, *, with_time: bool) -> str:
    match cell:
        case bool():
            return str(cell).lower()
        case int():
            return _text(float(cell), with_time=with_time) if abs(cell) >= EXACT else str(cell)
        case float():
            if not cell.is_integer():
                return repr(cell)
            # digits that are lost are not invented: ids in this notation are rejected
            return str(int(cell)) if abs(cell) < EXACT else f"{cell:.14E}"
        case datetime():
            # stored as a fraction of a day, which hits whole seconds only nearly
            rounded = cell + timedelta(microseconds=500)
            return rounded.isoformat(timespec="milliseconds").removesuffix(".000")
        case date():
            return f"{cell.isoformat()}T00:00:00" if with_time else cell.isoformat()
        case _:
            return str(cell)


class _RoundedNumbers:
    """Counts numbers of 16 digits, of which spreadsheets replace the last one by a zero.

    Attributes:
        notes: A note if all of them end in zero.
    """

    def __init__(self) -> None:
        self._long = self._rounded = 0

    def count(self, cells: Sequence[Any]) -> None:
        """Count the numbers among some cells."""
        long = [cell for cell in cells if isinstance(cell, float) and 10**15 <= cell < EXACT]
        self._long += len(long)
        self._rounded += sum(1 for cell in long if cell % 10 == 0)

    @property
    def notes(self) -> tuple[str, ...]:
        if self._rounded < max(_FEWEST, self._long):
            return ()
        return (
            f"all {self._long:,} numbers of 16 digits end in 0: the spreadsheet has probably rounded them, so that "
            "different accounts or posts look the same; if possible, export the ids again as text",
        )


@lru_cache(maxsize=1)
def _table(file: InputFile, _changed: int) -> _Table:
    # detection asks for the heading many times
    content = file.whole()
    unsaved = check_size(file.name, content)
    notes: tuple[str, ...] = ()
    if unsaved:
        notes = (
            f"{count(unsaved, 'formula')} without a stored value read as empty: the program that wrote the workbook "
            "has not calculated them; open it in a spreadsheet program and save it",
        )
    # only those who read workbooks wait for it
    import python_calamine  # noqa: PLC0415

    with _errors(file):
        workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = workbook.sheets_metadata
        shown = [
            sheet.name
            for sheet in sheets
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        if file.layout.sheet is not None:
            names = [name for name in (sheet.name for sheet in sheets) if name == file.layout.sheet]
            if not names:
                raise _choose(file, f"no sheet {file.layout.sheet!r}", [sheet.name for sheet in sheets])
            return replace(_read(workbook, names[0], file), notes=notes)
        tables = {name: table for name in shown if (table := _read(workbook, name, file)).heading.columns}
        likely = [name for name, table in tables.items() if table.is_table] or list(tables)
        if not likely:
            hidden = [
                sheet.name
                for sheet in sheets
                if sheet.name not in shown
                and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
                and _read(workbook, sheet.name, file).heading.columns
            ]
            if hidden:
                raise _choose(file, "cells only on hidden sheets", hidden)
            raise InputError(f"{file.name} has no sheet with cells.", hint="Check that it is the right file.")
        if len(likely) > 1:
            raise _choose(file, f"{len(likely)} sheets that may be the table", likely)
    others = ", ".join(repr(sheet.name) for sheet in sheets if sheet.name != likely[0])
    note = f"read the sheet {likely[0]!r}, and not {others}; to read another one, use --sheet NAME"
    table = tables[likely[0]]
    return replace(table, notes=(*notes, note) if others else notes)


def _read(workbook: Any, name: str, file: InputFile) -> _Table:
    cells = workbook.get_sheet_by_name(name)
    skip = file.layout.skip_lines
    numbered = enumerate(islice(cells.iter_rows(), skip or 0, None), start=(skip or 0) + 1)
    filled = ((number, texts(row)) for number, row in numbered if any(cell != "" for cell in row))
    rows = [Row(number, " ".join(filter(None, row)), row) for number, row in islice(filled, 2 * LOOK_AT)]
    at, is_table = find_heading(rows) if skip is None else (0, True)
    if not rows:
        return _Table(cells, Heading("", (), 0), is_table=False)
    names = tuple(map(column_name, rows[at].cells))
    skipped = tuple(row.text for row in rows[:at])
    return _Table(cells, Heading("", names, rows[at].lines, skipped), is_table and len(rows) > at + 1)


def _choose(file: InputFile, why: str, names: Sequence[str]) -> InputError:
    return InputError(
        f"{file.name} has {why}: {', '.join(map(repr, names))}.", hint=f"Choose one: --sheet {shlex.quote(names[0])}"
    )


@contextmanager
def _errors(file: InputFile) -> Iterator[None]:
    """Turn the library's errors into messages. Damaged workbooks can make it panic, which is not an `Exception`."""
    try:
        yield
    except BaseException as error:
        kind = type(error).__name__
        if kind == "PasswordError":
            raise InputError(
                f"{file.name} is protected by a password.", hint="Remove the password in the spreadsheet program."
            ) from error
        if kind != "PanicException" and type(error).__module__ != "python_calamine":
            raise
        raise InputError(
            f"{file.name} is a damaged workbook: {(str(error) or kind).splitlines()[0]}.",
            hint="Open it, save it again, or export the sheet as CSV (UTF-8).",
        ) from error
