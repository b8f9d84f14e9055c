"""``explorer judgements``: everything that was ever judged."""

import typer

from explorer.api import Graph
from explorer.cli.commands.clusters import TopOption
from explorer.cli.ui.output import Format, FormatOption, note, print_rows, progress_bars


def judgements(context: typer.Context, top: TopOption = 100, format_: FormatOption = Format.TABLE) -> None:
    """List what clusters and accounts were judged to be, the newest first: by whom, when and why, withdrawn ones too.

    holdsFor names the clusters that a judgement holds for: the one that was judged, and those of other runs with most
    of its members.

    Example: explorer judgements --format csv > judgements.csv
    """
    with progress_bars() as progress, Graph.open(settings=context.obj, progress=progress) as graph:
        found = graph.judgements()
    print_rows(found.columns, found.head(top).rows(), format_, spare=("judgement", "members", "handle", "holdsFor"))
    if found.height > top:
        note(f"The first {top:,} of {found.height:,}; --top shows more.")
    if found.is_empty():
        program = context.obj.program
        note(f"Judge a cluster: {program} clusters judge --help; an account: {program} accounts judge --help")
