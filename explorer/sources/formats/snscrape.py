"""Tweets collected with snscrape (https://github.com/JustAnotherArchivist/snscrape), one per line.

The fields are those of ``snscrape/modules/twitter.py`` in its versions since 2021, which renamed some of them. Searches
of X did not return native retweets, so these files contain almost none.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from explorer.model.batches import Batch
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import jsonl
from explorer.sources.parsing.jsonl import NotAMessage, Unusable
from explorer.sources.parsing.markup import hashtags_in
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions

_TWEET: Final = "snscrape.modules.twitter.Tweet"
_NOTE: Final = (
    "snscrape's searches did not return retweets, so --signal co-retweet has almost nothing to work with; use --signal "
    "co-link, --signal co-reply or --signal similar-text"
)


class _User(msgspec.Struct, gc=False):
    id: int | None = None
    username: str | None = None
    displayname: str | None = None
    displayName: str | None = None  # noqa: N815 - as in the data
    rawDescription: str | None = None  # noqa: N815
    description: str | None = None
    created: str | None = None
    followersCount: int | None = None  # noqa: N815
    friendsCount: int | None = None  # noqa: N815
    location: str | None = None


class _Link(msgspec.Struct, gc=False):
    url: str | None = None


class _Tweet(msgspec.Struct, gc=False):
    type: str = msgspec.field(name="_type")
    id: int | None = None
    date: str | None = None
    rawContent: str | None = None  # noqa: N815
    content: str | None = None
    user: _User | None = None
    replyCount: int | None = None  # noqa: N815
    retweetCount: int | None = None  # noqa: N815
    likeCount: int | None = None  # noqa: N815
    quoteCount: int | None = None  # noqa: N815
    lang: str | None = None
    links: list[_Link] | None = None
    outlinks: list[str] | None = None
    hashtags: list[str] | None = None
    retweetedTweet: "_Tweet | None" = None  # noqa: N815
    quotedTweet: "_Tweet | None" = None  # noqa: N815
    inReplyToTweetId: int | None = None  # noqa: N815
    inReplyToUser: _User | None = None  # noqa: N815


_tweet = msgspec.json.Decoder(_Tweet).decode


def matches(file: InputFile) -> bool:
    """Whether one of the first values is a tweet of snscrape."""
    return any(tweet.type == _TWEET for tweet in jsonl.first_values(file, _Tweet))


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read tweets; quoted and retweeted tweets are extracted too."""

    def decode(value: bytes) -> list[Message | Unusable]:
        return [_message(_tweet(value))]

    return jsonl.read_messages(file, options, decode, notes=lambda: (_NOTE,))


def _message(tweet: _Tweet, *, extract_inner: bool = True) -> Message:
    if tweet.type != _TWEET:
        # deleted and withheld tweets are references or tombstones
        raise NotAMessage(f"not a tweet ({tweet.type[:60]})")
    user = tweet.user or _User()
    message = Message(
        message_id=_text(tweet.id),
        account_id=_account(user),
        created_at=tweet.date,
        handle=user.username,
        name=user.displayname or user.displayName,
        bio=user.rawDescription or user.description,
        location=user.location,
        account_created_at=user.created,
        followers=user.followersCount,
        following=user.friendsCount,
    )
    original, quoted = tweet.retweetedTweet, tweet.quotedTweet
    inner = original or quoted
    if extract_inner and inner is not None and inner.type == _TWEET:
        message.inside = [_message(inner, extract_inner=False)]
    if original is not None:
        message.retweeted_id = _text(original.id)
        message.retweeted_author_id = _account(original.user or _User())
        if message.retweeted_id is None:
            raise NotAMessage("a retweet of a tweet without an id")
        return message
    message.text = tweet.rawContent or tweet.content
    message.language = tweet.lang
    message.likes = tweet.likeCount
    message.replies = tweet.replyCount
    message.reposts = tweet.retweetCount
    message.quotes = tweet.quoteCount
    message.reply_to_id = _text(tweet.inReplyToTweetId)
    message.reply_to_author_id = _account(tweet.inReplyToUser or _User())
    if quoted is not None:
        message.quoted_id = _text(quoted.id)
        message.quoted_author_id = _account(quoted.user or _User())
    links = [link.url for link in tweet.links or [] if link.url]
    message.urls = links or tweet.outlinks
    message.hashtags = tweet.hashtags or hashtags_in(message.text)
    return message


def _account(user: _User) -> str | None:
    return _text(user.id) or (f"@{user.username}" if user.username else None)


def _text(identifier: int | None) -> str | None:
    return None if identifier is None else str(identifier)


SNSCRAPE: Final = Parser(
    expects=f"JSON lines with _type {_TWEET}",
    matches=matches,
    read=read,
)
