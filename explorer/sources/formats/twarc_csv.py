"""Tables that twarc-csv creates from Twitter API v2 responses (https://github.com/DocNow/twarc-csv).

The row of a retweet contains the text, links and counts of the retweeted tweet. Lists are JSON, and with
``--json-encode-all`` every cell is. The first versions stored ``referenced_tweets`` as one list. The columns can be
chosen (``--output-columns``). Tables of users (``--input-data-type users``) describe accounts.
"""

from typing import Final

import msgspec
import polars as pl

from explorer.sources.io.raw_rows import META
from explorer.sources.parsing.message_tables import (
    MessageTable,
    account_from_handle,
    first_nonempty,
    json_list,
    original_posts,
    table_parser,
)
from explorer.sources.parsing.parser import ReadOptions

_FIELDS: Final = {
    "id": "message_id",
    "author_id": "author_id",
    "author.id": "author_object_id",
    "created_at": "created_at",
    "text": "text",
    "lang": "language",
    "public_metrics.like_count": "likes",
    "public_metrics.reply_count": "replies",
    "public_metrics.retweet_count": "reposts",
    "public_metrics.quote_count": "quotes",
    "referenced_tweets.retweeted.id": "retweeted_id",
    "retweeted_user_id": "retweeted_author_id",
    "retweeted_username": "retweeted_handle",
    "referenced_tweets.replied_to.id": "reply_to_id",
    "in_reply_to_user_id": "reply_to_author_id",
    "referenced_tweets.quoted.id": "quoted_id",
    "quoted_user_id": "quoted_author_id",
    "entities.hashtags": "hashtags",
    "entities.urls": "urls",
    "author.username": "handle",
    "author.name": "name",
    "author.description": "bio",
    "author.location": "location",
    "author.created_at": "account_created_at",
    "author.public_metrics.followers_count": "followers",
    "author.public_metrics.following_count": "following",
}
_USER_FIELDS: Final = {
    "id": "account_id",
    "username": "handle",
    "name": "name",
    "description": "bio",
    "location": "location",
    "created_at": "account_created_at",
    "public_metrics.followers_count": "followers",
    "public_metrics.following_count": "following",
}
_AUTHOR: Final = frozenset({"author_id", "author.id"})
_REFERENCE_FIELDS: Final = {"retweeted": "retweeted_id", "replied_to": "reply_to_id", "quoted": "quoted_id"}


def _prepare(frame: pl.DataFrame, _: ReadOptions) -> tuple[pl.DataFrame, pl.DataFrame]:
    frame = _decoded(frame, "message_id")
    messages = frame.with_columns(
        json_list("hashtags", "tag"),
        json_list("urls", "unwound_url", "expanded_url", "url"),
        account_id=first_nonempty("author_id", "author_object_id"),
        retweeted_author_id=pl.coalesce(first_nonempty("retweeted_author_id"), account_from_handle("retweeted_handle")),
    )
    # include the handle, by which outlets are matched
    return messages, original_posts(
        messages, message_id="retweeted_id", account_id="retweeted_author_id", handle="retweeted_handle"
    )


def _prepare_first_version(frame: pl.DataFrame, options: ReadOptions) -> tuple[pl.DataFrame, pl.DataFrame]:
    references = pl.col("referenced_tweets")
    return _prepare(
        frame.with_columns(
            references.str.extract(rf'"type": ?"{kind}", ?"id": ?"([0-9]+)"').alias(name)
            for kind, name in _REFERENCE_FIELDS.items()
        ),
        options,
    )


def _prepare_users(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    return _decoded(frame, "account_id").with_columns(profile=pl.lit("true"))


def _decoded(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """Decode the cells of rows in which every text is a JSON string, as the quoted id shows."""
    is_encoded = pl.col(key).str.contains(r'^"[0-9]+"$').fill_null(value=False)
    if not frame.select(is_encoded.any()).item():
        return frame
    return frame.with_columns(
        pl.when(is_encoded & pl.col(name).str.starts_with('"'))
        .then(pl.col(name).map_elements(_decode_string, return_dtype=pl.String))
        .otherwise(pl.col(name))
        .alias(name)
        for name in frame.columns
        if name not in META
    )


def _decode_string(cell: str) -> str:
    try:
        return msgspec.json.decode(cell, type=str)
    except msgspec.DecodeError:
        return cell


TWARC_CSV: Final = table_parser(
    MessageTable(
        _FIELDS,
        frozenset({"id", "created_at", "referenced_tweets.retweeted.id"}),
        _prepare,
        one_of=(_AUTHOR,),
    ),
    MessageTable(
        _FIELDS | {"referenced_tweets": "referenced_tweets"},
        frozenset({"id", "created_at", "referenced_tweets"}),
        _prepare_first_version,
        one_of=(_AUTHOR,),
    ),
    MessageTable(_USER_FIELDS, frozenset({"id", "username", "name", "public_metrics.followers_count"}), _prepare_users),
)
