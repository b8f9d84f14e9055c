"""Tables of tweets that snscrape collected (https://github.com/JustAnotherArchivist/snscrape), as pandas writes them.

Columns are the fields of a tweet in ``modules/twitter.py``, of its versions since 2020. Nested fields are in the
notation of Python, and are searched for ids and addresses, never evaluated. Searches did not return retweets.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import (
    MessageTable,
    account_from_handle,
    first_nonempty,
    hashtags_in,
    python_list,
    table_parser,
)
from explorer.sources.parsing.parser import ReadOptions

_FIELDS: Final = {
    "id": "message_id",
    "url": "address",
    "date": "created_at",
    "rawcontent": "raw_text",
    "content": "content",
    "user": "user",
    "username": "username",
    "lang": "language",
    "replycount": "replies",
    "retweetcount": "reposts",
    "likecount": "likes",
    "quotecount": "quotes",
    "outlinks": "outlinks",
    "links": "links",
    "hashtags": "hashtags",
    "retweetedtweet": "retweeted",
    "quotedtweet": "quoted",
    "inreplytotweetid": "reply_to_id",
}
_BASE: Final = frozenset({"id", "url", "date", "conversationid"})
_ADDRESS: Final = r"https?://[^\s\"',()\]]+"
_TWEET: Final = r"(?:twitter|x)\.com/(\w+)/status/([0-9]+)"
_USER_ID: Final = r"(?:'id': |\bid=)'?([0-9]+)"
_USER_NAME: Final = r"(?:'username': |\busername=)'(\w+)'"


def _prepare(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    handle = pl.coalesce(
        first_nonempty("username"), pl.col("user").str.extract(_USER_NAME), pl.col("address").str.extract(_TWEET, 1)
    )
    # a field of an earlier or a later version; the first one is a list of addresses, the second one of objects
    addresses = pl.coalesce(first_nonempty("outlinks"), first_nonempty("links")).str.extract_all(_ADDRESS)
    listed = pl.when(first_nonempty("hashtags").is_not_null()).then(python_list("hashtags"))
    frame = frame.with_columns(handle=handle, text=first_nonempty("raw_text", "content"))
    return frame.with_columns(
        account_id=pl.coalesce(pl.col("user").str.extract(_USER_ID), account_from_handle("handle")),
        urls=addresses.list.eval(pl.element().filter(~pl.element().str.starts_with("https://t.co/"))),
        hashtags=pl.coalesce(listed, hashtags_in("text")),
        **{
            f"{role}{end}": value
            for role in ("retweeted", "quoted")
            for end, value in (
                ("_id", pl.col(role).str.extract(_TWEET, 2)),
                ("_author_id", pl.lit("@") + pl.col(role).str.extract(_TWEET, 1)),
            )
        },
    )


_NOTE: Final = (
    "snscrape's searches did not return retweets, so --signal co-retweet finds almost nothing; try --signal co-link"
)
SNSCRAPE_CSV: Final = table_parser(
    *(MessageTable(_FIELDS, _BASE | {text}, _prepare, (_NOTE,)) for text in ("rawcontent", "content"))
)
