"""Twitter API v1.1: tweets and users from streams, timelines, look-ups and searches; the format of most archives.

Answers are opened: arrays, searches (``statuses``), the premium searches (``results``), lists of users (``users``),
look-ups with ``map=true`` (``id``), and envelopes of site streams (``message``). The names are those of the API's
reference (https://developer.twitter.com/en/docs/twitter-api/v1/data-dictionary). Gnip's activities are read as well.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from explorer.model.batches import Batch
from explorer.sources.formats.twitter_activities import activity_message, is_activity
from explorer.sources.formats.twitter_legacy import Entities, Status, User, fill_post
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import envelopes, jsonl
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions

_Number = int | dict[str, str] | None
"""An id as a number; MongoDB exports it as ``{"$numberLong": "…"}``."""


class _User(User, gc=False, kw_only=True):
    id: _Number = None


class _Extended(msgspec.Struct, gc=False):
    full_text: str | None = None
    entities: Entities | None = None


class _Tweet(Status, gc=False, kw_only=True):
    user: _User
    created_at: str
    id: _Number = None
    text: str | None = None
    extended_tweet: _Extended | None = None
    quoted_status: "_Tweet | None" = None
    retweeted_status: "_Tweet | None" = None


class _Item(_User, gc=False, kw_only=True):
    """The fields that distinguish tweets, users and notices."""

    user: msgspec.Raw = msgspec.Raw()


ENVELOPES: Final = envelopes.Envelopes(
    dict.fromkeys(("statuses", "results", "users", "message")),
    marks=(frozenset({"search_metadata"}),),
    maps=frozenset({"id"}),
)

_decode = msgspec.json.Decoder(_Tweet).decode
_item = msgspec.json.Decoder(_Item).decode


def matches(file: InputFile) -> bool:
    """Whether one of the first values is a tweet of API v1.1, a user with a tweet, or an answer with them."""
    values = envelopes.first_items(file, ENVELOPES)
    return any(ENVELOPES.is_marked(value) or _is_supported(value) or is_activity(value) for value in values)


def _is_supported(value: bytes) -> bool:
    try:
        item = _item(value)
        if not bytes(item.user):
            # the counts have these names only here
            return item.screen_name is not None and item.friends_count is not None
        tweet = _decode(value)
    except (msgspec.DecodeError, RecursionError):
        return False
    has_content = tweet.text is not None or tweet.full_text is not None or tweet.retweeted_status is not None
    return has_content and None not in (_id(tweet.id_str, tweet.id), _id(tweet.user.id_str, tweet.user.id))


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read tweets; retweeted and quoted tweets and their authors are extracted too. Users are read as accounts."""
    return jsonl.read_messages(file, options, envelopes.opened(_rows, ENVELOPES))


def _rows(value: bytes) -> Sequence[Message]:
    try:
        return [_message(_decode(value))]
    except msgspec.ValidationError:
        if is_activity(value):
            return [activity_message(value)]
        item = _item(value)
        if bytes(item.user) or item.screen_name is None:
            raise
        return [_profile(item)]


def _profile(user: _User) -> Message:
    return Message(
        profile=True,
        account_id=_id(user.id_str, user.id),
        handle=user.screen_name,
        name=user.name,
        bio=user.description,
        location=user.location,
        account_created_at=user.created_at,
        followers=user.followers_count,
        following=user.friends_count,
    )


def _message(tweet: _Tweet) -> Message:
    message = _profile(tweet.user)
    message.profile = None
    message.message_id, message.created_at = _id(tweet.id_str, tweet.id), tweet.created_at
    original, quoted = tweet.retweeted_status, tweet.quoted_status
    if original is not None:
        # the text of a retweet is often truncated, so use the embedded original
        message.retweeted_id = _id(original.id_str, original.id)
        message.retweeted_author_id = _id(original.user.id_str, original.user.id)
        inner = _message(original)
        message.inside = [inner, *inner.inside]
        return message
    extended = tweet.extended_tweet or _Extended()
    fill_post(message, tweet, extended.full_text or tweet.full_text or tweet.text, extended.entities or tweet.entities)
    if quoted is not None:
        message.quoted_author_id = _id(quoted.user.id_str, quoted.user.id)
        message.inside = [_message(quoted)]
    return message


def _id(text: str | None, number: _Number) -> str | None:
    if text or number is None:
        return text
    return number.get("$numberLong") if isinstance(number, dict) else str(number)


TWITTER_V1: Final = Parser(
    expects="JSON with created_at, user and id_str, alone or in statuses, or users with screen_name",
    matches=matches,
    read=read,
)
