"""Videos and comments as loaded by TikTok's web pages, captured with Zeeschuimer or stored by 4CAT.

The fields are those that 4CAT reads (https://github.com/digitalmethodsinitiative/4cat, ``datasources/tiktok`` and
``datasources/tiktok_comments``). The pages do not show who reposted a video.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from explorer.sources.parsing.captures import capture_parser
from explorer.sources.parsing.jsonl import NotAMessage
from explorer.sources.parsing.markup import addresses_in, hashtags_in
from explorer.sources.parsing.messages import Message

_NONE: Final = "0"
"""The id of nothing: a video that is no duet, a comment that is no reply."""


class _Author(msgspec.Struct, gc=False):
    id: str | None = None
    uniqueId: str | None = None  # noqa: N815 - as in the data
    nickname: str | None = None
    signature: str | None = None


class _AuthorStats(msgspec.Struct, gc=False):
    followerCount: int | None = None  # noqa: N815
    followingCount: int | None = None  # noqa: N815


class _Stats(msgspec.Struct, gc=False):
    diggCount: int | None = None  # noqa: N815
    commentCount: int | None = None  # noqa: N815
    shareCount: int | None = None  # noqa: N815


class _Challenge(msgspec.Struct, gc=False):
    title: str | None = None


class _TextExtra(msgspec.Struct, gc=False):
    hashtagName: str | None = None  # noqa: N815


class _Duet(msgspec.Struct, gc=False):
    duetFromId: str | None = None  # noqa: N815


class _Commenter(msgspec.Struct, gc=False):
    uid: str | None = None
    unique_id: str | None = None
    nickname: str | None = None


class _Item(msgspec.Struct, gc=False):
    """A video or a comment."""

    id: str | None = None
    desc: str | None = None
    createTime: int | str | None = None  # noqa: N815
    # the handle alone, if the video was embedded in the page
    author: _Author | str | None = None
    authorId: str | None = None  # noqa: N815
    nickname: str | None = None
    authorStats: _AuthorStats | None = None  # noqa: N815
    stats: _Stats | None = None
    challenges: list[_Challenge] | None = None
    textExtra: list[_TextExtra] | None = None  # noqa: N815
    textLanguage: str | None = None  # noqa: N815
    duetInfo: _Duet | None = None  # noqa: N815
    isAd: bool | None = None  # noqa: N815
    # comments
    cid: str | None = None
    aweme_id: str | None = None
    reply_id: str | None = None
    text: str | None = None
    create_time: int | None = None
    user: _Commenter | None = None
    digg_count: int | None = None
    reply_comment_total: int | None = None
    comment_language: str | None = None


_item = msgspec.json.Decoder(_Item).decode


def _is_item(value: bytes) -> bool:
    item = _item(value)
    comment = item.cid is not None and item.aweme_id is not None and item.text is not None
    return comment or None not in (item.id, item.desc, item.createTime, item.author)


def _decode(value: bytes) -> Iterable[Message]:
    item = _item(value)
    if item.cid is not None:
        return [_comment(item)]
    if item.createTime is None or item.author is None:
        raise NotAMessage("neither a video nor a comment")
    return [_video(item, item.author, str(item.createTime))]


def _video(item: _Item, author: _Author | str, created_at: str) -> Message:
    if isinstance(author, str):
        author = _Author(item.authorId, author, item.nickname)
    counts, stats = item.stats or _Stats(), item.authorStats or _AuthorStats()
    extras = [extra.hashtagName for extra in item.textExtra or [] if extra.hashtagName]
    challenges = [challenge.title for challenge in item.challenges or [] if challenge.title]
    duet = item.duetInfo.duetFromId if item.duetInfo else None
    return Message(
        message_id=item.id,
        account_id=author.id or _by_handle(author.uniqueId),
        created_at=created_at,
        handle=author.uniqueId,
        name=author.nickname,
        bio=author.signature,
        followers=stats.followerCount,
        following=stats.followingCount,
        text=item.desc,
        language=_language(item.textLanguage),
        likes=counts.diggCount,
        replies=counts.commentCount,
        reposts=counts.shareCount,
        promoted=item.isAd,
        quoted_id=None if duet == _NONE else duet,
        urls=addresses_in(item.desc),
        hashtags=list(dict.fromkeys((*extras, *challenges))) or hashtags_in(item.desc),
    )


def _comment(item: _Item) -> Message:
    user = item.user or _Commenter()
    return Message(
        message_id=item.cid,
        account_id=user.uid or _by_handle(user.unique_id),
        created_at=None if item.create_time is None else str(item.create_time),
        handle=user.unique_id,
        name=user.nickname,
        text=item.text,
        language=_language(item.comment_language),
        likes=item.digg_count,
        replies=item.reply_comment_total,
        reply_to_id=item.aweme_id if item.reply_id in {None, _NONE} else item.reply_id,
        urls=addresses_in(item.text),
        hashtags=hashtags_in(item.text),
    )


def _by_handle(handle: str | None) -> str | None:
    return f"@{handle}" if handle else None


def _language(code: str | None) -> str | None:
    # TikTok's code of an unknown language
    return None if code == "un" else code


TIKTOK_WEB: Final = capture_parser(
    "JSON lines with id, desc, createTime and author (videos) or with cid, aweme_id and text (comments)",
    frozenset({"tiktok.com", "tiktok", "tiktok-comments"}),
    _decode,
    _is_item,
)
