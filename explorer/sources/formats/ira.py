"""Tweets of the Internet Research Agency, collected by Linvill and Warren (Clemson), published by FiveThirtyEight.

https://github.com/fivethirtyeight/russian-troll-tweets. Times are in minutes, in US notation. The files do not contain
the retweeted tweet or account, so retweets are read as posts of the retweeting account, for their text. A spreadsheet
has rounded ``external_author_id``; the second edition contains the exact id as ``alt_external_id``.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import MessageTable, account_from_handle, first_nonempty, table_parser
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
        account_id=pl.coalesce(first_nonempty("alt_id"), exact_id, account_from_handle("handle")),
        urls=pl.concat_list("url1", "url2", "url3").list.drop_nulls(),
    )


IRA: Final = table_parser(
    MessageTable(
        _FIELDS,
        frozenset({"external_author_id", "author", "content", "publish_date", "post_type"}),
        _prepare,
        ("the files do not name retweeted posts or accounts, so retweets are read as posts with their text and links",),
        day_first=False,
        essentials=(("tweet_id",),),
    )
)
