"""Posts and comments on Facebook and Instagram from Meta Content Library, as CSV or JSON.

Columns are the fields of its API, with dots for nested fields
(https://developers.facebook.com/docs/content-library-and-api/appendix/data-dictionary). Which fields a file has
depends on the query. ``post_owner`` is the account that posted, ``surface`` the page, group, event or profile that it
posted to. A post with ``shared_post_id`` is a share of that post; the library does not name its author. Facebook and
Instagram have the same fields; the type of the owner tells them apart. Ids are the library's own.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.envelopes import Envelopes
from explorer.sources.parsing.json_tables import table_or_json_parser
from explorer.sources.parsing.message_tables import (
    PLATFORM,
    MessageTable,
    account_from_handle,
    addresses_in,
    first_nonempty,
    hashtags_in,
    python_list,
)
from explorer.sources.parsing.parser import ReadOptions

_CONTENT: Final = {
    "id": "message_id",
    "creation_time": "created_at",
    "text": "text",
    "lang": "language",
    "hashtags": "hashtags",
    "shared_post_id": "retweeted_id",
    "link_attachment.link": "link",
    "link_attachment_fields.link": "link_clean_room",
    "statistics.like_count": "likes",
    "statistics.comment_count": "replies",
    "statistics.share_count": "reposts",
}
_POSTS: Final = {
    **_CONTENT,
    "post_owner.id": "owner_id",
    "post_owner.username": "handle",
    "post_owner.name": "name",
    "post_owner.type": "owner_type",
}
_COMMENTS: Final = {
    **_CONTENT,
    "owner.id": "owner_id",
    "owner.username": "handle",
    "owner.name": "name",
    "owner.type": "owner_type",
    "post_id": "commented_id",
    "parent_comment_id": "parent_id",
}
_INSTAGRAM_TYPES: Final = ("creator", "business", "personal", "media_creator")
_NOTE: Final = (
    "shares name the shared post but not its author, so --signal co-amplify sees only authors of posts in the data"
)


def _posts(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    owner_type = pl.col("owner_type").str.strip_chars().str.to_lowercase()
    # the text of a share is a comment on it, and its links and hashtags are not those of the shared post
    is_post = first_nonempty("retweeted_id").is_null()
    listed = pl.when(first_nonempty("hashtags").is_not_null()).then(python_list("hashtags"))
    return frame.with_columns(
        pl.when(owner_type.is_in(_INSTAGRAM_TYPES)).then(pl.lit("instagram")).alias(PLATFORM),
        account_id=pl.coalesce(first_nonempty("owner_id"), account_from_handle("handle")),
        urls=pl.when(is_post).then(
            pl.concat_list(first_nonempty("link", "link_clean_room"), addresses_in("text").fill_null([]))
        ),
        # Facebook does not list hashtags
        hashtags=pl.when(is_post).then(pl.coalesce(listed, hashtags_in("text"))),
    )


def _comments(frame: pl.DataFrame, options: ReadOptions) -> pl.DataFrame:
    return _posts(frame, options).with_columns(reply_to_id=first_nonempty("parent_id", "commented_id"))


META_CONTENT_LIBRARY: Final = table_or_json_parser(
    MessageTable(_POSTS, frozenset({"id", "creation_time", "post_owner.id"}), _posts, (_NOTE,)),
    MessageTable(_COMMENTS, frozenset({"id", "creation_time", "owner.id", "post_id"}), _comments),
    envelopes=Envelopes({"data": None}),
)
