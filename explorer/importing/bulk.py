"""Import files into the empty graph of the local server with Neo4j's offline import, which is much faster than Bolt."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import psutil

from explorer.common.errors import InputError, UsageError
from explorer.common.prefetch import prefetch
from explorer.common.progress import Progress, silent
from explorer.common.settings import Endpoint, Settings
from explorer.common.text import without_login
from explorer.graph.connection.connect import Connection
from explorer.graph.imports.imports import ImportReport, import_properties, import_report, list_imports
from explorer.graph.lock import write_lock
from explorer.graph.offline.builder import OFFLINE_TABLES, ColumnarGraphBuilder
from explorer.graph.offline.csv_files import write_import_files
from explorer.importing.jobs import Job
from explorer.server.database_build import build_database
from explorer.server.local import LocalServer
from explorer.sources.file_stats import FileStats
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.locations import WORKBOOKS, FileLocation
from explorer.sources.rejects import RejectedRows

WORTHWHILE: Final = 300_000
"""Number of lines from which a bulk import is faster than Bolt: it takes at least 20 s; see docs/bench.md."""
PACKED: Final = 6
"""Estimated ratio of the size as text to the size of compressed files and Parquet."""
MEMORY: Final = 5.0
"""Bytes of memory needed per byte of text; measured, see docs/bench.md."""
SHARE: Final = 0.5
"""Maximum share of the free memory that an import may use, unless the user requests a bulk import."""


def bulk_server(
    settings: Settings, jobs: Sequence[Job], wanted: bool | None, *, notify: Callable[[str], None]
) -> LocalServer | None:
    """Return the local server if the files should be imported in bulk, else None.

    Args:
        settings: Settings that select the Neo4j server.
        jobs: From `explorer.importing.jobs.find_jobs`.
        wanted: Whether the user requests a bulk import; None means to use it if it is possible and worthwhile.
        notify: Called with the reason if a bulk import would be worthwhile but is not possible.

    Raises:
        UsageError: If it is requested but not possible, and none of the files is in the graph already.
        ServerError: If the local server does not start, so that its graph cannot be inspected.
    """
    if wanted is False:
        return None
    if settings.neo4j_uri is not None:
        if wanted:
            uri = without_login(settings.neo4j_uri)
            raise UsageError(
                f"--bulk works only with the local server, but NEO4J_URI is set to {uri}.",
                hint="Omit --bulk, or unset NEO4J_URI.",
            )
        return None
    if wanted is None and sum(_lines(job.location) for job in jobs) < WORTHWHILE:
        return None
    server = LocalServer.from_settings(settings)
    imported = _imported(server)
    if imported is None:
        needed, free = sum(_text_size(job.location) for job in jobs) * MEMORY, psutil.virtual_memory().available
        if wanted or needed <= free * SHARE:
            return server
        notify(
            "Importing over Bolt, which is slower, because Neo4j's offline import would need about "
            f"{needed / 1e9:.0f} GB of memory and {free / 1e9:.0f} GB are free. "
            "Use --bulk to run the offline import anyway."
        )
    # a bulk import that was killed after the database was in place is completed over Bolt
    elif wanted and imported.isdisjoint(job.describe()["importId"] for job in jobs):
        raise UsageError(
            f"--bulk needs an empty graph, but the graph of server {server.name} contains data.",
            hint="Omit --bulk, or use another server: explorer --server NAME import …",
        )
    return None


def _imported(server: LocalServer) -> set[str] | None:
    """Return the ids of the imports in a server's graph; None if the graph is empty."""
    if not server.has_graph:
        return None
    with Connection(server.start()) as graph:
        return None if _is_empty(graph) else {row[0] for row in list_imports(graph).rows}


@dataclass(frozen=True, slots=True)
class _ReadFile:
    about: dict[str, str]
    stats: FileStats
    started: datetime
    failures: list[InputError] = field(default_factory=list)
    """Why reading stopped before the end of the file, if it did."""

    def properties(self, loaded: int) -> dict[str, Any]:
        """Return the properties of the Import node; without an end if the file was not read to its end."""
        if self.failures:
            return {**self.about, "loaded": loaded, "startedAt": self.started}
        return {
            **self.about,
            **import_properties(self.stats, loaded),
            "startedAt": self.started,
            "finishedAt": datetime.now(UTC),
        }

    def report(self, loaded: int) -> ImportReport:
        """Return the report of the import."""
        return import_report(self.about, self.stats, loaded, failure=next(iter(self.failures), None))


def import_in_bulk(
    server: LocalServer,
    jobs: Sequence[Job],
    *,
    rejected: RejectedRows | None = None,
    progress: Progress = silent,
) -> tuple[list[ImportReport], list[Job]]:
    """Fill the empty graph of a local server with files, completely or not at all.

    The server is stopped afterwards. The next import over Bolt applies its schema, even if it imports no files.

    Args:
        server: A server with an empty graph.
        jobs: From `explorer.importing.jobs.find_jobs`.
        rejected: Store for rejected rows.
        progress: Called with the number of bytes and rows read, and with the stages of the import.

    Returns:
        A report for each file that is loaded, and the remaining files, which must be loaded over Bolt: registries,
        statuses and labels, which are small and change rows of other files. If a file cannot be read to its end, its
        report says so.

    Raises:
        ServerError: If Neo4j's import fails; nothing is loaded then.
        UsageError: If another command loads data into the graph in the meantime; nothing is loaded then.
    """
    builder = ColumnarGraphBuilder()
    read_files: list[_ReadFile] = []
    remaining: list[Job] = []
    for job in jobs:
        about = job.describe(progress=progress)
        if any(about["importId"] == other.about["importId"] for other in read_files):
            remaining.append(job)
            continue
        file = _ReadFile(about, FileStats(job.location.name, job.location.size, progress), datetime.now(UTC))
        with rejected.keep(file.about["importId"]) if rejected else nullcontext() as store_rejects:
            try:
                for batch in prefetch(job.batches()):
                    if batch.table not in OFFLINE_TABLES:
                        remaining.append(job)
                        break
                    if store_rejects:
                        store_rejects(batch.rejects)
                    file.stats.add(batch)
                    builder.add(len(read_files), batch)
                else:
                    read_files.append(file)
            except InputError as error:
                # rows before the damage stay loaded, as over Bolt
                file.failures.append(error)
                read_files.append(file)
    if not read_files:
        return [], remaining
    loaded: Sequence[int] = []

    def write(folder: Path) -> list[str]:
        nonlocal loaded
        progress("building the graph in memory", 0, None)
        columnar_graph = builder.finish(len(read_files))
        loaded = columnar_graph.loaded
        imports = [file.properties(count) for file, count in zip(read_files, loaded, strict=True)]
        return write_import_files(columnar_graph, imports, folder)

    build_database(server, write, claim=partial(_claim, server, progress=progress), progress=progress)
    return [file.report(count) for file, count in zip(read_files, loaded, strict=True)], remaining


def _lines(location: FileLocation) -> float:
    """Estimate the number of lines of a file from its first lines."""
    head = InputFile.open(location).head
    # tables that are not text have rows of about 100 bytes as text
    return _text_size(location) / (len(head) or 100) * max(head.count(b"\n"), 1)


def _text_size(location: FileLocation) -> int:
    is_compressed = location.name.lower().endswith((".gz", ".zst", ".bz2", ".xz", ".parquet", *WORKBOOKS))
    return location.size * (PACKED if is_compressed else 1)


def _is_empty(graph: Connection) -> bool:
    return not graph.read("MATCH (n) WHERE NOT n:Lock AND NOT n:Removed RETURN 1 LIMIT 1").rows


@contextmanager
def _claim(server: LocalServer, endpoint: Endpoint, *, progress: Progress) -> Iterator[None]:
    """Keep other commands from writing to the graph, which must be empty because it will be replaced."""
    with Connection(endpoint) as graph, write_lock(graph, progress=progress):
        if not _is_empty(graph):
            raise UsageError(
                f"Another command has added data to server {server.name} in the meantime; nothing was loaded.",
                hint="Run the same command again without --bulk to add the files to that data.",
            )
        yield
