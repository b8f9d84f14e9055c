"""The main job's beginning: files through their readers into the graph."""

from collections.abc import Sequence
from pathlib import Path

from explorer import sources
from explorer.graph.connect import Graph
from explorer.graph.imports import ImportReport, import_file
from explorer.graph.lock import only_writer
from explorer.graph.rollups import refresh_rollups
from explorer.graph.schema import apply_schema
from explorer.progress import Progress, silent
from explorer.registry import Registry
from explorer.rejected import RejectedRows
from explorer.sources import Source

Job = tuple[Path, Source]
"""A file and the reader to use for it."""


def find_jobs(paths: Sequence[Path], *, source: str = "auto") -> list[Job]:
    """Return the files below ``paths`` with their readers, so that mistakes show before anything is loaded.

    Args:
        paths: files, or folders of files.
        source: name of a source, or ``auto`` to look at each file's content.

    Raises:
        InputError: if a path is missing, or a file is of none of the known formats.
        UsageError: if there is no such format.
    """
    return [(path, sources.choose(path, source)) for path in sources.find_files(paths)]


def import_files(
    graph: Graph,
    jobs: Sequence[Job],
    *,
    platform: str | None = None,
    rejected: RejectedRows | None = None,
    progress: Progress = silent,
) -> list[ImportReport]:
    """Load files into the graph, each as one import, and bring the roll-ups up to date.

    Waits while another command writes to the graph.

    Args:
        graph: the graph; its schema is applied first.
        jobs: from `find_jobs`.
        platform: id space of the ids where rows name none; None: each format's own.
        rejected: where rejected rows are kept.
        progress: told of bytes read and accounts rolled up.

    Returns:
        One report per file.

    Raises:
        InputError: if a file cannot be read; files before it are loaded.
        GraphError: if Neo4j cannot be reached; the same call completes what it began.
    """
    apply_schema(graph)
    with only_writer(graph, progress=progress):
        reports = [
            import_file(
                graph,
                path,
                source.read(path, platform),
                format=source.name,
                platform=source.space(platform),
                rejected=rejected,
                progress=progress,
            )
            for path, source in jobs
        ]
        refresh_rollups(graph, progress=progress)
    return reports


def import_registry(graph: Graph, registry: Registry, *, part: str = "", progress: Progress = silent) -> ImportReport:
    """Load a registry's outlets and their accounts into the graph; rows are the outlets, then their accounts.

    Args:
        graph: the graph; its schema is applied first.
        registry: all of a registry, or a part of it.
        part: names the part, which is an import of its own; empty for all.
        progress: told of rows loaded.

    Raises:
        GraphError: if Neo4j cannot be reached; the same call completes what it began.
    """
    apply_schema(graph)
    with only_writer(graph, progress=progress):
        report = import_file(
            graph,
            registry.path,
            registry.batches(),
            format=f"registry {part}".strip(),
            platform="x",
            progress=progress,
        )
        # accounts may have met, and so may their retweets
        refresh_rollups(graph, progress=progress)
    return report
