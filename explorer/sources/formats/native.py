"""Native tables as files: one table per file, with the columns of `explorer.model.tables`, matched by name."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from explorer.common.errors import InputError
from explorer.model.batches import Batch
from explorer.model.tables import RETWEETS, TABLES, Table
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import tabular
from explorer.sources.parsing.parser import Parser, ReadOptions, batches_from_rows
from explorer.sources.parsing.validation import validate

_TARGETS: Final = ("post_id", "author_id")


def matches(file: InputFile) -> bool:
    """Whether the file has the columns of a table, or the name of a table and at least one of its columns."""
    file_columns = tabular.columns(file)
    table_by_name = _by_name(file)
    return _by_columns(file_columns) is not None or (
        table_by_name is not None and bool(_known(table_by_name, file_columns))
    )


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read a table, which is identified by the file's name or, if the columns do not fit the name, by the columns.

    Raises:
        InputError: If the file is not a table, or a required column is missing.
    """
    file_columns = tabular.columns(file)
    table = _table(file, file_columns)
    fields = {name: name for name in file_columns if name in table.schema}
    ignored = [name for name in file_columns if name not in table.schema]
    notes: tuple[str, ...] = ()
    if ignored:
        shown = ", ".join(repr(name) for name in ignored[:10]) + (", …" if len(ignored) > 10 else "")
        notes = (f"read as the table {table.name}; unused columns: {shown}",)

    def make(frame: pl.DataFrame, options: ReadOptions) -> list[Batch]:
        return [validate(table, frame, source=file.name, platform=options.platform, times=options.times)]

    return batches_from_rows(tabular.read_rows(file, fields), file, options, make, notes=notes)


def _table(file: InputFile, file_columns: Sequence[str]) -> Table:
    table_by_name = _by_name(file)
    if table_by_name is not None and not _missing(table_by_name, file_columns):
        return table_by_name
    by_columns = _by_columns(file_columns)
    if by_columns is not None:
        return by_columns
    columns = f"its columns are {', '.join(file_columns[:20]) or 'unreadable'}"
    if table_by_name is not None:
        raise InputError(
            f"{file.name} lacks {' and '.join(_missing(table_by_name, file_columns))}, "
            f"which the table {table_by_name.name} needs; {columns}.",
            hint=f"Columns of the table {table_by_name.name}: {', '.join(table_by_name.schema)}.",
        )
    raise InputError(
        f"{file.name} does not match any of the tables {', '.join(TABLES)}; {columns}.",
        hint="Name the file after its table (such as retweets.csv), and its columns as in docs/reference/formats.md.",
    )


def _by_name(file: InputFile) -> Table | None:
    # try the longest names first, because one name may start with another
    for name in sorted(TABLES, key=len, reverse=True):
        if re.match(rf"{name}(?![a-z])", file.name.lower()):
            return TABLES[name]
    return None


def _by_columns(file_columns: Sequence[str]) -> Table | None:
    candidates = [
        table for table in TABLES.values() if not _missing(table, file_columns) and len(_known(table, file_columns)) > 1
    ]
    return max(candidates, key=lambda table: (len(_known(table, file_columns)), len(_required(table))), default=None)


def _known(table: Table, file_columns: Sequence[str]) -> set[str]:
    return (set(table.schema) & set(file_columns)) - {"platform"}


def _required(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.required and column.name != "platform"]


def _missing(table: Table, file_columns: Sequence[str]) -> list[str]:
    missing = [name for name in _required(table) if name not in file_columns]
    if table is RETWEETS and not set(_TARGETS) & set(file_columns):
        missing.append(" or ".join(_TARGETS))
    return missing


NATIVE: Final = Parser(
    expects="a heading with the columns of one table; the table retweets needs "
    f"{', '.join(_required(RETWEETS))} and {' or '.join(_TARGETS)}",
    matches=matches,
    read=read,
)
