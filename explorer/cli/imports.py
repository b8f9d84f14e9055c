"""``explorer import``: files into the graph."""

from typing import Annotated

import typer

from explorer.cli.options import PathsArgument, PlatformOption, SourceFormatOption
from explorer.cli.output import Format, note, print_rows, progress_bars, warn
from explorer.durations import format_duration
from explorer.graph.connect import open_graph
from explorer.graph.imports import ImportReport
from explorer.ingest import find_jobs, import_files
from explorer.settings import Settings
from explorer.tables import parse_platform

COLUMNS = ("file", "format", "rows", "loaded", "duplicates", "rejected", "resolution_seconds", "import_id")


def import_(
    context: typer.Context,
    paths: PathsArgument,
    format_: SourceFormatOption = "auto",
    platform: PlatformOption = "x",
    output: Annotated[Format, typer.Option("--output", help="Form of the report that is printed.")] = Format.TABLE,
) -> None:
    """Load files of accounts, posts and retweets into the graph.

    Loading is idempotent: rows that are known already change nothing and are counted as duplicates. Rows that cannot
    be used are counted as rejected, with the reason. If it is interrupted, run the same command again.

    Example: explorer import data/ --platform x
    """
    settings: Settings = context.obj
    parse_platform(platform)
    jobs = find_jobs(paths, source=format_)
    with progress_bars() as progress, open_graph(settings, progress=progress) as graph:
        reports = import_files(graph, jobs, platform=platform, progress=progress)
    print_report(reports, output)


def print_report(reports: list[ImportReport], output: Format) -> None:
    """Print what became of every row, and why rows were rejected."""
    rows = [(r.file, r.format, r.rows, r.loaded, r.duplicates, r.rejected, r.resolution, r.import_id) for r in reports]
    print_rows(COLUMNS, rows, output)
    read, loaded, duplicates, rejected = (
        sum(getattr(report, field) for report in reports) for field in ("rows", "loaded", "duplicates", "rejected")
    )
    note(f"{read:,} rows read = {loaded:,} loaded + {duplicates:,} duplicates + {rejected:,} rejected")
    for report in reports:
        for reason, count in report.reasons[:5]:
            note(f"  {report.file}: {count:,} rejected: {reason}")
        for text in report.notes:
            note(f"  {report.file}: {text}")
        if report.finished_before:
            same = "nothing changed" if not report.loaded else f"{report.loaded:,} rows were restored"
            note(f"  {report.file} was imported before: {same}.")
        if report.resolution > 1:
            warn(
                f"{report.file} tells time in steps of {format_duration(report.resolution * 1000)}: "
                "coordination within a shorter window cannot be seen in it."
            )
