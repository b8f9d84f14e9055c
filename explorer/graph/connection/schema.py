"""Constraints and indexes of the graph, from cypher/schema, applied as often as one likes."""

from concurrent.futures import ThreadPoolExecutor

from explorer.common.package_files import package_folder
from explorer.graph.connection.connect import Connection, trusted_query


def schema_statements() -> list[str]:
    """Return the statements of cypher/schema, files in name order, comments dropped."""
    statements: list[str] = []
    for path in sorted((package_folder("cypher") / "schema").glob("*.cypher")):
        lines = path.read_text(encoding="utf-8").splitlines()
        code = "\n".join(line for line in lines if not line.startswith("//"))
        statements += [part.strip() for part in code.split(";") if part.strip()]
    return statements


def apply_schema(graph: Connection) -> None:
    """Create what is missing of the constraints and indexes, and wait until they answer.

    Raises:
        GraphError: if the data breaks a constraint or Neo4j is too old for one.
    """

    def create(statement: str) -> None:
        # repeated by the driver: two commands that begin on a new graph at once stand in each other's way
        graph.write(lambda transaction: transaction.run(trusted_query(statement)).consume())

    # one fills while the other does
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(create, statement) for statement in schema_statements()]:
            done.result()
    graph.execute("CALL db.awaitIndexes(300)")
