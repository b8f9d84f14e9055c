"""Rows as read from a file: every field is a string."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from explorer.common.errors import InputError

LINE: Final = "\x00line"
RAW: Final = "\x00raw"
PROBLEM: Final = "\x00problem"
"""Columns in addition to the fields of a row; the NUL prevents clashes with column names of files."""

OTHER: Final = "\x00other "
"""Start of a `PROBLEM` of sound rows of a kind that explorer does not import, such as likes in a stream."""

LARGEST_BATCH: Final = 128 << 20
"""Size of rows in memory, in bytes, from which they make a batch although there are few of them."""

META: Final = {LINE: pl.Int64, RAW: pl.String, PROBLEM: pl.String}


@dataclass(frozen=True, slots=True)
class RawRows:
    """Some consecutive rows of a file.

    Attributes:
        frame: `LINE` (1-based line where the row starts; row number in Parquet), `RAW` (the row as read; null in
            Parquet), `PROBLEM` (why the row is malformed, else null), and a String column for each field.
        consumed: Number of bytes of the stored file read so far.
        notes: Notes on how the file was read, for the analyst.
    """

    frame: pl.DataFrame
    consumed: int
    notes: tuple[str, ...] = ()


def regroup(parts: Iterable[RawRows], rows: int, size: int) -> Iterator[RawRows]:
    """Yield the same rows in portions of ``rows``; the last one may be shorter, or empty if there are no rows.

    Portions of large rows are smaller, so that memory use is bounded.

    Args:
        parts: Rows in file order; at least one part, which may be empty.
        rows: Number of rows per portion.
        size: Size of the stored file in bytes, which the last portion reports as consumed.

    Raises:
        InputError: If ``parts`` raises it; raised after the rows before that point.
    """
    pending: list[pl.DataFrame] = []
    height = consumed = size_in_memory = 0
    notes: tuple[str, ...] = ()
    failure: InputError | None = None
    source = iter(parts)
    while True:
        try:
            part = next(source, None)
        except InputError as error:
            failure = error
            part = None
        if part is None:
            break
        pending.append(part.frame)
        height += part.frame.height
        size_in_memory += int(part.frame.estimated_size())
        consumed = part.consumed
        notes += part.notes
        # hold back the last portion, because only the final one reports the whole file as consumed
        is_large = size_in_memory > LARGEST_BATCH and height > 1
        if height > rows or is_large:
            frame = pl.concat(pending)
            full = height - 1 if is_large else (height - 1) // rows * rows
            for start in range(0, full, rows):
                yield RawRows(frame.slice(start, min(rows, full - start)), consumed, notes)
                notes = ()
            pending = [frame.slice(full)]
            height -= full
            size_in_memory = int(pending[0].estimated_size())
    if pending:
        yield RawRows(pl.concat(pending), size if failure is None else consumed, notes)
    if failure is not None:
        raise failure
