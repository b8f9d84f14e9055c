"""Refuse queries that do anything besides reading the graph.

A read transaction keeps a statement from writing, but allows it to load files, call procedures and end transactions.
The server's plan shows whether it does, however the statement is written.
"""

import re
from collections.abc import Iterator
from typing import Final

from explorer.common.errors import UsageError
from explorer.graph.connection.connect import Connection
from explorer.graph.connection.rows import QueryPlan
from explorer.packs.query import Query

_READING: Final = re.compile(
    r"(db\.(labels|relationshipTypes|propertyKeys|schema\.\w+|index\.(fulltext|vector)\.query\w+)|dbms\.components)\("
)
"""Neo4j's own procedures that only read."""
# Subqueries in expressions, as in CASE, have no operators of their own: the plan contains them as text.
_NESTED_LOAD: Final = "LOAD CSV"
_NESTED_CALL: Final = re.compile(r"ResolvedCall\(")
SIDE_EFFECTS_HINT: Final = "See docs/reference/packs.md for what a query may do."
"""Next step for the author of a query with side effects."""


def refuse_side_effects(graph: Connection, query: Query) -> None:
    """Plan a query without running it, and refuse it if it loads files or calls procedures that may do more than read.

    Raises:
        UsageError: The query does so.
        GraphError: The server cannot plan it.
    """
    for effect in side_effects(graph.plan(query.statement, query.parameters)):
        raise UsageError(f"{query.path} {effect}, but a query may only read the graph.", hint=SIDE_EFFECTS_HINT)


def side_effects(plan: QueryPlan) -> Iterator[str]:
    """Yield what a plan does besides reading and writing the graph, such as ``loads a file``."""
    for operator, details in plan.operators:
        if operator.startswith("LoadCSV") or _NESTED_LOAD in details:
            yield "loads a file"
        calls = [details] if operator.startswith("ProcedureCall") else _NESTED_CALL.split(details)[1:]
        for call in calls:
            if not _READING.match(call):
                yield f"calls {call.partition('(')[0]}"
        if operator.startswith("TerminateTransactions"):
            yield "ends transactions"
