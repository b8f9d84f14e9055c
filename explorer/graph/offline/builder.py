"""Build a graph as frames from batches of canonical tables, without a database.

The result is the same as after loading the batches one after the other into an empty graph. The first row of an import
and the last import that describes a node count. Embedded rows fill in missing values. A handle that exactly one account
has is read as this account.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from explorer.graph.load.posts import QUOTE_COLUMNS, REPLY_COLUMNS
from explorer.graph.offline import rules
from explorer.graph.offline.rules import NUMBER
from explorer.model.batches import Batch
from explorer.model.keys import account_key, is_handle, item_key, stub_post_key
from explorer.model.nodes import ACCOUNT, POST
from explorer.model.tables import ACCOUNTS, HASHTAGS, LIKES, LINKS, POSTS, RETWEETS, TIME, Table

OFFLINE_TABLES: Final = (ACCOUNTS, POSTS, RETWEETS, LINKS, HASHTAGS, LIKES)
"""Tables that can be built offline, which are all tables that may be large."""

_PROFILE: Final = {
    name: ACCOUNTS.schema[name] for name in ACCOUNTS.properties_of(ACCOUNT) if name not in {"platform", "handle_at"}
}
_DESCRIPTION: Final = {name: POSTS.schema[name] for name in POSTS.properties_of(POST) if name != "platform"}
"""Columns of accounts and of posts; the platform is part of the key."""

_ORDER: Final = {"order": pl.UInt64, "import": pl.UInt16, "own": pl.Boolean}
_PARTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "accounts": {**_ORDER, "key": NUMBER, **_PROFILE},
    "handles": {**_ORDER, "key": NUMBER, "handle": pl.String, "handle_at": TIME},
    "posts": {**_ORDER, "key": NUMBER, **_DESCRIPTION},
    "POSTED": {**_ORDER, "source": NUMBER, "target": NUMBER},
    "RETWEETED": {**_ORDER, "source": NUMBER, "target": NUMBER, "author": NUMBER, "actionId": pl.String, "at": TIME},
    "LIKED": {**_ORDER, "source": NUMBER, "target": NUMBER, "at": TIME},
    "REPLY_TO": {**_ORDER, "source": NUMBER, "target": NUMBER},
    "QUOTES": {**_ORDER, "source": NUMBER, "target": NUMBER},
    "TAGGED": {**_ORDER, "source": NUMBER, "target": pl.String},
    "LINKS_TO": {**_ORDER, "source": NUMBER, "target": pl.String},
    "spelled": {"key": pl.String, "handle": pl.String},
    "stubs": {"stub": pl.String, "author": pl.String},
}
"""The collected frames: descriptions of accounts and posts, relationships, spellings of handles, and stub posts."""

_ACCOUNT_ENDS: Final = (
    ("accounts", "key"),
    ("POSTED", "source"),
    ("RETWEETED", "source"),
    ("RETWEETED", "author"),
    ("LIKED", "source"),
)
_STUB_ENDS: Final = (("POSTED", "target"), ("RETWEETED", "target"), ("REPLY_TO", "target"), ("QUOTES", "target"))


@dataclass(frozen=True, slots=True)
class ColumnarGraph:
    """A graph as frames. Accounts and posts have numbers (UInt32), and imports are numbered in order.

    Every frame except ``amplified`` has ``import`` (the first import that contains the row, null for rows that are only
    mentioned or embedded) and ``also`` (later imports that contain it, null if there are none).

    Attributes:
        accounts: number, key and the columns of accounts.
        posts: number, key, identified and the columns of posts.
        relationships: By type: source and target (numbers; for TAGGED and LINKS_TO the target is the tag or address),
            and the properties of the type.
        amplified: source, target, retweets, firstAt, lastAt, medianDelay, timed, rapid.
        loaded: Number of rows of each import that added something new.
    """

    accounts: pl.DataFrame
    posts: pl.DataFrame
    relationships: Mapping[str, pl.DataFrame]
    amplified: pl.DataFrame
    loaded: Sequence[int]


class ColumnarGraphBuilder:
    """Builds a graph from batches, which are added in the order in which they would be loaded."""

    def __init__(self) -> None:
        self._accounts, self._posts = _Numbers("accounts"), _Numbers("posts")
        self._parts: dict[str, list[pl.DataFrame]] = {name: [] for name in _PARTS}
        self._rows = 0

    def add(self, number: int, batch: Batch) -> None:
        """Add a batch of import ``number`` and its embedded rows."""
        self._add_rows(batch.table, batch.rows, number, own=True)
        for table, rows in batch.embedded:
            self._add_rows(table, rows, number, own=False)

    def _add_rows(self, table: Table, rows: pl.DataFrame, number: int, *, own: bool) -> None:
        numbered = rows.with_columns(
            pl.int_range(self._rows, self._rows + rows.height, dtype=pl.UInt64).alias("order"),
            pl.lit(number, pl.UInt16).alias("import"),
            pl.lit(own).alias("own"),
        )
        self._rows += rows.height
        match table.name:
            case "accounts":
                self._add_accounts(numbered)
            case "posts":
                self._add_posts(numbered)
            case "retweets":
                # in the same order as the loader, which keeps the first spelling of a handle
                source = self._account(numbered, "account_id")
                self._keep(
                    "RETWEETED",
                    numbered.rename({"retweeted_at": "at"}),
                    source=source,
                    target=self._target(numbered, "post_id", "author_id"),
                    author=self._account(numbered, "author_id"),
                    actionId=numbered.select(item_key(_PLATFORM, pl.col("retweet_id"))).to_series(),
                )
            case "likes":
                source = self._account(numbered, "account_id")
                self._keep("LIKED", numbered.rename({"liked_at": "at"}), source=source, target=self._post(numbered))
            case "links":
                self._keep("LINKS_TO", numbered, source=self._post(numbered), target=numbered["url"])
            case "hashtags":
                self._keep("TAGGED", numbered, source=self._post(numbered), target=numbered["tag"])
            case _:
                raise ValueError(table.name)

    def _add_accounts(self, numbered: pl.DataFrame) -> None:
        key = self._account(numbered, "account_id")
        # a handle with a time is no statement about the account as a whole
        is_statement = ~pl.col("own") | pl.col("handle_at").is_null()
        self._keep("accounts", numbered.with_columns(pl.when(is_statement).then("handle").alias("handle")), key=key)
        has_id = ~is_handle(pl.col("account_id"))
        seen = numbered.with_columns(pl.when(has_id).then("handle_at").alias("handle_at"), key=key)
        self._keep("handles", seen.filter(pl.col("own") | pl.col("handle").is_not_null()))

    def _add_posts(self, numbered: pl.DataFrame) -> None:
        post = self._post(numbered)
        self._keep("posts", numbered, key=post)
        self._posted(numbered, self._account(numbered, "author_id"), post)
        for kind, columns in (("REPLY_TO", REPLY_COLUMNS), ("QUOTES", QUOTE_COLUMNS)):
            references = numbered.with_columns(source=post).filter(
                pl.any_horizontal(pl.col(c).is_not_null() for c in columns)
            )
            target = self._target(references, *columns)
            self._keep(kind, references, target=target)
            self._posted(references, self._account(references, columns[1]), target)

    def _account(self, rows: pl.DataFrame, column: str) -> pl.Series:
        """Return the numbers of the accounts in a column, and keep the first spelling of handles."""
        keys = rows.select(account_key(_PLATFORM, pl.col(column))).to_series()
        named = rows[column].str.starts_with("@")
        if named.any():
            handles = pl.DataFrame({"key": keys, "handle": rows[column].str.strip_prefix("@")}).filter(named)
            self._keep("spelled", handles.unique("key", keep="first"))
        return self._accounts.of(keys)

    def _post(self, rows: pl.DataFrame) -> pl.Series:
        return self._posts.of(rows.select(item_key(_PLATFORM, pl.col("post_id"))).to_series())

    def _target(self, rows: pl.DataFrame, post_column: str, author_column: str) -> pl.Series:
        """Return the numbers of the posts that rows refer to, or of stub posts if only the author is known."""
        keys = rows.select(item_key(_PLATFORM, pl.col(post_column))).to_series()
        if keys.null_count():
            author = account_key(_PLATFORM, pl.col(author_column))
            named = rows.select(post=keys, stub=stub_post_key(author), author=author)
            self._keep("stubs", named.filter(pl.col("post").is_null()).select("stub", "author").unique())
            keys = named.select(pl.coalesce("post", "stub")).to_series()
        return self._posts.of(keys)

    def _posted(self, rows: pl.DataFrame, author: pl.Series, post: pl.Series) -> None:
        self._keep("POSTED", rows.with_columns(source=author, target=post).drop_nulls("source"))

    def _keep(self, name: str, rows: pl.DataFrame, **columns: pl.Series) -> None:
        if rows.height:
            self._parts[name].append(rows.with_columns(**columns).select(*_PARTS[name]))

    def finish(self, imports: int) -> ColumnarGraph:
        """Return the graph; ``imports`` is the number of added imports."""
        frames = {name: _concat(self._parts.pop(name), _PARTS[name]) for name in _PARTS}
        # batches may repeat stub posts
        frames["stubs"] = frames["stubs"].unique()
        ignored = rules.ignore_repeated(frames)
        handles = rules.final_handles(frames["handles"])
        loaded = [0] * imports
        account_keys = self._accounts.keys()
        moved = None
        owned = rules.owned_handles(handles, account_keys)
        if owned.height:
            _replace(frames, _ACCOUNT_ENDS, owned["old"], owned["new"])
            stubs = frames["stubs"].join(owned, left_on="author", right_on="handle")
            moved = stubs.select("stub", into=stub_post_key(pl.col("key")))
            # number the new stub posts that replace the old ones
            _replace(frames, _STUB_ENDS, self._posts.of(moved["stub"]), self._posts.of(moved["into"]))
            frames["stubs"] = pl.concat([frames["stubs"].select("stub"), moved.select(stub="into")])
            account_keys = account_keys.join(owned, left_on="number", right_on="old", how="anti")
        post_keys = self._posts.keys()
        if moved is not None:
            post_keys = post_keys.join(moved, left_on="key", right_on="stub", how="anti")
        relationships = {
            kind: rules.keep_first(frames[kind], ["actionId"] if kind == "RETWEETED" else ["source", "target"])
            for kind in ("RETWEETED", "LIKED", "REPLY_TO", "QUOTES", "TAGGED", "LINKS_TO")
        }
        repeated = frames["RETWEETED"].clear()
        if frames["RETWEETED"].height > relationships["RETWEETED"].height:
            ignored = True
            distinct = frames["RETWEETED"].filter(pl.struct("actionId", "import").is_first_distinct())
            repeated = distinct.join(relationships["RETWEETED"], on="order", how="anti")
        posted = rules.choose_authors(frames["POSTED"], relationships["RETWEETED"], repeated)
        if ignored:
            # remove accounts and posts that only dropped rows refer to
            account_keys, post_keys = rules.only_named(frames, relationships["RETWEETED"], account_keys, post_keys)
        for kind in ("RETWEETED", "LIKED", "TAGGED", "LINKS_TO"):
            rules.count_loaded_rows(relationships[kind].select("import", "own").filter("own"), loaded)
        spelled = frames["spelled"].unique("key", keep="first", maintain_order=True)
        accounts = (
            rules.describe_nodes(account_keys, frames["accounts"], _PROFILE, loaded)
            .drop("handle")
            .join(handles, left_on="number", right_on="key", how="left", maintain_order="left")
            .join(spelled, on="key", how="left", suffix="_named", maintain_order="left")
            .with_columns(handle=pl.coalesce("handle", "handle_named"))
            .drop("handle_named")
        )
        stub_keys = frames["stubs"]["stub"].implode()
        posts = rules.describe_nodes(post_keys, frames["posts"], _DESCRIPTION, loaded).with_columns(
            identified=~pl.col("key").is_in(stub_keys)
        )
        amplified = rules.count_amplification(relationships["RETWEETED"], posted, posts)
        return ColumnarGraph(accounts, posts, {"POSTED": posted, **relationships}, amplified, loaded)


_PLATFORM: Final = pl.col("platform")


class _Numbers:
    """Assigns numbers to keys in the order in which they are added."""

    def __init__(self, name: str) -> None:
        self._type = pl.Categorical(pl.Categories.random(name))
        self._seen: list[pl.Series] = []

    def of(self, keys: pl.Series) -> pl.Series:
        """Return the number of each key; null stays null."""
        numbered = keys.cast(self._type)
        self._seen.append(numbered.unique().drop_nulls())
        return numbered.to_physical().cast(NUMBER)

    def keys(self) -> pl.DataFrame:
        """Return number and key of all keys so far, by number."""
        seen = pl.concat([pl.Series([], dtype=self._type), *(s.rename("") for s in self._seen)]).unique()
        return pl.DataFrame({"number": seen.to_physical().cast(NUMBER), "key": seen.cast(pl.String)}).sort("number")


def _concat(parts: list[pl.DataFrame], schema: Mapping[str, Any]) -> pl.DataFrame:
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)


def _replace(frames: dict[str, pl.DataFrame], ends: Sequence[tuple[str, str]], old: pl.Series, new: pl.Series) -> None:
    for name, column in ends:
        frames[name] = frames[name].with_columns(pl.col(column).replace(old, new))
