"""Read files with named columns: delimited text or Parquet."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import polars as pl

from explorer.common.errors import InputError
from explorer.sources.io import delimited, parquet
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import PROBLEM, RawRows


def columns(file: InputFile) -> tuple[str, ...]:
    """Return the column names of a file, trimmed and in lower case.

    Raises:
        InputError: If the file is damaged Parquet.
    """
    return tuple(name for name in _mapped(file) if name)


def heading(file: InputFile) -> tuple[str, ...]:
    """Return the column names of a file as `columns` does, but before the analyst's mapping.

    Raises:
        InputError: If the file is damaged Parquet.
    """
    return (
        tuple(_normalized(name) for name in parquet.columns(file)) if file.parquet else delimited.heading(file).columns
    )


def _mapped(file: InputFile) -> tuple[str, ...]:
    """Return the name that each column of a file is read as, empty if it is ignored."""
    mapping = dict(file.layout.columns)
    return tuple(mapping.get(name, name) for name in heading(file))


def read_rows(file: InputFile, fields: Mapping[str, str], *, repeated: Collection[str] = ()) -> Iterator[RawRows]:
    """Yield the rows of a file.

    Args:
        file: A file with named columns.
        fields: Columns to read, by their names as `columns` returns them, and the new name of each.
        repeated: Requested columns that may occur more than once; the first one is read.

    Raises:
        InputError: Immediately if another requested column occurs twice or has an unsupported type, or if the heading
            cannot be read.
    """
    names = _mapped(file)
    if not any(names):
        raise InputError(
            f"The heading of {file.name} cannot be read.", hint="Check quotation marks and spaces in its first line."
        )
    for name, times in Counter(names).items():
        if times > 1 and name in fields and name not in repeated:
            raise InputError(
                f"{file.name} has {times} columns named {name}.", hint="Keep one of them; rename or remove the others."
            )
    wanted = {names.index(name): new_name for name, new_name in fields.items() if name in names}
    if file.parquet:
        return parquet.read_rows(
            file, {name: wanted[position] for position, name in enumerate(parquet.columns(file)) if position in wanted}
        )
    return delimited.read_rows(file, delimited.heading(file), wanted)


def first_values(file: InputFile, rows: int = 100) -> dict[str, list[str | None]]:
    """Return the values of the first rows by the names that `heading` returns, without malformed rows.

    Columns whose name occurs twice, or whose type is not supported, are left out.
    """
    names = heading(file)
    plain = replace(file, layout=replace(file.layout, columns=()))
    found: dict[str, list[str | None]] = {}
    # one column at a time in Parquet, where a column of lists must not hide the others
    single = [name for name, times in Counter(names).items() if times == 1 and name]
    for group in [[name] for name in single] if file.parquet else [single]:
        try:
            part = next(read_rows(plain, {name: name for name in group}), None)
        except InputError:
            continue
        if part is not None:
            sound = part.frame.filter(pl.col(PROBLEM).is_null()).head(rows)
            found |= {name: sound[name].to_list() for name in group}
    return found


def _normalized(name: str) -> str:
    return name.strip().lower()
