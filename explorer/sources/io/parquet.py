"""Parquet: from typed columns to records of strings."""

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from explorer.common.errors import InputError
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import LINE, META, PROBLEM, RAW, RawRows

_PLAIN: Final = (pl.String, pl.Boolean, pl.Date, pl.Categorical, pl.Enum, pl.Decimal, pl.Null)

PORTION: Final = 50_000
"""Rows that are asked for at a time; a file's row groups bound the memory from below."""


def columns(file: InputFile) -> tuple[str, ...]:
    """Return the file's column names as written.

    Raises:
        InputError: if the file is damaged.
    """
    return tuple(_schema(file))


def read_rows(file: InputFile, fields: Mapping[str, str]) -> Iterator[RawRows]:
    """Give the rows, numbered from 1.

    Args:
        file: a Parquet file.
        fields: the columns wanted, as written, and what to call them.

    Raises:
        InputError: at once if a column's type cannot be read, later if the file turns out to be damaged.
    """
    schema = _schema(file)
    texts = [_text(file, name, schema[name]).alias(new) for name, new in fields.items()]
    return _portions(file, texts)


def _portions(file: InputFile, texts: list[pl.Expr]) -> Iterator[RawRows]:
    try:
        scan = pl.scan_parquet(file.location.path, glob=False, hive_partitioning=False)
        rows = scan.select(pl.len()).collect().item()
        done = 0
        wanted = scan.select(texts)
        # no rows come as no portions, but a reader's first portion also says which columns there are
        for part in wanted.collect_batches(chunk_size=PORTION) if rows else [wanted.collect()]:
            frame = part.select(
                pl.int_range(done + 1, done + part.height + 1, dtype=pl.Int64).alias(LINE),
                pl.lit(None, META[RAW]).alias(RAW),
                pl.lit(None, META[PROBLEM]).alias(PROBLEM),
                pl.all(),
            )
            done += part.height
            yield RawRows(frame, file.size * done // max(rows, 1))
    # a damaged file can make Polars panic, which is no Exception
    except (PolarsError, PanicException, OSError) as error:
        raise _damaged(file, error) from error


def _schema(file: InputFile) -> Mapping[str, pl.DataType]:
    try:
        return pl.scan_parquet(file.location.path, glob=False, hive_partitioning=False).collect_schema()
    except (PolarsError, PanicException, OSError) as error:
        raise _damaged(file, error) from error


def _text(file: InputFile, name: str, dtype: pl.DataType) -> pl.Expr:
    """The column as the text that a CSV file would hold."""
    column = pl.col(name)
    if isinstance(dtype, pl.Datetime):
        utc = column.dt.convert_time_zone("UTC") if dtype.time_zone else column
        return utc.dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
    if dtype.is_float():
        # plain digits: a large float as text would come in scientific notation
        return column.cast(pl.Decimal(38, 3), strict=False).cast(pl.String)
    # compared one by one, for a type equals its class but has another hash
    if dtype.is_integer() or any(dtype == plain for plain in _PLAIN):
        return column.cast(pl.String)
    raise InputError(
        f"{file.name}: column {name} holds {dtype}, which is no id, time, number or text.",
        hint="Write the column as text.",
    )


def _damaged(file: InputFile, error: BaseException) -> InputError:
    why = str(error).splitlines()[0] if str(error) else type(error).__name__
    return InputError(f"{file.name} is no whole Parquet file: {why}.", hint="Write or fetch the file again.")
