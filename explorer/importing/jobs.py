"""The main job's beginning: files through their readers into the graph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from explorer.common.progress import Progress, silent
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.lock import write_lock
from explorer.graph.imports.imports import ImportReport, import_file, import_identity
from explorer.graph.imports.registries import remaining_versions, remove_earlier_versions
from explorer.graph.rollups import refresh_rollups
from explorer.model.batches import Batch
from explorer.registry.reader import Registry
from explorer.registry.schema import SHIPPED
from explorer.sources.format_detection import AUTO, find_format
from explorer.sources.input_formats import InputFormat
from explorer.sources.io.locations import FileLocation, find_files
from explorer.sources.reading import read_batches, resolve_platform
from explorer.sources.rejects import RejectedRows


@dataclass(frozen=True, slots=True)
class Job:
    """A file, and how it is to be read.

    Attributes:
        location: where it is.
        input_format: its format.
        platform: id space of the ids where rows name none.
        released: when a release of suspended accounts was published, where the format does not tell it.
    """

    location: FileLocation
    input_format: InputFormat
    platform: str
    released: date | None = None

    def batches(self) -> Iterator[Batch]:
        """Read the file; see `explorer.sources.reading.read_batches`."""
        return read_batches(self.location, self.input_format, self.platform, released=self.released)

    def describe(self, *, progress: Progress = silent) -> dict[str, str]:
        """Return what is known of its import before it begins."""
        return import_identity(self.location, self.input_format.name, self.platform, self.released, progress=progress)


def find_jobs(
    paths: Sequence[Path], *, format_name: str = AUTO, platform: str | None = None, released: date | None = None
) -> list[Job]:
    """Return the files that are meant with their readers, so that mistakes show before anything is loaded.

    Args:
        paths: files, folders of files, zip archives or patterns.
        format_name: name of a format, or ``auto`` to look at each file's content.
        platform: id space of the ids where rows name none; None: each format's own.
        released: when a release of suspended accounts was published, where the format does not tell it.

    Raises:
        InputError: if a path is missing, or a file is of none of the known formats.
        UsageError: if there is no such format.
    """
    jobs = []
    for location in find_files(paths):
        input_format = find_format(location, format_name)
        jobs.append(Job(location, input_format, resolve_platform(input_format, platform), released))
    return jobs


def import_files(
    graph: Connection,
    jobs: Sequence[Job],
    *,
    rejected: RejectedRows | None = None,
    progress: Progress = silent,
) -> list[ImportReport]:
    """Load files into the graph, each as one import, and bring the roll-ups up to date.

    Waits while another command writes to the graph.

    Args:
        graph: the graph; its schema is applied first.
        jobs: from `find_jobs`.
        rejected: where rejected rows are kept.
        progress: told of bytes read and accounts rolled up.

    Returns:
        One report per file.

    Raises:
        InputError: if a file cannot be read; files before it are loaded.
        GraphError: if Neo4j cannot be reached; the same call completes what it began.
    """
    with write_lock(graph, progress=progress):
        reports = [
            import_file(
                graph,
                job.describe(progress=progress),
                job.location.size,
                job.batches(),
                rejected=rejected,
                progress=progress,
            )
            for job in jobs
        ]
        refresh_rollups(graph, progress=progress)
    return reports


def import_registry(
    graph: Connection,
    registry: Registry,
    *,
    rejected: RejectedRows | None = None,
    progress: Progress = silent,
) -> ImportReport:
    """Load a registry's outlets and their accounts into the graph; rows are the outlets, then their accounts.

    A new version takes the place of an earlier one; see `explorer.graph.imports.registries.remove_earlier_versions`.

    Args:
        graph: the graph; its schema is applied first.
        registry: all of a registry, or a part of it, which is an import of its own.
        rejected: where rejected rows are kept.
        progress: told of rows loaded.

    Raises:
        GraphError: if Neo4j cannot be reached; the same call completes what it began.
    """
    location = FileLocation(registry.path)
    with write_lock(graph, progress=progress):
        report = import_file(
            graph,
            # which registry this is a version of: the shipped one, or one of one's own by its file's name
            import_identity(location, f"registry {registry.part}".strip(), "x", progress=progress)
            | {"registry": "shipped" if registry.path == SHIPPED else f"own {location.name}"},
            location.size,
            registry.batches(),
            rejected=rejected,
            progress=progress,
        )
        # what was loaded before stays until this version is there: a run may lead to its outlets
        superseded = remove_earlier_versions(graph, report.import_id, registry.outlets)
        others = remaining_versions(graph, report.import_id)
        # accounts may have met, and so may their retweets
        refresh_rollups(graph, progress=progress)
    if rejected:
        for earlier in superseded.imports:
            rejected.forget(earlier)
    notes = [*report.notes]
    if superseded.imports:
        notes.append(
            f"replaces an earlier version: {superseded.accounts:,} accounts lost an outlet that only it gave them, "
            f"{superseded.outlets:,} outlets are gone"
        )
    if others:
        notes.append(f"another version is still in the graph as {', '.join(others)}; load that part again, too")
    return replace(report, notes=tuple(notes))
