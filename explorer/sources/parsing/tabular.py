"""Files with named columns, delimited text or Parquet: their columns, and their records by column name."""

from collections import Counter
from collections.abc import Iterator, Mapping

from explorer.common.errors import InputError
from explorer.sources.io import delimited, parquet
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import RawRows


def columns(file: InputFile) -> tuple[str, ...]:
    """Return the names of the file's columns, trimmed, in lower case.

    Raises:
        InputError: if the file is damaged Parquet.
    """
    return tuple(_plain(name) for name in parquet.columns(file)) if file.parquet else delimited.heading(file).columns


def read_rows(file: InputFile, fields: Mapping[str, str]) -> Iterator[RawRows]:
    """Give the file's records.

    Args:
        file: a file with named columns.
        fields: the columns wanted, by their names as `columns` returns them, and what to call them.

    Raises:
        InputError: at once if a wanted column occurs twice or is of a type that cannot be read, or if the heading
            cannot be read.
    """
    names = columns(file)
    if not names:
        raise InputError(
            f"{file.name} has no heading that can be read.", hint="Look at its first line: quotes, blanks."
        )
    for name, times in Counter(names).items():
        if times > 1 and name in fields:
            raise InputError(
                f"{file.name} has {times} columns named {name}.", hint="Rename or remove all but one of them."
            )
    if file.parquet:
        return parquet.read_rows(
            file, {name: fields[_plain(name)] for name in parquet.columns(file) if _plain(name) in fields}
        )
    head = delimited.heading(file)
    wanted = {position: fields[name] for position, name in enumerate(head.columns) if name in fields}
    return delimited.read_rows(file, head, wanted)


def _plain(name: str) -> str:
    return name.strip().lower()
