"""Queries asked for the terminal: options as parameters, answers as tables, documents or files."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer.api import Answer, Graph, Rows
from explorer.cli.ui.output import Format, as_text, note, print_line, print_rows, progress_bars, warn, write_rows
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.common.errors import InputError, UsageError
from explorer.common.files import write_whole
from explorer.common.settings import Settings
from explorer.packs.catalog import Pack, find_packs, find_query
from explorer.packs.query import Query
from explorer.packs.values import show_value


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed: the options that mean the same everywhere, and ``--param``, by parameter."""

    options: Mapping[str, str]
    parameters: Mapping[str, str]

    def of(self, query: Query) -> dict[str, object]:
        """Return a query's parameters, those given that it has, else its defaults."""
        both = {**self.options, **self.parameters}
        if twice := self.options.keys() & self.parameters.keys():
            name = min(twice)
            raise UsageError(f"{name} is given twice.", hint=f"Either --{name} or --param {name}=…")
        return query.bind({name: text for name, text in both.items() if name in query.parameters})

    def unknown_to(self, query: Query) -> list[str]:
        """Return, as typed, what was given and the query has no parameter for."""
        return [f"--{name}" for name in self.options if name not in query.parameters] + [
            f"--param {name}=" for name in self.parameters if name not in query.parameters
        ]


def ask_query(settings: Settings, query: Query, given: Given, *, raw: bool, form: Format, out: Path | None) -> None:
    """Run one query and print its answer, or write it into the folder ``out``.

    Raises:
        UsageError: if something is given that the query has no parameter for.
    """
    if unknown := given.unknown_to(query):
        takes = ", ".join(f"{name}={show_value(value)}" for name, value in query.parameters.items())
        raise UsageError(
            f"{query.full_name} has no parameter for {', '.join(unknown)}.", hint=f"It has: {takes or 'none'}"
        )
    bound = given.of(query)
    with progress_bars() as progress, Graph.open(settings=settings, progress=progress) as graph:
        progress(f"asking {query.name}", 0, None)
        asked = _ask(graph, query, bound, raw=raw)
        _warn_of_the_graph(graph)
    if out:
        _write(out, [asked], form)
    else:
        print_rows(asked.answer.columns, asked.answer.rows, form, title=query.title)
    if asked.answer.reason or (form is Format.TABLE and not out):
        note(asked.told())


def ask_pack(settings: Settings, pack: Pack, given: Given, *, raw: bool, form: Format, out: Path | None) -> None:
    """Run every query of a pack that answers with a table; what was given goes to each that has a parameter for it.

    Raises:
        UsageError: if something is given that no query of the pack has a parameter for, or for csv without a folder.
    """
    tables = [query for query in pack.queries if query.view == "table"]
    unknown = [set(given.unknown_to(query)) for query in tables]
    if strange := set.intersection(*unknown) if unknown else set():
        raise UsageError(f"No query of the pack {pack.name} has a parameter for {', '.join(sorted(strange))}.")
    if form is Format.CSV and not out:
        raise UsageError("The tables of a pack do not fit into one CSV file.", hint="Add --out DIR, for a file each.")
    bound = [given.of(query) for query in tables]
    asked: list[_Asked] = []
    try:
        with progress_bars() as progress, Graph.open(settings=settings, progress=progress) as graph:
            for number, (query, values, without) in enumerate(zip(tables, bound, unknown, strict=True)):
                progress("asking", number, len(tables))
                asked.append(_ask(graph, query, values, raw=raw, without=without))
            _warn_of_the_graph(graph)
    finally:
        # what was answered before a query failed is shown; files and documents are whole or not there
        if form is Format.TABLE:
            for one in asked:
                print_rows(one.answer.columns, one.answer.rows, form, title=f"{one.query.title}  ({one.query.name})")
                note(one.told())
    if out:
        _write(out, asked, form)
    elif form is not Format.TABLE:
        _print_documents(asked, form)
    if form is not Format.TABLE:
        for one in asked:
            if one.answer.reason or one.without:
                note(one.told())
    if pictures := [query.name for query in pack.queries if query.view == "graph"]:
        note(f"Pictures, for Neo4j Browser (explorer browser): {', '.join(pictures)}")


def print_answer(graph: Graph, name: str, *, mark: str = "", **parameters: object) -> None:
    """Print a query's answer as a table, under its title and how to ask it again.

    Args:
        graph: the graph.
        name: the query's name.
        mark: what its title begins with.
        parameters: values that are not the defaults.
    """
    query = find_query(name)
    answer = graph.answer(query, query.bind(parameters))
    title = f"{mark} {query.title}".strip()
    print_rows(answer.columns, answer.rows, Format.TABLE, title=f"{title}  (explorer packs run {query.name})")


def complete_names(incomplete: str) -> list[str]:
    """Return the names of packs and queries that begin so, for the shell."""
    packs = find_packs()
    names = [*packs, *(query.name for pack in packs.values() for query in pack.queries)]
    return sorted({name for name in names if name.startswith(incomplete)})


@dataclass(frozen=True, slots=True)
class _Asked:
    """An answer, and what was typed and is no parameter of the query."""

    answer: Answer
    without: frozenset[str]

    @property
    def query(self) -> Query:
        return self.answer.query

    def told(self) -> str:
        """Return what was asked, or why nothing came back."""
        known = {name: value for name, value in self.answer.parameters.items() if value not in ("", None)}
        used = ", ".join(f"{name}={show_value(value)}" for name, value in known.items())
        cut = "; there may be more: --top" if len(self.answer.rows) == self.answer.parameters.get("top") else ""
        left = f"; not asked: {', '.join(sorted(self.without))}" if self.without else ""
        return (self.answer.reason or f"{self.query.full_name} with {used or 'no parameters'}{cut}") + left


def _ask(graph: Graph, query: Query, bound: Mapping[str, object], *, raw: bool, without: Iterable[str] = ()) -> _Asked:
    return _Asked(graph.answer(query, bound, raw=raw), frozenset(without))


def _warn_of_the_graph(graph: Graph) -> None:
    warn_of_simulated_graph(graph)
    if graph.is_unsettled:
        warn("A command that changes data runs or was broken off: roll-ups are not counted yet, answers may be off.")
        note("Next, unless it runs: explorer rollups")


def _print_documents(asked: Sequence[_Asked], form: Format) -> None:
    if form is Format.JSON:
        documents = {one.query.name: _records(one.answer) for one in asked}
        print_line(json.dumps(documents, ensure_ascii=False, indent=2, default=as_text))
        return
    for one in asked:
        for record in _records(one.answer):
            print_line(json.dumps({"query": one.query.name} | record, ensure_ascii=False, default=as_text))


def _records(answer: Rows) -> list[dict[str, Any]]:
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _write(folder: Path, asked: Sequence[_Asked], form: Format) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be made a folder: {error.strerror}.", hint="Name another one.") from error
    for one in asked:

        def write(path: Path, answer: Rows = one.answer) -> None:
            with path.open("w", encoding="utf-8", newline="") as file:
                write_rows(file, answer.columns, answer.rows, form)

        path = folder / f"{one.query.name}.{form.value}"
        write_whole(path, write)
        note(f"{path}: {len(one.answer.rows):,} rows")
