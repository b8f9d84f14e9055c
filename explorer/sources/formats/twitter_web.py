"""Tweets as loaded by X's web pages: answers of its servers, or tweets captured with Zeeschuimer or stored by 4CAT.

Zeeschuimer (https://github.com/digitalmethodsinitiative/zeeschuimer) wraps each tweet in an envelope, which 4CAT
(https://github.com/digitalmethodsinitiative/4cat, data source twitter-import) removes. All forms are supported.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from explorer.model.batches import Batch
from explorer.sources.formats.twitter_answers import items_in
from explorer.sources.formats.twitter_legacy import Entities, Status, User, fill_post
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import envelopes, jsonl
from explorer.sources.parsing.jsonl import NotAMessage, Unusable, each_item
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions


class _UserCore(msgspec.Struct, gc=False):
    screen_name: str | None = None
    name: str | None = None
    created_at: str | None = None


class _User(msgspec.Struct, gc=False):
    """A user. Since 2025, names and dates are in ``core``; before, they were in ``legacy``."""

    rest_id: str | None = None
    legacy: User | None = None
    core: _UserCore | None = None


class _UserResult(msgspec.Struct, gc=False):
    result: _User | None = None


class _Core(msgspec.Struct, gc=False):
    user_results: _UserResult | None = None


class _NoteText(msgspec.Struct, gc=False):
    text: str | None = None
    entity_set: Entities | None = None


class _NoteResult(msgspec.Struct, gc=False):
    result: _NoteText | None = None


class _Note(msgspec.Struct, gc=False):
    note_tweet_results: _NoteResult | None = None


class _Result(msgspec.Struct, gc=False):
    result: "_Tweet | None" = None


class _Legacy(Status, gc=False, kw_only=True):
    created_at: str | None = None
    user_id_str: str | None = None
    retweeted_status_id_str: str | None = None
    retweeted_status_result: _Result | None = None


class _Tweet(msgspec.Struct, gc=False):
    """A tweet. If its visibility is limited, the tweet is one level deeper in ``tweet``."""

    rest_id: str | None = None
    legacy: _Legacy | None = None
    core: _Core | None = None
    note_tweet: _Note | None = None
    quoted_status_result: _Result | None = None
    promoted: bool | None = None
    tweet: "_Tweet | None" = None
    # older format without core
    user: User | None = None


class _Line(_Tweet, kw_only=True, gc=False):
    data: _Tweet | None = None


_ARRAYS: Final = envelopes.Envelopes({})
_MARKS: Final = (b'"tweet_results"', b'"tweetResult', b'"globalObjects"', b'"__typename"')
_decode = msgspec.json.Decoder(_Line).decode
_user_item = msgspec.json.Decoder(_User).decode


def matches(file: InputFile) -> bool:
    """Whether one of the first values is a tweet in the format of X's web pages, or an answer with tweets or users."""
    return any(_is_supported(value) for value in envelopes.first_items(file, _ARRAYS))


def _is_supported(value: bytes) -> bool:
    try:
        line = _decode(value)
        if _unwrap(line.data or line).legacy is not None:
            return True
    except msgspec.ValidationError:
        pass
    except (msgspec.DecodeError, RecursionError):
        return False
    try:
        # A value of another type is not decoded to its end: it may still not be JSON.
        return any(mark in value for mark in _MARKS) and bool(items_in(value))
    except (msgspec.DecodeError, RecursionError):
        return False


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read tweets; retweeted and quoted tweets and their authors are extracted too if they are included."""
    return jsonl.read_messages(file, options, envelopes.opened(_rows, _ARRAYS))


def _rows(value: bytes) -> Iterable[Message | Unusable]:
    try:
        return [tweet_message(value)]
    except (msgspec.ValidationError, NotAMessage):
        items = items_in(value)
        if not items:
            raise
        return each_item(items, lambda item: [_item(item)])


def _item(value: bytes) -> Message:
    user = _user_item(value)
    return _profile(user) if user.rest_id is not None and _is_user(user) else tweet_message(value)


def tweet_message(value: bytes) -> Message:
    """Return the message in a tweet, with or without the envelope of Zeeschuimer.

    Raises:
        NotAMessage: If the value is not a tweet, or the tweet is withheld.
    """
    line = _decode(value)
    tweet = _unwrap(line.data or line)
    if tweet.legacy is None:
        raise NotAMessage("not a tweet, or a withheld tweet")
    return _message(tweet, tweet.legacy)


def _unwrap(tweet: _Tweet) -> _Tweet:
    return tweet.tweet or tweet


def _message(tweet: _Tweet, legacy: _Legacy, *, extract_inner: bool = True) -> Message:
    message = _profile(_user(tweet) or _User(), tweet.user)
    message.profile = None
    message.message_id, message.account_id = tweet.rest_id or legacy.id_str, _author(tweet)
    message.created_at = legacy.created_at
    original, quoted = _referenced_tweet(legacy.retweeted_status_result), _referenced_tweet(tweet.quoted_status_result)
    message.inside = [
        _message(inner, inner.legacy, extract_inner=False)
        for inner in (original or quoted,)
        if extract_inner and inner and inner.legacy
    ]
    if legacy.retweeted_status_result is not None or legacy.retweeted_status_id_str is not None:
        # the text of a retweet is often truncated, so use the embedded original
        message.retweeted_id = _id(original) or legacy.retweeted_status_id_str
        message.retweeted_author_id = _author(original)
        if message.retweeted_id is None:
            raise NotAMessage("a retweet of a withheld tweet whose id is missing")
        return message
    note = _note(tweet) or _NoteText()
    fill_post(message, legacy, note.text or legacy.full_text, note.entity_set or legacy.entities)
    message.promoted = tweet.promoted
    message.quoted_id = message.quoted_id or _id(quoted)
    message.quoted_author_id = _author(quoted)
    return message


def _profile(user: _User, older: User | None = None) -> Message:
    profile, names = user.legacy or older or User(), user.core or _UserCore()
    return Message(
        profile=True,
        account_id=user.rest_id,
        handle=names.screen_name or profile.screen_name,
        name=names.name or profile.name,
        bio=profile.description,
        location=profile.location,
        account_created_at=names.created_at or profile.created_at,
        followers=profile.followers_count,
        following=profile.friends_count,
    )


def _is_user(user: _User) -> bool:
    return (user.core or _UserCore()).screen_name is not None or (user.legacy or User()).screen_name is not None


def _referenced_tweet(result: _Result | None) -> _Tweet | None:
    """Return the referenced tweet, None if it was deleted or withheld and only a notice is present."""
    tweet = _unwrap(result.result) if result and result.result else None
    return tweet if _id(tweet) else None


def _id(tweet: _Tweet | None) -> str | None:
    if tweet is None:
        return None
    return tweet.rest_id or (tweet.legacy.id_str if tweet.legacy else None)


def _author(tweet: _Tweet | None) -> str | None:
    if tweet is None:
        return None
    user = _user(tweet)
    author_id = (tweet.legacy.user_id_str if tweet.legacy else None) or (user.rest_id if user else None)
    return author_id or (tweet.user.id_str if tweet.user else None)


def _user(tweet: _Tweet) -> _User | None:
    return tweet.core.user_results.result if tweet.core and tweet.core.user_results else None


def _note(tweet: _Tweet) -> _NoteText | None:
    results = tweet.note_tweet.note_tweet_results if tweet.note_tweet else None
    return results.result if results else None


TWITTER_WEB: Final = Parser(
    expects="JSON with rest_id and legacy, at the top level or inside data, or answers with tweet_results",
    matches=matches,
    read=read,
)
