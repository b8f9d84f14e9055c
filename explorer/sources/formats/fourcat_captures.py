"""CSV exports of 4CAT (https://github.com/digitalmethodsinitiative/4cat) for platforms other than X and its relatives.

Columns are those of ``map_item`` in ``datasources/<platform>``. None of them names the original of a repost, so every
row is a post: what accounts have in common are links, hashtags and texts. LinkedIn's times are estimates from "18h
ago"; the exact time is in the id of a post, whose first 41 bits are milliseconds of Unix time.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import (
    MessageTable,
    account_from_handle,
    addresses_in,
    first_nonempty,
    hashtags_in,
    split_commas,
    split_urls,
    table_parser,
)
from explorer.sources.parsing.parser import ReadOptions

_POST: Final = {
    "id": "message_id",
    "body": "text",
    "timestamp": "timestamp",
    "unix_timestamp": "unix",
    "hashtags": "hashtags",
}
_WALL: Final = r"wall(-?[0-9]+_[0-9]+)"
_OWNER: Final = r"wall(-?[0-9]+)_"


def _posts(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    """Return posts whose account has the column ``author_id`` or only a handle."""
    optional = ("author_id", "handle", "links")
    frame = frame.with_columns(pl.lit(None, pl.String).alias(name) for name in optional if name not in frame.columns)
    listed = pl.when(first_nonempty("hashtags").is_not_null()).then(split_commas("hashtags"))
    return frame.with_columns(
        # -1 means that the number is unknown
        *(pl.when(pl.col(name).str.strip_chars() != "-1").then(name).alias(name) for name in ("likes", "replies")),
        account_id=pl.coalesce(first_nonempty("author_id"), account_from_handle("handle")),
        created_at=first_nonempty("unix", "timestamp"),
        hashtags=pl.coalesce(listed, hashtags_in("text")),
        urls=pl.concat_list(addresses_in("text").fill_null([]), split_urls("links").fill_null([])).list.unique(
            maintain_order=True
        ),
    )


def _vk(frame: pl.DataFrame, options: ReadOptions) -> pl.DataFrame:
    wall = pl.col("link").str.extract(_OWNER)
    thread = wall + "_" + first_nonempty("thread_id")
    is_comment = pl.col("item_type").str.strip_chars() == "comment"
    answered = pl.coalesce(thread + "_" + first_nonempty("answered_id"), thread)
    return _posts(frame, options).with_columns(
        # numbers of posts are unique only on a wall
        message_id=pl.when(is_comment)
        .then(thread + "_" + pl.col("message_id"))
        .otherwise(pl.coalesce(pl.col("link").str.extract(_WALL), pl.col("message_id"))),
        reply_to_id=pl.when(is_comment).then(answered),
        reply_to_author_id=pl.when(is_comment).then("answered_author_id"),
    )


def _linkedin(frame: pl.DataFrame, options: ReadOptions) -> pl.DataFrame:
    milliseconds = pl.col("message_id").str.strip_chars().cast(pl.Int64, strict=False) // 2**22
    return _posts(frame, options).with_columns(created_at=milliseconds.cast(pl.String))


FOURCAT_TIKTOK: Final = table_parser(
    MessageTable(
        _POST
        | {
            "author": "handle",
            "author_full": "name",
            "author_id": "author_id",
            "author_followers": "followers",
            "likes": "likes",
            "comments": "replies",
            "shares": "reposts",
        },
        frozenset({"id", "author", "body", "timestamp", "music_id", "tiktok_url"}),
        _posts,
        ("4CAT does not collect reposts on TikTok; use --signal co-hashtag or similar-text",),
    )
)
FOURCAT_INSTAGRAM: Final = table_parser(
    MessageTable(
        _POST
        | {
            "author": "handle",
            "author_id": "author_id",
            "author_fullname": "name",
            "num_likes": "likes",
            "num_comments": "replies",
        },
        frozenset({"id", "author", "body", "timestamp", "num_likes", "num_comments"}),
        _posts,
        ("Instagram has no reposts; use --signal co-hashtag or similar-text",),
    )
)
FOURCAT_THREADS: Final = table_parser(
    MessageTable(
        _POST
        | {
            "author": "handle",
            "link_url": "links",
            "likes": "likes",
            "replies": "replies",
            "reposts": "reposts",
            "quotes": "quotes",
        },
        frozenset({"id", "author", "body", "timestamp", "link_url", "reposts", "quotes"}),
        _posts,
        ("4CAT's CSV for Threads contains no reposts; import 4CAT's NDJSON, or use --signal co-link",),
    )
)
FOURCAT_GAB: Final = table_parser(
    MessageTable(
        _POST
        | {
            "created_at": "timestamp",
            "tags": "hashtags",
            "link_url": "links",
            "account_id": "author_id",
            "account_username": "handle",
            "account_display_name": "name",
            "account_note": "bio",
            "favourites_count": "likes",
            "replies_count": "replies",
            "reblogs_count": "reposts",
        },
        frozenset({"id", "created_at", "body", "account_id", "account_account", "reaction_count"}),
        _posts,
        ("4CAT's CSV for Gab does not mark reposts; import 4CAT's NDJSON, or use --signal co-link",),
    )
)
FOURCAT_VK: Final = table_parser(
    MessageTable(
        _POST
        | {
            "thread_id": "thread_id",
            "link": "link",
            "item_type": "item_type",
            "author_id": "author_id",
            "author_screen_name": "handle",
            "author_name": "name",
            "author_followers": "followers",
            "in_reply_to_user": "answered_author_id",
            "in_reply_to_comment_id": "answered_id",
            "likes": "likes",
            "post_comments": "replies",
            "links": "links",
        },
        frozenset({"id", "link", "item_type", "body", "author_id", "author_screen_name", "timestamp"}),
        _vk,
        ("4CAT's CSV for VK contains no reposts; import 4CAT's NDJSON, or use --signal co-link",),
    )
)
FOURCAT_DOUYIN: Final = table_parser(
    MessageTable(
        _POST
        | {
            "author_user_id": "author_id",
            "author_nickname": "name",
            "digg_count": "likes",
            "comment_count": "replies",
            "share_count": "reposts",
        },
        frozenset({"id", "body", "timestamp", "author_user_id", "author_nickname", "digg_count"}),
        _posts,
        ("4CAT does not collect reposts on Douyin; use --signal co-hashtag or similar-text",),
    )
)
FOURCAT_LINKEDIN: Final = table_parser(
    MessageTable(
        _POST
        | {
            "author": "author_id",
            "author_name": "name",
            "author_description": "bio",
            "link_url": "links",
            "reactions": "likes",
            "comments": "replies",
            "shares": "reposts",
        },
        frozenset({"id", "author", "author_name", "body", "timestamp_ago", "timestamp_collected"}),
        _linkedin,
        ("4CAT's CSV for LinkedIn does not mark reposts; use --signal co-link or similar-text",),
    )
)
