"""What every format provides: a parser with the options it takes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from explorer.model.batches import Batch
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import RawRows, regroup


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Options for reading a file.

    Attributes:
        platform: Platform of the rows that name none.
        batch_rows: Maximum number of rows in a batch; bounds the memory and never changes the result.
        released: When a release of suspended accounts was published, if the file does not say so.
    """

    platform: str = "x"
    batch_rows: int = 50_000
    released: date | None = None


@dataclass(frozen=True, slots=True)
class Parser:
    """Recognises and reads the files of one format.

    Attributes:
        expects: The columns or shape by which a file is recognised, for error messages.
        matches: Whether a file looks like this format, judged by its content.
        read: Reads an opened file; raises `InputError` at once if the file as a whole cannot be read.
    """

    expects: str
    matches: Callable[[InputFile], bool]
    read: Callable[[InputFile, ReadOptions], Iterator[Batch]]


def batches_from_rows(
    parts: Iterable[RawRows],
    file: InputFile,
    options: ReadOptions,
    make: Callable[[pl.DataFrame], Iterable[Batch]],
    *,
    notes: tuple[str, ...] = (),
) -> Iterator[Batch]:
    """Turn records into batches of at most ``options.batch_rows`` rows.

    Args:
        parts: the file's records.
        file: the file, for its size.
        options: how it is read.
        make: makes batches of one portion's frame, at least one.
        notes: go into the first batch.
    """
    reported = 0
    for portion in regroup(parts, options.batch_rows, file.size):
        for batch in make(portion.frame):
            yield replace(batch, bytes_read=portion.consumed - reported, notes=notes)
            reported, notes = portion.consumed, ()
