"""The file form of a query: one file that holds its title, its metadata, its parameters and its statement.

It runs unchanged when it is pasted into Neo4j Browser::

    // The title
    // question: What the query answers, in one sentence.
    // finding: 12
    // columns:
    //   outlet: the outlet's name
    // parameters:
    //   top: most rows
    // view: table
    :param top => 25;
    MATCH (o:Outlet) RETURN o.name AS outlet ORDER BY outlet LIMIT $top;

The defaults are literals and are read as such, never evaluated.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast, get_args

from explorer.errors import InputError, UsageError

Value = bool | int | float | str | list["Value"] | None
"""A parameter's value."""
View = Literal["table", "graph"]

FORM: Final = "docs/packs.md shows the form of a query file."
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
        finding: number of the published finding that it checks, see docs/packs.md.
        columns: the columns that it returns, in order.
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
    finding: int
    columns: tuple[Column, ...]
    view: View
    parameters: Mapping[str, Value]
    meanings: Mapping[str, str]
    statement: str
    path: Path

    @property
    def full_name(self) -> str:
        """``pack/name``, which no other query has."""
        return f"{self.pack}/{self.name}"

    def bind(self, given: Mapping[str, str]) -> dict[str, object]:
        """Return every parameter's value: the given text as the default's type, else the default.

        A list is given as ``a,b,c``; its items are of the type of the default's first.

        Raises:
            UsageError: if a parameter is not declared, or a text is not of its type.
        """
        bound: dict[str, object] = dict(self.parameters)
        declared = ", ".join(f"{name}={show_value(value)}" for name, value in self.parameters.items())
        hint = f"Parameters and defaults: {declared or 'none'}"
        for name, text in given.items():
            if name not in self.parameters:
                raise UsageError(f"{self.full_name} has no parameter {name!r}.", hint=hint)
            try:
                bound[name] = _value_like(self.parameters[name], text)
            except ValueError as error:
                raise UsageError(f"Parameter {name} of {self.full_name}: {error}", hint=hint) from error
        return bound


def show_value(value: object) -> str:
    """Return a value as it stands in a query file."""
    if isinstance(value, list):
        return f"[{', '.join(map(show_value, value))}]"
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)


def _value_like(default: Value, text: str) -> Value:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{text!r} is not Unicode text.") from None
    if isinstance(default, bool):
        truths = {"true": True, "false": False}
        if text.lower() not in truths:
            raise ValueError(f"{text!r} is neither true nor false.")
        return truths[text.lower()]
    if isinstance(default, int):
        return _integer(text)
    if isinstance(default, float):
        return _float(text)
    if isinstance(default, list):
        first = default[0] if default else ""
        return [_value_like(first, item.strip()) for item in text.split(",") if item.strip()]
    return text


def _integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,19}", text) or not -(2**63) <= int(text) < 2**63:
        raise ValueError(f"{text!r} is not a whole number.")
    return int(text)


def _float(text: str) -> float:
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text) or math.isinf(float(text)):
        raise ValueError(f"{text!r} is not a number.")
    return float(text)


_KEYS: Final = ("question", "finding", "columns", "parameters", "view")
_TITLE: Final = re.compile(r"// *(\S.*)")
_KEY: Final = re.compile(r"// ?([a-z]+): *(.*)")
_MORE: Final = re.compile(r"// {3,}(\S.*)")
_ITEM: Final = re.compile(r"(\w+): +(\S.*)")
_PARAM: Final = re.compile(r":param +([A-Za-z_]\w*) *=> *(.*?) *;")
# strings, quoted names and comments: what may hold a semicolon or a dollar sign without meaning it
_OPAQUE: Final = re.compile(
    r"'(?:\\.|[^'\\])*'" r'|"(?:\\.|[^"\\])*"' r"|`(?:``|[^`])*`" r"|//[^\n]*" r"|/\*.*?\*/", re.DOTALL
)
_WORD: Final = re.compile(r"""\s*('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[\w.+-]+|[\[\],])""")
_ESCAPES: Final = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t", "r": "\r"}
# control and bidirectional characters make a terminal show a statement other than the one that runs
_DECEPTIVE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


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


class _Reader:
    """Reads one file from top to bottom; ``line`` is the 1-based number of the line read last."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self.path = path
        self.lines = lines
        self.line = 0

    def query(self, pack: str) -> Query:
        for line in self.lines:
            self.line += 1
            if _DECEPTIVE.search(line):
                raise self.wrong("it holds control characters")
        self.line = 1
        title = _TITLE.fullmatch(self.lines[0].rstrip())
        if title is None:
            raise self.wrong("a query begins with its title: // Title")
        header = self.header()
        question, finding, view = (self.text(header, key) for key in ("question", "finding", "view"))
        columns, meanings = self.items(header, "columns"), self.items(header, "parameters")
        if not finding.isdecimal():
            raise self.wrong(f"finding is a number, not {finding!r}")
        if view not in get_args(View):
            raise self.wrong(f"view is table or graph, not {view!r}")
        parameters = self.parameters()
        statement, used = self.statement()
        for names, where in ((meanings.keys(), "described in the header"), (used, "used in the statement")):
            if odd := names ^ parameters.keys():
                raise self.wrong(f"declared by :param but not {where}, or the reverse: {', '.join(sorted(odd))}")
        return Query(
            pack=pack,
            name=self.path.stem,
            title=title[1],
            question=question,
            finding=int(finding),
            columns=tuple(Column(name, description) for name, description in columns.items()),
            view=cast("View", view),
            parameters=parameters,
            meanings=meanings,
            statement=statement,
            path=self.path,
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


def parse_literal(text: str) -> Value:
    """Return the value of a literal: a number, a quoted string, true, false, null or a list of these.

    Raises:
        ValueError: if ``text`` is anything else.
    """
    words = [found[1] for found in _WORD.finditer(text)]
    gaps = _WORD.sub("", text).strip()
    words.append("")
    try:
        value = _take_value(words)
    except (ValueError, KeyError):
        words = []
    if gaps or words != [""]:
        raise ValueError(f"{text} is not a number, a quoted string, true, false, null or a list of these")
    return value


def _take_value(words: list[str]) -> Value:
    word = words.pop(0)
    if word == "[":
        items: list[Value] = []
        while words[0] != "]":
            items.append(_take_value(words))
            if words[0] == ",":
                words.pop(0)
            elif words[0] != "]":
                raise ValueError(words[0])
        words.pop(0)
        return items
    if word.startswith(("'", '"')):
        return re.sub(r"\\(.)", lambda found: _ESCAPES[found[1]], word[1:-1])
    constants: dict[str, Value] = {"null": None, "true": True, "false": False}
    if word.lower() in constants:
        return constants[word.lower()]
    return _integer(word) if re.fullmatch(r"[+-]?[0-9]+", word) else _float(word)
