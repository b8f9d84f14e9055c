"""Answers of YouTube's Data API v3: videos, comments, search results, playlists and channels.

The fields are those of https://developers.google.com/youtube/v3/docs. Every item names its kind. The id of an account
is the id of its channel. A comment is a post that replies to the video or to another comment.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, cast

import msgspec

from explorer.model.batches import Batch
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import jsonl
from explorer.sources.parsing.envelopes import Envelopes, first_items, opened
from explorer.sources.parsing.jsonl import NotAMessage, Unusable, decoded
from explorer.sources.parsing.markup import addresses_in, hashtags_in, links_in, text_of
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions

ENVELOPES: Final = Envelopes(
    {"items": None},
    marks=(frozenset({"kind", "etag", "items"}), frozenset({"kind", "etag", "pageInfo"})),
)
_KIND: Final = "youtube#"

_Number = int | str | None
"""A number, which the API writes as text in some places."""


class _Reference(msgspec.Struct, gc=False):
    """The id of a search result or of a playlist's item, which may be something other than a video."""

    kind: str | None = None
    videoId: str | None = None  # noqa: N815 - as in the data


class _ChannelId(msgspec.Struct, gc=False):
    value: str | None = None


class _Snippet(msgspec.Struct, gc=False):
    """The content of a video, a comment, a search result or a channel."""

    publishedAt: str | None = None  # noqa: N815
    channelId: str | None = None  # noqa: N815
    channelTitle: str | None = None  # noqa: N815
    title: str | None = None
    description: str | None = None
    defaultLanguage: str | None = None  # noqa: N815
    defaultAudioLanguage: str | None = None  # noqa: N815
    customUrl: str | None = None  # noqa: N815
    # comments
    authorDisplayName: str | None = None  # noqa: N815
    authorChannelId: _ChannelId | None = None  # noqa: N815
    textDisplay: str | None = None  # noqa: N815
    textOriginal: str | None = None  # noqa: N815
    videoId: str | None = None  # noqa: N815
    parentId: str | None = None  # noqa: N815
    likeCount: _Number = None  # noqa: N815
    totalReplyCount: _Number = None  # noqa: N815
    topLevelComment: "_Item | None" = None  # noqa: N815
    # items of a playlist
    resourceId: _Reference | None = None  # noqa: N815
    videoOwnerChannelId: str | None = None  # noqa: N815
    videoOwnerChannelTitle: str | None = None  # noqa: N815


class _Statistics(msgspec.Struct, gc=False):
    likeCount: _Number = None  # noqa: N815
    commentCount: _Number = None  # noqa: N815
    subscriberCount: _Number = None  # noqa: N815


class _Details(msgspec.Struct, gc=False):
    videoPublishedAt: str | None = None  # noqa: N815


class _Replies(msgspec.Struct, gc=False):
    comments: list[msgspec.Raw] = []


class _Item(msgspec.Struct, gc=False):
    kind: str
    id: str | _Reference | None = None
    snippet: _Snippet | None = None
    statistics: _Statistics | None = None
    contentDetails: _Details | None = None  # noqa: N815
    replies: _Replies | None = None


_item = msgspec.json.Decoder(_Item).decode


def matches(file: InputFile) -> bool:
    """Whether a file begins with an answer of the API, or with items of it."""
    return any(_is_item(value) for value in first_items(file, ENVELOPES))


def _is_item(value: bytes) -> bool:
    item = decoded(_item, value)
    if item is None:
        return False
    return item.kind.startswith(_KIND) and (item.snippet is not None or ENVELOPES.is_marked(value))


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read videos and comments as posts, channels as accounts."""
    shortened = False

    def decode_item(value: bytes) -> list[Message | Unusable]:
        nonlocal shortened
        item = _item(value)
        shortened = shortened or item.kind == _SEARCH_RESULT
        return _messages(item)

    def notes() -> Iterator[str]:
        if shortened:
            yield (
                "search results contain shortened descriptions, so links and hashtags in them are not read; request "
                "the videos themselves (videos.list) to get them"
            )

    return jsonl.read_messages(file, options, opened(decode_item, ENVELOPES), pages=True, notes=notes)


_SEARCH_RESULT: Final = "youtube#searchResult"


def _messages(item: _Item) -> list[Message | Unusable]:
    read_item = _READERS.get(item.kind)
    if read_item is None:
        raise NotAMessage(f"neither a video nor a comment nor a channel ({item.kind[:60]})")
    if item.snippet is None:
        raise NotAMessage("the item has no snippet; request it with part=snippet")
    return read_item(item, item.snippet)


def _thread(item: _Item, snippet: _Snippet) -> list[Message | Unusable]:
    top = snippet.topLevelComment
    if top is None or top.snippet is None:
        raise NotAMessage("a thread without its first comment")
    comment = _comment(top, top.snippet, replies=snippet.totalReplyCount)
    replies = item.replies.comments if item.replies else []
    return [comment, *jsonl.each_item(replies, lambda reply: _messages(_item(reply)))]


def _comment(item: _Item, snippet: _Snippet, *, replies: _Number = None) -> Message:
    # since 2022, the displayed name of most accounts is their handle
    name = snippet.authorDisplayName
    # the displayed text is HTML
    text = snippet.textOriginal or text_of(snippet.textDisplay or "")
    displayed = links_in(snippet.textDisplay or "") if snippet.textOriginal is None else ()
    handle = name if name and name.startswith("@") else None
    return Message(
        message_id=item.id if isinstance(item.id, str) else None,
        account_id=snippet.authorChannelId.value if snippet.authorChannelId else None,
        created_at=snippet.publishedAt,
        handle=handle,
        name=None if handle else name,
        text=text or None,
        reply_to_id=snippet.parentId or snippet.videoId,
        reply_to_author_id=None if snippet.parentId else snippet.channelId,
        urls=list(dict.fromkeys((*displayed, *addresses_in(text)))),
        hashtags=hashtags_in(text),
        likes=_number(snippet.likeCount),
        replies=_number(replies),
    )


def _video(item: _Item, snippet: _Snippet) -> list[Message | Unusable]:
    statistics = item.statistics or _Statistics()
    text = _text(snippet)
    return [
        Message(
            message_id=item.id if isinstance(item.id, str) else None,
            account_id=snippet.channelId,
            created_at=snippet.publishedAt,
            name=snippet.channelTitle,
            text=text,
            language=snippet.defaultAudioLanguage or snippet.defaultLanguage,
            likes=_number(statistics.likeCount),
            replies=_number(statistics.commentCount),
            urls=addresses_in(text),
            hashtags=hashtags_in(text),
        )
    ]


def _search_result(item: _Item, snippet: _Snippet) -> list[Message | Unusable]:
    if not isinstance(item.id, _Reference) or item.id.videoId is None:
        raise NotAMessage("a search result that is not a video")
    return [
        Message(
            message_id=item.id.videoId,
            account_id=snippet.channelId,
            created_at=snippet.publishedAt,
            name=snippet.channelTitle,
            text=text_of(snippet.title or "") or None,
        )
    ]


def _playlist_item(item: _Item, snippet: _Snippet) -> list[Message | Unusable]:
    published = item.contentDetails.videoPublishedAt if item.contentDetails else None
    if snippet.resourceId is None or snippet.resourceId.videoId is None:
        raise NotAMessage("an item of a playlist that is not a video")
    if published is None:
        # the time in the snippet is when the video was added to the playlist
        raise NotAMessage("an item of a playlist without the time of the video; request it with part=contentDetails")
    text = _text(snippet)
    return [
        Message(
            message_id=snippet.resourceId.videoId,
            account_id=snippet.videoOwnerChannelId,
            created_at=published,
            name=snippet.videoOwnerChannelTitle,
            text=text,
            urls=addresses_in(text),
            hashtags=hashtags_in(text),
        )
    ]


def _channel(item: _Item, snippet: _Snippet) -> list[Message | Unusable]:
    return [
        Message(
            profile=True,
            account_id=item.id if isinstance(item.id, str) else None,
            handle=snippet.customUrl,
            name=snippet.title,
            bio=snippet.description,
            account_created_at=snippet.publishedAt,
            followers=_number(item.statistics.subscriberCount) if item.statistics else None,
        )
    ]


def _text(snippet: _Snippet) -> str | None:
    return "\n\n".join(filter(None, (snippet.title, snippet.description))) or None


def _number(value: _Number) -> int | None:
    # numbers in text are parsed and checked when the message is validated
    return cast("int | None", value)


_READERS: Final[Mapping[str, Callable[[_Item, _Snippet], list[Message | Unusable]]]] = {
    "youtube#video": _video,
    "youtube#comment": lambda item, snippet: [_comment(item, snippet)],
    "youtube#commentThread": _thread,
    _SEARCH_RESULT: _search_result,
    "youtube#playlistItem": _playlist_item,
    "youtube#channel": _channel,
}

YOUTUBE: Final = Parser(
    expects="JSON with kind youtube#… and items with snippet, as YouTube's Data API answers",
    matches=matches,
    read=read,
)
