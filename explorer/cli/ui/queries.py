"""Run queries from the command line and print their results as tables or documents, or write them to files."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from explorer.cli.options.output import Format
from explorer.cli.ui.graph import open_graph, warn_of_unfinished_imports
from explorer.cli.ui.output import as_text, note, print_line, print_rows, progress_bars, warn, write_rows
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.common.errors import InputError, UsageError
from explorer.common.files import write_atomically
from explorer.common.text import count
from explorer.packs.catalog import Pack, find_packs, find_query
from explorer.packs.query import Query
from explorer.packs.values import show_value

if TYPE_CHECKING:
    from explorer.api import Graph, QueryAnswer


WARNINGS: Final = "warnings"
"""Column whose texts, separated by semicolons, are repeated below the rows."""


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
    context: typer.Context, query: Query, arguments: QueryArguments, *, raw: bool, form: Format, out: Path | None
) -> None:
    """Run one query and print its result, or write it to the folder ``out``.

    Raises:
        UsageError: If the query has no parameter for an argument.
    """
    if unknown := arguments.unknown_to(query):
        takes = ", ".join(f"{name}={show_value(value)}" for name, value in query.parameters.items())
        raise UsageError(
            f"{query.full_name} has no parameter for {', '.join(unknown)}.",
            hint=f"Its parameters are: {takes or 'none'}",
        )
    parameters = arguments.bind(query)
    with progress_bars() as progress, open_graph(context, progress) as graph:
        progress(f"running {query.name}", 0, None)
        answer = graph.answer(query, parameters, raw=raw)
        _warn_of_graph(graph)
    if out:
        _write_answers(out, [answer], form)
    else:
        print_rows(answer.columns, answer.rows, form, title=query.title, labels=query.labels)
    _repeat_warnings(answer)
    if answer.reason or (form is Format.TABLE and not out):
        note(_describe(answer))


def run_pack(
    context: typer.Context, pack: Pack, arguments: QueryArguments, *, raw: bool, form: Format, out: Path | None
) -> None:
    """Run every query of a pack that returns a table; each argument goes to the queries that have the parameter.

    Raises:
        UsageError: If no query of the pack has a parameter for an argument, or the format is CSV and ``out`` is None.
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
    answers: list[QueryAnswer] = []
    try:
        with progress_bars() as progress, open_graph(context, progress) as graph:
            for number, (query, parameters) in enumerate(zip(tables, bound, strict=True)):
                progress("running queries", number, len(tables))
                answers.append(graph.answer(query, parameters, raw=raw))
            _warn_of_graph(graph)
    finally:
        # print the tables of queries that succeeded before one failed; files and documents are all or nothing
        if form is Format.TABLE:
            for answer, not_used in zip(answers, unused, strict=False):
                title = f"{answer.query.title}  ({answer.query.name})"
                print_rows(answer.columns, answer.rows, form, title=title, labels=answer.query.labels)
                _repeat_warnings(answer)
                note(_describe(answer, not_used))
    if out:
        _write_answers(out, answers, form)
    elif form is not Format.TABLE:
        _print_documents(answers, form)
    if form is not Format.TABLE:
        for answer, not_used in zip(answers, unused, strict=True):
            if answer.reason or not_used:
                note(_describe(answer, not_used))
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


def _describe(answer: "QueryAnswer", not_used: Iterable[str] = ()) -> str:
    """Return a line that describes the query and its parameters, or why there are no rows."""
    parameters = {name: value for name, value in answer.parameters.items() if value not in ("", None)}
    used = ", ".join(f"{name}={show_value(value)}" for name, value in parameters.items())
    cut = "; there may be more rows, use --top to show them" if len(answer.rows) == answer.parameters.get("top") else ""
    left = f"; not used: {', '.join(sorted(not_used))}" if not_used else ""
    return (answer.reason or f"{answer.query.full_name} with {used or 'no parameters'}{cut}") + left


def _repeat_warnings(answer: "QueryAnswer") -> None:
    """Print how many rows have each warning, if the result has the column `WARNINGS`."""
    if WARNINGS in answer.columns:
        column = answer.columns.index(WARNINGS)
        warnings = Counter(text for row in answer.rows for text in str(row[column] or "").split("; ") if text)
        for text, number in warnings.items():
            rows = f"{number} of {count(len(answer.rows), 'row')}"
            warn(f"{text} ({rows}). explorer packs show {answer.query.name} explains it.")


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


def _print_documents(answers: "Sequence[QueryAnswer]", form: Format) -> None:
    if form is Format.JSON:
        documents = {answer.query.name: _records(answer) for answer in answers}
        print_line(json.dumps(documents, ensure_ascii=False, indent=2, default=as_text))
        return
    for answer in answers:
        for record in _records(answer):
            print_line(json.dumps({"query": answer.query.name} | record, ensure_ascii=False, default=as_text))


def _records(answer: "QueryAnswer") -> list[dict[str, Any]]:
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _write_answers(folder: Path, answers: "Sequence[QueryAnswer]", form: Format) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"The folder {folder} cannot be created: {error.strerror}.", hint="Give --out another folder."
        ) from error
    for answer in answers:

        def write(path: Path, answer: "QueryAnswer" = answer) -> None:
            with path.open("w", encoding="utf-8", newline="") as file:
                write_rows(file, answer.columns, answer.rows, form)

        path = folder / f"{answer.query.name}.{form.value}"
        write_atomically(path, write)
        note(f"{path}: {count(len(answer.rows), 'row')}")
