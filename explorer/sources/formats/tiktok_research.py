"""Answers of TikTok's Research API: videos, comments and accounts.

The fields are those of https://developers.tiktok.com/doc/research-api-specs-query-videos and its sibling pages
(comments, reposted, liked and pinned videos, followers, followed accounts). The API gives the handles of accounts but
not their ids. Its comments have no author. Its reposted videos do not say who reposted them and when.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from explorer.model.batches import Batch
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import jsonl
from explorer.sources.parsing.envelopes import Envelopes, first_items, opened
from explorer.sources.parsing.jsonl import NotAMessage, Unusable, decoded
from explorer.sources.parsing.markup import addresses_in, hashtags_in
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions

_SHARED_BY_UNKNOWN: Final = (b'"reposted_videos"', b'"user_reposted_videos"')
_VIDEOS: Final = (
    *("videos", "reposted_videos", "user_reposted_videos", "user_liked_videos", "pinned_videos_list"),
    *("user_pinned_videos", "comments", "user_followers", "user_following"),
)

ENVELOPES: Final = Envelopes(
    dict.fromkeys(("data", *_VIDEOS)),
    marks=tuple(frozenset({name, "cursor", "has_more"}) for name in _VIDEOS),
)

_Id = int | str | None


class _HashtagInfo(msgspec.Struct, gc=False):
    hashtag_name: str | None = None


class _Item(msgspec.Struct, gc=False):
    """A video, a comment or an account, depending on its fields."""

    id: _Id = None
    create_time: int | str | None = None
    username: str | None = None
    video_description: str | None = None
    hashtag_names: list[str] | None = None
    hashtag_info_list: list[_HashtagInfo] | None = None
    like_count: int | None = None
    comment_count: int | None = None
    share_count: int | None = None
    # comments
    text: str | None = None
    video_id: _Id = None
    parent_comment_id: _Id = None
    reply_count: int | None = None
    # accounts
    display_name: str | None = None


_item = msgspec.json.Decoder(_Item).decode


def matches(file: InputFile) -> bool:
    """Whether a file begins with an answer of the API, or with videos or comments of it."""
    return any(ENVELOPES.is_marked(value) or _is_item(value) for value in first_items(file, ENVELOPES))


def _is_item(value: bytes) -> bool:
    item = decoded(_item, value)
    if item is None:
        return False
    video = item.username is not None and (item.video_description is not None or item.hashtag_names is not None)
    comment = item.text is not None and item.video_id is not None and item.parent_comment_id is not None
    return str(item.id).isdecimal() and str(item.create_time).isdecimal() and (video or comment)


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read videos and comments as posts, followers and followed accounts as accounts."""
    with_reposts = with_comments = False

    def decode_item(value: bytes) -> list[Message | Unusable]:
        nonlocal with_comments
        item = _item(value)
        with_comments = with_comments or item.video_id is not None
        return [_message(item)]

    open_page = opened(decode_item, ENVELOPES)

    def decode(value: bytes) -> list[Message | Unusable]:
        nonlocal with_reposts
        with_reposts = with_reposts or any(name in value for name in _SHARED_BY_UNKNOWN)
        return list(open_page(value))

    def notes() -> Iterator[str]:
        if with_reposts:
            yield (
                "the API does not say who reposted a video and when; reposted videos are read as posts of their "
                "creators"
            )
        if with_comments:
            yield "the API does not name the authors of comments; comments are read as posts without author"

    return jsonl.read_messages(file, options, decode, pages=True, notes=notes)


def _message(item: _Item) -> Message:
    account = f"@{item.username}" if item.username else None
    if item.id is None:
        if account is None:
            raise NotAMessage("neither a video nor a comment nor an account with a handle")
        return Message(profile=True, account_id=account, handle=item.username, name=item.display_name)
    message = Message(
        message_id=str(item.id),
        account_id=account,
        created_at=None if item.create_time is None else str(item.create_time),
        handle=item.username,
        name=item.display_name,
        likes=item.like_count,
    )
    if item.video_id is not None:
        message.text = item.text
        message.replies = item.reply_count
        message.reply_to_id = str(item.parent_comment_id or item.video_id)
        message.hashtags = hashtags_in(item.text)
        message.urls = addresses_in(item.text)
        return message
    message.text = item.video_description
    message.replies = item.comment_count
    message.reposts = item.share_count
    message.urls = addresses_in(item.video_description)
    given = item.hashtag_names or [info.hashtag_name for info in item.hashtag_info_list or [] if info.hashtag_name]
    message.hashtags = given or hashtags_in(item.video_description)
    return message


TIKTOK_RESEARCH: Final = Parser(
    expects="JSON with data and videos or comments in it, as TikTok's Research API answers",
    matches=matches,
    read=read,
)
