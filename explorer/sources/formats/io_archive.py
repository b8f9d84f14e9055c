"""The information-operations archive that Twitter published from 2018 to 2021: tweets of suspended networks, as CSV.

Accounts with few followers are hashed (base64 or hexadecimal), and so are their names. Lists are written as Python
writes them, in some releases without quotation marks.
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
"""What the archive's columns are in a message. Which of them a release has, and in what order, differs."""

_TELLING: Final = frozenset({"tweetid", "userid", "tweet_time", "retweet_tweetid", "retweet_userid"})
_TELLING_ACCOUNTS: Final = frozenset({"userid", "user_screen_name", "account_creation_date", "account_language"})


def _prepare(frame: pl.DataFrame, options: ReadOptions) -> pl.DataFrame:
    messages = frame.with_columns(
        pl.when(pl.col(name) != "absent").then(pl.col(name)).alias(name) for name in FIELDS.values()
    )
    return messages.with_columns(
        python_list("hashtags"),
        python_list("urls"),
        # a hashed account has its hash for a name
        handle=pl.when(pl.col("handle") != pl.col("account_id")).then("handle"),
        # every account in the archive was suspended; when, only the release tells
        status=pl.lit("suspended"),
        status_at=pl.lit(options.released.isoformat() if options.released else None, pl.String),
    )


def _prepare_accounts(frame: pl.DataFrame, options: ReadOptions) -> pl.DataFrame:
    return _prepare(frame, options).with_columns(profile=pl.lit("true"))


IO_ARCHIVE: Final = table_parser(
    MessageTable(FIELDS, _TELLING, _prepare),
    # a release has a second file, of the accounts alone
    MessageTable(FIELDS, _TELLING_ACCOUNTS, _prepare_accounts),
)
