"""Batches of canonical tables folded into nodes and relationships, in columns and without a database.

The outcome is what loading the batches one after the other into an empty graph ends in, by the loaders' rules: of rows
of one import the first counts, of imports the one that describes a thing last; what is learnt in passing fills gaps; a
handle that one id alone carries is read as that id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from explorer.graph.load_posts import QUOTE, REPLY
from explorer.schema import RAPID_SECONDS
from explorer.tables import (
    ACCOUNTS,
    HASHTAGS,
    LIKES,
    LINKS,
    POSTS,
    RETWEETS,
    TIME,
    Batch,
    Table,
    account_key,
    item_key,
    stub_post_key,
)

FOLDED: Final = (ACCOUNTS, POSTS, RETWEETS, LINKS, HASHTAGS, LIKES)
"""The tables that can be folded: all that may be large."""

PROFILE: Final = {n: t for n, t in ACCOUNTS.schema.items() if n not in {"platform", "account_id"}}
DESCRIPTION: Final = {
    n: t for n, t in POSTS.schema.items() if n not in {"platform", "post_id", "author_id", *REPLY, *QUOTE}
}

_NUMBER: Final = pl.UInt32
_ORDER: Final = {"order": pl.UInt64, "import": pl.UInt16, "own": pl.Boolean}
_PARTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "accounts": {**_ORDER, "key": _NUMBER, **PROFILE},
    "posts": {**_ORDER, "key": _NUMBER, **DESCRIPTION},
    "POSTED": {**_ORDER, "source": _NUMBER, "target": _NUMBER},
    "RETWEETED": {**_ORDER, "source": _NUMBER, "target": _NUMBER, "author": _NUMBER, "actionId": pl.String, "at": TIME},
    "LIKED": {**_ORDER, "source": _NUMBER, "target": _NUMBER, "at": TIME},
    "REPLY_TO": {**_ORDER, "source": _NUMBER, "target": _NUMBER},
    "QUOTES": {**_ORDER, "source": _NUMBER, "target": _NUMBER},
    "TAGGED": {**_ORDER, "source": _NUMBER, "target": pl.String},
    "LINKS_TO": {**_ORDER, "source": _NUMBER, "target": pl.String},
    "spelled": {"key": pl.String, "handle": pl.String},
    "stubs": {"stub": pl.String, "author": pl.String},
}
"""What is collected: what tells of accounts and posts, relationships, spellings of handles, stub posts."""

_ACCOUNT_ENDS: Final = (
    ("accounts", "key"),
    ("POSTED", "source"),
    ("RETWEETED", "source"),
    ("RETWEETED", "author"),
    ("LIKED", "source"),
)
_STUB_ENDS: Final = (("POSTED", "target"), ("RETWEETED", "target"), ("REPLY_TO", "target"), ("QUOTES", "target"))


@dataclass(frozen=True, slots=True)
class Folded:
    """A graph in columns; accounts and posts are numbered (UInt32), imports by their order.

    Every frame has ``import`` (the import that brought it first, null for what is only named or learnt in passing) and
    ``also`` (the imports that brought it again, null without any).

    Attributes:
        accounts: number, key and the columns of `PROFILE`.
        posts: number, key, identified and the columns of `DESCRIPTION`.
        relationships: by type, source and target (numbers; of TAGGED and LINKS_TO the target is the tag or address),
            and what the type carries.
        amplified: source, target, retweets, firstAt, lastAt, medianDelay, rapid.
        loaded: how many rows of each import brought something new.
    """

    accounts: pl.DataFrame
    posts: pl.DataFrame
    relationships: Mapping[str, pl.DataFrame]
    amplified: pl.DataFrame
    loaded: Sequence[int]


class Fold:
    """Takes batches in the order in which they would be loaded."""

    def __init__(self) -> None:
        self._accounts, self._posts = _Numbers("accounts"), _Numbers("posts")
        self._parts: dict[str, list[pl.DataFrame]] = {name: [] for name in _PARTS}
        self._rows = 0

    def add(self, number: int, batch: Batch) -> None:
        """Take a batch of import ``number``, and what it teaches in passing."""
        self._take(batch.table, batch.rows, number, own=True)
        for table, rows in batch.learnt:
            self._take(table, rows, number, own=False)

    def _take(self, table: Table, rows: pl.DataFrame, number: int, *, own: bool) -> None:
        told = rows.with_columns(
            pl.int_range(self._rows, self._rows + rows.height, dtype=pl.UInt64).alias("order"),
            pl.lit(number, pl.UInt16).alias("import"),
            pl.lit(own).alias("own"),
        )
        self._rows += rows.height
        match table.name:
            case "accounts":
                self._keep("accounts", told, key=self._account(told, "account_id"))
            case "posts":
                self._take_posts(told)
            case "retweets":
                author = self._account(told, "author_id")
                self._keep(
                    "RETWEETED",
                    told.rename({"retweeted_at": "at"}),
                    source=self._account(told, "account_id"),
                    target=self._target(told, "post_id", "author_id"),
                    author=author,
                    actionId=told.select(item_key(_PLATFORM, pl.col("retweet_id"))).to_series(),
                )
            case "likes":
                source = self._account(told, "account_id")
                self._keep("LIKED", told.rename({"liked_at": "at"}), source=source, target=self._post(told))
            case "links":
                self._keep("LINKS_TO", told, source=self._post(told), target=told["url"])
            case "hashtags":
                self._keep("TAGGED", told, source=self._post(told), target=told["tag"])
            case _:
                raise ValueError(table.name)

    def _take_posts(self, told: pl.DataFrame) -> None:
        post = self._post(told)
        self._keep("posts", told, key=post)
        self._posted(told, self._account(told, "author_id"), post)
        for kind, columns in (("REPLY_TO", REPLY), ("QUOTES", QUOTE)):
            tied = told.with_columns(source=post).filter(pl.any_horizontal(pl.col(c).is_not_null() for c in columns))
            target = self._target(tied, *columns)
            self._keep(kind, tied, target=target)
            self._posted(tied, self._account(tied, columns[1]), target)

    def _account(self, rows: pl.DataFrame, column: str) -> pl.Series:
        """Number the accounts of a column, and note how those that are named by a handle were spelled first."""
        keys = rows.select(account_key(_PLATFORM, pl.col(column))).to_series()
        named = rows[column].str.starts_with("@")
        if named.any():
            handles = pl.DataFrame({"key": keys, "handle": rows[column].str.strip_prefix("@")}).filter(named)
            self._keep("spelled", handles.unique("key", keep="first"))
        return self._accounts.of(keys)

    def _post(self, rows: pl.DataFrame) -> pl.Series:
        return self._posts.of(rows.select(item_key(_PLATFORM, pl.col("post_id"))).to_series())

    def _target(self, rows: pl.DataFrame, post_column: str, author_column: str) -> pl.Series:
        """Number the posts that rows aim at; where only the author is known, the stub of theirs."""
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

    def finish(self, imports: int) -> Folded:
        """Return the graph that ``imports`` imports end in."""
        frames = {name: _concat(self._parts.pop(name), _PARTS[name]) for name in _PARTS}
        loaded = [0] * imports
        account_keys = self._accounts.keys()
        moved = None
        carried = _carried(frames["accounts"], account_keys)
        if carried.height:
            _replace(frames, _ACCOUNT_ENDS, carried["old"], carried["new"])
            stubs = frames["stubs"].join(carried, left_on="author", right_on="handle")
            moved = stubs.select("stub", into=stub_post_key(pl.col("key")))
            # the posts that the stubs move into get their numbers now
            _replace(frames, _STUB_ENDS, self._posts.of(moved["stub"]), self._posts.of(moved["into"]))
            frames["stubs"] = pl.concat([frames["stubs"].select("stub"), moved.select(stub="into")])
            account_keys = account_keys.join(carried, left_on="number", right_on="old", how="anti")
        post_keys = self._posts.keys()
        if moved is not None:
            post_keys = post_keys.join(moved, left_on="key", right_on="stub", how="anti")
        _ignore_repeated(frames)
        relationships = {
            kind: _first_of(frames[kind], ["actionId"] if kind == "RETWEETED" else ["source", "target"])
            for kind in ("RETWEETED", "LIKED", "REPLY_TO", "QUOTES", "TAGGED", "LINKS_TO")
        }
        repeated = frames["RETWEETED"].clear()
        if frames["RETWEETED"].height > relationships["RETWEETED"].height:
            repeated = frames["RETWEETED"].join(relationships["RETWEETED"], on="order", how="anti")
        posted = _authors(frames["POSTED"], relationships["RETWEETED"], repeated)
        if repeated.height:
            # what only a repeated retweet names is not there
            account_keys, post_keys = _present(frames, relationships["RETWEETED"], account_keys, post_keys)
        for kind in ("RETWEETED", "LIKED", "TAGGED", "LINKS_TO"):
            _count(relationships[kind].filter("own"), loaded)
        spelled = frames["spelled"].unique("key", keep="first", maintain_order=True)
        accounts = (
            _describe(account_keys, frames["accounts"], PROFILE, loaded)
            .join(spelled, on="key", how="left", suffix="_named", maintain_order="left")
            .with_columns(handle=pl.coalesce("handle", "handle_named"))
            .drop("handle_named")
        )
        stub_keys = frames["stubs"]["stub"].implode()
        posts = _describe(post_keys, frames["posts"], DESCRIPTION, loaded).with_columns(
            identified=~pl.col("key").is_in(stub_keys)
        )
        amplified = _amplified(relationships["RETWEETED"], posted, posts)
        return Folded(accounts, posts, {"POSTED": posted, **relationships}, amplified, loaded)


_PLATFORM: Final = pl.col("platform")


class _Numbers:
    """Keys as numbers in the order in which they are met."""

    def __init__(self, name: str) -> None:
        self._type = pl.Categorical(pl.Categories.random(name))
        self._seen: list[pl.Series] = []

    def of(self, keys: pl.Series) -> pl.Series:
        """Return the number of each key; null stays null."""
        numbered = keys.cast(self._type)
        self._seen.append(numbered.unique().drop_nulls())
        return numbered.to_physical().cast(_NUMBER)

    def keys(self) -> pl.DataFrame:
        """Return number and key of all keys met so far, by number."""
        seen = pl.concat([pl.Series([], dtype=self._type), *(s.rename("") for s in self._seen)]).unique()
        return pl.DataFrame({"number": seen.to_physical().cast(_NUMBER), "key": seen.cast(pl.String)}).sort("number")


def _concat(parts: list[pl.DataFrame], schema: Mapping[str, Any]) -> pl.DataFrame:
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)


def _replace(frames: dict[str, pl.DataFrame], ends: Sequence[tuple[str, str]], old: pl.Series, new: pl.Series) -> None:
    for name, column in ends:
        frames[name] = frames[name].with_columns(pl.col(column).replace(old, new))


def _carried(profiles: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Return the handles that stand for accounts whose id is known.

    Returns:
        handle (key of the account that is only named by it) and its number (old), key and number (new) of the one
        account with an id that carries the handle.
    """
    named = keys.filter(pl.col("key").str.contains(":@", literal=True))
    if named.is_empty():
        return pl.DataFrame(schema={"handle": pl.String, "old": _NUMBER, "key": pl.String, "new": _NUMBER})
    known = keys.join(named, on="number", how="anti")
    handles = (
        _values(profiles, {"handle": pl.String}).drop_nulls("handle").join(known, left_on="key", right_on="number")
    )
    return (
        handles.select(
            handle=pl.col("key_right").str.extract("^([^:]*:)") + "@" + pl.col("handle").str.to_lowercase(),
            key="key_right",
            new="key",
        )
        .filter(pl.len().over("handle") == 1)
        .join(named.select(handle="key", old="number"), on="handle")
    )


def _values(told: pl.DataFrame, columns: Mapping[str, Any]) -> pl.DataFrame:
    """Return what is known of each thing in the end: what the last import's row says, else what was learnt."""
    rows = told.filter("own").unique(["key", "import"], keep="first", maintain_order=True)
    described = rows.group_by("key").agg(
        *(pl.col(name).drop_nulls().last() for name in columns), pl.col("import").alias("imports")
    )
    learnt = told.filter(~pl.col("own")).group_by("key").agg(pl.col(name).drop_nulls().first() for name in columns)
    joined = described.join(learnt, on="key", how="full", coalesce=True, suffix="_learnt")
    return joined.select("key", *(pl.coalesce(name, f"{name}_learnt") for name in columns), "imports")


def _describe(keys: pl.DataFrame, told: pl.DataFrame, columns: Mapping[str, Any], loaded: list[int]) -> pl.DataFrame:
    """Return number, key, what is known, import and also; count the rows that brought something new."""
    rows = told.filter("own").unique(["key", "import"], keep="first", maintain_order=True)
    first = rows["key"].is_first_distinct()
    _count(rows.filter(first), loaded)
    again = rows.filter(pl.col("key").is_in(rows.filter(~first)["key"].implode()))
    if again.height:
        learnt = told.filter(~pl.col("own"))
        earlier = again.select(
            "key",
            "import",
            *columns,
            *(pl.col(n).forward_fill().shift().over("key").alias(f"{n}_known") for n in columns),
        )
        filled = learnt.group_by("key").agg(
            pl.col(name).drop_nulls().first().alias(f"{name}_learnt") for name in columns
        )
        news = pl.any_horizontal(
            (pl.col(n) != pl.coalesce(f"{n}_known", f"{n}_learnt")).fill_null(pl.col(n).is_not_null()) for n in columns
        )
        _count(
            earlier.join(filled, on="key", how="left", maintain_order="left").filter(
                news, pl.col("key").is_duplicated(), ~pl.col("key").is_first_distinct()
            ),
            loaded,
        )
    known = keys.join(_values(told, columns), left_on="number", right_on="key", how="left", maintain_order="left")
    imports = pl.col("imports").list
    also = pl.when(imports.len() > 1).then(imports.slice(1))
    return known.with_columns(imports.first().alias("import"), also.alias("also")).drop("imports")


def _count(rows: pl.DataFrame, loaded: list[int]) -> None:
    for number, count in rows.group_by("import").len().iter_rows():
        loaded[number] += count


def _first_of(frame: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Return the first of the rows that agree in ``key``, with the other imports that told it again (also)."""
    keys = frame[key[0]] if len(key) == 1 else frame.select(pl.struct(key)).to_series()
    first = keys.is_first_distinct()
    ones = frame.filter(first)
    if ones.height == frame.height:
        return ones.with_columns(also=pl.lit(None, pl.List(pl.UInt16)))
    also = (
        frame.filter(~first)
        .select(*key, pl.col("import").alias("again"))
        .unique(maintain_order=True)
        .join(ones.select(*key, "import"), on=key, maintain_order="left")
        .filter(pl.col("again") != pl.col("import"))
        .group_by(key)
        .agg(also="again")
    )
    return ones.join(also, on=key, how="left", maintain_order="left")


def _ignore_repeated(frames: dict[str, pl.DataFrame]) -> None:
    """Drop whom a post's further rows in one import name: of contradicting rows the first counts."""
    rows = frames["posts"].filter("own").select("key", "import", "order")
    again = rows.filter(~rows.select(pl.struct("key", "import")).to_series().is_first_distinct())["order"]
    if len(again):
        for kind in ("POSTED", "REPLY_TO", "QUOTES"):
            frames[kind] = frames[kind].filter(~pl.col("order").is_in(again.implode()))


def _authors(told: pl.DataFrame, retweeted: pl.DataFrame, repeated: pl.DataFrame) -> pl.DataFrame:
    """Return who posted what: of contradicting authors the one who was told first.

    Args:
        told: what posts say of their authors.
        retweeted: what retweets say of them.
        repeated: what retweets say that were known; they only confirm.
    """
    ends = ("order", "import", pl.col("author").alias("source"), "target")
    said = retweeted.select(ends).drop_nulls("source")
    every = pl.concat([told.select("order", "import", "source", "target"), said])
    if told.height:
        every = every.sort("order")
    ones = every.filter(every["target"].is_first_distinct())
    if every["import"].n_unique() + repeated["import"].n_unique() <= 1:
        return ones.with_columns(also=pl.lit(None, pl.List(pl.UInt16)))
    confirmed = pl.concat([every, repeated.select(ends).drop_nulls("source")]).join(
        ones, on=["source", "target"], how="semi"
    )
    return _first_of(pl.concat([ones, confirmed.sort("order")]), ["source", "target"])


def _present(
    frames: Mapping[str, pl.DataFrame], retweeted: pl.DataFrame, accounts: pl.DataFrame, posts: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the keys of the accounts and posts that something new names."""

    def named(*series: pl.Series) -> pl.DataFrame:
        return pl.concat([one.rename("number") for one in series]).unique().to_frame()

    of = frames.__getitem__
    some = named(
        retweeted["source"], retweeted["author"], of("POSTED")["source"], of("LIKED")["source"], of("accounts")["key"]
    )
    others = named(
        retweeted["target"],
        of("posts")["key"],
        *(of(kind)[end] for kind in ("REPLY_TO", "QUOTES") for end in ("source", "target")),
        of("POSTED")["target"],
        of("LIKED")["target"],
        of("TAGGED")["source"],
        of("LINKS_TO")["source"],
    )
    return accounts.join(some, on="number", how="semi"), posts.join(others, on="number", how="semi")


def _amplified(retweeted: pl.DataFrame, posted: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """Return who retweeted whom: the roll-up of `explorer.graph.rollups`, in columns."""
    ends = posted.select("target", author="source").join(
        posts.select(target="number", created="created_at"), on="target", how="left"
    )
    delay = pl.col("delay")
    counts = [pl.len().alias("retweets"), pl.col("at").min().alias("firstAt"), pl.col("at").max().alias("lastAt")]
    acts = retweeted.select("source", "target", "at").join(ends, on="target")
    delayed = acts.filter(pl.col("created").is_not_null()).select(
        "source", "author", delay=(pl.col("at") - pl.col("created")).dt.total_milliseconds() / 1000
    )
    # a retweet before its post: one of the two times is wrong
    delays = (
        delayed.filter(delay >= 0)
        .group_by("source", "author")
        .agg(medianDelay=delay.median(), rapid=(delay <= RAPID_SECONDS).sum())
    )
    rollup = acts.group_by("source", "author").agg(*counts).join(delays, on=["source", "author"], how="left")
    return rollup.rename({"author": "target"})
