"""A query of a pack: its metadata, parameters and statement."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from explorer.common.errors import UsageError
from explorer.packs.labels import is_percentage
from explorer.packs.values import Value, show_value, value_like

View = Literal["table", "graph"]

FORM_HINT: Final = "See docs/reference/packs.md for the form of a query file."
"""Next step for the author of a file that is not a query."""
COMMON_PARAMETERS: Final = ("run", "outlet", "state", "since", "until", "top")
"""Parameters with the same meaning in every query that has them, see docs/reference/packs.md."""
DAY_PARAMETERS: Final = ("since", "until", "suspendedSince", "suspendedUntil", "asOf", "wave", "day")
"""Parameters whose values are days."""
FINDINGS: Final = range(1, 15)
"""Numbers of the published findings in docs/figures.md."""
OPAQUE: Final = re.compile(
    r"'(?:\\.|[^'\\])*\\?(?:'|\Z)"
    r'|"(?:\\.|[^"\\])*\\?(?:"|\Z)'
    r"|`(?:``|[^`])*(?:`|\Z)"
    r"|//[^\n]*"
    r"|/\*.*?(?:\*/|\Z)",
    re.DOTALL,
)
"""Strings, quoted names and comments of Cypher: a semicolon or a dollar sign in them has no meaning.

They also end with the text, so that each character is read once.
"""
PARAMETER: Final = re.compile(rf"{OPAQUE.pattern}|\$(\w+)", re.DOTALL)
"""A parameter, its name in the first group, or a part of the text that is not code."""
_WORDS: Final = re.compile(r"\bone of (\w+(?:(?:,? or |, )\w+)+)")


@dataclass(frozen=True, slots=True)
class QueryColumn:
    """A column of the result.

    Attributes:
        name: Identifier in Cypher, JSON and CSV.
        label: Heading for people, with the unit. If it starts with ``%``, the values are fractions from 0 to 1 that
            people see as percentages, see `explorer.packs.labels`.
        description: What the column contains.
    """

    name: str
    label: str
    description: str

    @property
    def is_percentage(self) -> bool:
        """Whether the values are fractions that people see as percentages."""
        return is_percentage(self.label)


@dataclass(frozen=True, slots=True)
class Query:
    """One query of a pack.

    Attributes:
        pack: Name of its pack.
        name: Name of the query: the file's name without ``.cypher``.
        title: First line of the file.
        question: What the query answers, one sentence.
        findings: Numbers of the published findings that it checks, see docs/figures.md.
        columns: Columns that the statement returns, in order.
        view: ``table`` for rows, ``graph`` for paths that Browser draws.
        parameters: Default of each declared parameter.
        meanings: Meaning of each declared parameter, with its unit.
        statement: The statement, without its semicolon.
        path: The file.
        step: Name of the step that turns the statement's rows into the result; '' if the rows are the result.
        result: Columns after the step; empty without a step.
    """

    pack: str
    name: str
    title: str
    question: str
    findings: tuple[int, ...]
    columns: tuple[QueryColumn, ...]
    view: View
    parameters: Mapping[str, Value]
    meanings: Mapping[str, str]
    statement: str
    path: Path
    step: str = ""
    result: tuple[QueryColumn, ...] = ()

    @property
    def full_name(self) -> str:
        """The unique name ``pack/name``."""
        return f"{self.pack}/{self.name}"

    @property
    def labels(self) -> dict[str, str]:
        """The label of each column, before and after the step."""
        return {column.name: column.label for column in (*self.columns, *self.result)}

    @property
    def result_columns(self) -> tuple[QueryColumn, ...]:
        """The columns that a reader gets: those after the step, if there is one."""
        return self.result or self.columns

    def bind(self, values: Mapping[str, object]) -> dict[str, object]:
        """Return the value of every parameter: the given value, converted to the default's type, or the default.

        A list is given as a list or as ``a,b,c``; its items get the type of the default's first item.

        Raises:
            UsageError: A parameter is not declared, or a value is not of its type or not one of its words.
        """
        bound: dict[str, object] = dict(self.parameters)
        declared = ", ".join(f"{name}={show_value(value)}" for name, value in self.parameters.items())
        hint = f"Parameters and defaults: {declared or 'none'}"
        for name, value in values.items():
            if name not in self.parameters:
                raise UsageError(f"{self.full_name} has no parameter {name!r}.", hint=hint)
            try:
                bound[name] = value_like(self.parameters[name], value)
            except ValueError as error:
                raise UsageError(f"Parameter {name} of {self.full_name}: {error}", hint=hint) from error
            default = self.parameters[name]
            words = _WORDS.search(self.meanings[name]) if isinstance(default, str) else None
            if words and value not in [default, *re.split(",? or |, ", words[1])]:
                raise UsageError(
                    f"Parameter {name} of {self.full_name} is not {value!r}.", hint=f"It must be {words[0]}."
                )
        return bound

    def fill(self, write: Callable[[str, Value], str]) -> str:
        """Return the statement with each parameter replaced by what ``write`` returns for its name and default."""
        return PARAMETER.sub(
            lambda match: write(match[1], self.parameters[match[1]]) if match[1] else match[0], self.statement
        )


def mask_opaque(cypher: str) -> str:
    """Return Cypher with strings, quoted names and comments replaced by spaces: the same length and the same lines."""
    return OPAQUE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), cypher)
