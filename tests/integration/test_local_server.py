"""The local server on a real Neo4j."""

from explorer.graph.connect import Graph


def test_graph_fixture_is_empty_and_has_the_schema(graph: Graph) -> None:
    assert graph.read("MATCH (n) RETURN count(n)").rows == [(0,)]
    names = {row[0] for row in graph.read("SHOW CONSTRAINTS YIELD name").rows}
    assert "account_accountId" in names
