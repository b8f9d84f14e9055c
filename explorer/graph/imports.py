"""Whole files into the graph: one Import node each, with its account of rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

import neo4j

from explorer import __version__
from explorer.graph.connect import Graph
from explorer.graph.load import load_batch
from explorer.progress import Progress, silent
from explorer.tables import RETWEETS, Batch, Resolution


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of one file; always ``rows == loaded + duplicates + rejected``.

    Attributes:
        import_id: hash of the file's content and how it was read.
        file: the file's name.
        format: the format it was read as.
        rows: data rows read.
        loaded: rows that brought something new.
        duplicates: rows that were known already.
        rejected: rows that cannot be used.
        reasons: reject reasons and how often each occurred, most frequent first.
        notes: what the reader noticed of the file as a whole.
        resolution: seconds, how finely the file tells time.
        finished_before: whether this very file had been imported completely before.
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
    finished_before: bool


def import_file(
    graph: Graph,
    path: Path,
    batches: Iterable[Batch],
    *,
    format: str,  # noqa: A002 - the field's word for it
    platform: str,
    progress: Progress = silent,
) -> ImportReport:
    """Load the batches read from ``path``; the roll-ups are left to `explorer.graph.rollups`.

    An import that broke off is completed by running it again: what its first attempts loaded is remembered on the
    Import node and counts as loaded, so that the account of rows ends up as after one clean run.

    Raises:
        InputError: from the reader, when the file breaks off; what came before stays loaded.
        GraphError: if Neo4j cannot be reached.
    """
    checksum = _sha256(path)
    import_id = sha256(f"{checksum} {format} {platform}".encode()).hexdigest()[:12]
    finished_before, loaded_before = _begin(
        graph,
        import_id,
        file=path.name,
        sha256=checksum,
        format=format,
        platform=platform,
        version=__version__,
    )
    size = path.stat().st_size
    stage = f"importing {path.name} (bytes)"
    rows = loaded = rejected = done = 0
    reasons: Counter[str] = Counter()
    platforms: set[str] = set()
    notes: list[str] = []
    resolution = Resolution()
    progress(stage, 0, size)
    for batch in batches:
        rows += batch.rows_read
        rejected += batch.rejects.height
        notes += batch.notes
        reasons.update(dict(batch.rejects["reason"].value_counts().iter_rows()))
        if batch.table is RETWEETS:
            resolution |= batch.resolution
        if "platform" in batch.rows.columns:
            platforms.update(batch.rows["platform"].unique())
        loaded += load_batch(graph, batch, import_id=import_id)
        done += batch.bytes_read
        progress(stage, done, size)
    progress(stage, size, size)
    if not finished_before:
        loaded += loaded_before
        _finish(
            graph,
            import_id,
            rows=rows,
            loaded=loaded,
            duplicates=rows - rejected - loaded,
            rejected=rejected,
            resolution=resolution.seconds,
            platforms=sorted(platforms),
        )
    return ImportReport(
        import_id=import_id,
        file=path.name,
        format=format,
        rows=rows,
        loaded=loaded,
        duplicates=rows - rejected - loaded,
        rejected=rejected,
        reasons=tuple(reasons.most_common()),
        notes=tuple(notes),
        resolution=resolution.seconds,
        finished_before=finished_before,
    )


def _begin(graph: Graph, import_id: str, **properties: object) -> tuple[bool, int]:
    """Return whether the import was finished before, and how many rows earlier attempts loaded."""

    def work(transaction: neo4j.ManagedTransaction) -> tuple[bool, int]:
        record = transaction.run(
            """
            MERGE (i:Import {importId: $id})
              ON CREATE SET i += $properties, i.loaded = 0, i.startedAt = datetime()
            RETURN i.finishedAt IS NOT NULL AS finished, i.loaded AS loaded
            """,
            id=import_id,
            properties=properties,
        ).single(strict=True)
        return record["finished"], record["loaded"]

    return graph.write(work)


def _finish(graph: Graph, import_id: str, **properties: object) -> None:
    graph.write(
        lambda transaction: transaction.run(
            "MATCH (i:Import {importId: $id}) SET i += $properties, i.finishedAt = datetime()",
            id=import_id,
            properties=properties,
        ).consume()
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
