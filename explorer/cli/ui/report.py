"""Print a summary of a written report."""

from typing import TYPE_CHECKING

from explorer.cli.ui.output import note, print_line, warn
from explorer.common.error_log import how_to_report
from explorer.common.text import count

if TYPE_CHECKING:
    from explorer.report.written_report import WrittenReport


def print_written_report(written: "WrittenReport") -> None:
    """Print the path of a report, its contents and the figures that are missing."""
    print_line(str(written.path))
    cut = f" of {written.of_clusters:,} (use --top to show more)" if written.clusters < written.of_clusters else ""
    note(
        f"Run {written.run_id}: {count(written.clusters, 'cluster')}{cut}, {count(written.figures, 'figure')}, "
        f"{written.size / 1e6:.1f} MB. Open the file in a browser."
    )
    for title, reason in written.missing:
        warn(f'The figure "{title}" is missing: {reason}')
    if written.logs:
        note(f"Log: {written.logs[0]}")
        note(how_to_report())
