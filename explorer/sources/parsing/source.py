"""What a format is, and what its reader is told."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from explorer.model.tables import Batch, parse_platform
from explorer.sources.io.input_file import File
from explorer.sources.io.locations import Place
from explorer.sources.io.raw_rows import Records, regroup


@dataclass(frozen=True, slots=True)
class Options:
    """How files are to be read.

    Attributes:
        platform: platform of the rows that name none.
        batch_rows: most rows in a batch; bounds the memory, never changes the outcome.
        released: when a release of suspended accounts was published, where a format does not tell it.
    """

    platform: str = "x"
    batch_rows: int = 50_000
    released: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An input format.

    Attributes:
        name: as given to ``--format``.
        title: one line for a list of formats.
        expects: the columns or shape by which a file of it is known.
        carries: what its rows tell, for the analyst who asks which signals are possible.
        matches: whether a file looks like it, by content.
        reader: reads an opened file; raises `InputError` at once for a whole-file mistake.
        platform: id space of its rows where the analyst names none.
    """

    name: str
    title: str
    expects: str
    carries: tuple[str, ...]
    matches: Callable[[File], bool]
    reader: Callable[[File, Options], Iterator[Batch]]
    platform: str = "x"

    def space(self, platform: str | None) -> str:
        """Return the platform of rows that name none: what the analyst says, else the format's own.

        Raises:
            UsageError: if the platform is none.
        """
        return self.platform if platform is None else parse_platform(platform)

    def read(
        self,
        place: Place | Path,
        platform: str | None = None,
        *,
        batch_rows: int = 50_000,
        released: date | None = None,
    ) -> Iterator[Batch]:
        """Read a file as this format.

        Args:
            place: a single file.
            platform: platform of the rows that name none; None: the format's own.
            batch_rows: most rows in a batch; bounds the memory, never changes the outcome.
            released: when a release of suspended accounts was published, where the format does not tell it.

        Returns:
            At least one batch; raises `InputError` where the file breaks off, after the batches before.

        Raises:
            InputError: at once, if the file as a whole cannot be read as this format.
            UsageError: if the platform is none.
        """
        return self.reader(File.open(place), Options(self.space(platform), batch_rows, released))


def batches(
    parts: Iterable[Records],
    file: File,
    options: Options,
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
