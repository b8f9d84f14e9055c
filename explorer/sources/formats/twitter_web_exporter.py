"""CSV files of twitter-web-exporter: https://github.com/prinsss/twitter-web-exporter (``columns-tweet.tsx``).

``id`` and ``user_id`` are those of the tweet, ``retweeted_status``, ``quoted_status`` and ``in_reply_to`` are ids of
other tweets. The handle of the retweeted account is known only from the text, ``RT @handle: …``. ``user_id`` exists
since April 2025. Times are local with an offset (``2024-05-13 20:00:01 +08:00``); a line end in the text is
written as a backslash and an n.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import (
    MessageTable,
    account_from_handle,
    first_nonempty,
    hashtags_in,
    retweeted_account,
    table_parser,
)
from explorer.sources.parsing.parser import ReadOptions

_FIELDS: Final = {
    "id": "message_id",
    "created_at": "created_at",
    "full_text": "text",
    "screen_name": "handle",
    "name": "name",
    "user_id": "user_id",
    "in_reply_to": "reply_to_id",
    "retweeted_status": "retweeted_id",
    "quoted_status": "quoted_id",
    "favorite_count": "likes",
    "retweet_count": "reposts",
    "quote_count": "quotes",
    "reply_count": "replies",
}


def _prepare(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    is_retweet = first_nonempty("retweeted_id").is_not_null()
    text = pl.col("text").str.replace_all("\\n", "\n", literal=True)
    return frame.with_columns(
        text=text,
        account_id=pl.coalesce(first_nonempty("user_id"), account_from_handle("handle")),
        retweeted_author_id=pl.when(is_retweet).then(retweeted_account("text")),
        # the text of a retweet is cut off, and with it hashtags
        hashtags=pl.when(~is_retweet).then(hashtags_in("text")),
    )


TWITTER_WEB_EXPORTER: Final = table_parser(
    MessageTable(
        _FIELDS,
        frozenset({"id", "created_at", "full_text", "screen_name", "retweeted_status", "quoted_status"}),
        _prepare,
    )
)
