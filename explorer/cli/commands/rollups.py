"""``explorer rollups``: recalculate the summary counts."""

import typer

from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.output import print_line


def rollups(context: typer.Context) -> None:
    """Count all roll-ups anew: who retweeted whom, and what outlets received on each day and from how many accounts.

    Every import keeps them true by itself. Run this after other programs have changed retweets, posts, accounts or
    outlets in the graph, or on a graph that an earlier version of this program filled.

    Example: explorer rollups
    """
    with open_graph(context) as graph:
        accounts, outlets = graph.rebuild_rollups()
    print_line(f"Rolled up: {accounts:,} accounts that retweet, {outlets:,} outlets that are retweeted.")
