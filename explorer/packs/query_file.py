"""Reader of query files: each holds the title, metadata, parameters and statement of one query.

The file runs unchanged when it is pasted into Neo4j Browser::

    // The title
    // question: What the query answers, in one sentence.
    // finding: 6, 12
    // columns:
    //   outlet "Outlet": Name of the outlet.
    // parameters:
    //   top: maximum number of rows
    // view: table
    :param top => 25;
    MATCH (o:Outlet) RETURN o.name AS outlet ORDER BY outlet LIMIT $top;

Defaults are literals, which are parsed and never evaluated. A parameter that accepts certain words only lists them in
its description, as ``one of kind, state or outlet``; it also accepts its default.

If the rows need statistics that Cypher lacks, the header names a step of `explorer.packs.steps` and describes the
columns that it returns::

    // step: label-effect
    // result:
    //   change "Change": Retweets a day after the label divided by retweets a day before it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast, get_args

from explorer.common.errors import InputError
from explorer.common.text import printable
from explorer.packs.query import FORM_HINT, Query, QueryColumn, View, mask_opaque
from explorer.packs.steps import QUERY_STEPS
from explorer.packs.values import Value, parse_literal

_KEYS: Final = ("question", "finding", "columns", "step", "result", "parameters", "view")
_NUMBERS: Final = re.compile(r"\d+(, *\d+)*", re.ASCII)
_TITLE: Final = re.compile(r"// *(\S.*)")
_KEY: Final = re.compile(r"// ?([a-z]+): *(.*)")
_MORE: Final = re.compile(r"// {3,}(\S.*)")
_ITEM: Final = re.compile(r"(\w+): +(\S.*)")
_COLUMN: Final = re.compile(r'(\w+) +"(\S[^"]*)": +(\S.*)')
_PARAM: Final = re.compile(r":param +([A-Za-z_]\w*) *=>(.*);")
MOST_BYTES: Final = 100_000
"""Maximum size of a query file. The largest that is shipped has 8,602 bytes."""
MOST_NESTED: Final = 50
"""Maximum number of brackets inside each other. Neo4j does not reply to a statement with some hundreds."""


class QueryFileError(InputError):
    """A file is not a query.

    Args:
        path: The file.
        line: Line of the problem, from 1; 0 if it concerns the whole file.
        problem: What is wrong, without the full stop.
    """

    def __init__(self, path: Path, line: int, problem: str) -> None:
        where = f"{path}, line {line}:" if line else str(path)
        super().__init__(f"{where} {problem}.", hint=FORM_HINT)
        self.path = path
        self.line = line
        self.problem = problem


def read_query(pack: str, path: Path) -> Query:
    """Return the query in a file.

    Raises:
        QueryFileError: The file is not a query; the message names the line.
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise QueryFileError(path, 0, f"is larger than {MOST_BYTES:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryFileError(path, 0, f"is not UTF-8 text: {error.reason}") from error
    return _Reader(path, text.replace("\r\n", "\n").split("\n")).query(pack)


class _Reader:
    """Reads one file from top to bottom; ``line`` is the number of the last line read, from 1."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self.path = path
        self.lines = lines
        self.line = 0

    def query(self, pack: str) -> Query:
        for line in self.lines:
            self.line += 1
            # Control characters can make a terminal show a statement other than the one that runs.
            if printable(shown := line.replace("\t", " ")) != shown:
                raise self.wrong("the file contains control characters")
        self.line = 1
        title = _TITLE.fullmatch(self.lines[0].rstrip())
        if title is None:
            raise self.wrong("the first line must be the title: // Title")
        header = self.header()
        question, finding, view = (self.text(header, key) for key in ("question", "finding", "view"))
        columns, result = (self.columns(header, key) for key in ("columns", "result"))
        meanings = self.items(header, "parameters")
        step = self.text(header, "step") if "step" in header else ""
        if not _NUMBERS.fullmatch(finding):
            raise self.wrong(f"finding must be one or several numbers separated by commas, not {finding!r}")
        if bool(step) != bool(result):
            raise self.wrong(
                "step and result must be given together: the function that is applied to the rows, and its columns"
            )
        if step and step not in QUERY_STEPS:
            raise self.wrong(f"there is no step {step!r}; steps are {', '.join(sorted(QUERY_STEPS))}")
        if view not in get_args(View):
            raise self.wrong(f"view must be table or graph, not {view!r}")
        parameters = self.parameters()
        statement, used = self.statement()
        if step:
            # The step may use parameters that the statement does not.
            used |= parameters.keys()
        for names, where in ((meanings.keys(), "described in the header"), (used, "used in the statement")):
            if odd := names ^ parameters.keys():
                raise self.wrong(
                    f"declared by :param but not {where}, or the other way round: {', '.join(sorted(odd))}"
                )
        return Query(
            pack=pack,
            name=self.path.stem,
            title=title[1],
            question=question,
            findings=tuple(map(int, finding.split(","))),
            columns=columns,
            view=cast("View", view),
            parameters=parameters,
            meanings=meanings,
            statement=statement,
            path=self.path,
            step=step,
            result=result,
        )

    def wrong(self, problem: str) -> QueryFileError:
        return QueryFileError(self.path, self.line, problem)

    def take(self, *starts: str) -> Iterator[str]:
        """Yield the next lines that start with one of ``starts``; blank lines between them are skipped."""
        while self.line < len(self.lines):
            line = self.lines[self.line].rstrip()
            if line and not line.startswith(starts):
                return
            self.line += 1
            if line:
                yield line

    def header(self) -> dict[str, list[str]]:
        header: dict[str, list[str]] = {}
        parts: list[str] | None = None
        for line in self.take("//"):
            if more := _MORE.fullmatch(line):
                if parts is None:
                    raise self.wrong("an indented line must follow the key that it continues")
                parts.append(more[1])
            elif key := _KEY.fullmatch(line):
                if key[1] not in _KEYS or key[1] in header:
                    raise self.wrong(f"{key[1]!r} is repeated, or is not one of {', '.join(_KEYS)}")
                parts = header[key[1]] = [key[2]] if key[2] else []
            else:
                raise self.wrong("lines below the title must have the form // key: value")
        return header

    def text(self, header: dict[str, list[str]], key: str) -> str:
        text = " ".join(header.get(key, ()))
        if not text:
            raise self.wrong(f"the header has no {key}")
        return text

    def items(self, header: dict[str, list[str]], key: str) -> dict[str, str]:
        items: dict[str, str] = {}
        for part in header.get(key, ()):
            item = _ITEM.fullmatch(part)
            if item is None or item[1] in items:
                raise self.wrong(f"{key} must have the form //   name: description, with each name once, not {part!r}")
            items[item[1]] = item[2]
        return items

    def columns(self, header: dict[str, list[str]], key: str) -> tuple[QueryColumn, ...]:
        columns: dict[str, QueryColumn] = {}
        for part in header.get(key, ()):
            column = _COLUMN.fullmatch(part)
            if column is None or column[1] in columns:
                raise self.wrong(
                    f'{key} must have the form //   name "Label": Description, with each name once, not {part!r}'
                )
            columns[column[1]] = QueryColumn(column[1], column[2], column[3])
        if key == "columns" and not columns:
            raise self.wrong("the header has no columns")
        return tuple(columns.values())

    def parameters(self) -> dict[str, Value]:
        parameters: dict[str, Value] = {}
        for line in self.take(":"):
            declared = _PARAM.fullmatch(line)
            if declared is None or declared[1] in parameters:
                raise self.wrong(
                    "a default must have the form :param name => value; with its semicolon, and each name once"
                )
            try:
                parameters[declared[1]] = parse_literal(declared[2].strip())
            except ValueError as error:
                raise self.wrong(str(error)) from error
        return parameters

    def statement(self) -> tuple[str, set[str]]:
        """Return the statement without its semicolon, and the names of its parameters."""
        text = "\n".join(self.lines[self.line :])
        code = mask_opaque(text).rstrip()
        end = code.find(";")
        if end >= 0 and end + 1 < len(code):
            self.line += 1 + code.count("\n", 0, end)
            raise self.wrong("a file must contain one statement, but there is more after the semicolon")
        self.line += 1
        statement = text[:end] if end >= 0 else text
        if not code.rstrip(";").strip():
            raise self.wrong("there is no statement")
        if prefix := re.match(r"\s*(EXPLAIN|PROFILE)\b", code, re.IGNORECASE):
            raise self.wrong(f"the statement begins with {prefix[1].upper()}, which keeps its rows from being returned")
        depth = 0
        for bracket in re.findall(r"[()\[\]{}]", code):
            depth += 1 if bracket in "([{" else -1
            if depth > MOST_NESTED:
                raise self.wrong(f"the statement has more than {MOST_NESTED} brackets inside each other")
        return statement.strip(), set(re.findall(r"\$(\w+)", code))
