"""Input tables of coordination-network-toolkit (https://github.com/QUT-Digital-Observatory/coordination-network-toolkit).

The columns are ``message_id, user_id, username, repost_id, reply_id, message, timestamp, urls``. Multiple URLs are
separated by spaces, or written as a Python list as in the toolkit's sample data. The author of a reposted message is
unknown, unless that message has its own row.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import MessageTable, python_list, split_urls, table_parser
from explorer.sources.parsing.parser import ReadOptions

_FIELDS: Final = {
    "message_id": "message_id",
    "user_id": "account_id",
    "username": "handle",
    "repost_id": "retweeted_id",
    "reply_id": "reply_to_id",
    "message": "text",
    "timestamp": "created_at",
    "urls": "urls",
}


def _prepare(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    as_list = pl.col("urls").str.contains(r"^\s*\[")
    return frame.with_columns(urls=pl.when(as_list).then(python_list("urls")).otherwise(split_urls("urls")))


TOOLKIT: Final = table_parser(
    MessageTable(_FIELDS, frozenset({"message_id", "user_id", "repost_id", "timestamp"}), _prepare)
)
