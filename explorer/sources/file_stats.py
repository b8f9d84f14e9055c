"""Collect statistics of a file while it is read: rows, reject reasons and times."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import polars as pl

from explorer.common.errors import InputError
from explorer.common.progress import Progress, silent
from explorer.common.text import count
from explorer.model.batches import Batch
from explorer.model.outcome import FileOutcome
from explorer.model.resolution import Resolution
from explorer.model.tables import POSTS, RETWEETS

_LONG_ID_DIGITS: Final = 17
"""Number of digits from which an ID may lose precision: doubles hold 15 to 17 digits, spreadsheets 15."""
_SUSPICIOUS_SHARE: Final = 0.05
"""Share of IDs ending in 000 that is suspicious; one intact ID in a thousand ends in 000."""


class FileStats:
    """Collects statistics of the batches of one file and reports progress.

    Attributes:
        rows: Number of data rows read.
        rejected: Number of rejected rows.
        reasons: Reject reasons with their counts.
        other_kinds: Reasons of sound rows of a kind that explorer does not import.
        platforms: Platforms of the rows.
        resolution: Time precision of the retweets.
        post_resolution: Time precision of the posts, including posts embedded in retweets.
        data_from: Time of the first retweet.
        data_until: Time of the last retweet.
    """

    def __init__(self, name: str, size: int, progress: Progress = silent) -> None:
        self.rows = self.rejected = 0
        self.reasons: Counter[str] = Counter()
        self.other_kinds: set[str] = set()
        self.platforms: set[str] = set()
        self._notes: list[str] = []
        self._counted: Counter[str] = Counter()
        self._examples: dict[str, str] = {}
        self._long_ids = self._ending_in_zeros = 0
        self.resolution = self.post_resolution = Resolution()
        self.data_from: datetime | None = None
        self.data_until: datetime | None = None
        self._name, self._size, self._done, self._progress = name, size, 0, progress
        self._report_progress(0)

    def add(self, batch: Batch) -> None:
        """Add a batch to the statistics."""
        self.rows += batch.rows_read
        self.rejected += batch.rejects.height
        self._notes += batch.notes
        self.other_kinds |= batch.other_kinds
        for note in batch.counted_notes:
            self._counted[note.text] += note.count
            self._examples.setdefault(note.text, note.example)
        self._count_suspicious_ids(batch.rows)
        self.reasons.update(dict(batch.rejects["reason"].value_counts().iter_rows()))
        if batch.table is POSTS or any(table is POSTS for table, _ in batch.embedded):
            # embedded posts have times from the same clock
            self.post_resolution |= batch.resolution
        if batch.table is RETWEETS and batch.rows.height:
            self.resolution |= batch.resolution
            first, last = batch.rows.select(first=pl.col("retweeted_at").min(), last=pl.col("retweeted_at").max()).row(
                0
            )
            self.data_from = min(filter(None, (self.data_from, _utc(first))))
            self.data_until = max(filter(None, (self.data_until, _utc(last))))
        if "platform" in batch.rows.columns:
            self.platforms.update(batch.rows["platform"].unique())
        self._done += batch.bytes_read
        self._report_progress(self._done)

    def within(self, batch: Batch) -> Callable[[int], None]:
        """Return a function that reports progress within a batch, called with the number of rows processed so far."""

        def report(rows: int) -> None:
            done = batch.bytes_read * rows // max(batch.rows.height, 1)
            self._report_progress(self._done + done, rows)

        return report

    def _report_progress(self, done: int, rows: int = 0) -> None:
        self._progress(self._name, done, self._size, unit="bytes", rows=self.rows + rows, rejected=self.rejected)

    @property
    def resolution_reason(self) -> str | None:
        """Why the times of the retweets, or else of the posts, have their precision; None if nothing is odd."""
        return (self.resolution if self.resolution.values else self.post_resolution).reason

    @property
    def notes(self) -> list[str]:
        """Notes about the file as a whole."""
        notes = [
            *self._notes,
            *(f"{count(values, 'value')} {text}: {self._examples[text]}" for text, values in self._counted.items()),
        ]
        if self._ending_in_zeros < max(3, self._long_ids * _SUSPICIOUS_SHARE):
            return notes
        text = (
            f"{self._ending_in_zeros:,} of {self._long_ids:,} long ids end in 000. A spreadsheet may have rounded "
            "them, so that different accounts or posts look the same; if possible, export the ids again as text"
        )
        return [*notes, text]

    def _count_suspicious_ids(self, rows: pl.DataFrame) -> None:
        """Count ids that are too long for floating-point numbers, and ids that look rounded to one."""
        for name in rows.columns:
            if name.endswith("_id"):
                is_long = rows[name].str.len_bytes() >= _LONG_ID_DIGITS
                ends_in_zeros = rows[name].str.ends_with("000") & is_long
                self._long_ids += int(is_long.sum())
                if ends_in_zeros.any():
                    # only ids made of digits: names and hashes may end in zeros
                    self._ending_in_zeros += int(rows[name].filter(ends_in_zeros).str.contains(r"^[0-9]+$").sum())

    def outcome(self, failure: InputError | None = None) -> FileOutcome:
        """Return whether the file could be used.

        Args:
            failure: Why reading stopped before the end of the file.
        """
        return FileOutcome(
            self._name,
            self.rows,
            self.rejected,
            tuple(self.ranked_reasons()),
            frozenset(self.other_kinds),
            failure.message if failure else "",
            failure.hint if failure else "",
        )

    def ranked_reasons(self) -> list[tuple[str, int]]:
        """Return reject reasons and their counts, the most frequent first."""
        return sorted(self.reasons.items(), key=lambda item: (-item[1], item[0]))


def _utc(moment: datetime) -> datetime:
    # use a single representation of UTC throughout the graph
    return moment.replace(tzinfo=UTC)
