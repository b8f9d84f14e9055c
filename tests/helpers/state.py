"""The whole graph as comparable data: of a server, or of the files that Neo4j's offline import would read."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from explorer.graph.connection.connect import Connection

VOLATILE = {"startedAt", "finishedAt", "createdAt"}
State = tuple[list[str], list[str]]
Node = tuple[Sequence[str], Mapping[str, Any]]


def graph_state(graph: Connection) -> State:
    """Return every node and relationship as sorted text; times of running are left out of imports and runs."""
    nodes = graph.read("MATCH (n) RETURN labels(n), properties(n)").rows
    relationships = graph.read(
        "MATCH (a)-[r]->(b) RETURN type(r), properties(r), labels(a), properties(a), labels(b), properties(b)"
    ).rows
    return _state(nodes, ((kind, known, (la, a), (lb, b)) for kind, known, la, a, lb, b in relationships))


def files_state(arguments: Sequence[str]) -> State:
    """Return what `explorer.graph.offline.csv_files.write_import_files` has written, in the words of `graph_state`."""
    nodes: dict[tuple[str, str], Node] = {}
    relationships = []
    # nodes come first
    for argument in arguments:
        name, _, rest = argument.partition("=")
        if name not in {"--nodes", "--relationships"}:
            continue
        label, _, path = rest.partition("=")
        with Path(path).open(encoding="utf-8", newline="") as file:
            headings, *rows = csv.reader(file)
        for row in rows:
            ends = [(h, v) for h, v in zip(headings, row, strict=True) if h.startswith(":")]
            known = [_value(h, v) for h, v in zip(headings, row, strict=True) if not h.startswith(":") and v]
            if name == "--nodes":
                number, *labels = (value for _, value in ends if value)
                nodes[label, number] = ([label, *labels], dict(known))
            else:
                start, end = (nodes[h.partition("(")[2].rstrip(")"), v] for h, v in ends)
                relationships.append((label, dict(known), start, end))
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
        sorted(f"{kind} {_known(known)} {_text(start)} {_text(end)}" for kind, known, start, end in relationships),
    )


def _text(node: Node) -> str:
    labels, known = node
    volatile = VOLATILE if {"Import", "Run"} & set(labels) else set()
    return f"{sorted(labels)} {_known({name: value for name, value in known.items() if name not in volatile})}"


def _known(properties: Mapping[str, Any]) -> list[tuple[str, Any]]:
    # which of the imports that brought a thing is named first is no matter
    imports = sorted([properties["importId"], *properties["alsoIn"]]) if "alsoIn" in properties else None
    return sorted((dict(properties) | {"importId": imports, "alsoIn": None} if imports else properties).items())
