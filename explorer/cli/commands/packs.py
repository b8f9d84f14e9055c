"""``explorer packs``: list, show, run and check query packs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from explorer.cli.options.output import Format, FormatOption
from explorer.cli.options.packs import FolderOption, read_packs
from explorer.cli.options.timeout import TIMEOUT, TimeoutOption
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.output import note, print_line, print_rows
from explorer.cli.ui.queries import QueryArguments, complete_names, query_graph, run_pack
from explorer.common.errors import ExplorerError, UsageError
from explorer.common.progress import silent
from explorer.common.text import count
from explorer.packs.catalog import find_query
from explorer.packs.query import FINDINGS
from explorer.packs.values import show_value

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_command(
    finding: Annotated[
        int | None,
        typer.Option(
            help="Show only queries that check this published finding. docs/figures.md lists the findings.",
            min=FINDINGS[0],
            max=FINDINGS[-1],
        ),
    ] = None,
    folder: FolderOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List the queries of all packs, and the question that each answers.

    Example: explorer packs list --finding 7
    """
    rows = [
        (query.full_name, query.question, list(query.findings), query.view, list(query.parameters))
        for pack in read_packs(folder).values()
        for query in pack.queries
        if finding is None or finding in query.findings
    ]
    print_rows(
        ("query", "question", "findings", "view", "parameters"),
        rows,
        format_,
        labels={
            "query": "Query",
            "question": "Question",
            "findings": "Findings",
            "view": "View",
            "parameters": "Parameters",
        },
        spare=("parameters", "view"),
    )


@app.command("show")
def show(
    query: Annotated[
        str,
        typer.Argument(
            help="Name of the query, with or without its pack. `explorer packs list` shows the names.",
            metavar="QUERY",
            autocompletion=complete_names,
        ),
    ],
    folder: FolderOption = None,
) -> None:
    """Show a query: its question, columns, parameters and Cypher statement.

    To run it in Neo4j Browser, use the guide that `explorer browser` opens.

    Example: explorer packs show cluster-boosts
    """
    query_ = find_query(query, read_packs(folder))
    print_line(f"{query_.full_name}: {query_.title}\n{query_.question}\n")
    columns = [(c.name, c.label, c.description) for c in query_.columns]
    if query_.step:
        print_line(f"The step {query_.step} calculates the result from the rows. --raw shows the rows.\n")
        result = [(c.name, c.label, c.description) for c in query_.result]
        print_rows(("Column", "Label", "Meaning"), result, Format.TABLE)
    print_rows(("Column of the rows" if query_.step else "Column", "Label", "Meaning"), columns, Format.TABLE)
    if query_.parameters:
        parameters = [(name, show_value(v), query_.meanings[name]) for name, v in query_.parameters.items()]
        print_rows(("Parameter", "Default", "Meaning"), parameters, Format.TABLE)
    print_line(f"\n{query_.statement}\n")
    note(f"How to read it: {query_.path.parent / 'README.md'}", f"For Neo4j Browser: {query_.path}")


@app.command("run")
def run(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            help="Name of a query, or of a pack to run all its queries. `explorer packs list` shows the names.",
            metavar="QUERY|PACK",
            autocompletion=complete_names,
        ),
    ],
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            help="Value of a parameter. To set several parameters, repeat the option. `explorer packs show QUERY` "
            "lists the parameters.",
            metavar="NAME=VALUE",
        ),
    ] = None,
    run_id: Annotated[
        str | None,
        typer.Option(
            "--run",
            help="Run to query: its ID, the first characters of the ID, or latest (the default).",
            metavar="RUN",
        ),
    ] = None,
    outlet: Annotated[
        str | None,
        typer.Option(
            help="Only this outlet: its name or part of the name, its ID, or the handle of one of its accounts."
        ),
    ] = None,
    state: Annotated[
        str | None, typer.Option(help="Only outlets of this state, as a two-letter code such as CN.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="First day (UTC), for queries with the parameter since.", metavar="YYYY-MM-DD")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(help="Last day (UTC, inclusive), for queries with the parameter until.", metavar="YYYY-MM-DD"),
    ] = None,
    top: Annotated[int | None, typer.Option(help="Maximum number of rows. Default: set by the query.", min=1)] = None,
    raw: Annotated[
        bool,
        typer.Option(
            "--raw",
            help="Show the rows that the query reads from the graph, before any further calculation. For those who "
            "write packs.",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Write one file per query to this folder. Needs --format csv, json or jsonl.", metavar="DIR"),
    ] = None,
    folder: FolderOption = None,
    format_: FormatOption = Format.TABLE,
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """Run a query, or all queries of a pack, and print the rows. The command does not change the graph.

    CSV, JSON and JSON Lines are written while the rows arrive. A table shows at most 10,000 rows.

    Start with the defaults. Then raise --top to show more rows, or set a query's minRetweets to hide rows with few
    retweets.

    Example: explorer packs run weekly-shares --outlet "global times" --since 2020-09-01
    """
    if out and format_ is Format.TABLE:
        raise UsageError("--out cannot write tables.", hint="Add --format csv, json or jsonl.")
    options: dict[str, Any] = {
        "run": run_id, "outlet": outlet, "state": state, "since": since, "until": until, "top": top,
    }  # fmt: skip
    arguments = QueryArguments(
        {name: str(value) for name, value in options.items() if value is not None}, _parse_parameters(param or ())
    )
    packs = read_packs(folder)
    if name in packs:
        run_pack(context, packs[name], arguments, raw=raw, form=format_, out=out, timeout=timeout)
    else:
        query_graph(context, find_query(name, packs), arguments, raw=raw, form=format_, out=out, timeout=timeout)


@app.command("check")
def check(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder with your own packs, or with one pack.", metavar="FOLDER")],
    format_: FormatOption = Format.TABLE,
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """Check your own packs against the rules for packs, without running the queries.

    Prints each problem with its file, its line number and the next step. If Neo4j is running, it also plans the
    queries, which shows whether they only read and return the columns that they describe. Exits with 1 if there are
    problems.

    Example: explorer packs check my-packs
    """
    from explorer.packs.check import check_packs

    checked = check_packs(folder)
    problems = checked.problems
    not_planned = None
    try:
        with open_graph(context, silent, timeout=timeout) as graph:
            problems = problems + graph.check_plans(checked.queries)
    except ExplorerError as error:
        not_planned = error
    rows = [(str(problem.path), problem.line, problem.problem, problem.next_step) for problem in problems]
    if rows or format_ is not Format.TABLE:
        print_rows(
            ("file", "line", "problem", "next step"),
            rows,
            format_,
            labels={"file": "File", "line": "Line", "problem": "Problem", "next step": "Next step"},
        )
    note(f"{count(len(checked.queries), 'query', 'queries')} checked, {count(len(problems), 'problem')} found.")
    if not_planned:
        note(f"The plans of the queries were not checked. {not_planned.message} Next: {not_planned.hint}")
    if problems:
        raise typer.Exit(1)


def _parse_parameters(texts: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--param {text} has no value.", hint="Write it as --param name=value.")
        if name.strip() in values:
            raise UsageError(
                f"--param {name.strip()} is given twice.", hint="Give a list as one value: --param name=a,b,c"
            )
        values[name.strip()] = value
    return values
