"""Classes that declare the graph model: nodes, relationships and properties."""

import re
from dataclasses import dataclass
from typing import Final, Literal

PropertyType = Literal[
    "STRING",
    "INTEGER",
    "FLOAT",
    "INTEGER or FLOAT",
    "BOOLEAN",
    "DATE",
    "DATETIME",
    "LIST<STRING>",
    "LIST<INTEGER>",
    "LIST<FLOAT>",
    "LIST<DATE>",
]
"""Types of properties, as Cypher names them."""

_CAPITAL: Final = re.compile(r"[A-Z]")


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a node or relationship.

    Attributes:
        name: Name in the graph, in camel case.
        type: Cypher type.
        description: Meaning, for the documentation.
        indexed: Whether it has a range index.
    """

    name: str
    type: PropertyType
    description: str
    indexed: bool = False

    @property
    def snake_name(self) -> str:
        """The name in snake case, for table columns and Python attributes: ``created_at`` for ``createdAt``."""
        return _CAPITAL.sub(lambda capital: f"_{capital[0].lower()}", self.name)


@dataclass(frozen=True, slots=True)
class Node:
    """A kind of node.

    Attributes:
        label: Label.
        key: Name of the property that a uniqueness constraint covers.
        description: Meaning, for the documentation.
        properties: Properties, including the key.
    """

    label: str
    key: str
    description: str
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class Relationship:
    """A kind of relationship.

    Attributes:
        type: Type.
        start: Label of the start node.
        end: Label of the end node.
        description: Meaning, for the documentation.
        properties: Properties.
        key: Name of the property that a uniqueness constraint covers, if there is one.
    """

    type: str
    start: str
    end: str
    description: str
    properties: tuple[Property, ...] = ()
    key: str | None = None


PROVENANCE: Final = (
    Property("importId", "STRING", "first import that contained it; absent: other rows only mention it"),
    Property("alsoIn", "LIST<STRING>", "later imports that also contained it, in order; absent: none"),
)
"""Properties of all nodes and relationships that imports create."""
