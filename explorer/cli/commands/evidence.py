"""``explorer evidence``: show the posts behind the edge between two accounts."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from explorer.cli.options.output import Format, FormatOption
from explorer.cli.options.runs import RunOption
from explorer.cli.options.timeout import TIMEOUT, TimeoutOption
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.output import note, print_rows
from explorer.cli.ui.signals import warn_of_unshown
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.common.durations import format_duration
from explorer.common.text import count
from explorer.detect.signals.registry import SIGNALS, signal_names
from explorer.packs.catalog import find_query


def evidence(
    context: typer.Context,
    first: Annotated[
        str, typer.Argument(help="First account: its handle, ID or account key (platform:id).", metavar="ACCOUNT")
    ],
    second: Annotated[str, typer.Argument(help="Second account.", metavar="ACCOUNT")],
    run: RunOption = "latest",
    top: Annotated[int, typer.Option(min=1, help="Maximum number of rows.")] = 100,
    format_: FormatOption = Format.TABLE,
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """Show the posts behind the edge between two accounts.

    Each row shows the times of both actions and the seconds between them. The shortest gaps come first. The posts are
    read from the current graph, with the signals of the run and the window of the edge. They can differ from the data
    that the run used if you have imported data or undone an import since then. Read the posts before you call the
    accounts coordinated.

    Example: explorer evidence @first @second --run latest
    """
    with open_graph(context, timeout=timeout) as graph:
        properties = graph.run(run)
        edges = graph.edge(first, second, run=run).to_dicts()
        rows = graph.evidence(first, second, run=run).to_dicts()
        warn_of_simulated_graph(graph)
    for sentence in _sentences(edges, rows):
        note(sentence)
    query = find_query("boosts/evidence")
    columns = [column.name for column in query.columns if not column.name.startswith("account")]
    print_rows(
        columns,
        [[row[name] for name in columns] for row in rows[:top]],
        format_,
        labels=query.labels,
        spare=("text", "postB", "postA", "signal", "author"),
    )
    if len(rows) > top:
        note(f"Showing {top:,} of {count(len(rows), 'row')}. Use --top to show more.")
    warn_of_unshown(properties)


def _sentences(edges: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    one, other = (edges[0][f"handle{end}"] or edges[0][f"account{end}"] for end in "AB")
    sentences = []
    for edge in edges:
        if edge["signal"] is None:
            sentences.append(
                f"{one} and {other} have no edge in this run: they share nothing, or less than the run's minimum."
            )
            continue
        window = format_duration(round(edge["windowSeconds"] * 1000))
        text = f"{one} and {other} share {_count(edge)} within {window} ({edge['signal']}, weight "
        text += f"{edge['weight']:,})"
        if edge["tier"]:
            text += f"; {_expected(edge)}"
        if seconds := [row["secondsApart"] for row in rows if row["signal"] in signal_names(edge["signal"])]:
            apart = [abs(value) for value in seconds]
            text += f"; {min(apart):g} to {max(apart):g} s apart, median {statistics.median(apart):g} s; "
            first, second = sum(s > 0 for s in seconds), sum(s < 0 for s in seconds)
            text += f"{one} was first {count(first, 'time')}, {other} {count(second, 'time')}"
        sentences.append(f"{text}.")
    ranks = edges[0]["clusterA"], edges[0]["clusterB"]
    if ranks[0] is not None and ranks[0] == ranks[1]:
        sentences.append(f"Both are in cluster {ranks[0]}.")
    return sentences


def _expected(edge: Mapping[str, Any]) -> str:
    text = f"expected from independent reaction: {edge['expectedByReaction']:.2g} by their reaction times, "
    text += f"{edge['expectedByActivity']:.2g} by their active hours"
    # runs of earlier versions did not test this
    if edge["expectedByThirdParties"] is not None:
        text += f", {edge['expectedByThirdParties']:.2g} by the times of other accounts"
    text += f" (tier {edge['tier']}, q {edge['qValue']:.2g})"
    if edge["trigger"]:
        account = edge["triggerAccount"] and (edge["triggerHandle"] or edge["triggerAccount"])
        text += f"; a common trigger is not excluded{f' ({account})' if account else ''}: {edge['trigger']}"
    return text


def _count(edge: Mapping[str, Any]) -> str:
    nouns = {SIGNALS[name].noun if name in SIGNALS else "post" for name in signal_names(edge["signal"])}
    things = nouns.pop() if len(nouns) == 1 else "object"
    if edge["sharedAtAnyTime"]:
        return f"{edge['sharedObjects']:,} of {count(edge['sharedAtAnyTime'], f'shared {things}')}"
    return count(edge["sharedObjects"], things)
