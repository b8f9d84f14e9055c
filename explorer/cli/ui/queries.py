"""Run queries from the command line and print their results as tables or documents, or write them to files."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from explorer.cli.options.output import Format
from explorer.cli.ui.graph import graph_and_progress, graph_settings, open_graph, warn_of_unfinished_imports
from explorer.cli.ui.output import note, print_rows, progress_bars, warn
from explorer.cli.ui.query_documents import print_document, query_documents
from explorer.cli.ui.query_rows import QueryRows, Row
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.common.errors import UsageError
from explorer.packs.catalog import Pack, find_packs, find_query
from explorer.packs.query import Query
from explorer.packs.values import show_value

if TYPE_CHECKING:
    from explorer.api import Graph


@dataclass(frozen=True, slots=True)
class QueryArguments:
    """Arguments for the parameters of queries, as typed.

    Attributes:
        options: Values of options that set a parameter, such as ``--run``, by parameter.
        parameters: Values of ``--param``, by parameter.
    """

    options: Mapping[str, str]
    parameters: Mapping[str, str]

    def bind(self, query: Query) -> dict[str, object]:
        """Return a value for each parameter of a query: the argument if given, else the default.

        Raises:
            UsageError: If a parameter has two arguments, or an invalid one.
        """
        both = {**self.options, **self.parameters}
        if twice := self.options.keys() & self.parameters.keys():
            name = min(twice)
            raise UsageError(f"The parameter {name} is given twice.", hint=f"Give either --{name} or --param {name}=…")
        return query.bind({name: text for name, text in both.items() if name in query.parameters})

    def unknown_to(self, query: Query) -> list[str]:
        """Return the arguments, as typed, for which the query has no parameter."""
        return [f"--{name}" for name in self.options if name not in query.parameters] + [
            f"--param {name}=" for name in self.parameters if name not in query.parameters
        ]


def query_graph(
    context: typer.Context,
    query: Query,
    arguments: QueryArguments,
    *,
    raw: bool,
    form: Format,
    out: Path | None,
    timeout: str,
) -> None:
    """Run one query and print its result while the rows arrive, or write it to the folder ``out``.

    Raises:
        UsageError: If the query has no parameter for an argument.
        GraphError: If the query ends early. The rows that are printed by then are incomplete.
    """
    if unknown := arguments.unknown_to(query):
        takes = ", ".join(f"{name}={show_value(value)}" for name, value in query.parameters.items())
        raise UsageError(
            f"{query.full_name} has no parameter for {', '.join(unknown)}.",
            hint=f"Its parameters are: {takes or 'none'}",
        )
    parameters = arguments.bind(query)
    table: list[Row] = []
    with ExitStack() as bars:
        # a question and progress bars would overwrite each other
        graph_settings(context)
        progress = bars.enter_context(progress_bars())
        with open_graph(context, progress, timeout=timeout) as graph:
            progress(f"running {query.name}", 0, None)
            with graph.stream(query, parameters, raw=raw) as answer:
                rows = QueryRows.of(answer)
                if form is Format.TABLE:
                    table = rows.table()
                elif out:
                    with query_documents(form, out) as write:
                        write(rows)
                else:
                    rows.wait()
                    bars.close()
                    print_document(rows, form)
            rows.explain_empty(graph)
            _warn_of_graph(graph)
    if form is Format.TABLE:
        print_rows(rows.columns, table, form, title=query.title, labels=query.labels)
    rows.repeat_warnings()
    if rows.reason or form is Format.TABLE:
        note(rows.describe())


def run_pack(
    context: typer.Context,
    pack: Pack,
    arguments: QueryArguments,
    *,
    raw: bool,
    form: Format,
    out: Path | None,
    timeout: str,
) -> None:
    """Run every query of a pack that returns a table; each argument goes to the queries that have the parameter.

    Files and documents are written when all queries have succeeded. The tables of queries that succeeded are also
    printed if a later one fails.

    Raises:
        UsageError: If no query of the pack has a parameter for an argument, or the format is CSV and ``out`` is None.
        GraphError: If a query fails.
    """
    tables = [query for query in pack.queries if query.view == "table"]
    unused = [set(arguments.unknown_to(query)) for query in tables]
    if unknown := set.intersection(*unused) if unused else set():
        raise UsageError(f"No query of the pack {pack.name} has a parameter for {', '.join(sorted(unknown))}.")
    if form is Format.CSV and not out:
        raise UsageError(
            "The tables of a pack do not fit into one CSV file.", hint="Add --out DIR to write one file per table."
        )
    bound = [arguments.bind(query) for query in tables]
    results: list[tuple[QueryRows, list[Row]]] = []
    try:
        with ExitStack() as stack:
            write = None if form is Format.TABLE else stack.enter_context(query_documents(form, out))
            with graph_and_progress(context, timeout=timeout) as (graph, progress):
                for number, (query, parameters) in enumerate(zip(tables, bound, strict=True)):
                    progress("running queries", number, len(tables))
                    with graph.stream(query, parameters, raw=raw) as answer:
                        rows = QueryRows.of(answer)
                        table = rows.table() if write is None else []
                        if write:
                            write(rows)
                    rows.explain_empty(graph)
                    results.append((rows, table))
                _warn_of_graph(graph)
    finally:
        if form is Format.TABLE:
            for (rows, table), not_used in zip(results, unused, strict=False):
                title = f"{rows.query.title}  ({rows.query.name})"
                print_rows(rows.columns, table, form, title=title, labels=rows.query.labels)
                rows.repeat_warnings()
                note(rows.describe(not_used))
    if form is not Format.TABLE:
        for (rows, _), not_used in zip(results, unused, strict=True):
            if rows.reason or not_used:
                note(rows.describe(not_used))
    if pictures := [query.name for query in pack.queries if query.view == "graph"]:
        note(f"Graphs, to open in Neo4j Browser with explorer browser: {', '.join(pictures)}")


def print_answer(graph: "Graph", name: str, *, mark: str = "", **parameters: object) -> None:
    """Print a query's result as a table, with its title and the command that repeats it.

    Args:
        graph: The graph.
        name: Name of the query.
        mark: Text to put before the title.
        parameters: Values that differ from the defaults.
    """
    query = find_query(name)
    answer = graph.answer(query, query.bind(parameters))
    title = f"{mark} {query.title}".strip()
    title = f"{title}  (explorer packs run {query.name})"
    print_rows(answer.columns, answer.rows, Format.TABLE, title=title, labels=query.labels)


def complete_names(incomplete: str) -> list[str]:
    """Return the names of packs and queries that begin with a text, for shell completion."""
    packs = find_packs()
    names = [*packs, *(query.name for pack in packs.values() for query in pack.queries)]
    return sorted({name for name in names if name.startswith(incomplete)})


def _warn_of_graph(graph: "Graph") -> None:
    warn_of_simulated_graph(graph)
    warn_of_unfinished_imports(graph)
    if graph.is_unsettled:
        warn(
            "Roll-ups are out of date, so counts may be wrong: a command that changes data is running or was "
            "interrupted."
        )
        note("If no other command is running, run explorer rollups.")
    if graph.has_earlier_boosts:
        warn(
            "Some runs come from an earlier version of explorer, which called every outlet that a cluster retweeted "
            "boosted."
        )
        note("Update all runs: explorer rollups")
