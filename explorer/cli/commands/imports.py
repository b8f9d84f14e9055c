"""``explorer import``: files into the graph. ``explorer imports``: what was imported, and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from explorer.api import Graph, ImportReport, Summary
from explorer.cli.options.shared import PathsArgument, PlatformOption, SourceFormatOption, given_paths
from explorer.cli.ui.output import Format, FormatOption, note, print_line, print_rows, progress_bars, warn
from explorer.cli.ui.simulated_data import warn_of_simulated_files
from explorer.common.durations import format_duration
from explorer.common.errors import UsageError
from explorer.common.settings import Settings
from explorer.importing.dry_run import Checked, check_files, refuse_rejects
from explorer.importing.jobs import find_jobs
from explorer.model.keys import parse_platform

app = typer.Typer(no_args_is_help=True, help="List, show and undo imports, and see the rows they rejected.")

COLUMNS = ("file", "format", "rows", "loaded", "duplicates", "rejected", "resolution_seconds", "import_id")
CHECKED = ("file", "format", "rows", "usable", "duplicates", "rejected", "resolution_seconds", "first", "last")
SPARE = ("resolution_seconds", "format")
REASONS_SHOWN = 5

ImportArgument = Annotated[
    str, typer.Argument(help="An import's id, its beginning, or its file's name.", metavar="IMPORT")
]


def import_(
    context: typer.Context,
    paths: PathsArgument,
    format_: SourceFormatOption = "auto",
    platform: PlatformOption = None,
    released: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="When an information-operations archive was published: its accounts were suspended by then.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and check the files and report; load nothing, need no Neo4j.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Load nothing if any row cannot be used. The files are read twice.")
    ] = False,
    max_rejects: Annotated[
        int | None,
        typer.Option(min=0, help="Load nothing if more rows than this cannot be used. The files are read twice."),
    ] = None,
    bulk: Annotated[
        bool | None,
        typer.Option(
            "--bulk/--no-bulk",
            help="Fill the local server's empty graph by Neo4j's offline import, or do not. Left out: where the files "
            "are large enough for it to pay.",
        ),
    ] = None,
    output: Annotated[Format, typer.Option("--output", help="Form of the report that is printed.")] = Format.TABLE,
) -> None:
    """Load files of accounts, posts and retweets into the graph.

    Loading is idempotent: rows that are known already change nothing and are counted as duplicates. Rows that cannot
    be used are counted as rejected, with the reason. If it is interrupted, run the same command again.

    Example: explorer import data/ --platform x
    """
    settings: Settings = context.obj
    if platform is not None:
        parse_platform(platform)
    if strict and max_rejects:
        raise UsageError("--strict allows no reject, --max-rejects some.", hint="Give one of them.")
    most = 0 if strict else max_rejects
    jobs = find_jobs(
        given_paths(context, paths), format_name=format_, platform=platform, released=released and released.date()
    )
    if dry_run or most is not None:
        with progress_bars(len(jobs)) as progress:
            checked = check_files(jobs, progress=progress)
        if dry_run:
            print_checked(checked, output)
        if most is not None:
            if not dry_run and sum(one.rejected for one in checked) > most:
                for one in checked:
                    _tell_reasons(one)
            refuse_rejects(checked, most)
        if dry_run:
            return
    with progress_bars(len(jobs)) as progress, Graph.open(settings=settings, progress=progress) as graph:
        reports = graph.import_jobs(jobs, bulk=bulk, told=note)
        summary = graph.summary()
    print_report(reports, output, program=settings.program)
    if output is Format.TABLE:
        print_summary(summary, program=settings.program)


def print_report(reports: Sequence[ImportReport], output: Format, *, program: str = "explorer") -> None:
    """Print what became of every row, and why rows were rejected.

    Args:
        reports: on the files.
        output: form of the rows.
        program: how the commands begin that lead on.
    """
    rows = [(r.file, r.format, r.rows, r.loaded, r.duplicates, r.rejected, r.resolution, r.import_id) for r in reports]
    print_rows(COLUMNS, rows, output, spare=SPARE)
    read, loaded, duplicates, rejected = (
        sum(getattr(report, field) for report in reports) for field in ("rows", "loaded", "duplicates", "rejected")
    )
    note(f"{read:,} rows read = {loaded:,} loaded + {duplicates:,} duplicates + {rejected:,} rejected")
    warn_of_simulated_files(", ".join(report.file for report in reports))
    for report in reports:
        _tell(report)
        if report.rejected:
            note(f"  {report.file}: see them with {program} imports rejects {report.import_id}")
        if report.finished_before:
            same = "nothing changed" if not report.loaded else f"{report.loaded:,} rows were restored"
            note(f"  {report.file} was imported before: {same}.")


def print_checked(checked: Sequence[Checked], output: Format) -> None:
    """Print what an import would make of every row."""
    rows = [
        (c.file, c.format, c.rows, c.usable, c.duplicates, c.rejected, c.resolution, c.data_from, c.data_until)
        for c in checked
    ]
    print_rows(CHECKED, rows, output, spare=SPARE)
    read, usable, duplicates, rejected = (
        sum(getattr(one, field) for one in checked) for field in ("rows", "usable", "duplicates", "rejected")
    )
    note(f"{read:,} rows read = {usable:,} usable + {duplicates:,} duplicates + {rejected:,} rejected; nothing loaded")
    for one in checked:
        _tell(one)


def _tell_reasons(report: ImportReport | Checked) -> None:
    for reason, count in report.reasons[:REASONS_SHOWN]:
        note(f"  {report.file}: {count:,} rejected: {reason}")
    if others := report.reasons[REASONS_SHOWN:]:
        note(f"  {report.file}: {sum(count for _, count in others):,} rejected for {len(others):,} other reasons")


def _tell(report: ImportReport | Checked) -> None:
    _tell_reasons(report)
    for text in report.notes:
        note(f"  {report.file}: {text}")
    if report.resolution > 1:
        warn(
            f"{report.file} tells time in steps of {format_duration(report.resolution * 1000)}: "
            "coordination within a shorter window cannot be seen in it."
        )


def print_summary(summary: Summary, *, program: str = "explorer") -> None:
    """Print what the graph holds now, and the command to type next."""
    outlets = f"{summary.matched:,} of {summary.outlets:,}" if summary.outlets else "no registry is loaded"
    held = [
        ("accounts", f"{summary.accounts:,}"),
        ("posts", f"{summary.posts:,}"),
        ("retweets", f"{summary.retweets:,}"),
        ("outlets matched", outlets),
    ]
    if summary.data_from and summary.data_until:
        held.append(("time range", f"{summary.data_from:%Y-%m-%d %H:%M:%S} to {summary.data_until:%Y-%m-%d %H:%M:%S}"))
        held.append(("resolution", format_duration(summary.resolution * 1000)))
    print_line("In the graph now")
    for name, value in held:
        print_line(f"  {name:<16} {value}")
    for command in next_commands(summary):
        note(f"Next: {program} {command}")


def next_commands(summary: Summary) -> list[str]:
    """Return what an analyst would do with such data."""
    commands = []
    if not summary.outlets:
        commands.append("registry load  (the state outlets, to see which are boosted)")
    if summary.retweets:
        # the post is the stronger sign, where it is known
        known = summary.without_post < summary.retweets
        window = format_duration(max(60, summary.resolution) * 1000)
        commands.append(f"detect --signal {'co-retweet' if known else 'co-amplify'} --window {window}")
    return commands


@app.command("list")
def list_command(context: typer.Context, format_: FormatOption = Format.TABLE) -> None:
    """List the imports in the graph, the latest first.

    Example: explorer imports list
    """
    with progress_bars() as progress, Graph.open(settings=context.obj, progress=progress) as graph:
        found = graph.imports()
    print_rows(found.columns, found.rows(), format_, spare=("first", "last", "duplicates", "format", "at", "loaded"))


@app.command("show")
def show(context: typer.Context, name: ImportArgument, format_: FormatOption = Format.TABLE) -> None:
    """Show everything that an import records of itself: file, sum, format, account of rows, times.

    Example: explorer imports show retweets.csv
    """
    with progress_bars() as progress, Graph.open(settings=context.obj, progress=progress) as graph:
        properties = graph.find_import(name)
    print_rows(("property", "value"), sorted(properties.items()), format_)


@app.command("rejects")
def rejects(context: typer.Context, name: ImportArgument, format_: FormatOption = Format.TABLE) -> None:
    """Print the rows that an import rejected, with line and reason.

    Example: explorer imports rejects retweets.csv --format csv > rejects.csv
    """
    with progress_bars() as progress, Graph.open(settings=context.obj, progress=progress) as graph:
        rows = graph.rejected_rows(name)
    print_rows(rows.columns, rows.rows(), format_)


@app.command("undo")
def undo(context: typer.Context, name: ImportArgument) -> None:
    """Take an import back: what only it brought goes, what others brought too stays.

    Runs stay as they were found. If it is interrupted, run the same command again.

    Example: explorer imports undo retweets.csv
    """
    with progress_bars() as progress, Graph.open(settings=context.obj, progress=progress) as graph:
        import_id = graph.find_import(name)["importId"]
        undone = graph.undo_import(import_id)
    note(f"Import {import_id} is undone: {undone.relationships:,} relationships and {undone.nodes:,} nodes are gone.")
