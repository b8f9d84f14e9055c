"""The canonical tables, which readers of all formats return and which the loaders and the offline network read.

Ids are strings exactly as the source writes them. If a source does not give the id of an account, its handle with ``@``
in front is used instead. Times are UTC, with millisecond precision. Columns that become properties of the graph
unchanged take their type and meaning from the graph model (`explorer.model.nodes`, `explorer.model.relationships`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from explorer.model.nodes import ACCOUNT, HASHTAG, LINK, OUTLET, POST
from explorer.model.properties import LONGEST_ID, Node, Property, PropertyType, Relationship
from explorer.model.relationships import LIKED, OPERATED_BY, RETWEETED

Polars = pl.DataType | type[pl.DataType]

TIME: Final = pl.Datetime("ms", "UTC")
POLARS_TYPES: Final[Mapping[PropertyType, Polars]] = {
    "STRING": pl.String,
    "INTEGER": pl.Int64,
    "FLOAT": pl.Float64,
    "INTEGER or FLOAT": pl.Float64,
    "BOOLEAN": pl.Boolean,
    "DATE": pl.Date,
    "DATETIME": TIME,
    "LIST<STRING>": pl.List(pl.String),
    "LIST<INTEGER>": pl.List(pl.Int64),
    "LIST<FLOAT>": pl.List(pl.Float64),
    "LIST<DATE>": pl.List(pl.Date),
}
"""Polars types by property type."""
GRAPH_TYPES: Final[Mapping[PropertyType, Polars]] = {**POLARS_TYPES, "DATETIME": pl.Datetime("us", "UTC")}
"""Polars types of values that are read from the graph or written to it unchanged; times are in microseconds."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: Name, in snake case.
        dtype: Polars type.
        description: Meaning, for the documentation.
        required: Whether every accepted row must have a value.
        graph_property: The property that stores the column unchanged, if there is one. Its size is limited by the
            property; other columns contain ids.
    """

    name: str
    dtype: Polars
    description: str
    required: bool = False
    graph_property: Property | None = None

    @property
    def longest(self) -> int:
        """Maximum size of a text in bytes of UTF-8, as stored."""
        return self.graph_property.longest if self.graph_property else LONGEST_ID


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table.

    Attributes:
        name: Name.
        key: Names of the columns that together identify a row.
        columns: Columns, in order.
        description: Meaning, for the documentation.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    description: str

    @property
    def schema(self) -> dict[str, Polars]:
        """Column names and Polars types, in order."""
        return {column.name: column.dtype for column in self.columns}

    def properties_of(self, node: Node) -> dict[str, str]:
        """Map the columns that describe a kind of node to its properties, without the node's key."""
        return {
            column.name: declared.name
            for column in self.columns
            if (declared := column.graph_property) and declared in node.properties and declared.name != node.key
        }

    def empty(self) -> pl.DataFrame:
        """Return the table without rows."""
        return pl.DataFrame(schema=self.schema)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return ``frame`` with exactly this table's columns and types; missing optional columns become null.

        Raises:
            ValueError: If a required column is missing, or a column is unknown (an error in a reader, not in the data).
        """
        unknown = set(frame.columns) - set(self.schema)
        missing = {c.name for c in self.columns if c.required} - set(frame.columns)
        if unknown or missing:
            raise ValueError(f"{self.name}: unknown columns {sorted(unknown)}, missing {sorted(missing)}")
        return frame.select(
            (pl.col(c.name) if c.name in frame.columns else pl.lit(None)).cast(c.dtype).alias(c.name)
            for c in self.columns
        )


def _column(
    owner: Node | Relationship, property_name: str, *, name: str | None = None, required: bool = False
) -> Column:
    """Return the column of a property. Its default name is the property's name in snake case."""
    (declared,) = (one for one in owner.properties if one.name == property_name)
    dtype = POLARS_TYPES[declared.type]
    return Column(name or declared.snake_name, dtype, declared.description, required, declared)


_PLATFORM: Final = _column(ACCOUNT, "platform", required=True)
_ACCOUNT_ID: Final = Column(
    "account_id", pl.String, "id on the platform, or @handle if only the handle is known", required=True
)

ACCOUNTS: Final = Table(
    "accounts",
    ("platform", "account_id"),
    (
        _PLATFORM,
        _ACCOUNT_ID,
        _column(ACCOUNT, "handle"),
        _column(ACCOUNT, "handleAt"),
        _column(ACCOUNT, "name"),
        _column(ACCOUNT, "bio"),
        _column(ACCOUNT, "location"),
        _column(ACCOUNT, "createdAt"),
        _column(ACCOUNT, "followers"),
        _column(ACCOUNT, "following"),
        _column(ACCOUNT, "status"),
        _column(ACCOUNT, "statusAt"),
        _column(ACCOUNT, "labelledAt"),
    ),
    "accounts and their profiles",
)
POSTS: Final = Table(
    "posts",
    ("platform", "post_id"),
    (
        _PLATFORM,
        Column("post_id", pl.String, "id on the platform", required=True),
        Column("author_id", pl.String, "account_id of the author"),
        _column(POST, "createdAt"),
        _column(POST, "text"),
        _column(POST, "language"),
        _column(POST, "likes"),
        _column(POST, "replies"),
        _column(POST, "reposts"),
        _column(POST, "quotes"),
        _column(POST, "promoted"),
        Column("reply_to_id", pl.String, "post_id of the post that this post replies to"),
        Column("reply_to_author_id", pl.String, "account_id of the account that this post replies to"),
        Column("quoted_id", pl.String, "post_id of the quoted post"),
        Column("quoted_author_id", pl.String, "account_id of the quoted account"),
    ),
    "original posts",
)
RETWEETS: Final = Table(
    "retweets",
    ("platform", "retweet_id"),
    (
        _PLATFORM,
        Column(
            "retweet_id",
            pl.String,
            "id of the retweet itself; without this column, account, post and time identify it",
            required=True,
        ),
        Column("account_id", pl.String, "the retweeting account", required=True),
        Column("post_id", pl.String, "the retweeted post; empty if only its author is known"),
        Column("author_id", pl.String, "the retweeted account; empty if only the post is known"),
        _column(RETWEETED, "at", name="retweeted_at", required=True),
    ),
    "retweets; each needs post_id or author_id",
)
LINKS: Final = Table(
    "links",
    ("platform", "post_id", "url"),
    (
        _PLATFORM,
        Column("post_id", pl.String, "the post that contains the link", required=True),
        _column(LINK, "url", required=True),
    ),
    "links in posts",
)
HASHTAGS: Final = Table(
    "hashtags",
    ("platform", "post_id", "tag"),
    (
        _PLATFORM,
        Column("post_id", pl.String, "the post that contains the hashtag", required=True),
        _column(HASHTAG, "tag", required=True),
    ),
    "hashtags in posts",
)
STATUSES: Final = Table(
    "statuses",
    ("platform", "account_id", "observed_at"),
    (
        _PLATFORM,
        _ACCOUNT_ID,
        _column(ACCOUNT, "status", required=True),
        _column(ACCOUNT, "statusAt", name="observed_at", required=True),
    ),
    "later observations of the status of accounts; the latest counts",
)
LABELS: Final = Table(
    "labels",
    ("platform", "account_id"),
    (_PLATFORM, _ACCOUNT_ID, _column(ACCOUNT, "labelledAt", required=True)),
    "later observations of state-media and government labels; the earliest date counts",
)
LIKES: Final = Table(
    "likes",
    ("platform", "account_id", "post_id"),
    (
        _PLATFORM,
        Column("account_id", pl.String, "the account that liked the post", required=True),
        Column("post_id", pl.String, "the liked post", required=True),
        _column(LIKED, "at", name="liked_at"),
    ),
    "likes, for sources that list each like",
)
OUTLETS: Final = Table(
    "outlets",
    ("outlet_id",),
    (
        _column(OUTLET, "outletId", required=True),
        _column(OUTLET, "name", required=True),
        _column(OUTLET, "kind", required=True),
        _column(OUTLET, "state"),
        _column(OUTLET, "owner"),
        _column(OUTLET, "parent"),
        _column(OUTLET, "source", required=True),
    ),
    "state outlets and diplomats",
)
OUTLET_ACCOUNTS: Final = Table(
    "outlet_accounts",
    ("platform", "account_id", "outlet_id"),
    (
        _PLATFORM,
        _ACCOUNT_ID,
        _column(ACCOUNT, "handle"),
        Column("outlet_id", pl.String, "the outlet that operates the account", required=True),
        _column(OPERATED_BY, "source", required=True),
        _column(OPERATED_BY, "tenure"),
        _column(OPERATED_BY, "validFrom"),
        _column(OPERATED_BY, "validUntil"),
    ),
    "accounts and the outlets that operate them",
)

TABLES: Final[Mapping[str, Table]] = {
    table.name: table
    for table in (ACCOUNTS, POSTS, RETWEETS, LINKS, HASHTAGS, LIKES, STATUSES, LABELS, OUTLETS, OUTLET_ACCOUNTS)
}
"""Every canonical table by name, in the order in which they are loaded."""

STATUS_VALUES: Final = ("active", "suspended", "deleted")
TENURE_VALUES: Final = ("current", "former", "historical")


def drop_duplicates(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Return ``rows`` without duplicate keys. The first row of each key is kept, in the original order."""
    return rows.unique(subset=table.key, keep="first", maintain_order=True)
