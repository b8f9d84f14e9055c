"""Posts and comments of VK, from 4CAT's NDJSON or from the answers of VK's API.

The fields are those of https://dev.vk.com/en/reference/objects/post and those that 4CAT adds
(https://github.com/digitalmethodsinitiative/4cat, ``datasources/vk``). Ids of posts are unique only on a wall, so the
id of a post is ``-12345_678``, as in its address: the owner of the wall, which is negative for communities, and the
number.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from explorer.model.batches import Batch
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import jsonl
from explorer.sources.parsing.envelopes import Envelopes, first_items, opened
from explorer.sources.parsing.jsonl import NotAMessage, decoded
from explorer.sources.parsing.markup import addresses_in, hashtags_in
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions

ENVELOPES: Final = Envelopes(dict.fromkeys(("response", "items")))
_STATUSES: Final = {"banned": "suspended", "deleted": "deleted"}


class _Count(msgspec.Struct, gc=False):
    count: int | None = None


class _Link(msgspec.Struct, gc=False):
    url: str | None = None


class _Attachment(msgspec.Struct, gc=False):
    link: _Link | None = None


class _Profile(msgspec.Struct, gc=False):
    """A user or a community, which 4CAT adds to each item."""

    screen_name: str | None = None
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    followers_count: int | None = None
    members_count: int | None = None
    deactivated: str | None = None


class _Item(msgspec.Struct, gc=False):
    """A post or a comment."""

    id: int | None = None
    owner_id: int | None = None
    from_id: int | None = None
    date: int | None = None
    text: str | None = None
    attachments: list[_Attachment] | None = None
    copy_history: "list[_Item] | None" = None
    likes: _Count | None = None
    comments: _Count | None = None
    reposts: _Count | None = None
    post_type: str | None = None
    marked_as_ads: int | None = None
    author_profile: _Profile | None = None
    item_type: str | None = msgspec.field(default=None, name="4cat_item_type")
    # comments
    post_id: int | None = None
    reply_to_comment: int | None = None
    reply_to_user: int | None = None


_item = msgspec.json.Decoder(_Item).decode


def matches(file: InputFile) -> bool:
    """Whether a file begins with posts or comments of VK, or with an answer that contains them."""
    return any(_is_item(value) for value in first_items(file, ENVELOPES))


def _is_item(value: bytes) -> bool:
    item = decoded(_item, value)
    if item is None:
        return False
    place = item.post_type or item.item_type or item.copy_history or item.post_id
    return None not in (item.id, item.owner_id, item.from_id, item.date, item.text, place)


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read posts and comments; reposted posts are extracted too."""
    decode = opened(lambda value: [_message(_item(value))], ENVELOPES)
    return jsonl.read_messages(file, options, decode, pages=True)


def _message(item: _Item, *, extract_inner: bool = True) -> Message:
    if item.id is None or item.owner_id is None:
        raise NotAMessage("neither a post nor a comment")
    message = Message(
        message_id=_address(item),
        account_id=None if item.from_id is None else str(item.from_id),
        created_at=None if item.date is None else str(item.date),
    )
    _fill_profile(message, item.author_profile)
    # the last one is the post that the others have reposted
    original = item.copy_history[-1] if item.copy_history else None
    if original is not None and extract_inner:
        if original.id is None or original.owner_id is None:
            raise NotAMessage("a repost of a post that was deleted")
        message.inside = [_message(original, extract_inner=False)]
        message.retweeted_id = _address(original)
        message.retweeted_author_id = message.inside[0].account_id
        return message
    attached = [part.link.url for part in item.attachments or [] if part.link and part.link.url]
    message.text = item.text or None
    message.likes = item.likes.count if item.likes else None
    message.replies = item.comments.count if item.comments else None
    message.reposts = item.reposts.count if item.reposts else None
    message.promoted = True if item.marked_as_ads == 1 else None
    message.urls = list(dict.fromkeys((*addresses_in(item.text), *attached)))
    message.hashtags = hashtags_in(item.text)
    if item.post_id is not None:
        post = f"{item.owner_id}_{item.post_id}"
        message.reply_to_id = f"{post}_{item.reply_to_comment}" if item.reply_to_comment else post
        message.reply_to_author_id = str(item.reply_to_user) if item.reply_to_user else None
    return message


def _address(item: _Item) -> str:
    wall = str(item.owner_id) if item.post_id is None else f"{item.owner_id}_{item.post_id}"
    return f"{wall}_{item.id}"


def _fill_profile(message: Message, profile: _Profile | None) -> None:
    if profile is not None:
        message.handle = profile.screen_name
        message.name = profile.name or " ".join(filter(None, (profile.first_name, profile.last_name))) or None
        message.followers = profile.members_count if profile.followers_count is None else profile.followers_count
        message.status = _STATUSES.get(profile.deactivated or "")


VK: Final = Parser(
    expects="JSON with id, owner_id, from_id, date and text, as 4CAT exports it or VK's API answers",
    matches=matches,
    read=read,
)
