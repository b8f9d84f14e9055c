"""The native tables as files: one table a file, the columns those of `explorer.model.tables`, bound by name."""

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
    """Whether the file's columns are those of a table, or its name is a table's and a column at least is."""
    seen = tabular.columns(file)
    named = _by_name(file)
    return _by_columns(seen) is not None or (named is not None and bool(_known(named, seen)))


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read a table; the file's name tells which one or, where the columns do not fit the name, the columns.

    Raises:
        InputError: if it is no table, or a column that the table needs is missing.
    """
    seen = tabular.columns(file)
    table = _table(file, seen)
    fields = {name: name for name in seen if name in table.schema}
    ignored = [name for name in seen if name not in table.schema]
    notes: tuple[str, ...] = ()
    if ignored:
        shown = ", ".join(repr(name) for name in ignored[:10]) + (", …" if len(ignored) > 10 else "")
        notes = (f"read as {table.name}; columns not used: {shown}",)

    def make(frame: pl.DataFrame) -> list[Batch]:
        return [validate(table, frame, source=file.name, platform=options.platform)]

    return batches_from_rows(tabular.read_rows(file, fields), file, options, make, notes=notes)


def _table(file: InputFile, seen: Sequence[str]) -> Table:
    named = _by_name(file)
    if named is not None and not _missing(named, seen):
        return named
    by_columns = _by_columns(seen)
    if by_columns is not None:
        return by_columns
    columns = f"its columns are {', '.join(seen[:20]) or 'unreadable'}"
    if named is not None:
        raise InputError(
            f"{file.name} lacks {' and '.join(_missing(named, seen))}, which {named.name} need; {columns}.",
            hint=f"Columns of {named.name}: {', '.join(named.schema)}.",
        )
    raise InputError(
        f"{file.name} is none of the tables {', '.join(TABLES)}: {columns}.",
        hint="Name the file after its table (retweets.csv) and its columns as docs/reference/formats.md gives them.",
    )


def _by_name(file: InputFile) -> Table | None:
    # the longest first: outlet_accounts is not accounts
    for name in sorted(TABLES, key=len, reverse=True):
        if re.match(rf"{name}(?![a-z])", file.name.lower()):
            return TABLES[name]
    return None


def _by_columns(seen: Sequence[str]) -> Table | None:
    fitting = [table for table in TABLES.values() if not _missing(table, seen) and len(_known(table, seen)) > 1]
    return max(fitting, key=lambda table: (len(_known(table, seen)), len(_needed(table))), default=None)


def _known(table: Table, seen: Sequence[str]) -> set[str]:
    return (set(table.schema) & set(seen)) - {"platform"}


def _needed(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.required and column.name != "platform"]


def _missing(table: Table, seen: Sequence[str]) -> list[str]:
    missing = [name for name in _needed(table) if name not in seen]
    if table is RETWEETS and not set(_TARGETS) & set(seen):
        missing.append(" or ".join(_TARGETS))
    return missing


NATIVE: Final = Parser(
    expects="a heading with the columns of one table: retweets need "
    f"{', '.join(_needed(RETWEETS))} and {' or '.join(_TARGETS)}",
    matches=matches,
    read=read,
)
