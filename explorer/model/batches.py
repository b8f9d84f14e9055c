"""Batches, which the readers of all formats return: accepted rows as a canonical table, and rejected rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from explorer.model.resolution import Resolution
from explorer.model.tables import Table

REJECTS: Final = {"source": pl.String, "line": pl.Int64, "reason": pl.String, "raw": pl.String}
"""Columns of rejected rows: file name, line (or row) from 1, reason, and the row as it was read."""

EmbeddedRows = tuple[Table, pl.DataFrame]
"""A table and rows of it that were embedded in other rows, without duplicates; accounts once for each handle."""


@dataclass(frozen=True, slots=True)
class CountedNote:
    """A note on some values of a batch; notes with the same text are added up for the file.

    Attributes:
        text: What happened to the values, such as ``of reply_to_id left empty``; follows their number.
        count: Number of values.
        example: The first of them.
    """

    text: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one file: accepted rows as a canonical table, all others as rejects.

    Always ``rows_read == rows.height + rejects.height``.

    Attributes:
        table: Canonical table of ``rows``.
        rows: Accepted rows in file order, conforming to ``table``, duplicates included.
        rejects: Rejected rows, columns `REJECTS`.
        rows_read: Number of data rows read, headings excluded.
        resolution: Precision of the action times in ``rows`` (``retweeted_at``, a post's ``created_at``). Other times,
            such as an account's ``status_at``, do not count.
        bytes_read: Bytes of the file (as stored, compressed) consumed since the previous batch, for progress.
        notes: Sentences for the analyst about the whole file; in its first or its last batch.
        counted_notes: Notes on some values of the accepted rows.
        embedded: Rows of other tables that the accepted rows contain, such as the author's profile in a post. They do
            not count as rows, and only set properties that have no value yet.
        other_kinds: Reasons among the rejects that say that a row is sound, but of a kind that explorer does not
            import, such as a like in a stream of posts.
    """

    table: Table
    rows: pl.DataFrame
    rejects: pl.DataFrame
    rows_read: int
    resolution: Resolution = field(default_factory=Resolution)
    bytes_read: int = 0
    notes: tuple[str, ...] = ()
    embedded: tuple[EmbeddedRows, ...] = ()
    other_kinds: frozenset[str] = frozenset()
    counted_notes: tuple[CountedNote, ...] = ()

    def __post_init__(self) -> None:
        """Check that the counts add up."""
        if self.rows_read != self.rows.height + self.rejects.height:
            raise ValueError(f"{self.rows_read} rows read, {self.rows.height} accepted, {self.rejects.height} rejected")


def rejects_frame(rows: Iterable[Mapping[str, object]] = ()) -> pl.DataFrame:
    """Return a table of rejected rows, empty by default."""
    return pl.DataFrame(list(rows), schema=REJECTS)
