"""Find the files to import and load them into the graph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from explorer.common.errors import InputError, UsageError
from explorer.common.interrupts import Interrupted, interrupt_means, nothing_loaded
from explorer.common.progress import Progress, silent
from explorer.common.text import count
from explorer.graph.connection.connect import Connection
from explorer.graph.imports.imports import ImportReport, import_file, import_identity
from explorer.graph.imports.registries import remaining_versions, remove_earlier_versions
from explorer.graph.lock import write_lock
from explorer.graph.rollups import refresh_rollups
from explorer.model.batches import Batch
from explorer.model.outcome import FileOutcome
from explorer.registry.reader import Registry
from explorer.registry.schema import SHIPPED
from explorer.sources.declarations.input_format import InputFormat
from explorer.sources.format_detection import AUTO, find_format
from explorer.sources.io.locations import FileLocation, find_files
from explorer.sources.parsing.parser import ReadOptions
from explorer.sources.reading import read_batches, resolve_platform
from explorer.sources.rejects import RejectedRows

_SHOWN: Final = 20
"""Maximum number of unreadable files that an error lists."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to import and how to read it.

    Attributes:
        location: Location of the file.
        input_format: Format of the file.
        options: Options for reading the file.
    """

    location: FileLocation
    input_format: InputFormat
    options: ReadOptions

    def batches(self) -> Iterator[Batch]:
        """Read the file; see `explorer.sources.reading.read_batches`."""
        return read_batches(self.location, self.input_format, self.options)

    def describe(self, *, progress: Progress = silent) -> dict[str, str]:
        """Return the properties that identify the import of this file."""
        return import_identity(self.location, self.input_format.name, self.options, progress=progress)


def find_jobs(
    paths: Sequence[Path],
    *,
    format_name: str = AUTO,
    platform: str | None = None,
    options: ReadOptions = ReadOptions(),
) -> list[Job]:
    """Return an import job for each file, so that errors are reported before anything is loaded.

    Args:
        paths: Files, folders of files, zip archives or patterns.
        format_name: Name of a format, or ``auto`` to detect the format of each file from its content.
        platform: ID space of rows that name no platform; None means each format's default.
        options: Options for reading the files, whatever their platform.

    Raises:
        InputError: If a path does not exist, or the format of a file is unknown.
        UsageError: If no format has this name.
    """
    return [_job(location, format_name, platform, options) for location in find_files(paths)]


def find_readable_jobs(
    paths: Sequence[Path],
    *,
    format_name: str = AUTO,
    platform: str | None = None,
    options: ReadOptions = ReadOptions(),
) -> tuple[list[Job], list[FileOutcome]]:
    """Return an import job for each file that can be read, and the outcomes of the others.

    One unknown or broken file among several does not keep the others from being read.

    Args:
        paths: As for `find_jobs`.
        format_name: As for `find_jobs`.
        platform: As for `find_jobs`.
        options: As for `find_jobs`.

    Raises:
        InputError: If a path does not exist, or none of the files can be read.
        UsageError: If the options are wrong for all of the files.
    """
    jobs: list[Job] = []
    failed: list[FileOutcome] = []
    first: InputError | UsageError | None = None

    def add_failure(name: str, error: InputError | UsageError) -> None:
        nonlocal first
        first = first or error
        failed.append(FileOutcome(name, error=error.message, hint=error.hint))

    for location in find_files(paths, on_error=lambda path, error: add_failure(path.name, error)):
        try:
            jobs.append(_job(location, format_name, platform, options))
        except (InputError, UsageError) as error:
            # a column that is mapped to one that only this file's table lacks
            add_failure(location.name, error)
    if first and not jobs:
        raise first if len(failed) == 1 or isinstance(first, UsageError) else _none_readable(failed)
    return jobs, failed


def _none_readable(failed: Sequence[FileOutcome]) -> InputError:
    lines = [f"  {file.file}: {file.error} {file.hint}" for file in failed[:_SHOWN]]
    if len(failed) > _SHOWN:
        lines.append(f"  {len(failed) - _SHOWN:,} other files cannot be read either.")
    return InputError(f"None of the {len(failed):,} files can be read.", details=lines)


def _job(location: FileLocation, format_name: str, platform: str | None, options: ReadOptions) -> Job:
    input_format = find_format(location, format_name, options)
    return Job(location, input_format, replace(options, platform=resolve_platform(input_format, platform)))


def import_files(
    graph: Connection,
    jobs: Sequence[Job],
    *,
    loaded_before: int = 0,
    rejected: RejectedRows | None = None,
    progress: Progress = silent,
) -> list[ImportReport]:
    """Load files into the graph, each as one import, and update the summary counts.

    Waits while another command writes to the graph.

    Args:
        graph: The graph; its schema is applied first.
        jobs: From `find_jobs`.
        loaded_before: Number of files of the same command that are loaded already.
        rejected: Store for rejected rows.
        progress: Called with the number of bytes read and the number of accounts counted.

    Returns:
        One report per file. If a file cannot be read to its end, its report says so, and the other files are loaded.

    Raises:
        GraphError: If Neo4j cannot be reached; the same call resumes the import.
    """
    reports: list[ImportReport] = []
    files = loaded_before + len(jobs)
    with interrupt_means(lambda: interrupted_between(loaded_before + len(reports), files)):
        try:
            with write_lock(graph, progress=progress):
                for job in jobs:
                    about = job.describe(progress=progress)
                    reports.append(
                        import_file(
                            graph, about, job.location.size, job.batches(), rejected=rejected, progress=progress
                        )
                    )
                refresh_rollups(graph, progress=progress)
        except Interrupted as error:
            message = f"{_loaded_before(loaded_before + len(reports), files)}{error.message}"
            raise Interrupted(message, hint=error.hint) from error
    return reports


def interrupted_between(done: int, files: int) -> Interrupted:
    """Return what is true if an import is interrupted between two files, or before or after all."""
    if done == 0:
        return nothing_loaded()
    if done < files:
        return Interrupted(
            f"{_loaded_before(done, files)}The others are not.", hint="To import them, run the same command again."
        )
    return Interrupted(
        f"{'The file is' if files == 1 else f'All {files} files are'} loaded, but the roll-ups are not up to date.",
        hint="The next command that writes to the graph updates them, for example explorer rollups.",
    )


def _loaded_before(done: int, files: int) -> str:
    return f"{done} of {count(files, 'file')} {'is' if done == 1 else 'are'} loaded completely. " if files > 1 else ""


def import_registry(
    graph: Connection,
    registry: Registry,
    *,
    rejected: RejectedRows | None = None,
    progress: Progress = silent,
) -> ImportReport:
    """Load a registry's outlets and their accounts into the graph; outlets and accounts both count as rows.

    A new version replaces earlier ones; see `explorer.graph.imports.registries.remove_earlier_versions`.

    Args:
        graph: The graph; its schema is applied first.
        registry: A whole registry, or a part of it, which counts as a separate import.
        rejected: Store for rejected rows.
        progress: Called with the number of rows loaded.

    Raises:
        GraphError: If Neo4j cannot be reached; the same call resumes the import.
    """
    location = FileLocation(registry.path)
    with write_lock(graph, progress=progress):
        report = import_file(
            graph,
            # all versions of a registry share this name: that of the shipped one, or the file name of a user's own
            import_identity(location, f"registry {registry.part}".strip(), ReadOptions(), progress=progress)
            | {"registry": "shipped" if registry.path == SHIPPED else f"own {location.name}"},
            location.size,
            registry.batches(),
            rejected=rejected,
            progress=progress,
        )
        # keep the previous version until the new one is loaded, so that existing runs never point to missing outlets
        replaced = remove_earlier_versions(graph, report.import_id, registry.outlets)
        other_versions = remaining_versions(graph, report.import_id)
        # accounts may have been merged, and their retweets with them
        refresh_rollups(graph, progress=progress)
    if rejected:
        for earlier in replaced.imports:
            rejected.forget(earlier)
    notes = [*report.notes]
    if replaced.imports:
        notes.append(
            f"replaced an earlier version of the registry; {count(replaced.accounts, 'account')} lost an outlet and "
            f"{count(replaced.outlets, 'outlet')} {'was' if replaced.outlets == 1 else 'were'} removed, because "
            "only the earlier version listed them"
        )
    if other_versions:
        notes.append(
            f"the graph still contains another version of {', '.join(other_versions)}; load that part again as well"
        )
    return replace(report, notes=tuple(notes))
