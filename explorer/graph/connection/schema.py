"""Constraints and indexes of the graph, from cypher/schema. Applying them is idempotent."""

from explorer.common.package_files import package_folder
from explorer.common.pools import thread_pool
from explorer.graph.connection.connect import Connection, trusted_query


def schema_statements() -> list[str]:
    """Return the statements in cypher/schema by file name, without comments."""
    statements: list[str] = []
    for path in sorted((package_folder("cypher") / "schema").glob("*.cypher")):
        lines = path.read_text(encoding="utf-8").splitlines()
        code = "\n".join(line for line in lines if not line.startswith("//"))
        statements += [part.strip() for part in code.split(";") if part.strip()]
    return statements


def apply_schema(graph: Connection) -> None:
    """Create missing constraints and indexes, and wait until they are online.

    Raises:
        GraphError: If the data violate a constraint, or the version of Neo4j does not support it.
    """

    def create(statement: str) -> None:
        # a managed transaction, because two commands that start on a new graph at the same time can conflict
        graph.write(lambda transaction: transaction.run(trusted_query(statement)).consume())

    # two at a time, because each mostly waits for the server
    with thread_pool(2) as pool:
        for done in [pool.submit(create, statement) for statement in schema_statements()]:
            done.result()
    graph.execute("CALL db.awaitIndexes(300)")
