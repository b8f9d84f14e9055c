"""Read files with named columns: delimited text, Parquet or a sheet of a workbook."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

import polars as pl

from explorer.common.errors import InputError
from explorer.sources.io import delimited, headings, parquet, workbook
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.layout import column_name
from explorer.sources.io.raw_rows import PROBLEM, RawRows

MOST_COLUMNS: Final = 200
"""Number of columns whose first values are read; the time to split a row into columns grows with their square."""


def columns(file: InputFile) -> tuple[str, ...]:
    """Return the column names of a file as `column_name` writes them, after the analyst's mapping.

    Raises:
        InputError: If the file is a damaged workbook or damaged Parquet.
    """
    return tuple(name for name in _mapped(file) if name)


def heading(file: InputFile) -> tuple[str, ...]:
    """Return the column names of a file as `columns` does, but before the analyst's mapping.

    Raises:
        InputError: If the file is a damaged workbook or damaged Parquet.
    """
    if file.parquet:
        return tuple(map(column_name, parquet.columns(file)))
    return (workbook.heading(file) if file.workbook else headings.heading(file)).columns


def _mapped(file: InputFile) -> tuple[str, ...]:
    """Return the name that each column of a file is read as, empty if it is ignored.

    Raises:
        InputError: If the file lacks a column that the analyst maps.
    """
    names = heading(file)
    mapping = dict(file.layout.columns)
    if absent := [name for name in mapping if name not in names]:
        if not file.parquet and file.text.lstrip()[:1] in {"{", "["}:
            raise InputError(f"{file.name} is JSON, so it has no columns to map.", hint="Leave out --map.")
        near = [f"`{close}`" for name in absent for close in get_close_matches(name, names, n=1)]
        raise InputError(
            f"{file.name} has no column {' and '.join(absent)}; its columns are {', '.join(names)[:1000]}.",
            hint=(f"Did you mean {' and '.join(near)}? " if near else "")
            + "Write the columns in --map as they are in the heading.",
        )
    return tuple(mapping.get(name, name) for name in names)


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
            written = [own for own, read_as in zip(heading(file), names, strict=True) if read_as == name]
            raise InputError(
                f"{file.name} has {times} columns that are read as {name}: {', '.join(written)}."
                if len(set(written)) > 1
                else f"{file.name} has {times} columns named {name}.",
                hint=f"Keep one of them and leave the other out: --map {written[-1]}="
                if len(set(written)) > 1
                else "Keep one of them; rename or remove the others.",
            )
    # of a column that occurs more than once, the first
    positions = {name: position for position, name in reversed(list(enumerate(names)))}
    wanted = {positions[name]: new_name for name, new_name in fields.items() if name in positions}
    if file.parquet:
        return parquet.read_rows(
            file, {name: wanted[position] for position, name in enumerate(parquet.columns(file)) if position in wanted}
        )
    if file.workbook:
        return workbook.read_rows(file, wanted)
    return delimited.read_rows(file, headings.heading(file), wanted)


def first_values(file: InputFile, names: Sequence[str] | None = None, rows: int = 100) -> dict[str, list[str | None]]:
    """Return the values of some columns in the first rows, without malformed rows.

    Columns whose name occurs twice, or whose type is not supported, are left out, and so are columns after the first
    `MOST_COLUMNS`.

    Args:
        file: A file with named columns.
        names: Names as `heading` returns them; None means all.
        rows: Maximum number of rows.
    """
    plain = replace(file, layout=replace(file.layout, columns=()))
    found: dict[str, list[str | None]] = {}
    # one column at a time in Parquet, where a column of lists must not hide the others
    times = Counter(heading(file))
    chosen = None if names is None else set(names)
    single = [name for name in times if name and times[name] == 1 and (chosen is None or name in chosen)]
    single = single[:MOST_COLUMNS]
    for group in [[name] for name in single] if file.parquet else filter(None, [single]):
        try:
            part = next(read_rows(plain, {name: name for name in group}), None)
        except InputError:
            continue
        if part is not None:
            sound = part.frame.filter(pl.col(PROBLEM).is_null()).head(rows)
            found |= {name: sound[name].to_list() for name in group}
    return found
