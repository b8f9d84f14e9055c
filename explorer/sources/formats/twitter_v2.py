"""Twitter API v2: response pages, as the API gives them or twarc2 stores them, and flattened tweets.

A page contains ``data`` (tweets or users, one or many) and ``includes`` (the tweets' authors and the referenced
tweets). Each item of ``data`` is a row, and so is each error of a page without ``data``. Each flattened line contains
one tweet with its author and the referenced tweets (``twarc2 flatten``, https://twarc-project.readthedocs.io; or 4CAT,
https://github.com/digitalmethodsinitiative/4cat, data source twitterv2).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Final, TypeVar

import msgspec

from explorer.model.batches import Batch
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import envelopes, jsonl
from explorer.sources.parsing.jsonl import NotAMessage, Unusable, decoded, each_item
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions

T = TypeVar("T")


class _UserCounts(msgspec.Struct, gc=False):
    followers_count: int | None = None
    following_count: int | None = None


class _User(msgspec.Struct, gc=False):
    id: str | None = None
    username: str | None = None
    name: str | None = None
    description: str | None = None
    location: str | None = None
    created_at: str | None = None
    public_metrics: _UserCounts | None = None


class _Counts(msgspec.Struct, gc=False):
    like_count: int | None = None
    reply_count: int | None = None
    retweet_count: int | None = None
    quote_count: int | None = None


class _Url(msgspec.Struct, gc=False):
    unwound_url: str | None = None
    expanded_url: str | None = None
    url: str | None = None


class _Hashtag(msgspec.Struct, gc=False):
    tag: str


class _Entities(msgspec.Struct, gc=False):
    urls: list[_Url] = []
    hashtags: list[_Hashtag] = []


class _Note(msgspec.Struct, gc=False):
    text: str | None = None


class _ReferencedTweet(msgspec.Struct, gc=False):
    """A tweet that another tweet references: only its id, or in flattened lines the complete tweet."""

    id: str
    type: str | None = None
    author_id: str | None = None
    author: _User | None = None
    # the same in data from 4CAT
    author_user: _User | None = None
    created_at: str | None = None
    text: str | None = None
    note_tweet: _Note | None = None
    lang: str | None = None
    public_metrics: _Counts | None = None
    entities: _Entities | None = None
    in_reply_to_user_id: str | None = None
    referenced_tweets: "list[_ReferencedTweet] | None" = None


class _Tweet(_ReferencedTweet, kw_only=True, gc=False):
    """A complete tweet. Text and author are required; objects without them are users or notices."""

    text: str
    author_id: str
    resource_id: str | None = None


class _Includes(msgspec.Struct, gc=False):
    # raw, because an object that cannot be decoded must not affect the page
    users: list[msgspec.Raw] = []
    tweets: list[msgspec.Raw] = []


class _Error(msgspec.Struct, gc=False):
    title: str | None = None
    message: str | None = None


class _Value(msgspec.Struct, gc=False):
    """Fields that distinguish pages, tweets and users; empty if the value does not have them."""

    data: msgspec.Raw = msgspec.Raw()
    includes: _Includes | None = None
    errors: list[msgspec.Raw] | None = None
    meta: msgspec.Raw = msgspec.Raw()
    id: msgspec.Raw = msgspec.Raw()
    text: msgspec.Raw = msgspec.Raw()
    author_id: str | None = None
    username: str | None = None
    public_metrics: msgspec.Raw = msgspec.Raw()


_NO_AUTHOR: Final = "the tweet does not contain its author; request it with tweet.fields=author_id,created_at"
_PROBLEMS: Final = b"https://api.twitter.com/2/problems/"
_INCLUDED: Final = dict.fromkeys(("users", "tweets"))
_PAGES: Final = envelopes.Envelopes({"data": None, **_INCLUDED}, marks=(frozenset({"data", "includes", "meta"}),))
_ARRAYS: Final = envelopes.Envelopes(_INCLUDED)

_value = msgspec.json.Decoder(_Value).decode
_items = msgspec.json.Decoder(list[msgspec.Raw]).decode
_tweet = msgspec.json.Decoder(_Tweet).decode
_tweets = msgspec.json.Decoder(list[_Tweet]).decode
_referenced = msgspec.json.Decoder(_ReferencedTweet).decode
_user = msgspec.json.Decoder(_User).decode
_error = msgspec.json.Decoder(_Error).decode


def matches(file: InputFile) -> bool:
    """Whether one of the first values is a tweet or user of API v2, or a page with them."""
    return any(_PAGES.is_marked(value) or _is_supported(value) for value in envelopes.first_items(file, _PAGES))


def _is_supported(value: bytes) -> bool:
    shape = decoded(_value, value)
    if shape is None:
        return False
    if bytes(shape.text):
        return shape.author_id is not None
    if shape.username is not None:
        return bytes(shape.id)[:1] == b'"' and b'"following_count"' in bytes(shape.public_metrics)
    if shape.includes is not None and not bytes(shape.data):
        # a page of which the beginning contains only the included objects
        return any(b'"username"' in bytes(user) for user in shape.includes.users)
    return b'"result_count"' in bytes(shape.meta) or (bool(shape.errors) and _PROBLEMS in value)


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read tweets and users; authors and referenced tweets are extracted too if they are included."""
    return jsonl.read_messages(file, options, envelopes.opened(_messages, _ARRAYS))


def _messages(value: bytes) -> Iterable[Message | Unusable]:
    page = _value(value)
    data = bytes(page.data)
    if data[:1] not in {b"[", b"{"}:
        return _without_data(value, page)
    includes = page.includes or _Includes()
    users = {user.id: user for user in _usable(includes.users, _user) if user.id is not None}
    tweets = {tweet.id: tweet for tweet in _usable(includes.tweets, _referenced)}
    with suppress(msgspec.DecodeError, NotAMessage, RecursionError):
        # one by one takes longer, so it is only for pages with an item that is not a tweet
        return [_available(tweet, users, tweets) for tweet in _tweets(data)]
    items = _items(data) if data[:1] == b"[" else [page.data]
    return each_item(items, lambda item: [_item(item, users, tweets)])


def _without_data(value: bytes, page: _Value) -> Iterable[Message | Unusable]:
    """Return the rows of a value that is a single tweet or user, or a page without items."""
    if page.errors:
        return each_item(page.errors, _reject_error)
    if bytes(page.meta) and not bytes(page.id) and bytes(page.data) in {b"", b"null"}:
        return []
    return [_item(value, {}, {})]


def _reject_error(value: bytes) -> Iterable[Message]:
    error = _error(value)
    raise NotAMessage(f"an error of the API: {(error.title or error.message or 'unknown')[:80]}")


def _item(value: bytes, users: Mapping[str, _User], tweets: Mapping[str, _ReferencedTweet]) -> Message:
    try:
        tweet = _tweet(value)
    except msgspec.ValidationError:
        shape = _value(value)
        if shape.username is not None and bytes(shape.id):
            return _profile(_user(value))
        if bytes(shape.text) and shape.author_id is None:
            raise msgspec.ValidationError(_NO_AUTHOR) from None
        raise
    return _available(tweet, users, tweets)


def _available(tweet: _Tweet, users: Mapping[str, _User], tweets: Mapping[str, _ReferencedTweet]) -> Message:
    if tweet.resource_id is not None:
        # 4CAT stores API errors as tweets by UNKNOWN with the date of the request
        raise NotAMessage("the tweet was deleted, withheld or not public when it was collected")
    return _message(tweet, users, tweets)


def _usable(values: Iterable[msgspec.Raw], decode: Callable[[msgspec.Raw], T]) -> Iterator[T]:
    """Yield the values that can be decoded."""
    for value in values:
        try:
            yield decode(value)
        except (msgspec.DecodeError, RecursionError):
            continue


def _profile(user: _User) -> Message:
    counts = user.public_metrics or _UserCounts()
    return Message(
        profile=True,
        account_id=user.id,
        handle=user.username,
        name=user.name,
        bio=user.description,
        location=user.location,
        account_created_at=user.created_at,
        followers=counts.followers_count,
        following=counts.following_count,
    )


def _message(
    tweet: _ReferencedTweet,
    users: Mapping[str, _User],
    tweets: Mapping[str, _ReferencedTweet],
    *,
    extract_inner: bool = True,
) -> Message:
    author = tweet.author or tweet.author_user or users.get(tweet.author_id or "") or _User()
    message = _profile(author)
    message.profile = None
    message.message_id, message.account_id, message.created_at = (
        tweet.id,
        tweet.author_id or author.id,
        tweet.created_at,
    )
    references = [
        (referenced.type, tweets.get(referenced.id, referenced)) for referenced in tweet.referenced_tweets or []
    ]
    # tweets that were withheld, deleted or not requested have only an id
    message.inside = [
        _message(referenced, users, tweets, extract_inner=False)
        for _, referenced in references
        if extract_inner and referenced.text is not None
    ]
    for kind, referenced in references:
        if kind == "retweeted":
            # the text of a retweet is truncated, so use the embedded original
            message.retweeted_id, message.retweeted_author_id = referenced.id, referenced.author_id
            return message
        if kind == "quoted":
            message.quoted_id, message.quoted_author_id = referenced.id, referenced.author_id
        elif kind == "replied_to":
            message.reply_to_id = referenced.id
    entities, counts = tweet.entities or _Entities(), tweet.public_metrics or _Counts()
    message.reply_to_author_id = tweet.in_reply_to_user_id
    message.text = (tweet.note_tweet and tweet.note_tweet.text) or tweet.text
    message.language = tweet.lang
    message.likes = counts.like_count
    message.replies = counts.reply_count
    message.reposts = counts.retweet_count
    message.quotes = counts.quote_count
    message.urls = [address for url in entities.urls if (address := url.unwound_url or url.expanded_url or url.url)]
    message.hashtags = [tag.tag for tag in entities.hashtags]
    return message


TWITTER_V2: Final = Parser(
    expects="JSON with data and includes, or with id, author_id and text",
    matches=matches,
    read=read,
)
