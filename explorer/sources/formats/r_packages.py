"""Tables of tweets by packages for R: rtweet until version 0.7, and academictwitteR.

rtweet (https://github.com/ropensci/rtweet, ``tweets_and_users.R``) names the retweeted tweet and its author.
``write_as_csv`` separates lists by spaces, and puts an x in front of ids so that spreadsheets do not round them.
academictwitteR (https://github.com/cjbarrie/academictwitteR, ``bind_tweets`` with the formats tidy and tidy2) names
the retweeted or the quoted tweet in the same columns, ``sourcetweet_id`` and others; ``sourcetweet_type`` decides
which.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import (
    MessageTable,
    Prepared,
    account_from_handle,
    first_nonempty,
    original_posts,
    split_spaces,
    table_parser,
)
from explorer.sources.parsing.parser import ReadOptions

_RTWEET: Final = {
    "status_id": "message_id",
    "user_id": "account_id",
    "screen_name": "handle",
    "name": "name",
    "description": "bio",
    "location": "location",
    "account_created_at": "account_created_at",
    "followers_count": "followers",
    "friends_count": "following",
    "created_at": "created_at",
    "text": "text",
    "lang": "language",
    "favorite_count": "likes",
    "retweet_count": "reposts",
    "reply_count": "replies",
    "quote_count": "quotes",
    "hashtags": "hashtags",
    "urls_expanded_url": "urls",
    "reply_to_status_id": "reply_to_id",
    "reply_to_user_id": "reply_to_author_id",
    "quoted_status_id": "quoted_id",
    "quoted_user_id": "quoted_author_id",
    "retweet_status_id": "retweeted_id",
    "retweet_user_id": "retweeted_author_id",
    "retweet_screen_name": "retweeted_handle",
    "retweet_name": "retweeted_name",
    "retweet_text": "retweeted_text",
    "retweet_created_at": "retweeted_created_at",
}
_ACADEMIC: Final = {
    "tweet_id": "message_id",
    "author_id": "account_id",
    "user_username": "handle",
    "user_name": "name",
    "user_description": "bio",
    "user_location": "location",
    "user_created_at": "account_created_at",
    "user_followers_count": "followers",
    "user_following_count": "following",
    "created_at": "created_at",
    "text": "text",
    "lang": "language",
    "like_count": "likes",
    "retweet_count": "reposts",
    "quote_count": "quotes",
    "in_reply_to_user_id": "reply_to_author_id",
    "hashtags": "hashtags",
    "ext_urls_unwound": "unwound",
    "ext_urls_expanded": "expanded",
    "ext_urls": "urls",
    "sourcetweet_type": "source_type",
    "sourcetweet_id": "source_id",
    "sourcetweet_author_id": "source_author",
}
_IDS: Final = ("message_id", "account_id", "reply_to_id", "reply_to_author_id", "quoted_id", "quoted_author_id")
_ADDRESS: Final = r"https?://[^\s|\"',()]+"


def _rtweet(frame: pl.DataFrame, _: ReadOptions) -> Prepared:
    messages = frame.with_columns(
        *(pl.col(name).str.replace(r"^x([0-9]+)$", "$1").alias(name) for name in _IDS),
        split_spaces("hashtags"),
        split_spaces("urls"),
        retweeted_id=pl.col("retweeted_id").str.replace(r"^x([0-9]+)$", "$1"),
        retweeted_author_id=pl.coalesce(
            first_nonempty("retweeted_author_id").str.replace(r"^x([0-9]+)$", "$1"),
            account_from_handle("retweeted_handle"),
        ),
    )
    return messages, original_posts(
        messages,
        message_id="retweeted_id",
        account_id="retweeted_author_id",
        handle="retweeted_handle",
        name="retweeted_name",
        text="retweeted_text",
        created_at="retweeted_created_at",
    )


def _academic(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    kind = pl.col("source_type").str.strip_chars()
    # lists are written in the notation of R, c("a", "b"), or separated by bars
    tags = pl.col("hashtags").str.replace(r"^c\(", "").str.extract_all(r"\w+")
    addresses = pl.coalesce(first_nonempty("unwound", "expanded", "urls"))
    return frame.with_columns(
        hashtags=tags.list.eval(pl.element().filter(pl.element() != "NA")),
        urls=addresses.str.extract_all(_ADDRESS),
        **{
            f"{role}{end}": pl.when(kind == role).then(source)
            for role in ("retweeted", "quoted")
            for end, source in (("_id", "source_id"), ("_author_id", "source_author"))
        },
    )


RTWEET: Final = table_parser(
    MessageTable(
        _RTWEET, frozenset({"status_id", "user_id", "screen_name", "created_at", "retweet_status_id"}), _rtweet
    )
)
ACADEMICTWITTER: Final = table_parser(
    MessageTable(
        _ACADEMIC,
        frozenset({"tweet_id", "author_id", "user_username", "created_at", "sourcetweet_type", "sourcetweet_id"}),
        _academic,
    )
)
