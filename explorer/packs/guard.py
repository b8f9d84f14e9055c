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
from explorer.packs.query import OPAQUE, Query

_READING: Final = re.compile(
    r"(db\.(labels|relationshipTypes|propertyKeys|schema\.\w+|index\.(fulltext|vector)\.query\w+)|dbms\.components)\("
)
"""Neo4j's own procedures that only read."""
# Subqueries in expressions, as in CASE, have no operators of their own: the plan contains them as text.
_NESTED_LOAD: Final = "LOAD CSV"
_NESTED_CALL: Final = re.compile(r"ResolvedCall\(")
_ESCAPE: Final = re.compile(r"\\u+([0-9a-fA-F]{4})")
"""A character that Neo4j replaces before it reads a statement."""
SIDE_EFFECTS_HINT: Final = "See docs/reference/packs.md for what a query may do."
"""Next step for the author of a query with side effects."""


def refuse_side_effects(graph: Connection, query: Query) -> None:
    """Plan a query without running it, and refuse it if it loads files or calls code that may do more than read.

    Raises:
        UsageError: The query does so.
        GraphError: The server cannot plan it.
    """
    for effect in (*side_effects(graph.plan(query.statement, query.parameters)), *foreign_functions(graph, query)):
        raise UsageError(f"{query.path} {effect}, but a query may only read the graph.", hint=SIDE_EFFECTS_HINT)


def foreign_functions(graph: Connection, query: Query) -> Iterator[str]:
    """Yield ``calls …`` for each function in a query that a plugin of the server, such as APOC, adds.

    Neo4j's own functions only read. Functions of plugins can do anything: some run other statements, given as text.
    """
    code = _plain_code(query.statement)
    if "." in code:
        for (name,) in graph.read("SHOW USER DEFINED FUNCTIONS YIELD name").rows:
            if f"{name}(".lower() in code:
                yield f"calls {name}"


def _plain_code(statement: str) -> str:
    """Return a statement in lower case without escapes of characters, comments, spaces and quotes of names."""
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), statement)
    text = OPAQUE.sub(lambda match: "" if match[0].startswith("/") else match[0], text)
    return re.sub(r"[\s`]", "", text).lower()


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
