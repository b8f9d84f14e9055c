"""``explorer judgements``: the history of all judgements."""

import typer

from explorer.cli.options.output import Format, FormatOption, TopOption
from explorer.cli.settings import load_settings
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.output import note, print_rows


def judgements(context: typer.Context, top: TopOption = 100, format_: FormatOption = Format.TABLE) -> None:
    """List what clusters and accounts were judged to be, the newest first: by whom, when and why, withdrawn ones too.

    holdsFor names the clusters that a judgement holds for: the one that was judged, and those of other runs with most
    of its members.

    Example: explorer judgements --format csv > judgements.csv
    """
    with open_graph(context) as graph:
        history = graph.judgements()
    print_rows(history.columns, history.head(top).rows(), format_, spare=("judgement", "members", "handle", "holdsFor"))
    if history.height > top:
        note(f"The first {top:,} of {history.height:,}; --top shows more.")
    if history.is_empty():
        program = load_settings(context).program
        note(f"Judge a cluster: {program} clusters judge --help; an account: {program} accounts judge --help")
