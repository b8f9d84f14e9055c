"""What makes a file one of the explorer's own tables: its name, or the columns that say who did what and when."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from explorer.model.tables import TABLES, Table

ESSENTIALS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "retweets": (("account_id",), ("retweeted_at",), ("post_id", "author_id")),
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

ACCOUNT_FACTS: Final = frozenset({"handle", "name", "bio", "location", "followers", "following", "status"})
"""Columns by which a table of accounts is recognised."""

_EVIDENCE: Final[Mapping[str, tuple[frozenset[str], ...]]] = {
    "posts": (frozenset({"text"}), frozenset({"author_id", "created_at"})),
    "likes": (frozenset({"liked_at"}),),
    "accounts": tuple(frozenset({fact}) for fact in sorted(ACCOUNT_FACTS)),
}


def required_columns(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the columns without which no row of a table can be accepted: one column of each group."""
    required = {column.name for column in table.columns if column.required and column.name != "platform"}
    return tuple(group for group in ESSENTIALS[table.name] if required & set(group) or len(group) > 1)


def missing_columns(groups: Iterable[Sequence[str]], columns: Collection[str]) -> tuple[str, ...]:
    """Return the groups of which no column is there, alternatives joined with "or"."""
    return tuple(" or ".join(group) for group in groups if not set(group) & set(columns))


def is_recognised(table: Table, columns: Collection[str]) -> bool:
    """Return whether columns alone say that a file is this table.

    A table of posts without author or time is recognised by its texts. Accounts with posts and no time could be likes,
    but also posts or shares, so they are not recognised.
    """
    evidence = _EVIDENCE.get(table.name, (frozenset(),))
    return not missing_columns(required_columns(table), columns) and any(group <= set(columns) for group in evidence)


def named_tables(file_name: str) -> tuple[str, ...]:
    """Return the tables that a file is named after; several if its name begins with a table and contains another."""
    name = file_name.lower()
    # the longest names first, because one name may contain another
    pattern = re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(TABLES, key=len, reverse=True))})(?![a-z])")
    return tuple(match.group() for match in pattern.finditer(name)) if pattern.match(name) else ()
