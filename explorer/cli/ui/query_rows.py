"""Read the rows of a query while they arrive, and keep only what is printed about them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from explorer.cli.ui.output import note, warn
from explorer.common.text import count
from explorer.packs.query import Query
from explorer.packs.values import show_value

if TYPE_CHECKING:
    from explorer.api import Graph, QueryStream

MOST_ROWS: Final = 10_000
"""Maximum number of rows in a table."""
WARNINGS: Final = "warnings"
"""Column whose texts, separated by semicolons, are repeated below the rows."""
_MOST_CHARACTERS: Final = 10_000
"""Maximum length of a text in a table."""
_MOST_ITEMS: Final = 1_000
"""Maximum number of items of a list or map in a table."""
_MOST_WARNINGS: Final = 100
"""Maximum number of texts of warnings that are counted."""

Row = tuple[Any, ...]


@dataclass(slots=True)
class QueryRows:
    """The rows of a query, which are counted while they are read.

    Attributes:
        query: The query.
        parameters: Values of its parameters.
        columns: Columns of its result.
        read: Number of rows that have been read.
        warnings: Number of these rows by the texts in the column `WARNINGS`.
        reason: Why there may be no rows; empty if there are some.
        is_cut: Whether a table leaves out rows.
    """

    query: Query
    parameters: Mapping[str, object]
    columns: tuple[str, ...]
    _stream: Iterator[Row]
    read: int = 0
    warnings: Counter[str] = field(default_factory=Counter)
    reason: str = ""
    is_cut: bool = False

    @classmethod
    def of(cls, answer: "QueryStream") -> "QueryRows":
        """Return the rows of a query that runs."""
        return cls(answer.query, answer.parameters, answer.columns, answer.rows)

    def wait(self) -> None:
        """Wait for the first row."""
        first = list(islice(self._stream, 1))
        self._stream = _chain(first, self._stream)

    def rows(self) -> Iterator[Row]:
        """Yield the rows, and count them."""
        place = self.columns.index(WARNINGS) if WARNINGS in self.columns else None
        for row in self._stream:
            self.read += 1
            if place is not None:
                for text in filter(None, str(row[place] or "").split("; ")):
                    if text in self.warnings or len(self.warnings) < _MOST_WARNINGS:
                        self.warnings[text] += 1
            yield row

    def table(self) -> list[Row]:
        """Return the rows that a table shows, with long values shortened. The others are not read."""
        shown = [tuple(map(_shorten, row)) for row in islice(self.rows(), MOST_ROWS)]
        self.is_cut = next(self._stream, None) is not None
        return shown

    def explain_empty(self, graph: "Graph") -> None:
        """Find out why there are no rows, if there are none."""
        if not self.read:
            self.reason = graph.why_empty(self.query, self.parameters)

    def describe(self, not_used: Iterable[str] = ()) -> str:
        """Return a line that describes the query and its parameters, or why there are no rows."""
        parameters = {name: value for name, value in self.parameters.items() if value not in ("", None)}
        used = ", ".join(f"{name}={show_value(value)}" for name, value in parameters.items())
        cut = "; there may be more rows, use --top to show them" if self.read == self.parameters.get("top") else ""
        left = f"; not used: {', '.join(sorted(not_used))}" if not_used else ""
        return (self.reason or f"{self.query.full_name} with {used or 'no parameters'}{cut}") + left

    def repeat_warnings(self) -> None:
        """Print how many rows have each warning, and whether rows are left out."""
        for text, number in self.warnings.items():
            rows = f"{number} of {count(self.read, 'row')}"
            warn(f"{text} ({rows}). explorer packs show {self.query.name} explains it.")
        if self.is_cut:
            note(f"Showing the first {MOST_ROWS:,} rows. To write all rows to a file: --format csv --out DIR")


def _chain(first: Iterable[Row], others: Iterator[Row]) -> Iterator[Row]:
    yield from first
    yield from others


def _shorten(value: Any) -> Any:
    """Return a value, or its beginning if it is too long for a table."""
    if isinstance(value, str) and len(value) > _MOST_CHARACTERS:
        return f"{value[:_MOST_CHARACTERS]}…"
    if isinstance(value, list) and value:
        short = [_shorten(item) for item in value[:_MOST_ITEMS]]
        return [*short, "…"] if len(value) > _MOST_ITEMS else short
    if isinstance(value, dict):
        short_map = {name: _shorten(item) for name, item in islice(value.items(), _MOST_ITEMS)}
        return short_map | {"…": "…"} if len(value) > _MOST_ITEMS else short_map
    return value
