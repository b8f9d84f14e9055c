"""The file form of a query: one file that holds its title, its metadata, its parameters and its statement.

It runs unchanged when it is pasted into Neo4j Browser::

    // The title
    // question: What the query answers, in one sentence.
    // finding: 6, 12
    // columns:
    //   outlet: the outlet's name
    // parameters:
    //   top: most rows
    // view: table
    :param top => 25;
    MATCH (o:Outlet) RETURN o.name AS outlet ORDER BY outlet LIMIT $top;

The defaults are literals and are read as such, never evaluated. A parameter that takes certain words alone lists them
in its description, as ``one of kind, state or outlet``; besides these it takes its default.

Where rows need statistics that Cypher has not, the header names a step of `explorer.packs.steps` and describes the
columns that come out of it::

    // step: label-effect
    // result:
    //   change: retweets a day after over before
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast, get_args

from explorer.common.errors import InputError, UsageError
from explorer.common.text import printable
from explorer.packs.steps import STEPS
from explorer.packs.values import Value, parse_literal, show_value, value_like

View = Literal["table", "graph"]

FORM: Final = "docs/reference/packs.md shows the form of a query file."
"""The next step for who wrote a file that is not a query."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer; the description names its unit."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Query:
    """One query of a pack.

    Attributes:
        pack: name of its pack.
        name: its own name, that of the file without ``.cypher``.
        title: the first line.
        question: what it answers, one sentence.
        findings: numbers of the published findings that it checks, see docs/reference/packs.md.
        columns: the columns that the statement returns, in order.
        step: the step that makes the answer of the statement's rows; '' where these are the answer.
        result: the columns of the answer after the step; none without one.
        view: whether the answer is rows, or paths that Browser draws.
        parameters: each declared parameter's default.
        meanings: each declared parameter's meaning, with its unit.
        statement: the one statement, without the semicolon.
        path: the file.
    """

    pack: str
    name: str
    title: str
    question: str
    findings: tuple[int, ...]
    columns: tuple[Column, ...]
    view: View
    parameters: Mapping[str, Value]
    meanings: Mapping[str, str]
    statement: str
    path: Path
    step: str = ""
    result: tuple[Column, ...] = ()

    @property
    def full_name(self) -> str:
        """``pack/name``, which no other query has."""
        return f"{self.pack}/{self.name}"

    def bind(self, given: Mapping[str, object]) -> dict[str, object]:
        """Return every parameter's value: what was given as the default's type, else the default.

        A list is given as such or as ``a,b,c``; its items are of the type of the default's first.

        Raises:
            UsageError: if a parameter is not declared, or a value is not of its type or none of its words.
        """
        bound: dict[str, object] = dict(self.parameters)
        declared = ", ".join(f"{name}={show_value(value)}" for name, value in self.parameters.items())
        hint = f"Parameters and defaults: {declared or 'none'}"
        for name, value in given.items():
            if name not in self.parameters:
                raise UsageError(f"{self.full_name} has no parameter {name!r}.", hint=hint)
            try:
                bound[name] = value_like(self.parameters[name], value)
            except ValueError as error:
                raise UsageError(f"Parameter {name} of {self.full_name}: {error}", hint=hint) from error
            default = self.parameters[name]
            words = _WORDS.search(self.meanings[name]) if isinstance(default, str) else None
            if words and value not in [default, *re.split(",? or |, ", words[1])]:
                raise UsageError(f"Parameter {name} of {self.full_name} is not {value!r}.", hint=f"It is {words[0]}.")
        return bound

    def fill(self, write: Callable[[str, Value], str]) -> str:
        """Return the statement with each parameter replaced by what ``write`` makes of its name and default."""
        return _PARAMETER.sub(
            lambda found: write(found[1], self.parameters[found[1]]) if found[1] else found[0], self.statement
        )


_KEYS: Final = ("question", "finding", "columns", "step", "result", "parameters", "view")
_WORDS: Final = re.compile(r"\bone of (\w+(?:(?:,? or |, )\w+)+)")
_NUMBERS: Final = re.compile(r"\d+(, *\d+)*", re.ASCII)
_TITLE: Final = re.compile(r"// *(\S.*)")
_KEY: Final = re.compile(r"// ?([a-z]+): *(.*)")
_MORE: Final = re.compile(r"// {3,}(\S.*)")
_ITEM: Final = re.compile(r"(\w+): +(\S.*)")
_PARAM: Final = re.compile(r":param +([A-Za-z_]\w*) *=> *(.*?) *;")
# strings, quoted names and comments: what may hold a semicolon or a dollar sign without meaning it
_OPAQUE: Final = re.compile(
    r"'(?:\\.|[^'\\])*'" r'|"(?:\\.|[^"\\])*"' r"|`(?:``|[^`])*`" r"|//[^\n]*" r"|/\*.*?\*/", re.DOTALL
)
_PARAMETER: Final = re.compile(rf"{_OPAQUE.pattern}|\$(\w+)", re.DOTALL)


def read_query(pack: str, path: Path) -> Query:
    """Return the query that a file holds.

    Raises:
        InputError: if the file is not a query, naming the line.
        OSError: if it cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text: {error.reason}.", hint=FORM) from error
    return _Reader(path, text.replace("\r\n", "\n").split("\n")).query(pack)


def _columns(items: Mapping[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, description) for name, description in items.items())


class _Reader:
    """Reads one file from top to bottom; ``line`` is the 1-based number of the line read last."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self.path = path
        self.lines = lines
        self.line = 0

    def query(self, pack: str) -> Query:
        for line in self.lines:
            self.line += 1
            # they make a terminal show a statement other than the one that runs
            if printable(shown := line.replace("\t", " ")) != shown:
                raise self.wrong("it holds control characters")
        self.line = 1
        title = _TITLE.fullmatch(self.lines[0].rstrip())
        if title is None:
            raise self.wrong("a query begins with its title: // Title")
        header = self.header()
        question, finding, view = (self.text(header, key) for key in ("question", "finding", "view"))
        columns, result, meanings = (self.items(header, key) for key in ("columns", "result", "parameters"))
        step = self.text(header, "step") if "step" in header else ""
        if not _NUMBERS.fullmatch(finding):
            raise self.wrong(f"finding is a number, or several with commas between them, not {finding!r}")
        if bool(step) != bool(result):
            raise self.wrong("step and result go together: what is done with the rows, and the columns of the outcome")
        if step and step not in STEPS:
            raise self.wrong(f"there is no step {step!r}, but {', '.join(sorted(STEPS))}")
        if view not in get_args(View):
            raise self.wrong(f"view is table or graph, not {view!r}")
        parameters = self.parameters()
        statement, used = self.statement()
        if step:
            # a step reads parameters, too
            used |= parameters.keys()
        for names, where in ((meanings.keys(), "described in the header"), (used, "used in the statement")):
            if odd := names ^ parameters.keys():
                raise self.wrong(f"declared by :param but not {where}, or the reverse: {', '.join(sorted(odd))}")
        return Query(
            pack=pack,
            name=self.path.stem,
            title=title[1],
            question=question,
            findings=tuple(map(int, finding.split(","))),
            columns=_columns(columns),
            view=cast("View", view),
            parameters=parameters,
            meanings=meanings,
            statement=statement,
            path=self.path,
            step=step,
            result=_columns(result),
        )

    def wrong(self, message: str) -> InputError:
        return InputError(f"{self.path}, line {self.line}: {message}.", hint=FORM)

    def take(self, *starts: str) -> Iterator[str]:
        """Yield the next lines, as long as they begin with one of ``starts`` or are blank."""
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
                    raise self.wrong("an indented line continues the key above it, and there is none")
                parts.append(more[1])
            elif key := _KEY.fullmatch(line):
                if key[1] not in _KEYS or key[1] in header:
                    raise self.wrong(f"{key[1]!r} is not one of {', '.join(_KEYS)}, each once")
                parts = header[key[1]] = [key[2]] if key[2] else []
            else:
                raise self.wrong("lines below the title read // key: value")
        return header

    def text(self, header: dict[str, list[str]], key: str) -> str:
        text = " ".join(header.get(key, ()))
        if not text:
            raise self.wrong(f"the header lacks {key}")
        return text

    def items(self, header: dict[str, list[str]], key: str) -> dict[str, str]:
        items: dict[str, str] = {}
        for part in header.get(key, ()):
            item = _ITEM.fullmatch(part)
            if item is None or item[1] in items:
                raise self.wrong(f"{key} are described as //   name: description, each once, not {part!r}")
            items[item[1]] = item[2]
        if key == "columns" and not items:
            raise self.wrong("the header lacks columns")
        return items

    def parameters(self) -> dict[str, Value]:
        parameters: dict[str, Value] = {}
        for line in self.take(":"):
            declared = _PARAM.fullmatch(line)
            if declared is None or declared[1] in parameters:
                raise self.wrong("a default reads :param name => value; with its semicolon, each name once")
            try:
                parameters[declared[1]] = parse_literal(declared[2])
            except ValueError as error:
                raise self.wrong(str(error)) from error
        return parameters

    def statement(self) -> tuple[str, set[str]]:
        """Return the statement without its semicolon, and the names of the parameters in it."""
        text = "\n".join(self.lines[self.line :])
        # same length, same lines, but nothing that only looks like Cypher
        code = _OPAQUE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text).rstrip()
        end = code.find(";")
        if end >= 0 and end + 1 < len(code):
            self.line += 1 + code.count("\n", 0, end)
            raise self.wrong("a file holds one statement, and this one goes on after its semicolon")
        self.line += 1
        statement = text[:end] if end >= 0 else text
        if not code.rstrip(";").strip():
            raise self.wrong("there is no statement")
        return statement.strip(), set(re.findall(r"\$(\w+)", code))
