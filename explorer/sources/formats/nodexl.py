"""Edges of tweets as NodeXL exports them from its worksheet Edges: https://nodexl.com.

A row is a relationship of ``Vertex 1`` to ``Vertex 2`` that a tweet creates: ``Retweet``, ``Replies to``,
``Mentions``, ``Tweet`` and others. One tweet has a row for each account that it mentions, so most rows are duplicates.
``Imported ID`` is the id of the tweet, ``Retweet ID`` that of the retweeted tweet. Versions that do not know retweets
list them as mentions, with ``RT @handle: …`` as text. Accounts are identified by handles.
"""

from typing import Final

import polars as pl

from explorer.sources.io.raw_rows import OTHER
from explorer.sources.parsing.message_tables import (
    MessageTable,
    account_from_handle,
    first_nonempty,
    problem_unless,
    retweeted_account,
    split_spaces,
    table_parser,
)
from explorer.sources.parsing.parser import ReadOptions

_FIELDS: Final = {
    "vertex 1": "handle",
    "vertex 2": "other_handle",
    "relationship": "relationship",
    "relationship date (utc)": "relationship_at",
    "tweet date (utc)": "tweet_at",
    "tweet": "text",
    "urls in tweet": "urls",
    "hashtags in tweet": "hashtags",
    "imported id": "message_id",
    "in-reply-to tweet id": "reply_to_id",
    "retweet id": "retweeted_id",
    "quoted status id": "quoted_id",
    "language": "language",
    "favorite count": "likes",
    "retweet count": "reposts",
}


def _prepare(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    relationship = pl.col("relationship").str.strip_chars().str.to_lowercase().str.replace_all(" ", "", literal=True)
    retweeted = pl.coalesce(
        retweeted_account("text"), pl.when(relationship == "retweet").then(account_from_handle("other_handle"))
    )
    is_reply = relationship == "repliesto"
    return frame.with_columns(
        problem_unless(
            f"{OTHER}a mention in a retweet, which has a row of its own",
            (relationship != "mentionsinretweet") | retweeted.is_not_null(),
        ),
        split_spaces("urls"),
        split_spaces("hashtags"),
        account_id=account_from_handle("handle"),
        created_at=first_nonempty("tweet_at", "relationship_at"),
        retweeted_id=pl.when(retweeted.is_not_null()).then("retweeted_id"),
        retweeted_author_id=retweeted,
        reply_to_author_id=pl.when(is_reply & retweeted.is_null()).then(account_from_handle("other_handle")),
    )


NODEXL: Final = table_parser(
    MessageTable(
        _FIELDS,
        frozenset({"vertex 1", "vertex 2", "relationship", "tweet", "imported id"}),
        _prepare,
        ("a tweet has a row for each account that it mentions, so most duplicates are expected",),
    )
)
