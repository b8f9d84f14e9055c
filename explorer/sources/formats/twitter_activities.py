"""Tweets as activities: the format of Gnip and of Twitter's enterprise APIs (Activity Streams 1.0).

An activity with the verb ``share`` is a retweet, and its ``object`` is the activity of the retweeted tweet. Ids are
wrapped: ``tag:search.twitter.com,2005:123`` for tweets, ``id:twitter.com:9`` for accounts. The names are those of
Twitter's data dictionary (https://developer.twitter.com/en/docs/twitter-api/enterprise/data-dictionary/overview).
"""

import re

import msgspec

from explorer.sources.formats.twitter_legacy import Entities
from explorer.sources.parsing.jsonl import NotAMessage, decoded
from explorer.sources.parsing.messages import Message

_ID = re.compile(r"(?:tag|object):search\.twitter\.com,2005:([0-9]+)")
_ACCOUNT_ID = re.compile(r"id:twitter\.com:([0-9]+)")
_STATUS_LINK = re.compile(r"https?://(?:www\.)?twitter\.com/([0-9A-Za-z_]+)/status(?:es)?/([0-9]+)")


class _Place(msgspec.Struct, gc=False):
    displayName: str | None = None  # noqa: N815 - as in the data


class _Actor(msgspec.Struct, gc=False):
    id: str | None = None
    preferredUsername: str | None = None  # noqa: N815
    displayName: str | None = None  # noqa: N815
    summary: str | None = None
    postedTime: str | None = None  # noqa: N815
    followersCount: int | None = None  # noqa: N815
    friendsCount: int | None = None  # noqa: N815
    location: _Place | None = None


class _Link(msgspec.Struct, gc=False):
    link: str | None = None


class _Long(msgspec.Struct, gc=False):
    body: str | None = None
    twitter_entities: Entities | None = None


class _Activity(msgspec.Struct, gc=False):
    id: str | None = None
    verb: str | None = None
    actor: _Actor | None = None
    postedTime: str | None = None  # noqa: N815
    body: str | None = None
    object: "_Activity | None" = None
    inReplyTo: _Link | None = None  # noqa: N815
    favoritesCount: int | None = None  # noqa: N815
    retweetCount: int | None = None  # noqa: N815
    twitter_entities: Entities | None = None
    twitter_lang: str | None = None
    long_object: _Long | None = None
    twitter_quoted_status: "_Activity | None" = None


_decode = msgspec.json.Decoder(_Activity).decode


def is_activity(value: bytes) -> bool:
    """Whether a value is a tweet as an activity."""
    activity = decoded(_decode, value)
    if activity is None:
        return False
    return activity.verb is not None and _ID.fullmatch(activity.id or "") is not None


def activity_message(value: bytes) -> Message:
    """Return the message of an activity.

    Raises:
        NotAMessage: If it is neither a post nor a share.
        msgspec.DecodeError: If it has another structure.
    """
    activity = _decode(value)
    if activity.verb not in {"post", "share"}:
        raise NotAMessage(f"not a tweet (the verb is {(activity.verb or 'missing')[:40]})")
    return _message(activity)


def _message(activity: _Activity) -> Message:
    actor = activity.actor or _Actor()
    message = Message(
        message_id=_match(_ID, activity.id),
        account_id=_match(_ACCOUNT_ID, actor.id),
        created_at=activity.postedTime,
        handle=actor.preferredUsername,
        name=actor.displayName,
        bio=actor.summary,
        location=actor.location.displayName if actor.location else None,
        account_created_at=actor.postedTime,
        followers=actor.followersCount,
        following=actor.friendsCount,
    )
    original, quoted = activity.object, activity.twitter_quoted_status
    if activity.verb == "share":
        if original is None or _match(_ID, original.id) is None:
            raise NotAMessage("a retweet of a tweet without an id")
        inner = _message(original)
        message.retweeted_id, message.retweeted_author_id = inner.message_id, inner.account_id
        message.inside = [inner, *inner.inside]
        return message
    long = activity.long_object or _Long()
    entities = long.twitter_entities or activity.twitter_entities or Entities()
    message.text = long.body or activity.body
    message.language = activity.twitter_lang
    message.likes, message.reposts = activity.favoritesCount, activity.retweetCount
    message.urls = [address for url in entities.urls if (address := url.expanded_url or url.url)]
    message.hashtags = [tag.text for tag in entities.hashtags]
    replied_to = _STATUS_LINK.fullmatch((activity.inReplyTo and activity.inReplyTo.link) or "")
    if replied_to is not None:
        message.reply_to_author_id, message.reply_to_id = f"@{replied_to[1]}", replied_to[2]
    if quoted is not None:
        inner = _message(quoted)
        message.quoted_id, message.quoted_author_id = inner.message_id, inner.account_id
        message.inside = [inner]
    return message


def _match(pattern: re.Pattern[str], text: str | None) -> str | None:
    match = pattern.fullmatch(text or "")
    return match[1] if match else None
