"""The complete graph as comparable data, from a server or from the input files of Neo4j's offline import."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from explorer.graph.connection.connect import Connection

VOLATILE = {
    "Import": {"startedAt", "finishedAt"},
    "Run": {"createdAt"},
    "Judgement": {"judgementId", "at"},
}
"""Properties that differ each time."""
State = tuple[list[str], list[str]]
Node = tuple[Sequence[str], Mapping[str, Any]]


def graph_state(graph: Connection) -> State:
    """Return all nodes and relationships as sorted texts, without the execution times of imports and runs."""
    nodes = graph.read("MATCH (n) WHERE NOT n:Removed RETURN labels(n), properties(n)").rows
    relationships = graph.read(
        "MATCH (a)-[r]->(b) RETURN type(r), properties(r), labels(a), properties(a), labels(b), properties(b)"
    ).rows
    return _state(nodes, ((kind, properties, (la, a), (lb, b)) for kind, properties, la, a, lb, b in relationships))


def files_state(arguments: Sequence[str]) -> State:
    """Return the files of `explorer.graph.offline.csv_files.write_import_files` in the format of `graph_state`."""
    nodes: dict[tuple[str, str], Node] = {}
    relationships = []
    # The arguments list nodes before relationships.
    for argument in arguments:
        name, _, rest = argument.partition("=")
        if name not in {"--nodes", "--relationships"}:
            continue
        label, _, path = rest.partition("=")
        with Path(path).open(encoding="utf-8", newline="") as file:
            headings, *rows = csv.reader(file)
        for row in rows:
            ends = [(h, v) for h, v in zip(headings, row, strict=True) if h.startswith(":")]
            properties = [_value(h, v) for h, v in zip(headings, row, strict=True) if not h.startswith(":") and v]
            if name == "--nodes":
                number, *labels = (value for _, value in ends if value)
                nodes[label, number] = ([label, *labels], dict(properties))
            else:
                start, end = (nodes[h.partition("(")[2].rstrip(")"), v] for h, v in ends)
                relationships.append((label, dict(properties), start, end))
    return _state(nodes.values(), relationships)


_TYPES: dict[str, Callable[[str], Any]] = {
    "": str,
    "string": str,
    "long": int,
    "double": float,
    "boolean": lambda text: text == "true",
    "datetime": datetime.fromisoformat,
    "string[]": lambda text: text.split("\x1f"),
}


def _value(heading: str, text: str) -> tuple[str, Any]:
    name, _, kind = heading.partition(":")
    return name, _TYPES[kind](text)


def _state(nodes: Iterable[Node], relationships: Iterable[tuple[str, Mapping[str, Any], Node, Node]]) -> State:
    return (
        sorted(map(_text, nodes)),
        sorted(
            f"{kind} {_known(properties)} {_text(start)} {_text(end)}" for kind, properties, start, end in relationships
        ),
    )


def _text(node: Node) -> str:
    labels, properties = node
    volatile = {name for label in labels for name in VOLATILE.get(label, ())}
    return f"{sorted(labels)} {_known({name: value for name, value in properties.items() if name not in volatile})}"


def _known(properties: Mapping[str, Any]) -> list[tuple[str, Any]]:
    # If several imports contain the same node or relationship, it does not matter which of them comes first.
    imports = sorted([properties["importId"], *properties["alsoIn"]]) if "alsoIn" in properties else None
    return sorted((dict(properties) | {"importId": imports, "alsoIn": None} if imports else properties).items())
