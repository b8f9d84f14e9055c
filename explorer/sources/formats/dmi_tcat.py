"""Full exports of DMI-TCAT: https://github.com/digitalmethodsinitiative/dmi-tcat (``mod.export_tweets.php``).

Retweets name neither the retweeted tweet nor its author, except at the beginning of their text: ``RT @handle: …``.
Lists are separated by semicolons. ``time`` is Unix time.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import (
    MessageTable,
    account_from_handle,
    first_nonempty,
    retweeted_account,
    table_parser,
)
from explorer.sources.parsing.parser import ReadOptions

_FIELDS: Final = {
    "id": "message_id",
    "time": "unix",
    "created_at": "api_time",
    "from_user_id": "user_id",
    "from_user_name": "handle",
    "from_user_realname": "name",
    "from_user_description": "bio",
    "location": "location",
    "from_user_created_at": "account_created_at",
    "from_user_followercount": "followers",
    "from_user_friendcount": "following",
    "text": "text",
    "lang": "language",
    "favorite_count": "likes",
    "retweet_count": "reposts",
    "in_reply_to_status_id": "reply_to_id",
    "to_user_name": "replied_handle",
    "quoted_status_id": "quoted_id",
    "urls_followed": "followed",
    "urls_expanded": "expanded",
    "urls": "short",
    "hashtags": "hashtags",
}
# a list with an empty item: an address that could not be followed
_INCOMPLETE: Final = r"(?:^|;)\s*(?:;|$)"


def _prepare(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    followed = pl.when(~pl.col("followed").str.contains(_INCOMPLETE)).then("followed")
    addresses = pl.coalesce(followed, first_nonempty("expanded", "short"))
    is_post = retweeted_account("text").is_null()
    return frame.with_columns(
        account_id=pl.coalesce(first_nonempty("user_id"), account_from_handle("handle")),
        created_at=first_nonempty("unix", "api_time"),
        retweeted_author_id=retweeted_account("text"),
        reply_to_author_id=pl.when(is_post).then(account_from_handle("replied_handle")),
        # the database contains 0 where there is no tweet
        **{name: pl.when(pl.col(name).str.strip_chars() != "0").then(name) for name in ("reply_to_id", "quoted_id")},
        # the tweet that contains the links of a retweet is unknown
        urls=pl.when(is_post).then(_items(addresses)),
        hashtags=pl.when(is_post).then(_items(pl.col("hashtags"))),
    )


def _items(texts: pl.Expr) -> pl.Expr:
    return texts.str.split("; ").list.eval(pl.element().str.strip_chars())


DMI_TCAT: Final = table_parser(
    MessageTable(
        _FIELDS,
        frozenset({"id", "time", "created_at", "from_user_name", "text"}),
        _prepare,
        ("DMI-TCAT names the retweeted account but not the tweet; use --signal co-amplify",),
    )
)
