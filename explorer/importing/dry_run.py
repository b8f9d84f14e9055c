"""Read and validate files as an import would, without a database and without writing anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from explorer.common.errors import InputError
from explorer.common.progress import Progress, silent
from explorer.common.text import count
from explorer.importing.jobs import Job
from explorer.model.outcome import FileOutcome
from explorer.model.tables import Table
from explorer.sources.file_stats import FileStats


@dataclass(frozen=True, slots=True)
class FileCheck:
    """Result of a dry run for one file, as if imported into an empty graph.

    ``rows == usable + duplicates + rejected``.

    Attributes:
        file: Name of the file.
        format: Name of the format it was read as.
        rows: Number of data rows read.
        usable: Number of accepted rows with a key that did not occur before, in this file or an earlier one.
        duplicates: Number of accepted rows with a key that occurred before.
        rejected: Number of rejected rows.
        reasons: Reject reasons and their counts, the most frequent first.
        notes: Notes on the file as a whole.
        resolution: Time precision in seconds.
        resolution_reason: Why the times have this precision; None if all are written in seconds.
        data_from: Time of the first retweet; None if there are no retweets.
        data_until: Time of the last retweet.
        first_reject: Line and reason of the first rejected row.
        outcome: Whether the file could be used.
    """

    file: str
    format: str
    rows: int
    usable: int
    duplicates: int
    rejected: int
    reasons: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    resolution: int
    resolution_reason: str | None
    data_from: datetime | None
    data_until: datetime | None
    first_reject: tuple[int, str] | None
    outcome: FileOutcome


def check_files(jobs: Sequence[Job], *, progress: Progress = silent) -> list[FileCheck]:
    """Read files completely and return a report for each. If a file cannot be read to its end, its report says so.

    Args:
        jobs: From `explorer.importing.jobs.find_jobs`.
        progress: Called with the number of bytes and rows read.
    """
    keys = _Keys()
    checked = []
    for job in jobs:
        stats = FileStats(job.location.name, job.location.size, progress)
        first_reject: tuple[int, str] | None = None
        failure: InputError | None = None
        try:
            for batch in job.batches():
                stats.add(batch)
                keys.add(batch.table, batch.rows)
                if first_reject is None and batch.rejects.height:
                    first_reject = batch.rejects.select("line", "reason").row(0)
        except InputError as error:
            failure = error
        duplicates = keys.count_duplicates()
        checked.append(
            FileCheck(
                file=job.location.name,
                format=job.input_format.name,
                rows=stats.rows,
                usable=stats.rows - stats.rejected - duplicates,
                duplicates=duplicates,
                rejected=stats.rejected,
                reasons=tuple(stats.ranked_reasons()),
                notes=tuple(stats.notes),
                resolution=stats.resolution.seconds,
                resolution_reason=stats.resolution_reason,
                data_from=stats.data_from,
                data_until=stats.data_until,
                first_reject=first_reject,
                outcome=stats.outcome(failure),
            )
        )
    return checked


def refuse_rejects(checked: Sequence[FileCheck], most: int) -> None:
    """Raise an error if the files have more than ``most`` rejected rows in total.

    Raises:
        InputError: If there are more; the message contains the first rejected row.
    """
    rejected = sum(check.rejected for check in checked)
    if rejected <= most:
        return
    file, (line, reason) = next((check.file, check.first_reject) for check in checked if check.first_reject)
    raise InputError(
        f"Nothing was loaded, because {count(rejected, 'row')} would be rejected and at most {most:,} may be. "
        f"The first one is line {line:,} of {file}: {reason}.",
        hint="Correct the rows, or allow them with --max-rejects N. All other rows are then loaded, and "
        "explorer imports rejects lists the rejected rows.",
    )


class _Keys:
    """Keys of all rows so far as 64-bit hashes; a collision among 100 million keys has a probability of 0.03 %."""

    def __init__(self) -> None:
        self._seen: dict[str, pl.Series] = {}
        self._new: dict[str, list[pl.Series]] = {}

    def add(self, table: Table, rows: pl.DataFrame) -> None:
        self._new.setdefault(table.name, []).append(rows.select(table.key).hash_rows().rename("key"))

    def count_duplicates(self) -> int:
        """Return how many rows added since the last call have a key that occurred before."""
        duplicates = 0
        for name, parts in self._new.items():
            seen = self._seen.get(name)
            all_keys = pl.concat(parts if seen is None else [seen, *parts])
            unique = all_keys.unique()
            duplicates += len(all_keys) - len(unique)
            self._seen[name] = unique
        self._new.clear()
        return duplicates
