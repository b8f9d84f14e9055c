"""The information operations archive that Twitter published from 2018 to 2021: tweets of suspended networks as CSV.

Ids and names of accounts with few followers are hashed (base64 or hexadecimal). Lists are Python literals, in some
releases without quotation marks.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import (
    MessageTable,
    first_nonempty,
    problem_unless,
    python_list,
    retweeted_account,
    table_parser,
)
from explorer.sources.parsing.parser import ReadOptions

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
"""Maps the archive's columns to message fields. Releases differ in their columns and in the order of columns."""

_COLUMNS: Final = FIELDS | {"is_retweet": "is_retweet"}
_ACCOUNT: Final = frozenset({"account_creation_date", "account_language", "follower_count"})


def _prepare(frame: pl.DataFrame, options: ReadOptions) -> pl.DataFrame:
    messages = frame.with_columns(
        pl.when(pl.col(name) != "absent").then(pl.col(name)).alias(name) for name in FIELDS.values()
    )
    target = first_nonempty("retweeted_id", "retweeted_author_id")
    unnamed = pl.col("is_retweet").str.strip_chars().str.to_lowercase().is_in(["true", "1"]) & target.is_null()
    return messages.with_columns(
        problem_unless(
            "the retweet names neither the retweeted tweet nor its author",
            ~unnamed.fill_null(value=False) | retweeted_account("text").is_not_null(),
        ),
        # files of which only some columns were kept
        retweeted_author_id=pl.when(unnamed).then(retweeted_account("text")).otherwise("retweeted_author_id"),
    ).with_columns(
        python_list("hashtags"),
        python_list("urls"),
        # the handle of a hashed account is its hash
        handle=pl.when(pl.col("handle") != pl.col("account_id")).then("handle"),
        # every account in the archive had been suspended by the date of the release
        status=pl.lit("suspended"),
        status_at=pl.lit(options.released.isoformat() if options.released else None, pl.String),
    )


def _prepare_accounts(frame: pl.DataFrame, options: ReadOptions) -> pl.DataFrame:
    return _prepare(frame, options).with_columns(profile=pl.lit("true"))


IO_ARCHIVE: Final = table_parser(
    MessageTable(
        _COLUMNS,
        frozenset({"tweetid", "userid"}),
        _prepare,
        # other tables have tweetId and userId as well
        one_of=(frozenset(FIELDS) - {"tweetid", "userid", "hashtags", "urls"},),
        essentials=(("tweet_time",), ("retweet_tweetid", "retweet_userid", "is_retweet")),
    ),
    # each release has a second file with only the accounts
    MessageTable(
        _COLUMNS,
        frozenset({"userid"}),
        _prepare_accounts,
        one_of=(frozenset({"user_screen_name", "user_display_name"}), _ACCOUNT),
    ),
)
