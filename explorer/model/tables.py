"""The canonical tables: the readers' one output, the loader's and the network's one input.

Ids are strings exactly as the source writes them; an id that begins with ``@`` is a handle that stands for an
account whose id the source does not give. Times are UTC, millisecond precision. Keys of the graph
(``platform:id``) are made here and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

TIME: Final = pl.Datetime("ms", "UTC")
Polars = pl.DataType | type[pl.DataType]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type and meaning; ``required`` columns are never null in an accepted row."""

    name: str
    dtype: Polars
    description: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table; ``key`` names the columns in which no two rows may agree."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    description: str

    @property
    def schema(self) -> dict[str, Polars]:
        """Column names and Polars types, in order."""
        return {column.name: column.dtype for column in self.columns}

    def empty(self) -> pl.DataFrame:
        """Return the table without rows."""
        return pl.DataFrame(schema=self.schema)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return ``frame`` with exactly this table's columns and types; missing optional columns become null.

        Raises:
            ValueError: if a required column is missing, or one is unknown (a reader's mistake, not a user's).
        """
        unknown = set(frame.columns) - set(self.schema)
        missing = {c.name for c in self.columns if c.required} - set(frame.columns)
        if unknown or missing:
            raise ValueError(f"{self.name}: unknown columns {sorted(unknown)}, missing {sorted(missing)}")
        return frame.select(
            (pl.col(c.name) if c.name in frame.columns else pl.lit(None)).cast(c.dtype).alias(c.name)
            for c in self.columns
        )


_PLATFORM = Column("platform", pl.String, "id space of the row's ids: x, facebook, higgs, …", required=True)

ACCOUNTS = Table(
    "accounts",
    ("platform", "account_id"),
    (
        _PLATFORM,
        Column("account_id", pl.String, "the platform's id, or @handle if only that is known", required=True),
        Column("handle", pl.String, "screen name without @, in the owner's spelling"),
        Column("name", pl.String, "display name"),
        Column("bio", pl.String, "profile description"),
        Column("location", pl.String, "location as claimed in the profile"),
        Column("created_at", TIME, "when the account was created"),
        Column("followers", pl.Int64, "followers at the time of observation"),
        Column("following", pl.Int64, "accounts followed at the time of observation"),
        Column("status", pl.String, "active, suspended or deleted; null: unknown"),
        Column("status_at", TIME, "when the status was observed"),
        Column("labelled_at", TIME, "when the platform put a state-media or government label on the account"),
    ),
    "accounts and what is known of their profiles",
)
POSTS = Table(
    "posts",
    ("platform", "post_id"),
    (
        _PLATFORM,
        Column("post_id", pl.String, "the platform's id", required=True),
        Column("author_id", pl.String, "account_id of the author"),
        Column("created_at", TIME, "when the post was published"),
        Column("text", pl.String, "the post's text"),
        Column("language", pl.String, "language code as the platform gives it"),
        Column("likes", pl.Int64, "likes, as counted by the platform"),
        Column("replies", pl.Int64, "replies, as counted by the platform"),
        Column("reposts", pl.Int64, "retweets, as counted by the platform"),
        Column("quotes", pl.Int64, "quotes, as counted by the platform"),
        Column("promoted", pl.Boolean, "whether the post was paid advertising"),
        Column("reply_to_id", pl.String, "post_id of the post that this one replies to"),
        Column("reply_to_author_id", pl.String, "account_id of the account that this one replies to"),
        Column("quoted_id", pl.String, "post_id of the post that this one quotes"),
        Column("quoted_author_id", pl.String, "account_id of the account that this one quotes"),
    ),
    "original posts",
)
RETWEETS = Table(
    "retweets",
    ("platform", "retweet_id"),
    (
        _PLATFORM,
        Column("retweet_id", pl.String, "id of the act of retweeting", required=True),
        Column("account_id", pl.String, "the retweeting account", required=True),
        Column("post_id", pl.String, "the retweeted post; null when only its author is known"),
        Column("author_id", pl.String, "the retweeted account; null when only the post is known"),
        Column("retweeted_at", TIME, "when the retweet was made", required=True),
    ),
    "retweets; at least one of post_id and author_id is given",
)
LINKS = Table(
    "links",
    ("platform", "post_id", "url"),
    (
        _PLATFORM,
        Column("post_id", pl.String, "the post that carries the link", required=True),
        Column("url", pl.String, "the address as written", required=True),
    ),
    "links in posts",
)
HASHTAGS = Table(
    "hashtags",
    ("platform", "post_id", "tag"),
    (
        _PLATFORM,
        Column("post_id", pl.String, "the post that carries the hashtag", required=True),
        Column("tag", pl.String, "the hashtag without #, lower case", required=True),
    ),
    "hashtags in posts",
)
STATUSES = Table(
    "statuses",
    ("platform", "account_id", "observed_at"),
    (
        _PLATFORM,
        Column("account_id", pl.String, "the platform's id, or @handle if only that is known", required=True),
        Column("status", pl.String, "active, suspended or deleted", required=True),
        Column("observed_at", TIME, "when the account was seen to be so", required=True),
    ),
    "what became of accounts, as learnt later; the latest observation counts",
)
LABELS = Table(
    "labels",
    ("platform", "account_id"),
    (
        _PLATFORM,
        Column("account_id", pl.String, "the platform's id, or @handle if only that is known", required=True),
        Column("labelled_at", TIME, "when the platform put the label on the account", required=True),
    ),
    "state-media and government labels, as learnt later; the earliest date counts",
)
LIKES = Table(
    "likes",
    ("platform", "account_id", "post_id"),
    (
        _PLATFORM,
        Column("account_id", pl.String, "the account that likes", required=True),
        Column("post_id", pl.String, "the post that it likes", required=True),
        Column("liked_at", TIME, "when"),
    ),
    "likes, where a source has them one by one",
)
OUTLETS = Table(
    "outlets",
    ("outlet_id",),
    (
        Column("outlet_id", pl.String, "stable name of the outlet: state and name as a slug", required=True),
        Column("name", pl.String, "the outlet's or office-holder's name in English", required=True),
        Column("kind", pl.String, "media, diplomat, agency, influencer, …", required=True),
        Column("state", pl.String, "ISO 3166-1 alpha-2 code of the state behind it; null for influencers"),
        Column("owner", pl.String, "the entity that owns or employs it"),
        Column("parent", pl.String, "the entity above the owner"),
        Column("source", pl.String, "who says so, with the source's date", required=True),
    ),
    "state outlets and diplomats",
)
OUTLET_ACCOUNTS = Table(
    "outlet_accounts",
    ("platform", "account_id"),
    (
        _PLATFORM,
        Column("account_id", pl.String, "the platform's id, or @handle if only that is known", required=True),
        Column("handle", pl.String, "screen name without @"),
        Column("outlet_id", pl.String, "the outlet that runs the account", required=True),
        Column("source", pl.String, "who says so, with the source's date", required=True),
    ),
    "which account belongs to which outlet",
)

TABLES: Final[Mapping[str, Table]] = {
    table.name: table
    for table in (ACCOUNTS, POSTS, RETWEETS, LINKS, HASHTAGS, LIKES, STATUSES, LABELS, OUTLETS, OUTLET_ACCOUNTS)
}
"""Every canonical table by name, in the order in which they are loaded."""

STATUS_VALUES: Final = ("active", "suspended", "deleted")


def drop_duplicates(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Return ``rows`` without those whose key occurred before; the first one stays, order is kept."""
    return rows.unique(subset=table.key, keep="first", maintain_order=True)
