"""What the report asks the graph, at one place: questions of the packs, and what the graph says of run and imports.

Whatever came from accounts passes here, so that pseudonyms are put in its place here, once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from explorer.common.progress import Progress
from explorer.common.text import printable
from explorer.graph.connection.connect import Connection, Rows
from explorer.output.pseudonyms import Pseudonyms
from explorer.packs.catalog import find_packs, find_query
from explorer.packs.run import run_query

Row = dict[str, Any]

ALL: Final = 1_000_000
"""As many rows as there are, where these are few by their nature: weeks, clusters."""


_OWN_WORDS: Final = {"": ("import", "format"), "labels/label-effect": ("note",)}
"""Columns whose words are this tool's own, by the question; '' is the list of imports."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question was answered.

    Attributes:
        columns: their names, whether there are rows or not.
        rows: one dict for each.
        query: the question's full name, ``pack/name``; '' where it was none of a pack.
    """

    columns: tuple[str, ...]
    rows: list[Row]
    query: str = ""


class Asking:
    """Asks a graph about one run."""

    def __init__(self, graph: Connection, run_id: str, *, pseudonyms: Pseudonyms | None, progress: Progress) -> None:
        self._graph = graph
        self._run_id = run_id
        self._pseudonyms = pseudonyms
        self._progress = progress
        self._packs = find_packs()

    def ask(self, name: str, **parameters: object) -> Answer:
        """Return the answer to a pack's query, about the run where it has that parameter.

        Args:
            name: ``pack/query``.
            parameters: values of its parameters where these are not the defaults.

        Raises:
            GraphError: if Neo4j cannot be reached.
        """
        query = find_query(name, self._packs)
        self._progress(f"asking {query.name}", 0, None)
        bound = query.bind({}) | ({"run": self._run_id} if "run" in query.parameters else {}) | parameters
        found = run_query(self._graph, query, bound)
        return Answer(found.columns, self._shown(found, query.full_name), query.full_name)

    @property
    def hides(self) -> bool:
        """Whether pseudonyms stand in the place of who and what."""
        return self._pseudonyms is not None

    def about_run(self, properties: Row) -> Row:
        """Return what may be shown of the run's properties."""
        return self._pseudonyms.run(properties) if self._pseudonyms else properties

    def read(self, question: Callable[[Connection], Rows]) -> Answer:
        """Return what a function of `explorer.graph` reads."""
        found = question(self._graph)
        return Answer(found.columns, self._shown(found))

    def _shown(self, found: Rows, query: str = "") -> list[Row]:
        rows: Sequence[Sequence[Any]] = found.rows
        if self._pseudonyms:
            rows = self._pseudonyms.rows(found.columns, rows, also_public=_OWN_WORDS.get(query, ()))
        return [dict(zip(found.columns, map(_printable, row), strict=True)) for row in rows]


def _printable(value: Any) -> Any:
    """Return a value whose texts, in lists and maps too, cannot turn the direction of what stands around them."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    if isinstance(value, dict):
        return {name: _printable(one) for name, one in value.items()}
    return value
