"""Batches: what the readers of all formats return, with accepted rows as a canonical table and rejected rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

import polars as pl

from explorer.model.tables import Table

REJECTS: Final = {"source": pl.String, "line": pl.Int64, "reason": pl.String, "raw": pl.String}
"""Columns of rejected rows: file name, line (or row) from 1, reason, and the row as it was read."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Time resolution of a source. ``a | b`` is the resolution of two parts of one source, in any grouping.

    Attributes:
        declared: Seconds. The coarsest notation of a time that occurs: a date is 86,400, hh:mm is 60.
        observed: Seconds. The largest of `STEPS` that divides every time on the source's clock: a file whose seconds
            are always ``:00`` has a resolution of minutes.
        values: Number of times seen; ``observed`` counts once there are `ENOUGH`.
    """

    declared: int = 1
    observed: int = 86_400
    values: int = 0

    ENOUGH: ClassVar[int] = 20
    STEPS: ClassVar[tuple[int, ...]] = (1, 60, 900, 3_600, 86_400)
    """Each divides the next. Quarters of an hour and hours occur where days of another time zone are written in UTC."""

    def __or__(self, other: "Resolution") -> "Resolution":
        """Return the resolution of two parts of one source taken together."""
        return Resolution(
            max(self.declared, other.declared),
            min(self.observed, other.observed),
            self.values + other.values,
        )

    @property
    def seconds(self) -> int:
        """The resolution to use, in seconds."""
        return max(self.declared, self.observed) if self.values >= self.ENOUGH else self.declared


EmbeddedRows = tuple[Table, pl.DataFrame]
"""Rows of a table that came embedded in other rows, without duplicates."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of one file: the accepted ones as a canonical table, the others as rejects.

    Always ``rows_read == rows.height + rejects.height``.

    Attributes:
        table: Canonical table of ``rows``.
        rows: Accepted rows in file order, conforming to ``table``, duplicates included.
        rejects: Rows that cannot be used, columns `REJECTS`.
        rows_read: Number of data rows read, headings excluded.
        resolution: Time resolution of the acts in ``rows`` (``retweeted_at``, a post's ``created_at``). Other times,
            such as an account's ``status_at``, do not count.
        bytes_read: Bytes of the file (as stored, compressed) consumed since the previous batch, for progress.
        notes: Sentences for the analyst about the file as a whole; in its first batch only.
        embedded: Rows of other tables that the accepted rows carry, such as the author's profile in a post. They do not
            count as rows, and only fill in properties that have no value yet.
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
