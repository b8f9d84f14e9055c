"""Tweets of the Internet Research Agency, as published by FiveThirtyEight and Clemson, and by NBC News.

The files that Linvill and Warren (Clemson) collected (https://github.com/fivethirtyeight/russian-troll-tweets) contain
times in minutes, in US notation, but not the retweeted tweet or account, so retweets are read as posts of the
retweeting account, for their text. A spreadsheet has rounded ``external_author_id``; the second edition contains the
exact id as ``alt_external_id``, and the id of the tweet, which the first edition lacks: there, a hash of account, time
and text serves as id.

The file of NBC News (``tweets.csv`` of 2018) has the names ``user_key``, ``created_str`` and
``retweeted_status_id``. Many of its tweets have no id either.
"""

import hashlib
from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import (
    MessageTable,
    account_from_handle,
    first_nonempty,
    python_list,
    table_parser,
)
from explorer.sources.parsing.parser import ReadOptions

_FIELDS: Final = {
    "tweet_id": "message_id",
    "alt_external_id": "alt_id",
    "external_author_id": "author_id",
    "author": "handle",
    "content": "text",
    "language": "language",
    "publish_date": "created_at",
    "followers": "followers",
    "following": "following",
    "tco1_step1": "url1",
    "tco2_step1": "url2",
    "tco3_step1": "url3",
}
_ROUNDED: Final = r"^[0-9]{3}0{9,}$"


def _prepare(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    exact_id = pl.when(
        pl.col("author_id").str.contains(r"^[0-9]+$") & ~pl.col("author_id").str.contains(_ROUNDED)
    ).then("author_id")
    return frame.with_columns(
        message_id=_id_or_hash("handle", "created_at", "text"),
        account_id=pl.coalesce(first_nonempty("alt_id"), exact_id, account_from_handle("handle")),
        urls=pl.concat_list("url1", "url2", "url3").list.drop_nulls(),
    )


_NBC: Final = {
    "tweet_id": "message_id",
    "user_id": "user_id",
    "user_key": "handle",
    "created_str": "created_str",
    "created_at": "created_ms",
    "text": "text",
    "favorite_count": "likes",
    "retweet_count": "reposts",
    "hashtags": "hashtags",
    "expanded_urls": "urls",
    "retweeted_status_id": "retweeted_id",
    "in_reply_to_status_id": "reply_to_id",
}


def _prepare_nbc(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    return frame.with_columns(
        python_list("hashtags"),
        python_list("urls"),
        message_id=_id_or_hash("handle", "created_ms", "text"),
        account_id=pl.coalesce(first_nonempty("user_id"), account_from_handle("handle")),
        created_at=first_nonempty("created_str", "created_ms"),
    )


def _id_or_hash(*names: str) -> pl.Expr:
    """Return ids of tweets; where there is none, a hash of other fields, which is the same in every file."""
    fields = pl.concat_str(*(pl.col(name).fill_null("") for name in names), separator="\x00")
    hashed = pl.when(first_nonempty("message_id").is_null()).then(fields)
    return pl.coalesce(first_nonempty("message_id"), hashed.map_elements(_hash, return_dtype=pl.String))


def _hash(text: str) -> str:
    return f"hash-{hashlib.sha256(text.encode()).hexdigest()[:32]}"


IRA: Final = table_parser(
    MessageTable(
        _FIELDS,
        frozenset({"author", "content", "publish_date"}),
        _prepare,
        ("the files do not name retweeted posts or accounts, so retweets are read as posts with their text and links",),
        one_of=(
            frozenset({"external_author_id", "alt_external_id"}),
            frozenset({"post_type", "account_type", "account_category", "harvested_date"}),
        ),
        day_first=False,
    ),
    MessageTable(_NBC, frozenset({"user_key", "created_str", "text"}), _prepare_nbc),
)
