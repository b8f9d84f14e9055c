"""What a query may do besides reading the graph: nothing.

A read transaction keeps a statement from writing, but lets it load files, call procedures and end transactions. The
server's own plan tells whether it does, however the statement is spelt.
"""

import re
from typing import Final

from explorer.errors import UsageError
from explorer.graph.connect import Graph
from explorer.packs.files import Query

_READING: Final = re.compile(
    r"(db\.(labels|relationshipTypes|propertyKeys)|db\.(index|schema)\.[\w.]+|dbms\.components)\("
)
"""Neo4j's own procedures that look and touch nothing."""


def refuse_side_effects(graph: Graph, query: Query) -> None:
    """Plan a query without running it, and refuse what loads a file or calls a procedure that may do more than look.

    Raises:
        UsageError: if it does.
        GraphError: if the server cannot plan it.
    """
    for operator, details in graph.plan(query.statement, query.parameters):
        if operator.startswith("LoadCSV"):
            raise UsageError(f"{query.path} loads a file, and a query only reads the graph.", hint=_HINT)
        if operator.startswith("ProcedureCall") and not _READING.match(details):
            name = details.partition("(")[0]
            raise UsageError(f"{query.path} calls {name}, and a query only reads the graph.", hint=_HINT)
        if operator.startswith("TerminateTransactions"):
            raise UsageError(f"{query.path} ends transactions, and a query only reads the graph.", hint=_HINT)


_HINT: Final = "docs/packs.md tells what a query may do."
