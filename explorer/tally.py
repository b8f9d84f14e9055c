"""What reading a file has brought so far: rows, rejects and their reasons, times."""

from collections import Counter
from datetime import UTC, datetime

import polars as pl

from explorer.progress import Progress, silent
from explorer.tables import RETWEETS, Batch, Resolution


class Tally:
    """Counts batches of one file, and tells of its progress.

    Attributes:
        rows: data rows read.
        rejected: rows that cannot be used.
        reasons: why, with how often.
        platforms: of the rows.
        notes: what the reader noticed of the file as a whole.
        resolution: of its retweets' times.
        data_from: its first retweet.
        data_until: its last retweet.
    """

    def __init__(self, name: str, size: int, progress: Progress = silent) -> None:
        self.rows = self.rejected = 0
        self.reasons: Counter[str] = Counter()
        self.platforms: set[str] = set()
        self.notes: list[str] = []
        self.resolution = Resolution()
        self.data_from: datetime | None = None
        self.data_until: datetime | None = None
        self._name, self._size, self._done, self._progress = name, size, 0, progress
        progress(f"{name} (bytes)", 0, size)

    def add(self, batch: Batch) -> None:
        """Count one batch."""
        self.rows += batch.rows_read
        self.rejected += batch.rejects.height
        self.notes += batch.notes
        self.reasons.update(dict(batch.rejects["reason"].value_counts().iter_rows()))
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
        self._progress(f"{self._name} (bytes)", self._done, self._size)
        self._progress(f"{self._name}: rows", self.rows, None)
        if self.rejected:
            self._progress(f"{self._name}: rejected", self.rejected, None)

    def ranked_reasons(self) -> list[tuple[str, int]]:
        """Return reasons and how often each occurred, the most frequent first."""
        return sorted(self.reasons.items(), key=lambda item: (-item[1], item[0]))


def _utc(moment: datetime) -> datetime:
    # one spelling of UTC in the graph
    return moment.replace(tzinfo=UTC)
