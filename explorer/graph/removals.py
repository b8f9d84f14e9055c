"""Traces of finished removals, so that a command that is repeated after its commit says that the work is done.

A trace is written in the transaction that completes the removal, and deleted when the same thing is stored again.
"""

from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

import neo4j

from explorer.graph.connection.connect import Connection

Kind = Literal["import", "run"]


class Removal(NamedTuple):
    """A finished removal.

    Attributes:
        name: Id of what was removed.
        file: Name of the file of an import.
        at: When it was removed.
    """

    name: str
    file: str | None
    at: datetime


def find_removal(graph: Connection, kind: Kind, name: str) -> Removal | None:
    """Return the latest removal of an import or run; None if there is none, or one in the graph has the name.

    Args:
        graph: The graph.
        kind: What was removed.
        name: The id or its beginning, or the name of an import's file.
    """
    rows = graph.read(
        f"{_FIND} AND NOT EXISTS {{ {_EXISTING[kind]} }} {_LATEST}", {"kind": f"{kind} ", "name": name}
    ).rows
    return Removal(*rows[0]) if rows and name else None


def store_removals(transaction: neo4j.ManagedTransaction, kind: Kind, files: dict[str, str | None]) -> None:
    """Store traces in the transaction that removes something.

    Args:
        transaction: The transaction.
        kind: What is removed.
        files: Name of the file, or None, by id.
    """
    rows: list[dict[str, Any]] = [{"id": f"{kind} {name}", "file": file} for name, file in files.items()]
    transaction.run(_STORE, rows=rows).consume()


def forget_removal(transaction: neo4j.ManagedTransaction, kind: Kind, name: str) -> None:
    """Delete the trace of something that is stored again."""
    transaction.run("MATCH (r:Removed {removedId: $id}) DELETE r", id=f"{kind} {name}").consume()


_FIND: Final = """
MATCH (r:Removed) WHERE r.removedId STARTS WITH $kind
AND (r.removedId STARTS WITH $kind + $name OR r.file = $name)
"""
_EXISTING: Final[dict[Kind, str]] = {
    "import": "MATCH (i:Import) WHERE i.importId STARTS WITH $name OR i.file = $name",
    "run": "MATCH (run:Run) WHERE run.runId STARTS WITH $name",
}
_LATEST: Final = """
RETURN substring(r.removedId, size($kind)), r.file, r.at ORDER BY r.at DESC, r.removedId LIMIT 1
"""
_STORE: Final = """
UNWIND $rows AS row
MERGE (r:Removed {removedId: row.id}) SET r.file = row.file, r.at = datetime()
"""
