"""The canonical tables: the readers' one output, the loader's and the network's one input.

Ids are strings exactly as the source writes them; an id that begins with ``@`` is a handle that stands for an
account whose id the source does not give. Times are UTC, millisecond precision. Keys of the graph
(``platform:id``) are made here and nowhere else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

import polars as pl

from explorer.common.errors import UsageError

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

REJECTS: Final = {"source": pl.String, "line": pl.Int64, "reason": pl.String, "raw": pl.String}
"""Columns of rejected rows: file name, 1-based line (or row) in it, the reason, the row as it was read."""

STATUS_VALUES: Final = ("active", "suspended", "deleted")


@dataclass(frozen=True, slots=True)
class Resolution:
    """How finely a source tells time; ``a | b`` is that of two parts of one source, in any grouping.

    Attributes:
        declared: seconds, the coarsest way of writing a time that occurs: a date is 86,400, hh:mm is 60.
        observed: seconds, the largest of `STEPS` that divides every time as the source's clock shows it; a
            file that writes seconds, but only ever ``:00``, knows minutes.
        values: how many times were seen; ``observed`` counts from `ENOUGH` on.
    """

    declared: int = 1
    observed: int = 86_400
    values: int = 0

    ENOUGH: ClassVar[int] = 20
    STEPS: ClassVar[tuple[int, ...]] = (1, 60, 900, 3_600, 86_400)
    """Each divides the next. Quarters of an hour and hours: whole days of another zone, written in UTC."""

    def __or__(self, other: "Resolution") -> "Resolution":
        """Return the resolution of two parts of one source taken together."""
        return Resolution(
            max(self.declared, other.declared),
            min(self.observed, other.observed),
            self.values + other.values,
        )

    @property
    def seconds(self) -> int:
        """The resolution to reckon with, in seconds."""
        return max(self.declared, self.observed) if self.values >= self.ENOUGH else self.declared


Learnt = tuple[Table, pl.DataFrame]
"""Rows of a table that other rows taught in passing, no two of one key."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of one file, read: the accepted ones as a canonical table, the others as rejects.

    Always ``rows_read == rows.height + rejects.height``.

    Attributes:
        table: the canonical table of ``rows``.
        rows: accepted rows in file order, conforming to ``table``; duplicates are still in it.
        rejects: rows that cannot be used, columns `REJECTS`.
        rows_read: data rows read, headings not counted.
        resolution: of the acts themselves (``retweeted_at``, a post's ``created_at``) in ``rows``; other
            times, such as an account's ``status_at``, do not count.
        bytes_read: bytes of the file (as stored, compressed) consumed since the batch before, for progress.
        notes: sentences for the analyst about the file as a whole; in its first batch only.
        learnt: what the accepted rows tell beside themselves, such as the author's profile in a post. It counts as no
            row, and fills in what is not known yet; it replaces nothing.
    """

    table: Table
    rows: pl.DataFrame
    rejects: pl.DataFrame
    rows_read: int
    resolution: Resolution = field(default_factory=Resolution)
    bytes_read: int = 0
    notes: tuple[str, ...] = ()
    learnt: tuple[Learnt, ...] = ()

    def __post_init__(self) -> None:
        """Hold the accounting identity from the first moment."""
        if self.rows_read != self.rows.height + self.rejects.height:
            raise ValueError(f"{self.rows_read} rows read, {self.rows.height} accepted, {self.rejects.height} rejected")


def drop_duplicates(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Return ``rows`` without those whose key occurred before; the first one stays, order is kept."""
    return rows.unique(subset=table.key, keep="first", maintain_order=True)


def rejects_frame(rows: Iterable[Mapping[str, object]] = ()) -> pl.DataFrame:
    """Return a rejects table of ``rows``, or an empty one."""
    return pl.DataFrame(list(rows), schema=REJECTS)


def is_handle(identifier: pl.Expr) -> pl.Expr:
    """Whether an account is named by its handle (``@name``) and not by its id."""
    return identifier.str.starts_with("@")


def account_key(platform: pl.Expr, account_id: pl.Expr) -> pl.Expr:
    """Key of an account, ``platform:id``; handles match case-insensitively, ids exactly."""
    name = pl.when(is_handle(account_id)).then(account_id.str.to_lowercase()).otherwise(account_id)
    return platform + ":" + name


def item_key(platform: pl.Expr, identifier: pl.Expr) -> pl.Expr:
    """Key of a post or of an act of retweeting, ``platform:id``."""
    return platform + ":" + identifier


def stub_post_key(account: pl.Expr) -> pl.Expr:
    """Key of the stub post that stands for all posts of an author that a source does not tell apart."""
    return account + "/unidentified"


def parse_platform(name: str) -> str:
    """Return ``name`` as a platform's name.

    Raises:
        UsageError: if it is empty or has characters that would break keys.
    """
    cleaned = name.strip().lower()
    if not cleaned or not cleaned.replace("-", "").replace("_", "").isalnum():
        raise UsageError(f"{name!r} is not a platform's name.", hint="Use letters, digits, - and _: --platform x")
    return cleaned
