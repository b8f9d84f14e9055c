"""Batches: what the readers of all formats return, rows of a canonical table and the rows that they reject."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

import polars as pl

from explorer.model.tables import Table

REJECTS: Final = {"source": pl.String, "line": pl.Int64, "reason": pl.String, "raw": pl.String}
"""Columns of rejected rows: file name, 1-based line (or row) in it, the reason, the row as it was read."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """How finely a source tells time; ``a | b`` is that of two parts of one source, in any grouping.

    Attributes:
        declared: seconds, the coarsest way of writing a time that occurs: a date is 86,400, hh:mm is 60.
        observed: seconds, the largest of `STEPS` that divides every time as the source's clock shows it; a
            file that writes seconds, but only ever ``:00``, knows minutes.
        values: how many times were seen; ``observed`` counts from `ENOUGH` on.
    """

    declared: int = 1
    observed: int = 86_400
    values: int = 0

    ENOUGH: ClassVar[int] = 20
    STEPS: ClassVar[tuple[int, ...]] = (1, 60, 900, 3_600, 86_400)
    """Each divides the next. Quarters of an hour and hours: whole days of another zone, written in UTC."""

    def __or__(self, other: "Resolution") -> "Resolution":
        """Return the resolution of two parts of one source taken together."""
        return Resolution(
            max(self.declared, other.declared),
            min(self.observed, other.observed),
            self.values + other.values,
        )

    @property
    def seconds(self) -> int:
        """The resolution to reckon with, in seconds."""
        return max(self.declared, self.observed) if self.values >= self.ENOUGH else self.declared


Learnt = tuple[Table, pl.DataFrame]
"""Rows of a table that other rows taught in passing, no two of one key."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of one file, read: the accepted ones as a canonical table, the others as rejects.

    Always ``rows_read == rows.height + rejects.height``.

    Attributes:
        table: the canonical table of ``rows``.
        rows: accepted rows in file order, conforming to ``table``; duplicates are still in it.
        rejects: rows that cannot be used, columns `REJECTS`.
        rows_read: data rows read, headings not counted.
        resolution: of the acts themselves (``retweeted_at``, a post's ``created_at``) in ``rows``; other
            times, such as an account's ``status_at``, do not count.
        bytes_read: bytes of the file (as stored, compressed) consumed since the batch before, for progress.
        notes: sentences for the analyst about the file as a whole; in its first batch only.
        learnt: what the accepted rows tell beside themselves, such as the author's profile in a post. It counts as no
            row, and fills in what is not known yet; it replaces nothing.
    """

    table: Table
    rows: pl.DataFrame
    rejects: pl.DataFrame
    rows_read: int
    resolution: Resolution = field(default_factory=Resolution)
    bytes_read: int = 0
    notes: tuple[str, ...] = ()
    learnt: tuple[Learnt, ...] = ()

    def __post_init__(self) -> None:
        """Hold the accounting identity from the first moment."""
        if self.rows_read != self.rows.height + self.rejects.height:
            raise ValueError(f"{self.rows_read} rows read, {self.rows.height} accepted, {self.rejects.height} rejected")


def rejects_frame(rows: Iterable[Mapping[str, object]] = ()) -> pl.DataFrame:
    """Return a rejects table of ``rows``, or an empty one."""
    return pl.DataFrame(list(rows), schema=REJECTS)
