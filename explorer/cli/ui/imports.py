"""Print the results of imports and dry runs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from explorer.cli.options.output import Format
from explorer.cli.ui.output import note, print_line, print_rows, warn
from explorer.cli.ui.simulated_data import warn_of_simulated_files
from explorer.common.durations import format_duration
from explorer.common.text import count

if TYPE_CHECKING:
    from explorer.api import ImportReport, Summary
    from explorer.importing.dry_run import FileCheck
    from explorer.model.outcome import FileOutcome

COLUMNS = ("file", "format", "rows", "loaded", "duplicates", "rejected", "resolution_seconds", "import_id", "error")
CHECKED = (
    "file",
    "format",
    "rows",
    "usable",
    "duplicates",
    "rejected",
    "resolution_seconds",
    "first",
    "last",
    "error",
)
SPARE = ("resolution_seconds", "format")
REASONS_SHOWN = 5
IMPORT_LABELS: Final = {
    "import": "Import",
    "import_id": "Import",
    "file": "File",
    "format": "Format",
    "rows": "Rows",
    "loaded": "Imported",
    "usable": "Usable",
    "duplicates": "Duplicates",
    "rejected": "Rejected",
    "resolution_seconds": "Time precision (s)",
    "resolution": "Time precision (s)",
    "first": "First action",
    "last": "Last action",
    "at": "Imported at",
    "state": "State",
    "error": "Error",
}
"""Headings of tables of imports."""
REJECT_LABELS: Final = {"source": "File", "line": "Line", "reason": "Reason", "raw": "Row"}
"""Headings of tables of rejected rows."""


def print_import_reports(
    reports: Sequence["ImportReport"],
    output: Format,
    *,
    unread: Sequence["FileOutcome"] = (),
    program: str = "explorer",
) -> None:
    """Print how many rows of each file were loaded, and why others were rejected.

    Args:
        reports: One report per file that was read.
        output: Format of the rows.
        unread: Files that could not be read.
        program: Beginning of the suggested commands.
    """
    rows = [
        (r.file, r.format, r.rows, r.loaded, r.duplicates, r.rejected, r.resolution, r.import_id, _error(r.outcome))
        for r in reports
    ] + [(o.file, None, 0, 0, 0, 0, None, None, _error(o)) for o in unread]
    _print_files(COLUMNS, rows, output)
    read, loaded, duplicates, rejected = (
        sum(getattr(report, field) for report in reports) for field in ("rows", "loaded", "duplicates", "rejected")
    )
    note(f"{count(read, 'row')} read = {loaded:,} imported + {count(duplicates, 'duplicate')} + {rejected:,} rejected")
    warn_of_simulated_files(", ".join(report.file for report in reports))
    for report in reports:
        _print_notes(report)
        if report.rejected:
            note(f"  {report.file}: show rejected rows with {program} imports rejects {report.import_id}")
        if report.finished_before:
            same = (
                "nothing changed"
                if not report.loaded
                else f"{count(report.loaded, 'row')} {'was' if report.loaded == 1 else 'were'} restored"
            )
            note(f"  {report.file} is already imported: {same}.")


def print_checked(checked: Sequence["FileCheck"], output: Format, *, unread: Sequence["FileOutcome"] = ()) -> None:
    """Print how many rows of each file an import would load.

    Args:
        checked: One report per file that was read.
        output: Format of the rows.
        unread: Files that could not be read.
    """
    rows = [
        (
            *(c.file, c.format, c.rows, c.usable, c.duplicates, c.rejected, c.resolution, c.data_from, c.data_until),
            _error(c.outcome),
        )
        for c in checked
    ] + [(o.file, None, 0, 0, 0, 0, None, None, None, _error(o)) for o in unread]
    _print_files(CHECKED, rows, output)
    read, usable, duplicates, rejected = (
        sum(getattr(file, field) for file in checked) for field in ("rows", "usable", "duplicates", "rejected")
    )
    note(
        f"{count(read, 'row')} read = {usable:,} usable + {count(duplicates, 'duplicate')} + {rejected:,} rejected. "
        "Nothing was imported."
    )
    for file in checked:
        _print_notes(file)


def _print_files(columns: Sequence[str], rows: Sequence[Sequence[Any]], output: Format) -> None:
    """Print one row per file; a table is without the errors, which `raise_failures` prints below it."""
    if output is Format.TABLE:
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    print_rows(columns, rows, output, labels=IMPORT_LABELS, spare=SPARE)


def _error(outcome: "FileOutcome") -> str | None:
    problem = outcome.problem()
    return problem.message if problem else None


def print_reject_reasons(report: "ImportReport | FileCheck") -> None:
    """Print the most frequent reasons why rows of a file were rejected."""
    for reason, rejected in report.reasons[:REASONS_SHOWN]:
        note(f"  {report.file}: {rejected:,} rejected: {reason}")
    if others := report.reasons[REASONS_SHOWN:]:
        note(
            f"  {report.file}: {sum(rejected for _, rejected in others):,} rejected for "
            f"{count(len(others), 'other reason')}"
        )


def _print_notes(report: "ImportReport | FileCheck") -> None:
    print_reject_reasons(report)
    for text in report.notes:
        note(f"  {report.file}: {text}")
    if report.resolution > 1:
        warn(
            f"The time precision of {report.file} is {format_duration(report.resolution * 1000)}, because "
            f"{report.resolution_reason}. Coordination within a shorter window cannot be detected in these data."
        )
    elif report.resolution_reason:
        note(f"  {report.file}: {report.resolution_reason}")


def print_summary(summary: "Summary", *, program: str = "explorer", suggest: bool = True) -> None:
    """Print a summary of the graph.

    Args:
        summary: What the graph contains.
        program: Beginning of the suggested commands.
        suggest: Whether to suggest the next commands.
    """
    outlets = f"{summary.matched:,} of {summary.outlets:,}" if summary.outlets else "no registry is loaded"
    facts = [
        ("accounts", f"{summary.accounts:,}"),
        ("posts", f"{summary.posts:,}"),
        ("retweets", f"{summary.retweets:,}"),
        ("outlets with data", outlets),
    ]
    if summary.data_from and summary.data_until:
        facts.append(("time range", f"{summary.data_from:%Y-%m-%d %H:%M:%S} to {summary.data_until:%Y-%m-%d %H:%M:%S}"))
        facts.append(("time precision", format_duration(summary.resolution * 1000)))
    print_line("In the graph now")
    for name, value in facts:
        print_line(f"  {name:<17} {value}")
    print_unmatched(summary)
    for command in next_commands(summary) if suggest else ():
        note(f"Next: {program} {command}")


def print_unmatched(summary: "Summary") -> None:
    """Say why none of the outlets of the registry has data, and what to do; print nothing if some have."""
    if summary.unmatched:
        warn(f"No outlet of the registry is in the data. Likely cause: {summary.unmatched.cause}.")
        note(summary.unmatched.fix)


def next_commands(summary: "Summary") -> list[str]:
    """Return the commands that are suggested next."""
    commands = []
    if not summary.outlets:
        commands.append("registry load  (loads the state outlets, to see which ones are boosted)")
    if summary.retweets:
        # co-retweet is the stronger signal, but needs post ids
        has_posts = summary.without_post < summary.retweets
        window = format_duration(max(60, summary.resolution) * 1000)
        commands.append(f"detect --signal {'co-retweet' if has_posts else 'co-amplify'} --window {window}")
    return commands
