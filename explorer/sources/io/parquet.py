"""Read Parquet files as rows of strings."""

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from explorer.common.errors import InputError
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import LINE, META, PROBLEM, RAW, RawRows

_PLAIN: Final = (pl.String, pl.Boolean, pl.Date, pl.Categorical, pl.Enum, pl.Decimal, pl.Null)

_EXACT_BELOW: Final = 2**24
"""Whole numbers below this are exact as floating-point numbers of 32 bits."""

PORTION: Final = 50_000
"""Number of rows read at a time; the size of the file's row groups sets a lower bound on memory use."""


def columns(file: InputFile) -> tuple[str, ...]:
    """Return the column names of a file as written.

    Raises:
        InputError: If the file is damaged.
    """
    return tuple(_schema(file))


def read_rows(file: InputFile, fields: Mapping[str, str]) -> Iterator[RawRows]:
    """Yield the rows, numbered from 1.

    Args:
        file: A Parquet file.
        fields: Columns to read, by their names as written, and the new name of each.

    Raises:
        InputError: Immediately if the type of a column is not supported, later if the file turns out to be damaged.
    """
    schema = _schema(file)
    texts = [
        (_id_column if new.endswith("_id") else _text_column)(file, name, schema[name]).alias(new)
        for name, new in fields.items()
    ]
    return _portions(file, texts)


def _portions(file: InputFile, texts: list[pl.Expr]) -> Iterator[RawRows]:
    try:
        scan = pl.scan_parquet(file.location.path, glob=False, hive_partitioning=False)
        rows = scan.select(pl.len()).collect().item()
        done = 0
        wanted = scan.select(texts)
        # collect_batches yields nothing for an empty file, but the first portion also defines the columns
        for part in wanted.collect_batches(chunk_size=PORTION) if rows else [wanted.collect()]:
            frame = part.select(
                pl.int_range(done + 1, done + part.height + 1, dtype=pl.Int64).alias(LINE),
                pl.lit(None, META[RAW]).alias(RAW),
                pl.lit(None, META[PROBLEM]).alias(PROBLEM),
                pl.all(),
            )
            done += part.height
            yield RawRows(frame, file.size * done // max(rows, 1))
    # a damaged file can make Polars panic; PanicException is not a subclass of Exception
    except (PolarsError, PanicException, OSError) as error:
        raise _damaged(file, error) from error


def _schema(file: InputFile) -> Mapping[str, pl.DataType]:
    try:
        return pl.scan_parquet(file.location.path, glob=False, hive_partitioning=False).collect_schema()
    except (PolarsError, PanicException, OSError) as error:
        raise _damaged(file, error) from error


def _id_column(file: InputFile, name: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column of ids as text; floats that have lost digits are in scientific notation."""
    text = _text_column(file, name, dtype)
    if not dtype.is_float():
        return text
    # three places could separate thousands
    text = text.str.replace(r"\.000$", ".0")
    if dtype != pl.Float32:
        return text
    power = (text.str.len_bytes() - 3).cast(pl.String)
    rounded = pl.concat_str(text.str.head(1), pl.lit("."), text.str.slice(1, 6), pl.lit("E+"), power)
    return pl.when(pl.col(name) >= _EXACT_BELOW).then(rounded).otherwise(text)


def _text_column(file: InputFile, name: str, dtype: pl.DataType) -> pl.Expr:
    """Return the column as the text that a CSV file would contain."""
    column = pl.col(name)
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone:
            return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
        return column.dt.strftime("%Y-%m-%dT%H:%M:%S%.3f")
    if dtype.is_float():
        # convert through decimals: large floats would otherwise be in scientific notation; decimals with places are not
        # exact from 2^53 on, where floats have none
        whole = pl.concat_str(column.cast(pl.Decimal(38, 0), strict=False).cast(pl.String), pl.lit(".000"))
        places = column.cast(pl.Decimal(38, 3), strict=False).cast(pl.String)
        return pl.when(column == column.floor()).then(whole).otherwise(places)
    # compare one by one: a type equals its class but has a different hash
    if dtype.is_integer() or any(dtype == plain for plain in _PLAIN):
        return column.cast(pl.String)
    raise InputError(
        f"Column {name} of {file.name} has the type {dtype}, which is not supported.",
        hint="Store the column as text.",
    )


def _damaged(file: InputFile, error: BaseException) -> InputError:
    why = str(error).splitlines()[0] if str(error) else type(error).__name__
    return InputError(f"{file.name} is not a complete Parquet file: {why}.", hint="Export or download the file again.")
