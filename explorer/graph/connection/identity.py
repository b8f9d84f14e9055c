"""The identity of a database, which does not depend on its address."""

from hashlib import sha256

from explorer.common.errors import StatementError
from explorer.graph.connection.connect import Connection


def database_id(graph: Connection) -> str:
    """Return 16 letters and digits that identify a database: from its own id, or its address if it tells no id.

    Raises:
        GraphError: If Neo4j cannot be reached.
    """
    try:
        identity = ":".join(str(row[0]) for row in graph.read("CALL db.info() YIELD id RETURN id").rows)
    except StatementError:
        # a user without the right to call it
        identity = f"{graph.endpoint.uri} {graph.endpoint.database}"
    return sha256(identity.encode()).hexdigest()[:16]
