"""Tables of Twitter API v1.1 tweets by twarc 1's json2csv and by Hydrator, which follows it.

Column names are those of https://github.com/DocNow/twarc (``json2csv.py``) and https://github.com/DocNow/hydrator
(``app/utils/twitter.js``). Lists are separated by spaces. Both tools have changed their columns:

- twarc 1 until 2017 and Hydrator name the retweeted post and its author, as ``retweet_id`` (misspelt ``reweet_id``
  until 2020) and ``retweet_screen_name``. Before 2017 and 2021 respectively, they have no ``user_id``, and the column
  ``user_screen_name`` occurs twice.
- Later versions of twarc 1 name the retweeted or the quoted post in the same columns, ``retweet_or_quote_id``
  (``reweet_or_quote_id`` until 2018) and others; ``tweet_type`` decides which of them it is.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import (
    MessageTable,
    Prepared,
    account_from_handle,
    first_nonempty,
    original_posts,
    problem_unless,
    split_spaces,
    table_parser,
)
from explorer.sources.parsing.parser import ReadOptions

_COMMON: Final = {
    "id": "message_id",
    "created_at": "api_time",
    "parsed_created_at": "parsed_time",
    "text": "text",
    "hashtags": "hashtags",
    "urls": "urls",
    "favorite_count": "likes",
    "retweet_count": "reposts",
    "in_reply_to_status_id": "reply_to_id",
    "in_reply_to_user_id": "reply_to_author_id",
    "lang": "language",
    "user_id": "user_id",
    "user_screen_name": "handle",
    "user_name": "name",
    "user_description": "bio",
    "user_location": "location",
    "user_created_at": "account_created_at",
    "user_followers_count": "followers",
    "user_friends_count": "following",
}
_RETWEETS: Final = {
    **_COMMON,
    "retweet_id": "retweeted_id",
    "reweet_id": "retweeted_id_misspelt",
    "retweet_screen_name": "retweeted_handle",
    "quote_id": "quoted_id",
}
_RETWEETS_OR_QUOTES: Final = {
    **_COMMON,
    "tweet_type": "tweet_type",
    "retweet_or_quote_id": "other_id",
    "reweet_or_quote_id": "other_id_misspelt",
    "retweet_or_quote_screen_name": "other_handle",
    "retweet_or_quote_user_id": "other_user_id",
}
_TYPES: Final = ("retweet", "quote", "reply", "original")
_REPEATED: Final = frozenset({"user_screen_name", "text"})


def _retweets(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    return _prepare(
        frame.with_columns(
            retweeted_id=first_nonempty("retweeted_id", "retweeted_id_misspelt"),
            retweeted_author_id=account_from_handle("retweeted_handle"),
        )
    )


def _retweets_or_quotes(frame: pl.DataFrame, _: ReadOptions) -> Prepared:
    tweet_type = pl.col("tweet_type").str.strip_chars().str.to_lowercase()
    other_id = first_nonempty("other_id", "other_id_misspelt")
    other_author = pl.coalesce(first_nonempty("other_user_id"), account_from_handle("other_handle"))
    is_retweet = tweet_type == "retweet"
    # a quote in a reply has the type "reply"
    is_quote = tweet_type.is_in(["quote", "reply"])
    known_type = tweet_type.is_in(_TYPES).fill_null(value=False)
    named = other_id.is_not_null() | other_author.is_not_null()
    messages = (
        _prepare(frame)
        .with_columns(problem_unless(f"tweet_type is not one of {', '.join(_TYPES)}", known_type))
        .with_columns(
            problem_unless("the retweet names neither the retweeted post nor its author", ~is_retweet | named),
            retweeted_id=pl.when(is_retweet).then(other_id),
            retweeted_author_id=pl.when(is_retweet).then(other_author),
            quoted_id=pl.when(is_quote).then(other_id),
            quoted_author_id=pl.when(is_quote).then(other_author),
        )
    )
    # include the handle, by which outlets are matched
    return messages, original_posts(
        messages, message_id="retweeted_id", account_id="retweeted_author_id", handle="other_handle"
    )


def _prepare(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        split_spaces("hashtags"),
        split_spaces("urls"),
        account_id=pl.coalesce(first_nonempty("user_id"), account_from_handle("handle")),
        created_at=first_nonempty("api_time", "parsed_time"),
    )


TWARC1_CSV: Final = table_parser(
    MessageTable(
        _RETWEETS_OR_QUOTES,
        frozenset({"id", "created_at", "user_screen_name", "tweet_type", "retweet_or_quote_screen_name"}),
        _retweets_or_quotes,
    )
)
HYDRATOR: Final = table_parser(
    MessageTable(
        _RETWEETS,
        frozenset({"id", "created_at", "user_screen_name", "retweet_screen_name"}),
        _retweets,
        repeated=_REPEATED,
    )
)
