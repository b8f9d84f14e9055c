"""What makes a file one of the explorer's own tables: its name, or the columns that say who did what and when."""

import re
from collections.abc import Mapping
from typing import Final

from explorer.model.tables import TABLES

ESSENTIALS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "retweets": (("retweet_id",), ("account_id",), ("post_id", "author_id"), ("retweeted_at",)),
    "likes": (("account_id",), ("post_id",), ("liked_at",)),
    "posts": (("post_id",), ("author_id",), ("created_at",)),
    "statuses": (("account_id",), ("status",), ("observed_at",)),
    "labels": (("account_id",), ("labelled_at",)),
    "outlet_accounts": (("account_id",), ("outlet_id",), ("source",)),
    "outlets": (("outlet_id",), ("name",), ("kind",), ("source",)),
    "accounts": (("account_id",),),
    "links": (("post_id",), ("url",)),
    "hashtags": (("post_id",), ("tag",)),
}
"""What says who did what and when, by table: one column of each group. Tables are tried in this order."""


def named_tables(file_name: str) -> tuple[str, ...]:
    """Return the tables that a file is named after; several if its name begins with a table and contains another."""
    name = file_name.lower()
    # the longest names first, because one name may contain another
    pattern = re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(TABLES, key=len, reverse=True))})(?![a-z])")
    return tuple(match.group() for match in pattern.finditer(name)) if pattern.match(name) else ()
