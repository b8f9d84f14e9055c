"""Import files into the graph, each with an Import node that stores its row counts."""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

import neo4j

from explorer.common.errors import GraphError, InputError, UsageError
from explorer.common.interrupts import Interrupted, interrupt_means
from explorer.common.prefetch import prefetch
from explorer.common.progress import Progress, silent
from explorer.common.version import __version__
from explorer.graph.connection.clock import NOW
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.rows import Rows
from explorer.graph.imports.unfinished import report_interrupts
from explorer.graph.load.batches import load_batch
from explorer.graph.removals import forget_removal
from explorer.model.batches import Batch
from explorer.model.outcome import FileOutcome
from explorer.sources.file_stats import FileStats
from explorer.sources.io.locations import FileLocation
from explorer.sources.parsing.parser import ReadOptions
from explorer.sources.rejects import RejectedRows

LARGE_FILE_BYTES: Final = 200_000_000
"""Size in bytes from which computing a checksum takes long enough to report progress."""
MAX_REASONS: Final = 20
"""Maximum number of reject reasons that the graph stores per import."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Result of importing one file; always ``rows == loaded + duplicates + rejected``.

    Attributes:
        import_id: Hash of the file's content, format and platform.
        file: Name of the file.
        format: Format it was read as.
        rows: Number of data rows read.
        loaded: Number of rows that added something new.
        duplicates: Number of rows that added nothing.
        rejected: Number of rejected rows.
        reasons: Reject reasons with their counts, most frequent first.
        notes: Sentences about the whole file.
        resolution: Time precision in seconds.
        resolution_reason: Why the times have this precision; None if all are written in seconds.
        data_from: Time of the first retweet; None if there are no retweets.
        data_until: Time of the last retweet.
        finished_before: Whether the same file was already imported completely.
        outcome: Whether the file could be used.
    """

    import_id: str
    file: str
    format: str
    rows: int
    loaded: int
    duplicates: int
    rejected: int
    reasons: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    resolution: int
    resolution_reason: str | None
    data_from: datetime | None
    data_until: datetime | None
    finished_before: bool
    outcome: FileOutcome


def import_file(
    graph: Connection,
    about: Mapping[str, str],
    size: int,
    batches: Iterable[Batch],
    *,
    rejected: RejectedRows | None = None,
    progress: Progress = silent,
) -> ImportReport:
    """Load the batches read from a file; `explorer.graph.rollups` updates the roll-ups afterwards.

    To complete an interrupted import, run it again. The Import node stores the number of rows that earlier attempts
    loaded, so the final counts are those of an uninterrupted import.

    Args:
        graph: The graph, with its schema applied.
        about: Properties from `import_identity`.
        size: Size of the file in bytes, the sum of its batches' ``bytes_read``.
        batches: The batches read from it.
        rejected: Where to keep rejected rows.
        progress: Called with the number of bytes and rows read, and of rows rejected.

    Returns:
        The report. If the file is damaged, it says so; rows before the damage stay loaded, and the import unfinished.

    Raises:
        GraphError: If Neo4j cannot be reached, or an undo of this import was interrupted.
    """
    import_id = about["importId"]
    finished_before, loaded_before = _begin(graph, about)
    stats = FileStats(about["file"], size, progress)
    loaded = 0
    failure: InputError | None = None
    with (
        interrupt_means(lambda: _still_complete(about["file"]))
        if finished_before
        else report_interrupts(graph, about["file"], import_id, lambda: loaded_before + loaded),
        rejected.keep(import_id) if rejected else nullcontext() as kept,
    ):
        try:
            for batch in prefetch(batches):
                if kept:
                    kept(batch.rejects)
                loaded += load_batch(graph, batch, import_id=import_id, on_loaded=stats.within(batch))
                stats.add(batch)
        except InputError as error:
            failure = error
    if not finished_before:
        loaded += loaded_before
        if failure is None:
            _finish(graph, import_id, import_properties(stats, loaded))
    return import_report(about, stats, loaded, finished_before=finished_before, failure=failure)


def _still_complete(file: str) -> Interrupted:
    return Interrupted(
        f"{file} was imported completely before, and still is.", hint="To check it again, run the same command."
    )


def import_identity(
    location: FileLocation,
    format: str,  # noqa: A002
    options: ReadOptions,
    *,
    progress: Progress = silent,
) -> dict[str, str]:
    """Return the properties of an Import node that are known before the import begins.

    Args:
        location: The file.
        format: Format to read it as.
        options: Options for reading it.
        progress: Called with the number of bytes read, for large files.
    """
    size, done = location.size, 0
    with location.open() as file:
        checksum = sha256()
        while block := file.read(1 << 20):
            checksum.update(block)
            done += len(block)
            if size >= LARGE_FILE_BYTES:
                progress(f"checksum of {location.name}", done, size, unit="bytes")
    parts = (checksum.hexdigest(), format, *options.identity)
    return {
        "importId": sha256(" ".join(parts).encode()).hexdigest()[:12],
        "file": location.name,
        "sha256": checksum.hexdigest(),
        "format": format,
        "platform": options.platform,
        "version": __version__,
        **({"options": given} if (given := _as_text(options)) else {}),
    }


def _as_text(options: ReadOptions) -> str:
    """Return the given options as text, as ``explorer imports show`` prints them."""
    return ", ".join(f"{name}: {value}" for name, value in options.given.items())


def import_properties(stats: FileStats, loaded: int) -> dict[str, Any]:
    """Return the properties of an Import node that are known after the import."""
    return {
        "rows": stats.rows,
        "loaded": loaded,
        "duplicates": stats.rows - stats.rejected - loaded,
        "rejected": stats.rejected,
        "reasons": [f"{count} x {reason}" for reason, count in stats.ranked_reasons()[:MAX_REASONS]] or None,
        "resolution": stats.resolution.seconds,
        "postResolution": stats.post_resolution.seconds,
        "resolutionReason": stats.resolution_reason,
        "platforms": sorted(stats.platforms) or None,
        "dataFrom": stats.data_from,
        "dataUntil": stats.data_until,
    }


def import_report(
    about: Mapping[str, str],
    stats: FileStats,
    loaded: int,
    *,
    finished_before: bool = False,
    failure: InputError | None = None,
) -> ImportReport:
    """Return the report of an import; ``failure`` is why reading stopped before the end of the file."""
    return ImportReport(
        import_id=about["importId"],
        file=about["file"],
        format=about["format"],
        rows=stats.rows,
        loaded=loaded,
        duplicates=stats.rows - stats.rejected - loaded,
        rejected=stats.rejected,
        reasons=tuple(stats.ranked_reasons()),
        notes=tuple(stats.notes),
        resolution=stats.resolution.seconds,
        resolution_reason=stats.resolution_reason,
        data_from=stats.data_from,
        data_until=stats.data_until,
        finished_before=finished_before,
        outcome=stats.outcome(failure),
    )


def _begin(graph: Connection, about: Mapping[str, str]) -> tuple[bool, int]:
    """Return whether the import was finished before, and how many rows earlier attempts loaded."""
    import_id = about["importId"]

    def work(transaction: neo4j.ManagedTransaction) -> tuple[bool, int]:
        record = transaction.run(
            f"""
            OPTIONAL MATCH (earlier:Import) WITH max(earlier.startedAt) AS newest
            MERGE (i:Import {{importId: $id}})
              ON CREATE SET i += $properties, i.loaded = 0, i.startedAt = {NOW}
              // lock the node, because the server may still commit a transaction of a killed attempt, which adds rows
              ON MATCH SET i.importId = $id WITH i
            RETURN i.finishedAt IS NOT NULL AS finished, i.loaded AS loaded, coalesce(i.undoing, false) AS undoing
            """,
            id=import_id,
            properties=dict(about),
        ).single(strict=True)
        if record["undoing"]:
            raise GraphError(
                f"The undo of import {import_id} was interrupted.",
                hint=f"Complete the undo first: explorer imports undo {import_id}",
            )
        forget_removal(transaction, "import", import_id)
        return record["finished"], record["loaded"]

    return graph.write(work)


def _finish(graph: Connection, import_id: str, properties: dict[str, Any]) -> None:
    graph.write(
        lambda transaction: transaction.run(
            "MATCH (i:Import {importId: $id}) SET i += $properties, i.finishedAt = datetime()",
            id=import_id,
            properties=properties,
        ).consume()
    )


def list_imports(graph: Connection) -> Rows:
    """Return the imports in the graph, newest first."""
    return graph.read(
        """
        MATCH (i:Import)
        RETURN i.importId AS import, i.file AS file, i.format AS format, i.rows AS rows, i.loaded AS loaded,
               i.duplicates AS duplicates, i.rejected AS rejected, i.dataFrom AS first, i.dataUntil AS last,
               i.startedAt AS at,
               CASE WHEN i.undoing THEN 'undo interrupted' WHEN i.finishedAt IS NULL THEN 'interrupted'
                    ELSE 'complete' END AS state
        ORDER BY i.startedAt DESC, i.importId
        """
    )


def has_import_named_like(graph: Connection, part: str) -> bool:
    """Return whether the graph has an import of a file with this part in its name."""
    return bool(graph.read("MATCH (i:Import) WHERE i.file CONTAINS $part RETURN i LIMIT 1", {"part": part}).rows)


def find_import(graph: Connection, name: str) -> dict[str, Any]:
    """Return the properties of an import.

    Args:
        graph: The graph.
        name: The id of the import or its beginning, or the name of its file.

    Raises:
        UsageError: If there is no such import, or several.
    """
    matches = graph.read(
        "MATCH (i:Import) WHERE i.importId STARTS WITH $name OR i.file = $name "
        "RETURN properties(i) ORDER BY i.importId",
        {"name": name},
    ).rows
    if len(matches) != 1:
        which = ", ".join(one["importId"] for (one,) in matches[:5])
        raise UsageError(
            f"{len(matches)} imports match {name!r}: {which}." if matches else f"There is no import {name!r}.",
            hint="List the imports with their ids: explorer imports list",
        )
    return dict(matches[0][0])
