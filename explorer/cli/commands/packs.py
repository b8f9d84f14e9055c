"""``explorer packs``: the query packs, in the terminal."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from explorer.api import Graph
from explorer.cli.ui.output import Format, FormatOption, note, print_line, print_rows
from explorer.cli.ui.queries import Given, ask_pack, ask_query, complete_names
from explorer.common.errors import ExplorerError, UsageError
from explorer.common.text import printable
from explorer.packs.catalog import Pack, find_packs, find_query
from explorer.packs.check import check_packs
from explorer.packs.query import FINDINGS
from explorer.packs.values import show_value

app = typer.Typer(
    no_args_is_help=True, help="List, show, run and check query packs: questions asked of the graph by name."
)

FolderOption = Annotated[
    Path | None,
    typer.Option("--folder", help="A folder with packs of your own, besides those that are shipped.", metavar="DIR"),
]


@app.command("list")
def list_command(
    finding: Annotated[
        int | None,
        typer.Option(
            help="Only queries that check this published finding; docs/figures.md has them.",
            min=FINDINGS[0],
            max=FINDINGS[-1],
        ),
    ] = None,
    folder: FolderOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List the queries of all packs, with the question that each answers.

    Example: explorer packs list --finding 7
    """
    rows = [
        (query.full_name, query.question, list(query.findings), query.view, list(query.parameters))
        for pack in all_packs(folder).values()
        for query in pack.queries
        if finding is None or finding in query.findings
    ]
    print_rows(("query", "question", "findings", "view", "parameters"), rows, format_, spare=("parameters", "view"))


@app.command("show")
def show(
    query: Annotated[
        str,
        typer.Argument(
            help="A query's name, as 'explorer packs list' prints it, with or without its pack.",
            metavar="QUERY",
            autocompletion=complete_names,
        ),
    ],
    folder: FolderOption = None,
) -> None:
    """Show a query: what it answers, its columns and parameters, and the Cypher behind it.

    'explorer browser' runs it in Neo4j Browser, where the guide has every query.

    Example: explorer packs show cluster-boosts
    """
    found = find_query(query, all_packs(folder))
    print_line(printable(f"{found.full_name}: {found.title}\n{found.question}\n"))
    columns = [(c.name, c.description) for c in found.columns]
    if found.step:
        print_line(f"Of the rows, the step {found.step} makes the answer; --raw shows the rows themselves.\n")
        print_rows(("column", "meaning"), [(c.name, c.description) for c in found.result], Format.TABLE)
    print_rows(("column of the rows" if found.step else "column", "meaning"), columns, Format.TABLE)
    if found.parameters:
        parameters = [(name, show_value(v), found.meanings[name]) for name, v in found.parameters.items()]
        print_rows(("parameter", "default", "meaning"), parameters, Format.TABLE)
    print_line(f"\n{found.statement}\n")
    note(printable(f"How to read it: {found.path.parent / 'README.md'}\nFor Neo4j Browser: {found.path}"))


@app.command("run")
def run(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            help="A query's name, as 'explorer packs list' prints it, or a pack's, for all its tables.",
            metavar="QUERY|PACK",
            autocompletion=complete_names,
        ),
    ],
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
    outlet: Annotated[
        str | None,
        typer.Option(help="Only this outlet: its name or a part of it, its id, or the handle of one of its accounts."),
    ] = None,
    state: Annotated[str | None, typer.Option(help="Only outlets of this state, two letters: CN.")] = None,
    since: Annotated[str | None, typer.Option(help="From this day on, UTC.", metavar="YYYY-MM-DD")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day and with it, UTC.", metavar="YYYY-MM-DD")] = None,
    top: Annotated[int | None, typer.Option(help="Most rows.", min=1)] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="The rows of the Cypher, where a step makes the answer of them.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Write a file for each query into this folder, as --format says.", metavar="DIR"),
    ] = None,
    folder: FolderOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Run a query, or all of a pack, and print the rows. It only reads.

    Begin with the defaults, then narrow down: a higher minRetweets drops what may be chance, a higher --top shows more
    rows.

    Example: explorer packs run weekly-shares --outlet "global times" --since 2020-09-01
    """
    if out and format_ is Format.TABLE:
        raise UsageError("A table is for reading, not for files.", hint="Add --format csv, json or jsonl.")
    options: dict[str, Any] = {
        "run": run_id, "outlet": outlet, "state": state, "since": since, "until": until, "top": top,
    }  # fmt: skip
    given = Given({name: str(value) for name, value in options.items() if value is not None}, _named(param or ()))
    packs = all_packs(folder)
    if name in packs:
        ask_pack(context.obj, packs[name], given, raw=raw, form=format_, out=out)
    else:
        ask_query(context.obj, find_query(name, packs), given, raw=raw, form=format_, out=out)


@app.command("check")
def check(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A folder with packs of your own, or one pack.", metavar="FOLDER")],
    format_: FormatOption = Format.TABLE,
) -> None:
    """Check packs of your own against the rules that the shipped packs keep. Runs and changes nothing.

    Prints each problem with its file, its line and the next step. If Neo4j is running, it also plans the queries,
    which shows whether they only read and return the columns that they describe. Exits with 1 if there are problems.

    Example: explorer packs check my-packs
    """
    checked = check_packs(folder)
    problems = checked.problems
    not_planned = None
    try:
        with Graph.open(settings=context.obj) as graph:
            problems = problems + graph.check_plans(checked.queries)
    except ExplorerError as error:
        not_planned = error
    rows = [(str(found.path), found.line, found.problem, found.next_step) for found in problems]
    if rows or format_ is not Format.TABLE:
        print_rows(("file", "line", "problem", "next step"), rows, format_)
    note(f"{len(checked.queries):,} queries checked, {len(problems):,} problems found.")
    if not_planned:
        note(f"The plans of the queries were not checked. {not_planned.message} Next: {not_planned.hint}")
    if problems:
        raise typer.Exit(1)


def all_packs(folder: Path | None) -> dict[str, Pack]:
    """Return the packs that are shipped, and those in a folder of the user's own.

    Raises:
        UsageError: if one of these is called like a shipped one.
    """
    shipped, own = find_packs(), find_packs(folder) if folder else {}
    if same := shipped.keys() & own.keys():
        name = min(same)
        raise UsageError(f"{folder} has a pack {name}, and so has the explorer.", hint="Give its folder another name.")
    return shipped | own


def _named(texts: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--param {text} has no value.", hint="Write it as --param name=value")
        if name.strip() in values:
            raise UsageError(f"--param {name.strip()} is given twice.", hint="A list is given at once: name=a,b,c")
        values[name.strip()] = value
    return values
