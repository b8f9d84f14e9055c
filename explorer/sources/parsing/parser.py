"""The interface of all formats: a parser and its options."""

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
        platform: Platform of rows that do not name one.
        batch_rows: Maximum number of rows in a batch; it limits memory use and does not affect the result.
        released: Publication date of a release of suspended accounts, if the file does not contain it.
    """

    platform: str = "x"
    batch_rows: int = 50_000
    released: date | None = None


@dataclass(frozen=True, slots=True)
class Parser:
    """Recognises and reads the files of one format.

    Attributes:
        expects: The columns or shape by which a file is recognised, for error messages.
        matches: Returns whether a file's content looks like this format.
        read: Reads an opened file; raises `InputError` immediately if the file as a whole cannot be read.
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
    """Turn raw rows into batches of at most ``options.batch_rows`` rows.

    Args:
        parts: Raw rows of the file.
        file: The file, for its size.
        options: Options for reading the file.
        make: Converts the frame of one portion into at least one batch.
        notes: Notes for the first batch.
    """
    reported = 0
    for portion in regroup(parts, options.batch_rows, file.size):
        for batch in make(portion.frame):
            yield replace(batch, bytes_read=portion.consumed - reported, notes=notes)
            reported, notes = portion.consumed, ()
