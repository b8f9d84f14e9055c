"""Batches, which the readers of all formats return: accepted rows as a canonical table, and rejected rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

import polars as pl

from explorer.model.tables import Table

REJECTS: Final = {"source": pl.String, "line": pl.Int64, "reason": pl.String, "raw": pl.String}
"""Columns of rejected rows: file name, line (or row) from 1, reason, and the row as it was read."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Time precision of a source. ``a | b`` is the precision of two parts of one source; the operator is associative.

    Attributes:
        declared: Precision of the coarsest time notation in seconds: 86,400 for a date, 60 for hh:mm.
        observed: Largest of `STEPS` that divides every time in the source's time zone, in seconds. If all times end in
            ``:00``, the precision is minutes.
        values: Number of times read; ``observed`` is used from `ENOUGH` times on.
    """

    declared: int = 1
    observed: int = 86_400
    values: int = 0

    ENOUGH: ClassVar[int] = 20
    STEPS: ClassVar[tuple[int, ...]] = (1, 60, 900, 3_600, 86_400)
    """Seconds; each divides the next. Dates of another time zone, written in UTC, fall on hours or quarter hours."""

    def __or__(self, other: "Resolution") -> "Resolution":
        """Return the combined precision of two parts of one source."""
        return Resolution(
            max(self.declared, other.declared),
            min(self.observed, other.observed),
            self.values + other.values,
        )

    @property
    def seconds(self) -> int:
        """The precision to use, in seconds."""
        return max(self.declared, self.observed) if self.values >= self.ENOUGH else self.declared


EmbeddedRows = tuple[Table, pl.DataFrame]
"""A table and rows of it that were embedded in other rows, without duplicates."""


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
        embedded: Rows of other tables that the accepted rows contain, such as the author's profile in a post. They do
            not count as rows, and only set properties that have no value yet.
    """

    table: Table
    rows: pl.DataFrame
    rejects: pl.DataFrame
    rows_read: int
    resolution: Resolution = field(default_factory=Resolution)
    bytes_read: int = 0
    notes: tuple[str, ...] = ()
    embedded: tuple[EmbeddedRows, ...] = ()

    def __post_init__(self) -> None:
        """Check that the counts add up."""
        if self.rows_read != self.rows.height + self.rejects.height:
            raise ValueError(f"{self.rows_read} rows read, {self.rows.height} accepted, {self.rejects.height} rejected")


def rejects_frame(rows: Iterable[Mapping[str, object]] = ()) -> pl.DataFrame:
    """Return a table of rejected rows, empty by default."""
    return pl.DataFrame(list(rows), schema=REJECTS)
