"""The loaders' rules for contradicting rows, authors, handles and roll-ups, applied to frames without a database.

`explorer.graph.offline.builder` collects the frames.
"""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from explorer.model.keys import kept_handles
from explorer.model.properties import MOST_HANDLES
from explorer.model.relationships import RAPID_SECONDS

NUMBER: Final = pl.UInt32
"""Type of the numbers of accounts and posts."""
_RETWEETS_AT_ONCE: Final = 2_000_000
"""Number of retweets whose roll-ups are counted at a time."""


def final_handles(seen: pl.DataFrame) -> pl.DataFrame:
    """Return the current handle and the aliases of each account; see `explorer.graph.load.renames`.

    Args:
        seen: order, import, own, key, handle, handle_at, in the order in which they would be loaded; of rows that are
            not own, only those with a handle.

    Returns:
        key, handle, handle_at, aliases.
    """
    is_stated = pl.col("own") & pl.col("handle_at").is_null()
    # of the own rows of an import, the first one of an account counts
    seen = seen.filter(~pl.col("own") | pl.struct("key", "import", "own").is_first_distinct()).drop_nulls("handle")
    chosen = (
        seen.with_columns(
            rank=pl.when(is_stated).then(0).when(pl.col("handle_at").is_not_null()).then(1).otherwise(2),
            late=pl.when(is_stated).then(pl.col("order").cast(pl.Int64)).otherwise(pl.col("handle_at").dt.epoch("ms")),
        )
        .sort("rank", "late", descending=[False, True], nulls_last=True, maintain_order=True)
        .unique("key", keep="first", maintain_order=True)
        .select("key", "handle", "handle_at")
    )
    names = seen.select("key", alias=pl.col("handle").str.to_lowercase()).unique(maintain_order=True)
    name = pl.col("handle").str.to_lowercase()
    aliases = (
        _kept(names)
        .join(chosen.select("key", current=name), on="key")
        .filter(pl.col("alias") != pl.col("current"))
        .group_by("key", maintain_order=True)
        .agg(aliases="alias")
    )
    return chosen.join(aliases, on="key", how="left")


def _kept(names: pl.DataFrame) -> pl.DataFrame:
    """Return the handles (columns key, alias) that accounts are found by; see `explorer.model.keys.kept_handles`."""
    many = names.filter(pl.len().over("key") > MOST_HANDLES)
    if many.is_empty():
        return names
    kept = [
        (key, handle)
        for (key,), handles in many.partition_by("key", as_dict=True).items()
        for handle in kept_handles(handles["alias"])
    ]
    listed = pl.DataFrame(kept, schema=names.schema, orient="row")
    return pl.concat(
        [
            names.join(many.select("key").unique(), on="key", how="anti"),
            many.join(listed, on=["key", "alias"], how="semi", maintain_order="left"),
        ]
    )


def owned_handles(handles: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Return the placeholders with a handle that exactly one account with an id has, or had if none has it now.

    Args:
        handles: From `final_handles`.
        keys: number and key of the accounts.

    Returns:
        handle (key of the placeholder) and its number (old), key and number (new) of the account.
    """
    named = keys.filter(pl.col("key").str.contains(":@", literal=True))
    if named.is_empty():
        return pl.DataFrame(schema={"handle": pl.String, "old": NUMBER, "key": pl.String, "new": NUMBER})
    known = keys.join(named, on="number", how="anti")
    named_by = handles.join(known, left_on="key", right_on="number").select(
        new="key", key="key_right", now=pl.col("handle").str.to_lowercase(), before="aliases"
    )
    holders = named_by.select("new", "key", handle=_placeholder("now"))
    earlier = named_by.explode("before").drop_nulls("before").select("new", "key", handle=_placeholder("before"))
    every = pl.concat([holders, earlier.join(holders, on="handle", how="anti")])
    return (
        every.filter(pl.len().over("handle") == 1)
        .join(named.select(handle="key", old="number"), on="handle")
        .select("handle", "old", "key", "new")
    )


def _placeholder(name: str) -> pl.Expr:
    return pl.col("key").str.extract("^([^:]*:)") + "@" + pl.col(name)


def final_values(rows: pl.DataFrame, columns: Mapping[str, Any]) -> pl.DataFrame:
    """Return the final values of each node: from the last import, else from embedded rows.

    Returns:
        key, the columns, and imports: the imports that describe the node, in order.
    """
    described = (
        rows.filter("own")
        .group_by("key")
        .agg(
            *(pl.col(name).drop_nulls().last() for name in columns),
            pl.col("import").unique(maintain_order=True).alias("imports"),
        )
    )
    embedded = rows.filter(~pl.col("own")).group_by("key").agg(pl.col(name).drop_nulls().first() for name in columns)
    joined = described.join(embedded, on="key", how="full", coalesce=True, suffix="_embedded")
    return joined.select("key", *(pl.coalesce(name, f"{name}_embedded") for name in columns), "imports")


def describe_nodes(
    keys: pl.DataFrame, rows: pl.DataFrame, columns: Mapping[str, Any], loaded: list[int]
) -> pl.DataFrame:
    """Return accounts or posts with their final values, and count the rows that added something new.

    Returns:
        number, key, the columns, import and also.
    """
    own = rows.filter("own")
    first = own["key"].is_first_distinct()
    count_loaded_rows(own.filter(first), loaded)
    again = own.filter(pl.col("key").is_in(own.filter(~first)["key"].implode()))
    if again.height:
        embedded = rows.filter(~pl.col("own"))
        earlier = again.select(
            "key",
            "import",
            *columns,
            *(pl.col(n).forward_fill().shift().over("key").alias(f"{n}_known") for n in columns),
        )
        filled = embedded.group_by("key").agg(
            pl.col(name).drop_nulls().first().alias(f"{name}_embedded") for name in columns
        )
        is_new = pl.any_horizontal(
            (pl.col(n) != pl.coalesce(f"{n}_known", f"{n}_embedded")).fill_null(pl.col(n).is_not_null())
            for n in columns
        )
        count_loaded_rows(
            earlier.join(filled, on="key", how="left", maintain_order="left").filter(
                is_new, pl.col("key").is_duplicated(), ~pl.col("key").is_first_distinct()
            ),
            loaded,
        )
    known = keys.join(final_values(rows, columns), left_on="number", right_on="key", how="left", maintain_order="left")
    imports = pl.col("imports").list
    also = pl.when(imports.len() > 1).then(imports.slice(1))
    return known.with_columns(imports.first().alias("import"), also.alias("also")).drop("imports")


def count_loaded_rows(rows: pl.DataFrame, loaded: list[int]) -> None:
    """Add the number of rows of each import to ``loaded``."""
    for number, count in rows.group_by("import").len().iter_rows():
        loaded[number] += count


def keep_first(frame: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Return the first row of each ``key``, with the other imports that repeat it (also)."""
    keys = frame[key[0]] if len(key) == 1 else frame.select(pl.struct(key)).to_series()
    first = keys.is_first_distinct()
    if first.all():
        # avoid a copy, because this is the largest frame in memory
        return frame.with_columns(also=pl.lit(None, pl.List(pl.UInt16)))
    firsts = frame.filter(first)
    also = (
        frame.filter(~first)
        .select(*key, pl.col("import").alias("again"))
        .unique(maintain_order=True)
        .join(firsts.select(*key, "import"), on=key, maintain_order="left")
        .filter(pl.col("again") != pl.col("import"))
        .group_by(key)
        .agg(also="again")
    )
    return firsts.join(also, on=key, how="left", maintain_order="left")


def ignore_repeated(frames: dict[str, pl.DataFrame]) -> bool:
    """Drop repeated descriptions of a node in one import, and their references; return whether any are of posts.

    If rows contradict each other, the first row counts. An account that is described by handle and by id counts as two
    accounts.
    """
    for name in ("accounts", "posts"):
        first = frames[name].select(~pl.col("own") | pl.struct("key", "import", "own").is_first_distinct()).to_series()
        again = frames[name].filter(~first)["order"]
        if len(again):
            frames[name] = frames[name].filter(first)
    if again.is_empty():
        return False
    for kind in ("POSTED", "REPLY_TO", "QUOTES"):
        frames[kind] = frames[kind].filter(~pl.col("order").is_in(again.implode()))
    return True


def choose_authors(posted: pl.DataFrame, retweeted: pl.DataFrame, repeated: pl.DataFrame) -> pl.DataFrame:
    """Return the author of each post. If rows contradict each other, the first row counts.

    Args:
        posted: Authors according to posts.
        retweeted: Authors according to retweets.
        repeated: Authors according to duplicate retweets, which only confirm an author.
    """
    ends = ("order", "import", pl.col("author").alias("source"), "target")
    by_retweets = retweeted.select(ends).drop_nulls("source")
    every = pl.concat([posted.select("order", "import", "source", "target"), by_retweets])
    if posted.height:
        every = every.sort("order")
    firsts = every.filter(every["target"].is_first_distinct())
    if every["import"].n_unique() + repeated["import"].n_unique() <= 1:
        return firsts.with_columns(also=pl.lit(None, pl.List(pl.UInt16)))
    # an author can only be confirmed once it is known
    since = firsts.select("source", "target", since="order")
    confirmed = (
        pl.concat([every, repeated.select(ends).drop_nulls("source")])
        .join(since, on=["source", "target"])
        .filter(pl.col("order") >= pl.col("since"))
        .drop("since")
    )
    return keep_first(pl.concat([firsts, confirmed.sort("order")]), ["source", "target"])


def only_named(
    frames: Mapping[str, pl.DataFrame], retweeted: pl.DataFrame, accounts: pl.DataFrame, posts: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the accounts and posts (number and key) that the remaining rows refer to."""

    def named(*series: pl.Series) -> pl.DataFrame:
        return pl.concat([one.rename("number") for one in series]).unique().to_frame()

    of = frames.__getitem__
    account_numbers = named(
        retweeted["source"], retweeted["author"], of("POSTED")["source"], of("LIKED")["source"], of("accounts")["key"]
    )
    post_numbers = named(
        retweeted["target"],
        of("posts")["key"],
        *(of(kind)[end] for kind in ("REPLY_TO", "QUOTES") for end in ("source", "target")),
        of("POSTED")["target"],
        of("LIKED")["target"],
        of("TAGGED")["source"],
        of("LINKS_TO")["source"],
    )
    return accounts.join(account_numbers, on="number", how="semi"), posts.join(post_numbers, on="number", how="semi")


def count_amplification(retweeted: pl.DataFrame, posted: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """Return the retweets by pair of accounts: the roll-up AMPLIFIED of `explorer.graph.rollups`."""
    ends = posted.select("target", author="source").join(
        posts.select(target="number", created="created_at"), on="target", how="left"
    )
    # process a part of the accounts at a time, because the intermediate frames are as large as all rows
    parts = 1 + retweeted.height // _RETWEETS_AT_ONCE
    acts = retweeted.select("source", "target", "at")
    return pl.concat(_rollup(acts.filter(pl.col("source") % parts == part), ends) for part in range(parts))


def _rollup(acts: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    delay = pl.col("delay")
    counts = [pl.len().alias("retweets"), pl.col("at").min().alias("firstAt"), pl.col("at").max().alias("lastAt")]
    acts = acts.join(ends, on="target")
    delayed = acts.filter(pl.col("created").is_not_null()).select(
        "source", "author", delay=(pl.col("at") - pl.col("created")).dt.total_milliseconds() / 1000
    )
    # a retweet before its post: one of the two times is wrong
    delays = (
        delayed.filter(delay >= 0)
        .group_by("source", "author")
        .agg(medianDelay=delay.median(), timed=pl.len(), rapid=(delay <= RAPID_SECONDS).sum())
    )
    rollup = acts.group_by("source", "author").agg(*counts).join(delays, on=["source", "author"], how="left")
    return rollup.rename({"author": "target"})
