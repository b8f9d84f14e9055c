"""Videos and comments of YouTube Data Tools: https://github.com/bernorieder/YouTube-Data-Tools.

Columns are those of ``mod_videos_list.php`` and ``mod_video_comments.php``. Times of comments are UTC. With
pseudonyms, a comment has no ``authorChannelId``, and ``authorName`` is a hash of the name. Without, a name is an
account only if it is a handle. The table of comments does not name the video.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.message_tables import (
    MessageTable,
    account_from_handle,
    addresses_in,
    first_nonempty,
    hashtags_in,
    table_parser,
)
from explorer.sources.parsing.parser import ReadOptions

_VIDEOS: Final = {
    "videoid": "message_id",
    "channelid": "account_id",
    "channeltitle": "name",
    "publishedat": "created_at",
    "videotitle": "title",
    "videodescription": "description",
    "defaultlanguage": "language",
    "likecount": "likes",
    "commentcount": "replies",
}
_COMMENTS: Final = {
    "id": "message_id",
    "publishedat": "created_at",
    "authorname": "name",
    "authorchannelid": "channel_id",
    "text": "text",
    "likecount": "likes",
    "replycount": "replies",
    "isreplyto": "answered_id",
    "isreplytoid": "other_answered_id",
}
_PSEUDONYM: Final = r"^[0-9a-f]{40}$"


def _videos(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    text = pl.concat_str("title", "description", separator="\n\n", ignore_nulls=True)
    frame = frame.with_columns(text=text)
    return frame.with_columns(urls=addresses_in("text"), hashtags=hashtags_in("text"))


def _comments(frame: pl.DataFrame, _: ReadOptions) -> pl.DataFrame:
    name = pl.col("name").str.strip_chars()
    return frame.with_columns(
        account_id=pl.coalesce(
            first_nonempty("channel_id"),
            pl.when(name.str.contains(_PSEUDONYM))
            .then(name)
            .when(name.str.starts_with("@"))
            .then(account_from_handle("name")),
        ),
        reply_to_id=first_nonempty("other_answered_id", "answered_id"),
        urls=addresses_in("text"),
        hashtags=hashtags_in("text"),
    )


YOUTUBE_DATA_TOOLS: Final = table_parser(
    MessageTable(_VIDEOS, frozenset({"videoid", "channelid", "publishedat", "videotitle"}), _videos),
    MessageTable(_COMMENTS, frozenset({"id", "publishedat", "authorname", "text", "isreplyto"}), _comments),
)
