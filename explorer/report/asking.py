"""What the report asks the graph, at one place: questions of the packs, and what the graph says of run and imports.

Whatever came from accounts passes here, so that pseudonyms are put in its place here, once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from explorer.graph.connect import Connection, Rows
from explorer.packs import find_packs, find_query, run
from explorer.progress import Progress

Row = dict[str, Any]

ALL: Final = 1_000_000
"""As many rows as there are, where these are few by their nature: weeks, clusters."""


class Hides(Protocol):
    """What puts pseudonyms in the place of what names accounts: `explorer.pseudonyms.Pseudonyms`."""

    def rows(self, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        """Return the rows with every text replaced that is not known to be public."""


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

    def __init__(self, graph: Connection, run_id: str, *, pseudonyms: Hides | None, progress: Progress) -> None:
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
        found = run(self._graph, query, bound)
        return Answer(found.columns, self.hidden(found), query.full_name)

    def read(self, question: Callable[[Connection], Rows]) -> Answer:
        """Return what a function of `explorer.graph` reads."""
        found = question(self._graph)
        return Answer(found.columns, self.hidden(found))

    def hidden(self, found: Rows) -> list[Row]:
        """Return rows as the report may show them."""
        rows: Sequence[Sequence[Any]] = found.rows
        if self._pseudonyms:
            rows = self._pseudonyms.rows(found.columns, rows)
        return [dict(zip(found.columns, row, strict=True)) for row in rows]
