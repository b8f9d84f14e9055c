"""What a query may do besides reading the graph: nothing.

A read transaction keeps a statement from writing, but lets it load files, call procedures and end transactions. The
server's own plan tells whether it does, however the statement is spelt.
"""

import re
from typing import Final

from explorer.common.errors import UsageError
from explorer.graph.connection.connect import Connection
from explorer.packs.files import Query

_READING: Final = re.compile(
    r"(db\.(labels|relationshipTypes|propertyKeys|schema\.\w+|index\.(fulltext|vector)\.query\w+)|dbms\.components)\("
)
"""Neo4j's own procedures that look and touch nothing."""


# subqueries within an expression, as in CASE, are no operators of their own: the plan writes them out
_NESTED_LOAD: Final = "LOAD CSV"
_NESTED_CALL: Final = re.compile(r"ResolvedCall\(")


def refuse_side_effects(graph: Connection, query: Query) -> None:
    """Plan a query without running it, and refuse what loads a file or calls a procedure that may do more than look.

    Raises:
        UsageError: if it does.
        GraphError: if the server cannot plan it.
    """
    for operator, details in graph.plan(query.statement, query.parameters):
        if operator.startswith("LoadCSV") or _NESTED_LOAD in details:
            raise UsageError(f"{query.path} loads a file, and a query only reads the graph.", hint=_HINT)
        calls = [details] if operator.startswith("ProcedureCall") else _NESTED_CALL.split(details)[1:]
        for call in calls:
            if not _READING.match(call):
                name = call.partition("(")[0]
                raise UsageError(f"{query.path} calls {name}, and a query only reads the graph.", hint=_HINT)
        if operator.startswith("TerminateTransactions"):
            raise UsageError(f"{query.path} ends transactions, and a query only reads the graph.", hint=_HINT)


_HINT: Final = "docs/reference/packs.md tells what a query may do."
