"""``explorer runs``: what detections the graph holds."""

import json
from typing import Annotated

import typer

from explorer.api import Graph
from explorer.cli.output import Format, FormatOption, note, print_rows, progress_bars
from explorer.cli.simulated import warn_of_simulated_graph

app = typer.Typer(no_args_is_help=True, help="List, show and delete detection runs.")

RunArgument = Annotated[str, typer.Argument(help="A run's id, its beginning, or 'latest'.", metavar="RUN")]


@app.command("list")
def list_command(context: typer.Context, format_: FormatOption = Format.TABLE) -> None:
    """List the runs in the graph, newest first.

    Example: explorer runs list
    """
    with progress_bars() as progress, Graph.open(settings=context.obj, progress=progress) as graph:
        found = graph.runs()
        warn_of_simulated_graph(graph)
    print_rows(found.columns, found.rows(), format_)


@app.command("show")
def show(context: typer.Context, run: RunArgument = "latest", format_: FormatOption = Format.TABLE) -> None:
    """Show everything a run records of itself: parameters, data, version, outcome.

    Example: explorer runs show latest
    """
    with progress_bars() as progress, Graph.open(settings=context.obj, progress=progress) as graph:
        properties = graph.run(run)
        warn_of_simulated_graph(graph)
    parameters = {f"parameters.{k}": v for k, v in json.loads(properties.pop("parameters")).items()}
    print_rows(("property", "value"), sorted((properties | parameters).items()), format_)


@app.command("delete")
def delete(
    context: typer.Context,
    run: Annotated[str, typer.Argument(help="A run's id, its beginning, or 'latest'.", metavar="RUN")],
) -> None:
    """Delete a run with its clusters and edges; accounts and retweets stay.

    Example: explorer runs delete 3f2a91c04b7d
    """
    with progress_bars() as progress, Graph.open(settings=context.obj, progress=progress) as graph:
        run_id = graph.delete_run(run)
    note(f"Run {run_id} is deleted.")
