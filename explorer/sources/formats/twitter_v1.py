"""Twitter API v1.1: one tweet per line, from streams, search and lookups; the format of most archives."""

from collections.abc import Iterator
from typing import Final

import msgspec

from explorer.model.batches import Batch
from explorer.sources.formats.twitter_legacy import Entities, Status, User, fill_post
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import jsonl
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


_decode = msgspec.json.Decoder(_Tweet).decode


def matches(file: InputFile) -> bool:
    """Whether one of the first values is a tweet of API v1.1."""
    return any(True for _ in jsonl.first_values(file, _Tweet))


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read tweets; retweeted and quoted tweets and their authors are extracted too."""
    return jsonl.read_messages(file, options, lambda line: [_message(_decode(line))])


def _message(tweet: _Tweet) -> Message:
    user = tweet.user
    message = Message(
        message_id=_id(tweet.id_str, tweet.id),
        account_id=_id(user.id_str, user.id),
        created_at=tweet.created_at,
        handle=user.screen_name,
        name=user.name,
        bio=user.description,
        location=user.location,
        account_created_at=user.created_at,
        followers=user.followers_count,
        following=user.friends_count,
    )
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
    expects="JSON lines with created_at, user and id_str",
    matches=matches,
    read=read,
)
