"""Read records from files, for the network without a database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from explorer.common.errors import InputError
from explorer.common.progress import Progress, silent
from explorer.detect.signals.kinds import RECORD_KINDS, RecordKind
from explorer.detect.signals.records import Records
from explorer.importing.jobs import Job
from explorer.model.outcome import FileOutcome
from explorer.model.resolution import Resolution
from explorer.runs.records_builder import RecordsBuilder, kinds_in
from explorer.sources.file_stats import FileStats


@dataclass(frozen=True, slots=True)
class FileRecords:
    """The records of some files; always ``rows == sum(used.values()) + duplicates + other + rejected``.

    Attributes:
        records: Accounts and posts by their ids if all are of one platform, else by keys (``platform:id``).
        platform: Platform of all records; None if there are several.
        handles: Known handles of accounts: account (key), handle.
        kinds: Kinds of records in the files.
        rows: Number of data rows read.
        used: Number of rows of the tables that the records are made of, by table name.
        duplicates: Number of rows of these tables whose key occurred before.
        other: Number of rows of other tables.
        rejected: Number of rows that cannot be used.
        reasons: Reject reasons with numbers, most frequent first.
        resolution: Time precision of the records.
        notes: Notes of the readers.
        name: Name of the files, for messages.
        outcomes: Whether each file could be used.
    """

    records: Records
    platform: str | None
    handles: pl.DataFrame
    kinds: tuple[RecordKind, ...]
    rows: int
    used: Mapping[str, int]
    duplicates: int
    other: int
    rejected: int
    reasons: tuple[tuple[str, int], ...]
    resolution: Resolution
    notes: tuple[str, ...]
    name: str
    outcomes: tuple[FileOutcome, ...]


def read_files(jobs: Sequence[Job], kind: RecordKind, *, progress: Progress = silent) -> FileRecords:
    """Read the records of a kind. Of a file that cannot be read to its end, the rows before that point are used.

    Args:
        jobs: From `explorer.importing.jobs.find_jobs`.
        kind: Kind of records to read.
        progress: Called with the number of bytes read.
    """
    builder = RecordsBuilder(kind)
    all_stats = []
    outcomes = []
    kinds: set[RecordKind] = set()
    other = 0
    for number, job in enumerate(jobs):
        all_stats.append(stats := FileStats(job.location.name, job.location.size, progress))
        failure: InputError | None = None
        try:
            for batch in job.batches():
                stats.add(batch)
                kinds.update(kinds_in(batch))
                other += 0 if builder.add(batch, number) else batch.rows.height
        except InputError as error:
            failure = error
        outcomes.append(stats.outcome(failure))
    used, duplicates = builder.count()
    resolutions = (stats.resolution if kind.of_retweets else stats.post_resolution for stats in all_stats)
    reasons = sum((stats.reasons for stats in all_stats), Counter[str]())
    records = builder.records()
    return FileRecords(
        records=records,
        platform=builder.platform,
        handles=builder.handles(),
        kinds=tuple(known for known in RECORD_KINDS if known in kinds),
        rows=sum(stats.rows for stats in all_stats),
        used=used,
        duplicates=duplicates,
        other=other,
        rejected=sum(stats.rejected for stats in all_stats),
        reasons=tuple(reasons.most_common()),
        resolution=reduce(or_, resolutions),
        notes=tuple(
            f"{job.location.name}: {text}" for job, stats in zip(jobs, all_stats, strict=True) for text in stats.notes
        ),
        name=", ".join(job.location.name for job in jobs),
        outcomes=tuple(outcomes),
    )
