"""The information-operations archive that Twitter published from 2018 to 2021: tweets of suspended networks, as CSV.

Accounts with few followers are hashed (base64 or hexadecimal), and so are their names. Lists are written as Python
writes them, in some releases without quotation marks; they are taken apart as text and never evaluated.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from explorer.sources import tabular
from explorer.sources.base import Options, Source, batches
from explorer.sources.files import File
from explorer.sources.messages import accept_messages
from explorer.tables import Batch

FIELDS: Final = {
    "tweetid": "message_id",
    "userid": "account_id",
    "user_screen_name": "handle",
    "user_display_name": "name",
    "user_reported_location": "location",
    "user_profile_description": "bio",
    "follower_count": "followers",
    "following_count": "following",
    "account_creation_date": "account_created_at",
    "tweet_text": "text",
    "tweet_language": "language",
    "tweet_time": "created_at",
    "in_reply_to_tweetid": "reply_to_id",
    "in_reply_to_userid": "reply_to_author_id",
    "quoted_tweet_tweetid": "quoted_id",
    "retweet_tweetid": "retweeted_id",
    "retweet_userid": "retweeted_author_id",
    "like_count": "likes",
    "reply_count": "replies",
    "retweet_count": "reposts",
    "quote_count": "quotes",
    "hashtags": "hashtags",
    "urls": "urls",
}
"""What the archive's columns are in a message. Which of them a release has, and in what order, differs."""

_TELLING: Final = {"tweetid", "userid", "tweet_time", "retweet_tweetid", "retweet_userid"}
_QUOTED: Final = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""


def matches(file: File) -> bool:
    """Whether the file has the columns that tell who retweeted what, under the archive's names."""
    return set(tabular.columns(file)) >= _TELLING


def read(file: File, options: Options) -> Iterator[Batch]:
    """Read tweets; every account in the archive was suspended, when is not told."""
    fields = {name: FIELDS[name] for name in tabular.columns(file) if name in FIELDS}

    def make(frame: pl.DataFrame) -> list[Batch]:
        told = frame.with_columns(
            pl.when(pl.col(name) != "absent").then(pl.col(name)) for name in fields.values()
        ).with_columns(
            *(_listed(name) for name in ("hashtags", "urls") if name in frame.columns),
            status=pl.lit("suspended"),
        )
        if "handle" in frame.columns:
            # a hashed account has its hash for a name
            told = told.with_columns(pl.when(pl.col("handle") != pl.col("account_id")).then("handle").alias("handle"))
        return list(accept_messages(told, source=file.name, platform=options.platform))

    return batches(tabular.records(file, fields), file, options, make)


def _listed(name: str) -> pl.Expr:
    """The items of a list that was written as text: ``['a', "it's"]`` or ``[a, b]``; null where there are none."""
    inside = pl.col(name).str.strip_chars().str.strip_prefix("[").str.strip_suffix("]")
    quoted = inside.str.extract_all(_QUOTED).list.eval(
        pl.element().str.slice(1, pl.element().str.len_chars() - 2).str.replace_all(r"\\(.)", "$1")
    )
    plain = inside.str.split(",").list.eval(pl.element().str.strip_chars())
    items = pl.when(inside.str.contains(r"^\s*['\"]")).then(quoted).otherwise(plain)
    return items.list.eval(pl.element().filter(pl.element() != "")).alias(name)


IO_ARCHIVE: Final = Source(
    name="io-archive",
    title="Twitter's information-operations archive: tweets of suspended networks",
    expects=f"the columns {', '.join(sorted(_TELLING))}",
    carries=(
        *("posts", "retweets", "post ids", "replies", "quotes", "links", "hashtags", "profiles"),
        *("times in minutes", "status: all suspended"),
    ),
    matches=matches,
    reader=read,
)
