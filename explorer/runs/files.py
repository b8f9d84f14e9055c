"""Records out of files, for the network without a database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from explorer.common.progress import Progress, silent
from explorer.detect.signals.kinds import RECORD_KINDS, RecordKind
from explorer.detect.signals.records import Records
from explorer.importing.jobs import Job
from explorer.model.batches import Resolution
from explorer.runs.records_builder import RecordsBuilder, kinds_in
from explorer.sources.file_stats import Tally


@dataclass(frozen=True, slots=True)
class FileRecords:
    """The records of some files; always ``rows == sum(used.values()) + duplicates + other + rejected``.

    Attributes:
        records: accounts and posts by their ids if all are of one platform, else by keys (``platform:id``).
        kinds: the kinds of which the files hold records.
        rows: data rows read.
        used: rows of the tables that the records are made of, by the table's name.
        duplicates: rows of these tables whose key occurred before.
        other: rows of other tables.
        rejected: rows that cannot be used.
        reasons: reject reasons, most frequent first.
        resolution: of the records' times.
        notes: what the readers noticed.
        name: of the files, for messages.
    """

    records: Records
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


def read_files(jobs: Sequence[Job], kind: RecordKind, *, progress: Progress = silent) -> FileRecords:
    """Read the records of a kind.

    Args:
        jobs: from `explorer.importing.jobs.find_jobs`.
        kind: what to read.
        progress: told of bytes read.

    Raises:
        InputError: if a file cannot be read.
    """
    collected = RecordsBuilder(kind)
    tallies = []
    kinds: set[RecordKind] = set()
    other = 0
    for number, job in enumerate(jobs):
        tallies.append(tally := Tally(job.place.name, job.place.size, progress))
        for batch in job.batches():
            tally.add(batch)
            kinds.update(kinds_in(batch))
            other += 0 if collected.add(batch, number) else batch.rows.height
    used, duplicates = collected.count()
    told = (tally.resolution if kind.of_retweets else tally.post_resolution for tally in tallies)
    reasons = sum((tally.reasons for tally in tallies), Counter[str]())
    return FileRecords(
        records=collected.records(),
        kinds=tuple(known for known in RECORD_KINDS if known in kinds),
        rows=sum(tally.rows for tally in tallies),
        used=used,
        duplicates=duplicates,
        other=other,
        rejected=sum(tally.rejected for tally in tallies),
        reasons=tuple(reasons.most_common()),
        resolution=reduce(or_, told),
        notes=tuple(
            f"{job.place.name}: {text}" for job, tally in zip(jobs, tallies, strict=True) for text in tally.notes
        ),
        name=", ".join(job.place.name for job in jobs),
    )
