"""Check packs against the rules that the shipped packs keep, without a server."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from explorer.common.errors import InputError, UsageError
from explorer.packs.catalog import SHIPPED_FOLDER, find_pack_folders, find_packs
from explorer.packs.labels import MAX_LENGTH
from explorer.packs.query import (
    COMMON_PARAMETERS,
    DAY_PARAMETERS,
    FINDINGS,
    FORM_HINT,
    Query,
    QueryColumn,
    mask_opaque,
)
from explorer.packs.query_file import QueryFileError, read_query
from explorer.packs.readme import read_readme
from explorer.packs.values import show_value

README_HINT: Final = "See docs/reference/packs.md for the contents of a README."
OUTLET_CONDITION: Final = (
    "(coalesce($outlet, '') IN ['', o.outletId] OR NOT EXISTS { (:Outlet {outletId: $outlet}) } "
    "AND toLower(o.name) CONTAINS toLower($outlet))"
)
"""How every query finds an outlet ``o``: an id means that outlet alone, any other text is a part of a name."""

_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_IDENTIFIER: Final = re.compile(r"[a-z][a-zA-Z0-9]+")
_SHORTEST_DESCRIPTION: Final = 4
"""Minimum number of characters in the description of a column."""


@dataclass(frozen=True, slots=True)
class PackProblem:
    """A rule that a file breaks.

    Attributes:
        path: The file.
        line: The line, from 1.
        problem: What is wrong, one sentence.
        next_step: How to fix it.
    """

    path: Path
    line: int
    problem: str
    next_step: str


@dataclass(frozen=True, slots=True)
class CheckedPacks:
    """The result of a check.

    Attributes:
        queries: The queries that could be read.
        problems: Their problems, and those of files that could not be read, by file and line.
    """

    queries: tuple[Query, ...]
    problems: list[PackProblem]


def check_packs(folder: Path) -> CheckedPacks:
    """Check all packs in a folder: their names, READMEs, query files and the metadata of the queries.

    Raises:
        UsageError: The folder does not exist or contains no packs.
        InputError: A file cannot be read from the disk.
    """
    queries: list[Query] = []
    problems: list[PackProblem] = []
    pack_folders = find_pack_folders(folder) if folder.is_dir() else []
    if not pack_folders:
        raise UsageError(f"There are no packs in {folder}.", hint=f"A pack is a folder of .cypher files. {FORM_HINT}")
    shipped = set() if folder.resolve() == SHIPPED_FOLDER.resolve() else set(find_packs())
    try:
        for pack_folder in pack_folders:
            pack_queries = []
            for path in sorted(pack_folder.glob("*.cypher")):
                try:
                    query = read_query(pack_folder.resolve().name, path)
                except QueryFileError as error:
                    problems.append(PackProblem(path, max(error.line, 1), f"{_sentence(error.problem)}.", error.hint))
                else:
                    pack_queries.append(query)
                    problems += check_query(query)
            problems += _check_pack(pack_folder, pack_queries, shipped)
            queries += pack_queries
    except OSError as error:
        raise InputError(f"Cannot read the packs in {folder}: {error.strerror}.") from error
    return CheckedPacks(tuple(queries), sorted(problems, key=lambda problem: (str(problem.path), problem.line)))


def _check_pack(folder: Path, queries: list[Query], shipped: set[str]) -> Iterator[PackProblem]:
    readme = folder / "README.md"
    name = folder.resolve().name
    if not _NAME.fullmatch(name):
        yield PackProblem(
            folder,
            1,
            f"The name of the pack, {name!r}, must be lower-case words with hyphens.",
            "Rename the folder: my-pack.",
        )
    if name in shipped:
        yield PackProblem(folder, 1, f"A shipped pack has the same name, {name}.", "Rename the folder.")
    if not readme.is_file():
        yield PackProblem(readme, 1, "The pack has no README.md.", README_HINT)
        return
    text = readme.read_text(encoding="utf-8", errors="replace")
    if not text.startswith("# "):
        yield PackProblem(
            readme, 1, "The README does not begin with a title.", "Begin with: # Name: what the pack shows"
        )
    for query in queries:
        if f"`{query.name}`" not in text:
            yield PackProblem(
                readme, 1, f"The README does not name the query `{query.name}`.", "Add it to the list of queries."
            )
    sections = read_readme(text)
    columns = {column.name for query in queries for column in (*query.columns, *query.result)}
    if columns and not sections.of_columns(columns):
        yield PackProblem(
            readme,
            _line_of(text, r"#+ How to read"),
            "No list under a heading 'How to read …' explains a column of the pack.",
            "Add items such as: - **retweets.** What the column means and how to read it.",
        )
    if not sections.misleading:
        yield PackProblem(
            readme, 1, "There is no section 'How they mislead'.", "Describe there what else may explain the results."
        )


def check_query(query: Query) -> Iterator[PackProblem]:
    """Yield the rules that a query breaks."""
    text = query.path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")

    def problem(pattern: str, problem: str, next_step: str) -> PackProblem:
        return PackProblem(query.path, _line_of(text, pattern), problem, next_step)

    if not _NAME.fullmatch(query.name):
        yield problem(
            "",
            f"The name of the query, {query.name!r}, must be lower-case words with hyphens.",
            "Rename it: my-query.cypher.",
        )
    if query.title.endswith("."):
        yield problem("", "The title ends with a full stop.", "Remove the full stop.")
    if not query.question.endswith("?"):
        yield problem("// ?question:", "The question does not end with a question mark.", "Write it as a question.")
    if unknown := [finding for finding in query.findings if finding not in FINDINGS]:
        yield problem(
            "// ?finding:",
            f"Finding {unknown[0]} does not exist.",
            f"Use numbers from {FINDINGS[0]} to {FINDINGS[-1]}, as listed in docs/figures.md.",
        )
    for columns in (query.columns, query.result):
        yield from _check_columns(query, columns, text)
    if ("path" in {column.name for column in query.columns}) != (query.view == "graph"):
        yield problem(
            "// ?view:",
            "A query with view: graph must have a column path, and other queries must not.",
            "For a graph, return paths AS path. For a table, write view: table and rename the column.",
        )
    yield from _check_parameters(query, text)
    yield from _check_return(query, text)


def _check_columns(query: Query, columns: Sequence[QueryColumn], text: str) -> Iterator[PackProblem]:
    labels: dict[str, str] = {}
    for column in columns:
        line = _line_of(text, rf'// +{column.name}(:| ")')
        if not _IDENTIFIER.fullmatch(column.name):
            yield PackProblem(
                query.path,
                line,
                f"The identifier of the column, {column.name}, must be words in camelCase.",
                "Rename the column in the header and the statement, for example: shareOfOutlet.",
            )
        if len(column.label) > MAX_LENGTH:
            yield PackProblem(
                query.path,
                line,
                f"The label of the column {column.name} has {len(column.label)} characters.",
                f"Shorten the label to {MAX_LENGTH} characters or fewer. The description can say more.",
            )
        if (other := labels.setdefault(column.label, column.name)) != column.name:
            yield PackProblem(
                query.path,
                line,
                f'The columns {other} and {column.name} have the same label, "{column.label}".',
                "Give each column a label of its own.",
            )
        if len(column.description) < _SHORTEST_DESCRIPTION:
            yield PackProblem(
                query.path,
                line,
                f"The description of the column {column.name} is too short.",
                "Describe what the column means, with its unit.",
            )


def _check_parameters(query: Query, text: str) -> Iterator[PackProblem]:
    for name, default in query.parameters.items():
        if name == "top":
            allowed, is_allowed = (
                "a whole number above 0",
                isinstance(default, int) and default is not True and default > 0,
            )
        elif name == "run":
            allowed, is_allowed = "'latest'", default == "latest"
        elif name in COMMON_PARAMETERS:
            allowed, is_allowed = "''", default == ""
        elif name in DAY_PARAMETERS:
            allowed, is_allowed = "'' or a day such as '2021-03-01'", _is_day(default)
        else:
            continue
        if not is_allowed:
            yield PackProblem(
                query.path,
                _line_of(text, rf":param +{name}\b"),
                f"The default of the parameter {name} is {show_value(default)}.",
                f"This parameter has the same meaning in every query. Its default must be {allowed}.",
            )
    if "outlet" in query.parameters and _words(OUTLET_CONDITION) not in _words(query.statement):
        yield PackProblem(
            query.path,
            _line_of(text, r":param +outlet\b"),
            "The parameter outlet does not have the same meaning as in the other queries.",
            f"Use this condition for an outlet o: {OUTLET_CONDITION}",
        )


def _is_day(value: object) -> bool:
    try:
        return value == "" or bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _check_return(query: Query, text: str) -> Iterator[PackProblem]:
    code = _outermost(query.statement)
    start = max((match.start() for match in re.finditer(r"\bRETURN\b", code)), default=None)
    first_line = statement_line(query, text)
    if start is None:
        yield PackProblem(query.path, first_line, "The statement returns nothing.", "End it with RETURN … ORDER BY ….")
        return
    line = first_line + code.count("\n", 0, start)
    clause = code[start:]
    if not re.search(r"\bORDER BY\b", clause):
        yield PackProblem(
            query.path,
            line,
            "The statement does not order its rows.",
            "Add ORDER BY after the last RETURN, so that two runs give the same rows.",
        )
    returned = returned_columns(query)
    declared = [column.name for column in query.columns]
    if returned is not None and returned != declared:
        yield PackProblem(
            query.path,
            line,
            f"The statement returns {', '.join(returned)}, but the header describes {', '.join(declared)}.",
            "Describe the returned columns under // columns:, in the same order.",
        )


def _outermost(statement: str) -> str:
    """Return a statement with everything in brackets, strings and comments replaced by spaces, line by line."""
    depth, kept = 0, []
    for character in mask_opaque(statement):
        depth -= character in ")]}"
        kept.append(character if depth <= 0 or character == "\n" else " ")
        depth += character in "([{"
    return "".join(kept)


def returned_columns(query: Query) -> list[str] | None:
    """Return the columns that a statement returns, None if its text does not show them, as in ``RETURN *``."""
    clause = re.split(r"\bRETURN\b", _outermost(query.statement))[-1]
    items = re.split(r"\b(?:ORDER BY|SKIP|OFFSET|LIMIT)\b", clause)[0]
    columns = []
    for item in re.sub(r"^\s*DISTINCT\b", "", items).split(","):
        match = re.search(r"(?:^|\bAS)\s+(\w+)\s*$", item)
        if match is None:
            return None
        columns.append(match[1])
    return columns


def statement_line(query: Query, text: str | None = None) -> int:
    """Return the line in which the statement of a query begins, from 1.

    Args:
        query: The query.
        text: Content of its file; default: read from the disk.
    """
    if text is None:
        text = query.path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    return 1 + text.count("\n", 0, text.find(query.statement))


def _line_of(text: str, pattern: str) -> int:
    """Return the first line that begins with a pattern, 1 if there is none."""
    lines = text.split("\n")
    return next((number for number, line in enumerate(lines, start=1) if re.match(pattern, line)), 1)


def _words(cypher: str) -> str:
    return " ".join(cypher.split())


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
