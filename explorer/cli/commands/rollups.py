"""``explorer rollups``: recalculate the summary counts."""

import typer

from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.output import print_line
from explorer.common.text import count


def rollups(context: typer.Context) -> None:
    """Recalculate the stored counts that make queries fast. Rarely needed.

    Roll-ups are stored summary counts. They count which account retweeted which, and the retweets that each outlet
    received per day and from how many accounts. Every import updates them. Run this command after other programs
    changed retweets, posts, accounts or outlets, or on a graph from an earlier version of explorer.

    Example: explorer rollups
    """
    with open_graph(context) as graph:
        accounts, outlets = graph.rebuild_rollups()
    print_line(
        f"Recalculated the roll-ups of {count(accounts, 'retweeting account')} and "
        f"{count(outlets, 'retweeted outlet')}."
    )
