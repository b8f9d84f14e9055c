"""Tables that twarc-csv creates from Twitter API v2 responses (https://github.com/DocNow/twarc-csv).

The row of a retweet contains the text, links and counts of the retweeted tweet. Lists are JSON. The first versions
stored ``referenced_tweets`` as one list.
"""

from typing import Final

import polars as pl

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
    "author_id": "account_id",
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
_SIGNATURE: Final = frozenset({"id", "author_id", "created_at", "referenced_tweets.retweeted.id"})
_FIRST_VERSION_SIGNATURE: Final = frozenset({"id", "author_id", "author.username", "created_at", "referenced_tweets"})
_REFERENCE_FIELDS: Final = {"retweeted": "retweeted_id", "replied_to": "reply_to_id", "quoted": "quoted_id"}


def _prepare(frame: pl.DataFrame, _: ReadOptions) -> tuple[pl.DataFrame, pl.DataFrame]:
    messages = frame.with_columns(
        json_list("hashtags", "tag"),
        json_list("urls", "unwound_url", "expanded_url", "url"),
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


TWARC_CSV: Final = table_parser(
    MessageTable(_FIELDS, _SIGNATURE, _prepare),
    MessageTable(
        _FIELDS | {"referenced_tweets": "referenced_tweets"}, _FIRST_VERSION_SIGNATURE, _prepare_first_version
    ),
)
