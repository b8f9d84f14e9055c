"""``explorer import`` imports files; ``explorer imports`` lists, shows and undoes imports."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from explorer.cli.commands.import_guide import guide_import
from explorer.cli.options.files import PathsArgument, PlatformOption, SourceFormatOption, save_stdin
from explorer.cli.options.output import Format, FormatOption, ReportFormatOption
from explorer.cli.options.profiles import ProfileOption
from explorer.cli.options.reading import with_read_options
from explorer.cli.settings import load_settings
from explorer.cli.ui.files import raise_failures
from explorer.cli.ui.graph import graph_settings, open_graph
from explorer.cli.ui.imports import (
    IMPORT_LABELS,
    REJECT_LABELS,
    print_checked,
    print_import_reports,
    print_reject_reasons,
    print_summary,
)
from explorer.cli.ui.output import note, print_rows, progress_bars
from explorer.cli.ui.profiles import given_options, suggest_profiles
from explorer.common.errors import UsageError
from explorer.common.interrupts import all_loaded, interrupt_means, nothing_loaded
from explorer.common.text import count

if TYPE_CHECKING:
    from explorer.api import ImportReport
    from explorer.sources.parsing.parser import ReadOptions

app = typer.Typer(no_args_is_help=True)

ImportArgument = Annotated[
    str,
    typer.Argument(help="ID of the import, the first characters of the ID, or the name of the file.", metavar="IMPORT"),
]


@with_read_options
def import_(
    context: typer.Context,
    paths: PathsArgument,
    format_: SourceFormatOption = "auto",
    platform: PlatformOption = None,
    *,
    options: "ReadOptions",
    released: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="Publication date of an archive of suspended accounts, such as Twitter's information-operations "
            "archives. All accounts in the files are recorded as suspended by that date.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and check the files, but import nothing. Does not need Neo4j.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Import nothing if any row is rejected. The files are read twice.")
    ] = False,
    max_rejects: Annotated[
        int | None,
        typer.Option(min=0, help="Import nothing if more rows than this are rejected. The files are read twice."),
    ] = None,
    bulk: Annotated[
        bool | None,
        typer.Option(
            "--bulk/--no-bulk",
            help="Use Neo4j's offline import, which is faster for large files but needs an empty graph on the "
            "local server. Default: used from about 300,000 rows if the graph is empty and there is enough memory.",
        ),
    ] = None,
    profile: ProfileOption = None,
    guide: Annotated[
        bool,
        typer.Option(
            "--guide",
            help="Ask what each column of a table is, check the file, save the answers as a profile and import the "
            "file. Without a terminal, print the proposal and the command that accepts it.",
        ),
    ] = False,
    output: ReportFormatOption = Format.TABLE,
) -> None:
    """Import files of accounts, posts, retweets, statuses, labels and more.

    Rows that are already in the graph count as duplicates, so you can import a file again. Rows that cannot be used are
    rejected, with a reason. If the import is interrupted, run the same command again. The exit code is 1 if a file
    cannot be read, if more than half of its rows cannot be used, or if no file has a usable row; all other files are
    imported.

    Example: explorer import data/ --platform x

    Example: explorer import export.csv --map user=account_id,rt_of=post_id --table retweets
    """
    # where something is loaded, the interrupt says so itself
    reports: list[ImportReport] = []
    if not dry_run:
        # files may take long to read: ask first where they go
        graph_settings(context)
    with interrupt_means(lambda: all_loaded() if reports else nothing_loaded()):
        from explorer.importing.dry_run import check_files, refuse_rejects
        from explorer.importing.jobs import find_readable_jobs
        from explorer.model.keys import parse_platform
        from explorer.model.outcome import find_failures

        if platform is not None:
            parse_platform(platform)
        if strict and max_rejects:
            raise UsageError(
                "--strict allows no rejected rows, but --max-rejects allows some.",
                hint="Leave one of the two options out.",
            )
        most = 0 if strict else max_rejects
        files = save_stdin(context, paths)
        options = replace(options, released=released and released.date())
        given = given_options(context, format_, platform, options, profile)
        if guide:
            given = guide_import(context, files, given, named=str(paths[0]))
        elif profile is None:
            suggest_profiles(context, given, files)
        jobs, unread = find_readable_jobs(
            files, format_name=given.format or "auto", platform=given.platform, options=given.options
        )
        if dry_run or most is not None:
            with progress_bars(len(jobs)) as progress:
                checked = check_files(jobs, progress=progress)
            if dry_run:
                print_checked(checked, output, unread=unread)
            outcomes = [*unread, *(file.outcome for file in checked)]
            if most is not None:
                if not dry_run and sum(file.rejected for file in checked) > most:
                    for file in checked:
                        print_reject_reasons(file)
                refuse_rejects(checked, most)
                raise_failures([outcome for outcome in outcomes if outcome.error])
            if dry_run:
                raise_failures(outcomes)
                return
        with progress_bars(len(jobs)) as progress, open_graph(context, progress) as graph:
            reports = graph.import_jobs(jobs, bulk=bulk, notify=note)
            summary = graph.summary()
    program = load_settings(context).program
    outcomes = [*unread, *(report.outcome for report in reports)]
    print_import_reports(reports, output, unread=unread, program=program)
    if output is Format.TABLE:
        print_summary(summary, program=program, suggest=not find_failures(outcomes))
    raise_failures(outcomes)


@app.command("list")
def list_command(context: typer.Context, format_: FormatOption = Format.TABLE) -> None:
    """List imports, newest first.

    Example: explorer imports list
    """
    with open_graph(context) as graph:
        imports = graph.imports()
    print_rows(
        imports.columns,
        imports.rows(),
        format_,
        labels=IMPORT_LABELS,
        spare=("first", "last", "duplicates", "format", "at", "loaded"),
    )


@app.command("show")
def show(context: typer.Context, name: ImportArgument, format_: FormatOption = Format.TABLE) -> None:
    """Show the details of an import: file, checksum, format, row counts and times.

    Example: explorer imports show retweets.csv
    """
    with open_graph(context) as graph:
        properties = graph.find_import(name)
    print_rows(
        ("property", "value"), sorted(properties.items()), format_, labels={"property": "Property", "value": "Value"}
    )


@app.command("rejects")
def rejects(context: typer.Context, name: ImportArgument, format_: FormatOption = Format.TABLE) -> None:
    """Show the rows that an import rejected, with line numbers and reasons.

    Example: explorer imports rejects retweets.csv --format csv > rejects.csv
    """
    with open_graph(context) as graph:
        rows = graph.rejected_rows(name)
    print_rows(rows.columns, rows.rows(), format_, labels=REJECT_LABELS)


@app.command("undo")
def undo(context: typer.Context, name: ImportArgument) -> None:
    """Undo an import: delete its data, except data that another import also contains.

    Stored runs do not change. If the command is interrupted, run it again.

    Example: explorer imports undo retweets.csv
    """
    with open_graph(context) as graph:
        if before := graph.find_undone_import(name):
            note(
                f"The import of {before.file} ({before.name}) is already undone, since {before.at:%Y-%m-%d %H:%M} UTC."
            )
            return
        import_id = graph.find_import(name)["importId"]
        undone = graph.undo_import(import_id)
    note(
        f"Undid import {import_id}: deleted {count(undone.relationships, 'relationship')} and "
        f"{count(undone.nodes, 'node')}."
    )
