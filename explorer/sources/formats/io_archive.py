"""The information operations archive that Twitter published from 2018 to 2021: tweets of suspended networks as CSV.

Ids and names of accounts with few followers are hashed (base64 or hexadecimal). Lists are Python literals, in some
releases without quotation marks.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import MessageTable, python_list, table_parser
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

_SIGNATURE: Final = frozenset({"tweetid", "userid", "tweet_time", "retweet_tweetid", "retweet_userid"})
_ACCOUNTS_SIGNATURE: Final = frozenset({"userid", "user_screen_name", "account_creation_date", "account_language"})


def _prepare(frame: pl.DataFrame, options: ReadOptions) -> pl.DataFrame:
    messages = frame.with_columns(
        pl.when(pl.col(name) != "absent").then(pl.col(name)).alias(name) for name in FIELDS.values()
    )
    return messages.with_columns(
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
    MessageTable(FIELDS, _SIGNATURE, _prepare),
    # each release has a second file with only the accounts
    MessageTable(FIELDS, _ACCOUNTS_SIGNATURE, _prepare_accounts),
)
