"""Rows as read from a file: every field is a string."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from explorer.common.errors import InputError

LINE: Final = "\x00line"
RAW: Final = "\x00raw"
PROBLEM: Final = "\x00problem"
"""Columns beside a record's fields; NUL keeps them apart from any heading."""

META: Final = {LINE: pl.Int64, RAW: pl.String, PROBLEM: pl.String}


@dataclass(frozen=True, slots=True)
class RawRows:
    """Some consecutive rows of a file.

    Attributes:
        frame: `LINE` (1-based, where the record starts; the row's number in Parquet), `RAW` (the record as
            read; null in Parquet), `PROBLEM` (why it is no proper record, else null), and a String column for
            each field.
        consumed: bytes of the stored file read so far.
    """

    frame: pl.DataFrame
    consumed: int


def regroup(parts: Iterable[RawRows], rows: int, size: int) -> Iterator[RawRows]:
    """Give the same records in portions of ``rows``, the last one shorter; an empty one if there are none.

    Args:
        parts: records in file order, at least one part (which may be empty).
        rows: records per portion.
        size: bytes of the stored file, which the last portion reports as consumed.

    Raises:
        InputError: as ``parts`` does, after the records before it were given.
    """
    waiting: list[pl.DataFrame] = []
    height = consumed = 0
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
        waiting.append(part.frame)
        height += part.frame.height
        consumed = part.consumed
        # keep one portion back, so that the last one is known
        if height > rows:
            frame = pl.concat(waiting)
            full = (height - 1) // rows * rows
            for start in range(0, full, rows):
                yield RawRows(frame.slice(start, rows), consumed)
            waiting = [frame.slice(full)]
            height -= full
    if waiting:
        yield RawRows(pl.concat(waiting), size if failure is None else consumed)
    if failure is not None:
        raise failure
