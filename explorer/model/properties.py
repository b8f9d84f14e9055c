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

LONGEST_INDEXED: Final = 8_164
"""Maximum size of an indexed text in bytes of UTF-8, in Neo4j 5. A list has 2 bytes more, and 2 for each text."""
LONGEST_HASH: Final = 12
"""Length of ids that are hashes or random."""
LONGEST_PLATFORM: Final = 64
LONGEST_ID: Final = 1_000
LONGEST_HANDLE: Final = 253
"""Also the maximum on Bluesky (https://atproto.com/specs/handle)."""
LONGEST_TEXT: Final = 1 << 20
"""Maximum sizes of texts from files, in bytes of UTF-8, as stored; the last one is for texts that have no index."""
MOST_HANDLES: Final = 32
"""Maximum number of handles that an account is found by."""
LONGEST_KEY: Final = LONGEST_PLATFORM + 1 + LONGEST_ID
"""Maximum size of ``platform:id``."""

_CAPITAL: Final = re.compile(r"[A-Z]")


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a node or relationship.

    Attributes:
        name: Name in the graph, in camel case.
        type: Cypher type.
        description: Meaning, for the documentation.
        indexed: Whether it has a range index.
        longest: Maximum size of a text, or of each text in a list, in bytes of UTF-8. Readers of files reject or drop
            longer ones.
        most: Maximum number of items of a list; None: no maximum.
    """

    name: str
    type: PropertyType
    description: str
    indexed: bool = False
    longest: int = LONGEST_TEXT
    most: int | None = None

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
