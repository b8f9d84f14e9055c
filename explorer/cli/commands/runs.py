"""``explorer runs``: the detection runs in the graph."""

import json
from typing import Annotated, Literal

import typer

from explorer.cli.options.output import Format, FormatOption, TopOption
from explorer.cli.options.runs import RunArgument
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.output import note, print_rows
from explorer.cli.ui.simulated_data import warn_of_simulated_graph

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_command(context: typer.Context, format_: FormatOption = Format.TABLE) -> None:
    """List the runs in the graph, newest first.

    Example: explorer runs list
    """
    with open_graph(context) as graph:
        runs = graph.runs()
        warn_of_simulated_graph(graph)
    print_rows(runs.columns, runs.rows(), format_)


@app.command("show")
def show(context: typer.Context, run: RunArgument = "latest", format_: FormatOption = Format.TABLE) -> None:
    """Show everything a run records of itself: parameters, data, version, outcome.

    Example: explorer runs show latest
    """
    with open_graph(context) as graph:
        properties = graph.run(run)
        warn_of_simulated_graph(graph)
    parameters = {f"parameters.{k}": v for k, v in json.loads(properties.pop("parameters")).items()}
    print_rows(("property", "value"), sorted((properties | parameters).items()), format_)


@app.command("diff")
def diff(
    context: typer.Context,
    before: Annotated[str, typer.Argument(help="The earlier run, or the one to start from.", metavar="RUN")],
    after: Annotated[str, typer.Argument(help="The run to hold against it.", metavar="RUN")] = "latest",
    show: Annotated[
        Literal["clusters", "accounts", "edges", "boosts", "asked"],
        typer.Option(help="Of what to print the table; asked: parameters, data and version that differ."),
    ] = "clusters",
    top: TopOption = 25,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what changed from one run to another: clusters that appeared, vanished, grew, merged or split, and the rest.

    Clusters are held against each other by their members: two are linked that share more than half of the smaller one.
    merged: several before, one after; split: the reverse; regrouped: several before and after; of one and one: grew,
    shrank, changed (as many members, not the same) or stayed.

    Boosts are held against each other where clusters are linked. One that split or merged is held whole against each of
    its counterparts: 100 retweets that became 60 and 40 are fewer twice, and nothing is added up.

    Weights are compared as the numbers they are. Where the runs have different weightings, such as objects and cosine,
    heavier and lighter say nothing; new and gone do.

    Example: explorer runs diff 3f2a latest --show boosts
    """
    with open_graph(context) as graph:
        runs = [graph.run(name) for name in (before, after)]
        changes = graph.diff_runs(before, after)
        warn_of_simulated_graph(graph)
    note(f"From run {runs[0]['runId']} ({runs[0]['signal']}) to run {runs[1]['runId']} ({runs[1]['signal']})")
    for name, one, other in changes.asked.iter_rows():
        note(f"  {name}: {'not told' if one is None else one} -> {'not told' if other is None else other}")
    if changes.asked.is_empty():
        note("  the same question, data and version")
    for name, counts in changes.counts.items():
        note(f"{name}: {', '.join(f'{count:,} {change}' for change, count in counts.items()) or 'none'}")
    table = {
        "clusters": changes.clusters,
        "accounts": changes.accounts,
        "edges": changes.edges,
        "boosts": changes.boosts,
        "asked": changes.asked,
    }[show]
    print_rows(table.columns, table.head(top).rows(), format_, spare=("beforeTier", "afterTier", "signal"))
    if table.height > top:
        note(f"The first {top:,} of {table.height:,}; --top shows more.")


@app.command("delete")
def delete(context: typer.Context, run: RunArgument) -> None:
    """Delete a run with its clusters and edges; accounts and retweets stay.

    Example: explorer runs delete 3f2a91c04b7d
    """
    with open_graph(context) as graph:
        run_id = graph.delete_run(run)
    note(f"Run {run_id} is deleted.")
