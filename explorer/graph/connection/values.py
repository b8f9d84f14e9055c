"""Convert the driver's values to plain Python, so that no other module needs the driver's types."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from neo4j import graph, time

from explorer.model.nodes import NODES

_KEYS: Final = {node.label: node.key for node in NODES}


def to_python(value: object) -> Any:
    """Return a value of the driver as plain Python, including values in lists and maps.

    A date and time becomes a ``datetime`` in UTC, truncated to microseconds (without a time zone if it has none), a
    date a ``date``, a time of day a ``time``, a duration its ISO 8601 text, a node or relationship the ``dict`` of its
    properties, and a path one line of text: ``(Account x:1)-[AMPLIFIED 3]->(Account x:2)``. Other values do not change.
    """
    convert = _CONVERSIONS.get(type(value))
    if convert is not None:
        return convert(value)
    # the driver creates a class for each relationship type
    return _properties(value) if isinstance(value, graph.Relationship) else value


def _moment(value: time.DateTime) -> datetime:
    native = value.to_native()
    return native if native.tzinfo is None else native.astimezone(UTC)


def _properties(entity: graph.Entity) -> dict[str, Any]:
    return {name: to_python(value) for name, value in entity.items()}


def _path(path: graph.Path) -> str:
    parts = [_caption(path.nodes[0])]
    for relationship, here, there in zip(path.relationships, path.nodes, path.nodes[1:], strict=False):
        # the strength of a relationship, if it has one
        figure = relationship.get("weight", relationship.get("retweets"))
        body = f"[{relationship.type}]" if figure is None else f"[{relationship.type} {figure}]"
        forward = relationship.start_node == here
        parts.append((f"-{body}->" if forward else f"<-{body}-") + _caption(there))
    return "".join(parts)


def _caption(node: graph.Node) -> str:
    label = next((one for one in sorted(node.labels) if one in _KEYS), "")
    # people know accounts by handle and outlets by name
    name = node.get("handle") or node.get("name") or to_python(node.get(_KEYS.get(label, "")))
    return f"({label} {name})" if name else f"({label})"


_PLAIN: Final = frozenset((str, int, float, bool, type(None)))
_CONVERSIONS: Final[dict[type, Callable[[Any], Any]]] = {
    # most lists contain only these types, and may be long
    list: lambda values: values if _PLAIN.issuperset(map(type, values)) else [to_python(value) for value in values],
    dict: lambda values: {name: to_python(value) for name, value in values.items()},
    time.DateTime: _moment,
    time.Date: lambda value: value.to_native(),
    time.Time: lambda value: value.to_native(),
    time.Duration: lambda value: value.iso_format(),
    graph.Node: _properties,
    graph.Path: _path,
}
