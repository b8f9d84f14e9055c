"""Read files with named columns: delimited text or Parquet."""

from collections import Counter
from collections.abc import Iterator, Mapping

from explorer.common.errors import InputError
from explorer.sources.io import delimited, parquet
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import RawRows


def columns(file: InputFile) -> tuple[str, ...]:
    """Return the column names of a file, trimmed and in lower case.

    Raises:
        InputError: If the file is damaged Parquet.
    """
    return (
        tuple(_normalized(name) for name in parquet.columns(file)) if file.parquet else delimited.heading(file).columns
    )


def read_rows(file: InputFile, fields: Mapping[str, str]) -> Iterator[RawRows]:
    """Yield the rows of a file.

    Args:
        file: A file with named columns.
        fields: Columns to read, by their names as `columns` returns them, and the new name of each.

    Raises:
        InputError: Immediately if a requested column occurs twice or has an unsupported type, or if the heading cannot
            be read.
    """
    names = columns(file)
    if not names:
        raise InputError(
            f"The heading of {file.name} cannot be read.", hint="Check quotation marks and spaces in its first line."
        )
    for name, times in Counter(names).items():
        if times > 1 and name in fields:
            raise InputError(
                f"{file.name} has {times} columns named {name}.", hint="Keep one of them; rename or remove the others."
            )
    if file.parquet:
        return parquet.read_rows(
            file, {name: fields[_normalized(name)] for name in parquet.columns(file) if _normalized(name) in fields}
        )
    head = delimited.heading(file)
    wanted = {position: fields[name] for position, name in enumerate(head.columns) if name in fields}
    return delimited.read_rows(file, head, wanted)


def _normalized(name: str) -> str:
    return name.strip().lower()
