"""``explorer packs``: the query packs, in the terminal."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.cli.output import Format, FormatOption, note, print_line, print_rows, progress_bars
from explorer.cli.simulated import warn_of_simulated_graph
from explorer.errors import UsageError
from explorer.graph.connect import Graph, open_graph
from explorer.graph.runs import find_run
from explorer.packs import Pack, find_packs, find_query, why_empty
from explorer.packs import run as run_query
from explorer.packs.values import show_value

app = typer.Typer(no_args_is_help=True, help="List, show and run query packs: questions asked of the graph by name.")

QueryArgument = Annotated[
    str,
    typer.Argument(
        help="A query's name, as 'explorer packs list' prints it, with or without its pack.", metavar="QUERY"
    ),
]
FolderOption = Annotated[
    Path | None,
    typer.Option("--folder", help="A folder with packs of your own, besides those that are shipped.", metavar="DIR"),
]


@app.command("list")
def list_command(folder: FolderOption = None, format_: FormatOption = Format.TABLE) -> None:
    """List the queries of all packs, with the question that each answers.

    Example: explorer packs list
    """
    rows = [
        (query.full_name, query.question, query.view, list(query.parameters))
        for pack in all_packs(folder).values()
        for query in pack.queries
    ]
    print_rows(("query", "question", "view", "parameters"), rows, format_)


@app.command("show")
def show(query: QueryArgument, folder: FolderOption = None) -> None:
    """Show a query: what it answers, its columns and parameters, and the Cypher behind it.

    'explorer browser' runs it in Neo4j Browser, where the guide has every query.

    Example: explorer packs show cluster-boosts
    """
    found = find_query(query, all_packs(folder))
    print_line(f"{found.full_name}: {found.title}\n{found.question}\n")
    print_rows(("column", "meaning"), [(c.name, c.description) for c in found.columns], Format.TABLE)
    if found.parameters:
        parameters = [(name, show_value(v), found.meanings[name]) for name, v in found.parameters.items()]
        print_rows(("parameter", "default", "meaning"), parameters, Format.TABLE)
    print_line(f"\n{found.statement}\n")
    note(f"How to read it: {found.path.parent / 'README.md'}\nFor Neo4j Browser: {found.path}")


@app.command("run")
def run(
    context: typer.Context,
    query: QueryArgument,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            help="A parameter's value; once for each. 'explorer packs show QUERY' lists them.",
            metavar="NAME=VALUE",
        ),
    ] = None,
    run_id: Annotated[
        str | None,
        typer.Option(
            "--run",
            help="The detection run to ask: its id, the id's beginning, or 'latest', the default.",
            metavar="RUN",
        ),
    ] = None,
    folder: FolderOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Run a query and print its rows. It only reads.

    Begin with the defaults, then narrow down: a higher minRetweets drops what may be chance, a higher top
    shows more rows.

    Example: explorer packs run cluster-boosts --param state=CN --param top=10
    """
    found = find_query(query, all_packs(folder))
    given = dict(map(_name_and_value, param or ()))
    if run_id is not None:
        if "run" not in found.parameters:
            raise UsageError(f"{found.full_name} does not ask a run: leave out --run.")
        if "run" in given:
            raise UsageError("Give the run once: --run, or --param run=….")
        given["run"] = run_id
    parameters = found.bind(given)
    with progress_bars() as progress, open_graph(context.obj, progress=progress) as graph:
        if parameters.get("run", "latest") != "latest":
            parameters["run"] = find_run(graph, str(parameters["run"]))["runId"]
        answer = run_query(graph, found, parameters)
        warn_of_simulated_graph(graph)
        reason = "" if answer.rows else why_empty(graph, found, parameters)
    print_rows(answer.columns, answer.rows, format_, title=found.title)
    if reason:
        note(reason)


def print_answer(graph: Graph, name: str, *, mark: str = "", **parameters: str) -> None:
    """Print a query's answer as a table, under its title and how to ask it again.

    Args:
        graph: the graph.
        name: the query's name.
        mark: what its title begins with.
        parameters: values that are not the defaults, as typed.
    """
    query = find_query(name)
    answer = run_query(graph, query, query.bind(parameters))
    title = f"{mark} {query.title}".strip()
    print_rows(answer.columns, answer.rows, Format.TABLE, title=f"{title}  (explorer packs run {query.name})")


def all_packs(folder: Path | None) -> dict[str, Pack]:
    """Return the packs that are shipped, and those in a folder of the user's own."""
    return find_packs() | (find_packs(folder) if folder else {})


def _name_and_value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--param {text} has no value.", hint="Write it as --param name=value")
    return name.strip(), value
