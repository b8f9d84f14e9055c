"""``explorer rollups``: recalculate the summary counts."""

import typer

from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.output import print_line


def rollups(context: typer.Context) -> None:
    """Recalculate the roll-ups, which are stored summary counts.

    Roll-ups count which account retweeted which, and the retweets that each outlet received per day and from how many
    accounts. Every import updates them. Run this command after other programs changed retweets, posts, accounts or
    outlets, or on a graph from an earlier version of explorer.

    Example: explorer rollups
    """
    with open_graph(context) as graph:
        accounts, outlets = graph.rebuild_rollups()
    print_line(f"Recalculated the roll-ups of {accounts:,} retweeting accounts and {outlets:,} retweeted outlets.")
