"""Twitter API v2: response pages as stored by twarc2, one per line, and flattened tweets.

A page contains ``data`` (tweets) and ``includes`` (their authors and the referenced tweets). Each flattened line
contains one tweet with its author and the referenced tweets (``twarc2 flatten``, https://twarc-project.readthedocs.io;
or 4CAT, https://github.com/digitalmethodsinitiative/4cat, data source twitterv2).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from explorer.model.batches import Batch
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import jsonl
from explorer.sources.parsing.jsonl import NotAMessage
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions

_PAGE = re.compile(r'^\s*(?:\[\s*)?\{\s*"(?:data|includes|meta|errors)"\s*:', re.MULTILINE)


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
    referenced_tweets: "list[_ReferencedTweet]" = []


class _Tweet(_ReferencedTweet, kw_only=True, gc=False):
    """A complete tweet. Text and author are required; objects without them are users or notices."""

    text: str
    author_id: str
    resource_id: str | None = None


class _Includes(msgspec.Struct, gc=False):
    users: list[_User] = []
    tweets: list[_ReferencedTweet] = []


class _Page(msgspec.Struct, gc=False):
    data: list[_Tweet] | _Tweet
    includes: _Includes = msgspec.field(default_factory=_Includes)


class _Shape(msgspec.Struct, gc=False):
    """Fields that distinguish pages from tweets; empty if the line does not have them."""

    data: msgspec.Raw = msgspec.Raw()
    text: msgspec.Raw = msgspec.Raw()
    author_id: str | None = None


_shape = msgspec.json.Decoder(_Shape).decode
_page = msgspec.json.Decoder(_Page).decode
_tweet = msgspec.json.Decoder(_Tweet).decode


def matches(file: InputFile) -> bool:
    """Whether one of the first values is a page of tweets or a tweet of API v2."""
    for shape in jsonl.first_values(file, _Shape):
        if b'"author_id"' in bytes(shape.data) or (bytes(shape.text) and shape.author_id is not None):
            return True
    # a page is often longer than the head of the file
    return not file.parquet and _PAGE.search(file.text) is not None and '"author_id"' in file.text


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read tweets; authors and referenced tweets are extracted too if they are included."""
    return jsonl.read_messages(file, options, _messages)


def _messages(line: bytes) -> list[Message]:
    if not bytes(_shape(line).data):
        tweet = _tweet(line)
        if tweet.resource_id is not None:
            # 4CAT stores API errors as tweets by UNKNOWN with the date of the request
            raise NotAMessage("the tweet was deleted, withheld or not public when it was collected")
        return [_message(tweet, {}, {})]
    page = _page(line)
    users = {user.id: user for user in page.includes.users if user.id is not None}
    tweets = {tweet.id: tweet for tweet in page.includes.tweets}
    data = page.data if isinstance(page.data, list) else [page.data]
    return [_message(tweet, users, tweets) for tweet in data]


def _message(
    tweet: _ReferencedTweet,
    users: Mapping[str, _User],
    tweets: Mapping[str, _ReferencedTweet],
    *,
    extract_inner: bool = True,
) -> Message:
    author = tweet.author or tweet.author_user or users.get(tweet.author_id or "") or _User()
    user_counts = author.public_metrics or _UserCounts()
    message = Message(
        message_id=tweet.id,
        account_id=tweet.author_id or author.id,
        created_at=tweet.created_at,
        handle=author.username,
        name=author.name,
        bio=author.description,
        location=author.location,
        account_created_at=author.created_at,
        followers=user_counts.followers_count,
        following=user_counts.following_count,
    )
    references = [(referenced.type, tweets.get(referenced.id, referenced)) for referenced in tweet.referenced_tweets]
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
    expects="JSON lines with data and includes, or with id, author_id and text",
    matches=matches,
    read=read,
)
