"""``explorer clusters``: what a run found, who is in it, and what ties it together."""

from typing import Annotated, Any

import typer

from explorer.api import Graph
from explorer.cli.evidence import RunOption, warn_of_unshown
from explorer.cli.output import Format, FormatOption, note, print_rows, progress_bars
from explorer.cli.simulated import warn_of_simulated_graph
from explorer.packs import find_query

app = typer.Typer(no_args_is_help=True, help="List clusters, show their members and the posts that tie them together.")

ClusterArgument = Annotated[
    str, typer.Argument(help="A cluster's rank in the run, or its id, RUN/RANK.", metavar="CLUSTER")
]
TopOption = Annotated[int, typer.Option(min=1, help="Most rows.")]


@app.command("list")
def list_command(
    context: typer.Context, run: RunOption = "latest", top: TopOption = 25, format_: FormatOption = Format.TABLE
) -> None:
    """List the clusters of a run, those with the most evidence for each member first.

    Example: explorer clusters list --run latest
    """
    with progress_bars() as progress, Graph.open(settings=context.obj, progress=progress) as graph:
        properties = graph.run(run)
        rows = graph.clusters(run=run, top=top).to_dicts()
        warn_of_simulated_graph(graph)
    if not rows:
        program = context.obj.program
        note(f"The run has no clusters: {program} runs show {run} tells what it asked for, {program} detect asks anew.")
    _print("cluster-list", rows, format_, spare=("id", "ofCluster", "edges", "density", "retweets", "core"))
    if properties["clusters"] > top:
        note(f"The first {top:,} of {properties['clusters']:,} clusters; --top shows more.")


@app.command("show")
def show(
    context: typer.Context,
    cluster: ClusterArgument,
    run: RunOption = "latest",
    top: TopOption = 100,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show a cluster's members, the most strongly tied first: role and stability tell who belongs to it firmly.

    Example: explorer clusters show 1 --run latest
    """
    with progress_bars() as progress, Graph.open(settings=context.obj, progress=progress) as graph:
        facts = graph.cluster(cluster, run=run)
        rows = graph.members(facts["id"], top=top).to_dicts()
        warn_of_simulated_graph(graph)
    stable = "" if facts["stability"] is None else f", stability {facts['stability']:.2f}"
    note(
        f"Cluster {facts['id']}: {facts['size']:,} members, {facts['core']:,} of them at its core; {facts['edges']:,} "
        f"edges, score {facts['score']:,.1f}{stable}"
    )
    _print("cluster-members", rows, format_, spare=("created", "name", "outlet", "status", "retweets"))
    if facts["size"] > top:
        note(f"The first {top:,} of {facts['size']:,} members; --top shows more.")


@app.command("evidence")
def evidence(
    context: typer.Context,
    cluster: ClusterArgument,
    run: RunOption = "latest",
    top: TopOption = 25,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what ties a cluster together: where most members met within the window, of equals the tightest first.

    Example: explorer clusters evidence 1 --run latest
    """
    with progress_bars() as progress, Graph.open(settings=context.obj, progress=progress) as graph:
        name = graph.cluster(cluster, run=run)["id"]
        properties = graph.run(name.partition("/")[0])
        rows = graph.cluster_evidence(name, top=top).to_dicts()
        warn_of_simulated_graph(graph)
    if rows:
        best = rows[0]
        note(
            f"Cluster {name}: {best['members']:,} of its {best['size']:,} members met on "
            f"{best['object']} within {best['seconds']:g} s."
        )
    _print("cluster-evidence", rows, format_, spare=("text", "last", "signal", "author"))
    warn_of_unshown(properties)


def _print(query: str, rows: list[dict[str, Any]], form: Format, *, spare: tuple[str, ...]) -> None:
    # what the line above, or the command itself, says of every row
    said = {"list": (), "members": ("cluster",), "evidence": ("cluster", "size")}[query.partition("-")[2]]
    columns = [column.name for column in find_query(f"boosts/{query}").columns if column.name not in said]
    print_rows(columns, [[row[name] for name in columns] for row in rows], form, spare=spare)
