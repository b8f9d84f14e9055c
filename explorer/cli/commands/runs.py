"""``explorer runs``: list, show, compare and delete runs."""

import json
from typing import Annotated, Literal

import typer

from explorer.cli.options.output import Format, FormatOption, TopOption
from explorer.cli.options.runs import RunArgument
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.labels import DIFF_LABELS, RUN_LABELS
from explorer.cli.ui.output import note, print_rows
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.common.errors import UsageError
from explorer.common.text import count

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_command(context: typer.Context, format_: FormatOption = Format.TABLE) -> None:
    """List runs, newest first.

    Example: explorer runs list
    """
    with open_graph(context) as graph:
        runs = graph.runs()
        warn_of_simulated_graph(graph)
    print_rows(runs.columns, runs.rows(), format_, labels=RUN_LABELS)


@app.command("show")
def show(context: typer.Context, run: RunArgument = "latest", format_: FormatOption = Format.TABLE) -> None:
    """Show the details of a run: parameters, data, version and results.

    Example: explorer runs show latest
    """
    with open_graph(context) as graph:
        properties = graph.run(run)
        warn_of_simulated_graph(graph)
    parameters = {f"parameters.{k}": v for k, v in json.loads(properties.pop("parameters")).items()}
    print_rows(
        ("property", "value"),
        sorted((properties | parameters).items()),
        format_,
        labels={"property": "Property", "value": "Value"},
    )


@app.command("diff")
def diff(
    context: typer.Context,
    before: Annotated[str, typer.Argument(help="First run, usually the earlier one.", metavar="RUN")],
    after: Annotated[str, typer.Argument(help="Run to compare with the first one.", metavar="RUN")] = "latest",
    show: Annotated[
        Literal["clusters", "accounts", "edges", "boosts", "asked"],
        typer.Option(help="Which table to print. asked: the parameters, data and versions that differ."),
    ] = "clusters",
    top: TopOption = 25,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what changed between two runs: clusters, accounts, edges and boosts.

    Two clusters match if they share more than half of the members of the smaller one. One cluster can match one other
    (grew, shrank, stayed, or changed: as many members, but not the same), several clusters can become one (merged) or
    one several (split), and several can become several (regrouped).

    Boosts are compared between matching clusters. If a cluster split or merged, all its retweets are compared with each
    match separately. For example, 100 retweets that became 60 and 40 are listed as two decreases. An outlet that a
    cluster still retweets, but no longer boosts, is gone.

    Weights are compared as numbers. If the runs use different weightings, such as objects and cosine, ignore heavier
    and lighter; new and gone are still meaningful.

    Example: explorer runs diff 3f2a latest --show boosts
    """
    with open_graph(context) as graph:
        runs = [graph.run(name) for name in (before, after)]
        changes = graph.diff_runs(before, after)
        warn_of_simulated_graph(graph)
    note(f"From run {runs[0]['runId']} ({runs[0]['signal']}) to run {runs[1]['runId']} ({runs[1]['signal']})")
    for name, one, other in changes.asked.iter_rows():
        note(f"  {name}: {'unknown' if one is None else one} -> {'unknown' if other is None else other}")
    if changes.asked.is_empty():
        note("  same parameters, data and version")
    for name, counts in changes.counts.items():
        note(f"{name}: {', '.join(f'{number:,} {change}' for change, number in counts.items()) or 'none'}")
    table = {
        "clusters": changes.clusters,
        "accounts": changes.accounts,
        "edges": changes.edges,
        "boosts": changes.boosts,
        "asked": changes.asked,
    }[show]
    print_rows(
        table.columns,
        table.head(top).rows(),
        format_,
        labels=DIFF_LABELS,
        spare=("beforeTier", "afterTier", "signal"),
    )
    if table.height > top:
        note(f"Showing {top:,} of {count(table.height, 'row')}. Use --top to show more.")


@app.command("delete")
def delete(
    context: typer.Context,
    run: Annotated[str, typer.Argument(help="ID of the run, or the first characters of the ID.", metavar="RUN")],
) -> None:
    """Delete a run with its clusters and edges. Accounts and retweets are kept.

    Name the run by its ID. `latest` is refused, because the same command again would delete another run.

    Example: explorer runs delete 3f2a91c04b7d
    """
    if run == "latest":
        raise UsageError(
            "Name the run by its ID. If you repeat the command, the latest run is another one.",
            hint="List the runs, newest first: explorer runs list",
        )
    with open_graph(context) as graph:
        if before := graph.find_deleted_run(run):
            note(f"Run {before.name} is already deleted, since {before.at:%Y-%m-%d %H:%M} UTC.")
            return
        run_id = graph.delete_run(run)
    note(f"Deleted run {run_id}.")
