"""The queries of the report: queries of the packs about one run, and reads of `explorer.graph`.

All values that come from accounts pass through here, so this is the one place that replaces them with pseudonyms.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from explorer.common.progress import Progress
from explorer.common.text import printable
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.rows import Rows
from explorer.output.pseudonyms import Pseudonyms
from explorer.packs.catalog import find_packs, find_query
from explorer.packs.run import run_query

Row = dict[str, Any]

ALL_ROWS: Final = 1_000_000
"""Maximum number of rows of queries that return few rows by their nature, such as weeks or clusters."""

_PUBLIC: Final = {"": ("import", "format"), "labels/label-effect": ("noEffectReason", "warnings")}
"""Columns, by query, whose texts come from this tool. The query '' is the list of imports."""


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The result of a query.

    Attributes:
        columns: The names of the columns.
        rows: One dict for each row.
        query: The query's full name, ``pack/name``. Empty if the query belongs to no pack.
    """

    columns: tuple[str, ...]
    rows: list[Row]
    query: str = ""


class ReportQueries:
    """Runs queries about one run, and replaces accounts and texts with pseudonyms where these are wanted.

    Args:
        graph: The graph.
        run_id: The id of the run.
        pseudonyms: Replace accounts, texts and names. None shows them.
        progress: Called with the name of each query.
    """

    def __init__(self, graph: Connection, run_id: str, *, pseudonyms: Pseudonyms | None, progress: Progress) -> None:
        self._graph = graph
        self._run_id = run_id
        self._pseudonyms = pseudonyms
        self._progress = progress
        self._packs = find_packs()

    @property
    def pseudonymous(self) -> bool:
        """Whether pseudonyms replace accounts and texts."""
        return self._pseudonyms is not None

    def ask(self, name: str, **parameters: object) -> QueryResult:
        """Return the result of a pack's query, about the run if the query has that parameter.

        Args:
            name: ``pack/query``.
            parameters: Values of parameters that differ from the defaults.

        Raises:
            GraphError: If Neo4j cannot be reached.
        """
        query = find_query(name, self._packs)
        self._progress(f"running query {query.name}", 0, None)
        bound = query.bind({}) | ({"run": self._run_id} if "run" in query.parameters else {}) | parameters
        rows = run_query(self._graph, query, bound)
        return QueryResult(rows.columns, self._shown(rows, query.full_name), query.full_name)

    def read(self, function: Callable[[Connection], Rows]) -> QueryResult:
        """Return what a function of `explorer.graph` reads."""
        rows = function(self._graph)
        return QueryResult(rows.columns, self._shown(rows))

    def show_run(self, properties: Row) -> Row:
        """Return the properties of the run that may be shown."""
        return self._pseudonyms.run(properties) if self._pseudonyms else properties

    def _shown(self, result: Rows, query: str = "") -> list[Row]:
        rows: Sequence[Sequence[Any]] = result.rows
        if self._pseudonyms:
            rows = self._pseudonyms.rows(result.columns, rows, also_public=_PUBLIC.get(query, ()))
        return [dict(zip(result.columns, map(_printable, row), strict=True)) for row in rows]


def _printable(value: Any) -> Any:
    """Return a value whose texts, also in lists and maps, cannot change the direction of the text around them."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {name: _printable(item) for name, item in value.items()}
    return value
