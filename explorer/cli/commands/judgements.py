"""``explorer judgements``: list all judgements."""

import typer

from explorer.cli.options.output import Format, FormatOption, TopOption
from explorer.cli.settings import read_settings
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.labels import JUDGEMENT_LABELS
from explorer.cli.ui.output import note, print_rows
from explorer.common.text import count


def judgements(context: typer.Context, top: TopOption = 100, format_: FormatOption = Format.TABLE) -> None:
    """List all judgements of clusters and accounts, newest first.

    Shows the author, the time and the reason of each, including withdrawn ones. A judgement applies to the judged
    cluster, and to the clusters of other runs that contain most of its members (holdsFor).

    Example: explorer judgements --format csv > judgements.csv
    """
    with open_graph(context) as graph:
        history = graph.judgements()
    print_rows(
        history.columns,
        history.head(top).rows(),
        format_,
        labels=JUDGEMENT_LABELS,
        spare=("judgement", "members", "handle", "holdsFor"),
    )
    if history.height > top:
        note(f"Showing {top:,} of {count(history.height, 'judgement')}. Use --top to show more.")
    if history.is_empty():
        program = read_settings(context).program
        note(f"To judge, see {program} clusters judge --help and {program} accounts judge --help.")
