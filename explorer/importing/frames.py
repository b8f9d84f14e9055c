"""Store data frames as private Parquet files, so that they are imported exactly as files are."""

import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

import polars as pl

from explorer.common.errors import ExplorerError, InputError, UsageError
from explorer.importing.pandas_columns import to_polars
from explorer.model.tables import TABLES
from explorer.sources.column_matching import propose
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing.parser import ReadOptions
from explorer.sources.parsing.tabular import heading

LONGEST_NAME: Final = 100
"""Maximum number of characters in the name of a frame."""
_ARGUMENTS: Final = {
    "--no-day-first": "day_first=False",
    "--day-first": "day_first=True",
    "--table NAME": "table='NAME'",
    "--timezone Europe/Berlin": "timezone='Europe/Berlin'",
}
"""Arguments in Python for the options that hints name."""


def write_frame(frame: Any, folder: Path, name: str) -> Path:
    """Write a data frame to a Parquet file, and return its path. The file's name tells that it was a frame.

    Args:
        frame: A data frame of Polars (a lazy one is collected) or pandas, whose index is ignored.
        folder: A folder that only the user can read.
        name: Name of the frame.

    Raises:
        UsageError: If it is not a data frame, or the name cannot be part of a file name.
        InputError: If it has no columns, two columns have the same name, or it cannot be written.
    """
    if not name.strip() or not name.isprintable() or "/" in name or len(name) > LONGEST_NAME:
        raise UsageError(
            f"{name[:LONGEST_NAME]!r} cannot be the name of a frame.",
            hint=f"Use at most {LONGEST_NAME} printable characters without a slash: name='march'",
        )
    path = folder / f"frame {name}"
    table = _as_polars(frame)
    if not table.width:
        raise InputError("The data frame has no columns.", hint="Give a frame with one row per retweet.")
    # neither statistics nor compression: the same content makes the same file, and so the same import
    table.write_parquet(path, compression="uncompressed", statistics=False)
    return path


def for_python(error: ExplorerError, path: Path, options: ReadOptions) -> ExplorerError:
    """Return an error about a frame with a hint for calls in Python instead of the command line.

    Args:
        error: The error.
        path: File from `write_frame`.
        options: Options with which it was read.
    """
    hint = error.hint
    for option, argument in _ARGUMENTS.items():
        hint = hint.replace(option, argument)
    if options.table is not None and options.table in TABLES and ("--map" in hint or "explorer import" in hint):
        table = TABLES[options.table]
        file = InputFile.open(path, options.layout)
        proposal = propose(file, table.name)
        # a column that the frame lacks is the error, not part of the proposal
        given = {name: target for name, target in options.layout.columns if name in heading(file)}
        columns = given | dict(proposal.columns)
        hint = f"Columns of the table {table.name}: {', '.join(table.schema)}. " + (
            f"Try columns={columns}."
            if proposal.complete and columns
            else "Name them with columns={'COLUMN': 'NAME'}, and columns to leave out with columns={'COLUMN': ''}."
        )
    return type(error)(error.message.replace("--map ", "columns "), hint=hint)


def _as_polars(frame: Any) -> pl.DataFrame:
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame):
        # columns of Python objects cannot be stored, and readers refuse those that are used
        objects = [name for name, dtype in frame.schema.items() if dtype == pl.Object]
        return frame.with_columns(pl.lit(None, pl.Binary).alias(name) for name in objects)
    pandas = sys.modules.get("pandas")
    if pandas is None or not isinstance(frame, pandas.DataFrame):
        raise UsageError(
            f"A data frame of Polars or pandas is expected, not {type(frame).__module__}.{type(frame).__qualname__}.",
            hint="Convert the data first, for example with polars.DataFrame(rows), or import a file with import_files.",
        )
    for column, times in Counter(map(str, frame.columns)).items():
        if times > 1:
            raise InputError(
                f"The data frame has {times} columns named {column}.", hint="Keep one of them; rename the others."
            )
    return to_polars(frame)
