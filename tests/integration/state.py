"""The whole graph as comparable data."""

from explorer.graph.connect import Graph

VOLATILE = {"startedAt", "finishedAt", "createdAt"}


def graph_state(graph: Graph) -> tuple[list[str], list[str]]:
    """Return every node and relationship as sorted text; times of running are left out of imports and runs."""
    nodes = graph.read("MATCH (n) RETURN labels(n), properties(n)").rows
    relationships = graph.read(
        "MATCH (a)-[r]->(b) RETURN type(r), properties(r), properties(a), properties(b), labels(a), labels(b)"
    ).rows
    return (
        sorted(f"{sorted(labels)} {_stable(labels, properties)}" for labels, properties in nodes),
        sorted(
            f"{kind} {sorted(known.items())} {_stable(la, a)} {_stable(lb, b)}"
            for kind, known, a, b, la, lb in relationships
        ),
    )


def _stable(labels: list[str], properties: dict[str, object]) -> list[tuple[str, object]]:
    volatile = VOLATILE if {"Import", "Run"} & set(labels) else set()
    return sorted((name, value) for name, value in properties.items() if name not in volatile)
