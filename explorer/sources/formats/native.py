"""Native tables as files: one table per file, with the columns of `explorer.model.tables`, matched by name.

A file that is named after a table, or whose table the analyst names, is that table or is refused. Other files are
recognised by their columns. In both cases a file is refused if a column that looks like an account, a post, a time or
an id would go unused, because it is then probably another table, or a column under another name.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from explorer.model.batches import Batch
from explorer.model.tables import RETWEETS, TABLES, Table
from explorer.sources.essentials import missing_columns, named_tables, required_columns
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import tabular
from explorer.sources.parsing.parser import Parser, ReadOptions, batches_from_rows
from explorer.sources.parsing.spreadsheet_cells import read_cells
from explorer.sources.parsing.validation import validate
from explorer.sources.refusals import lacks, recognise, refuse_unknown_targets, refuse_unused

WITHOUT_IDS: Final = (
    "there is no column retweet_id, so each retweet is identified by its account, its post (or the post's author) and "
    "its time; rows that agree in all three count as duplicates"
)
"""Note on a table of retweets without ids of the retweets."""


def matches(file: InputFile) -> bool:
    """Whether the file has the columns of a table, or the name of a table and at least one of its columns."""
    file_columns = tabular.columns(file)
    names = named_tables(file.name)
    if names:
        return any(_known(TABLES[name], file_columns) for name in names)
    return recognise(file_columns) is not None


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read a table.

    Raises:
        InputError: If the file is not a table, a required column is missing, or a column that matters is not used.
        UsageError: If a column is mapped to one that the table does not have.
    """
    file_columns = tabular.columns(file)
    table = _table(file, file_columns, options.table)
    refuse_unknown_targets(file, table)
    refuse_unused(file, table)
    fields = {name: name for name in file_columns if name in table.schema}
    ignored = [name for name in file_columns if name not in table.schema]
    notes: tuple[str, ...] = ()
    if ignored:
        shown = ", ".join(repr(name) for name in ignored[:10]) + (", …" if len(ignored) > 10 else "")
        notes = (f"read as the table {table.name}; unused columns: {shown}",)
    if table is RETWEETS and "retweet_id" not in fields:
        notes += (WITHOUT_IDS,)

    def make(frame: pl.DataFrame, options: ReadOptions) -> list[Batch]:
        return [validate(table, frame, source=file.name, platform=options.platform, times=options.times)]

    texts = [column.name for column in table.columns if column.dtype == pl.String]
    rows = read_cells(tabular.read_rows(file, fields), texts)
    return batches_from_rows(rows, file, options, make, notes=notes)


def _table(file: InputFile, file_columns: Sequence[str], chosen: str | None) -> Table:
    names = (chosen,) if chosen else named_tables(file.name)
    candidates = [TABLES[name] for name in names]
    complete = [table for table in candidates if not missing_columns(required_columns(table), file_columns)]
    table = max(complete, key=lambda one: len(_known(one, file_columns)), default=None)
    if table is None and not candidates:
        table = recognise(file_columns)
    if table is None:
        raise lacks(file, candidates[0] if candidates else RETWEETS)
    return table


def _known(table: Table, file_columns: Sequence[str]) -> set[str]:
    return (set(table.schema) & set(file_columns)) - {"platform"}


NATIVE: Final = Parser(
    expects="a heading with the columns of one table; the table retweets needs "
    + ", ".join(" or ".join(group) for group in required_columns(RETWEETS)),
    matches=matches,
    read=read,
    columns=frozenset(name for table in TABLES.values() for name in table.schema),
)
