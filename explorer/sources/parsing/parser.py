"""The interface of all formats: a parser and its options."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from explorer.model.batches import Batch
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.layout import Layout
from explorer.sources.io.raw_rows import RawRows, regroup
from explorer.sources.parsing import conventions
from explorer.sources.parsing.handle_columns import IdKind
from explorer.sources.parsing.time_rules import TimeRules


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Options for reading a file. None means that the content or the format decides.

    Attributes:
        platform: Platform of rows that do not name one.
        batch_rows: Maximum number of rows in a batch; it limits memory use and does not affect the result.
        released: Publication date of a release of suspended accounts, if the file does not contain it.
        table: Name of the canonical table that the rows belong to, for `native` files.
        time_format: Format of times that are not in a standard notation, as in `datetime.strptime`.
        day_first: Whether the day precedes the month in dates such as 3/1/2021.
        timezone: Time zone of times that name none, such as ``Europe/Berlin``.
        ids_are: What the columns of account ids contain.
        layout: Layout of the file.
    """

    platform: str = "x"
    batch_rows: int = 50_000
    released: date | None = None
    table: str | None = None
    time_format: str | None = None
    day_first: bool | None = None
    timezone: str | None = None
    ids_are: IdKind | None = None
    layout: Layout = Layout()

    def __post_init__(self) -> None:
        """Check the options for times; see `TimeRules`."""
        _ = self.times

    @property
    def times(self) -> TimeRules:
        """How the times of the file are read."""
        return TimeRules(self.time_format, self.day_first, self.timezone)

    @property
    def given(self) -> dict[str, Any]:
        """The options that affect the result, apart from the platform, by name; without those that are None."""
        layout = self.layout
        values = {
            "released": self.released and self.released.isoformat(),
            "table": self.table,
            "time_format": self.time_format,
            "day_first": self.day_first,
            "timezone": self.timezone,
            "ids_are": self.ids_are,
            "encoding": layout.encoding,
            "skip_lines": layout.skip_lines,
            "sheet": layout.sheet,
            "columns": dict(sorted(layout.columns)) or None,
        }
        return {name: value for name, value in values.items() if value is not None}

    @property
    def identity(self) -> tuple[str, ...]:
        """The options that affect the result, as text; empty apart from the platform if all have their defaults."""
        # earlier versions stored the date without a name; import ids must not change
        return (
            self.platform,
            *(value if name == "released" else f"{name}={value}" for name, value in self.given.items()),
        )


@dataclass(frozen=True, slots=True)
class Parser:
    """Recognises and reads the files of one format.

    Attributes:
        expects: The columns or shape by which a file is recognised, for error messages.
        matches: Returns whether a file's content looks like this format.
        read: Reads an opened file; raises `InputError` immediately if the file as a whole cannot be read.
        columns: Columns that the format gives a meaning, which columns of a file can be mapped to; empty for JSON.
        lacks: Returns the columns that a file would need to be recognised; None if the format has no columns.
    """

    expects: str
    matches: Callable[[InputFile], bool]
    read: Callable[[InputFile, ReadOptions], Iterator[Batch]]
    columns: frozenset[str] = frozenset()
    lacks: Callable[[InputFile], Sequence[str]] | None = None


def batches_from_rows(
    parts: Iterable[RawRows],
    file: InputFile,
    options: ReadOptions,
    make: Callable[[pl.DataFrame, ReadOptions], Iterable[Batch]],
    *,
    notes: tuple[str, ...] = (),
) -> Iterator[Batch]:
    """Turn raw rows into batches of at most ``options.batch_rows`` rows.

    The first rows of the file decide what its notation leaves open, such as the order of day and month.

    Args:
        parts: Raw rows of the file.
        file: The file, for its name and size.
        options: Options for reading the file.
        make: Converts the frame of one portion into at least one batch, with the options that were decided.
        notes: Notes for the first batch.

    Raises:
        InputError: Immediately, if the first rows do not decide the order of day and month.
    """
    head, all_parts = conventions.first_rows(iter(parts))
    settled = conventions.settle(
        head, file.name, platform=options.platform, day_first=options.day_first, ids_are=options.ids_are
    )
    options = replace(options, day_first=settled.day_first)

    def batches() -> Iterator[Batch]:
        reported, pending_notes = 0, (*notes, *settled.handles.notes)
        for portion in regroup(all_parts, options.batch_rows, file.size):
            pending_notes = (*portion.notes, *pending_notes)
            for batch in make(settled.handles.apply(portion.frame), options):
                yield replace(batch, bytes_read=portion.consumed - reported, notes=pending_notes)
                reported, pending_notes = portion.consumed, ()

    return batches()
