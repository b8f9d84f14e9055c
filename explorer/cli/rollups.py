"""``explorer rollups``: the roll-ups, counted anew."""

import typer

from explorer.cli.output import print_line, progress_bars
from explorer.graph.connect import open_graph
from explorer.graph.lock import only_writer
from explorer.graph.rollups import rebuild_rollups
from explorer.graph.schema import apply_schema


def rollups(context: typer.Context) -> None:
    """Count all roll-ups anew: who retweeted whom, and what outlets received on each day and from how many accounts.

    Every import keeps them true by itself. Run this after other programs have changed retweets, posts, accounts or
    outlets in the graph, or on a graph that an earlier version of this program filled.

    Example: explorer rollups
    """
    with progress_bars() as progress, open_graph(context.obj, progress=progress) as graph:
        apply_schema(graph)
        with only_writer(graph, progress=progress):
            accounts = rebuild_rollups(graph, progress=progress)
        ((outlets,),) = graph.read("MATCH (o:Outlet) WHERE o.retweets IS NOT NULL RETURN count(o)").rows
    print_line(f"Rolled up: {accounts:,} accounts that retweet, {outlets:,} outlets that are retweeted.")
