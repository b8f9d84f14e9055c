"""``explorer rollups``: the roll-ups, counted anew."""

import typer

from explorer.api import Graph
from explorer.cli.ui.output import print_line, progress_bars


def rollups(context: typer.Context) -> None:
    """Count all roll-ups anew: who retweeted whom, and what outlets received on each day and from how many accounts.

    Every import keeps them true by itself. Run this after other programs have changed retweets, posts, accounts or
    outlets in the graph, or on a graph that an earlier version of this program filled.

    Example: explorer rollups
    """
    with progress_bars() as progress, Graph.open(settings=context.obj, progress=progress) as graph:
        accounts, outlets = graph.rebuild_rollups()
    print_line(f"Rolled up: {accounts:,} accounts that retweet, {outlets:,} outlets that are retweeted.")
