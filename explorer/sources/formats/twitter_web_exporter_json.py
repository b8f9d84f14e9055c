"""JSON files of twitter-web-exporter: https://github.com/prinsss/twitter-web-exporter (``columns-tweet.tsx``).

An array of tweets with the columns of the tool's CSV. With the option to include all metadata, each tweet also contains
the tweet as loaded by X's web pages, which is read instead, because it names the retweeted account and the links.
"""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from explorer.model.batches import Batch
from explorer.sources.formats.twitter_web import tweet_message
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import jsonl
from explorer.sources.parsing.jsonl import NotAMessage, Unusable
from explorer.sources.parsing.markup import hashtags_in
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions

_RETWEET: Final = re.compile(r"RT @([0-9A-Za-z_]{1,20}):")


class _Tweet(msgspec.Struct, gc=False):
    id: str | None = None
    created_at: str | None = None
    full_text: str | None = None
    screen_name: str | None = None
    name: str | None = None
    user_id: str | None = None
    in_reply_to: str | None = None
    retweeted_status: str | None = None
    quoted_status: str | None = None
    favorite_count: int | None = None
    retweet_count: int | None = None
    quote_count: int | None = None
    reply_count: int | None = None
    metadata: msgspec.Raw = msgspec.Raw()


class _Columns(msgspec.Struct, gc=False):
    """Columns by which the files are recognised; the values may be null."""

    id: str
    full_text: str
    screen_name: msgspec.Raw
    retweeted_status: msgspec.Raw
    quoted_status: msgspec.Raw
    profile_image_url: msgspec.Raw


_tweet = msgspec.json.Decoder(_Tweet).decode


def matches(file: InputFile) -> bool:
    """Whether one of the first values has the tool's columns."""
    return any(True for _ in jsonl.first_values(file, _Columns))


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read tweets."""
    without_metadata = 0

    def decode(value: bytes) -> list[Message | Unusable]:
        nonlocal without_metadata
        tweet = _tweet(value)
        if bytes(tweet.metadata)[:1] == b"{":
            return [tweet_message(bytes(tweet.metadata))]
        without_metadata += 1
        return [_message(tweet)]

    def notes() -> Iterator[str]:
        if without_metadata:
            yield (
                f"{without_metadata:,} tweets were exported without their metadata, so their links are missing; if "
                "possible, export them again with the option to include all metadata"
            )

    return jsonl.read_messages(file, options, decode, notes=notes)


def _message(tweet: _Tweet) -> Message:
    if tweet.id is None or tweet.full_text is None:
        raise NotAMessage("not a tweet")
    message = Message(
        message_id=tweet.id,
        account_id=tweet.user_id or (f"@{tweet.screen_name}" if tweet.screen_name else None),
        created_at=tweet.created_at,
        handle=tweet.screen_name,
        name=tweet.name,
    )
    if tweet.retweeted_status:
        author = _RETWEET.match(tweet.full_text)
        message.retweeted_id = tweet.retweeted_status
        message.retweeted_author_id = f"@{author[1]}" if author else None
        return message
    message.text = tweet.full_text
    message.likes = tweet.favorite_count
    message.replies = tweet.reply_count
    message.reposts = tweet.retweet_count
    message.quotes = tweet.quote_count
    message.reply_to_id = tweet.in_reply_to
    message.quoted_id = tweet.quoted_status
    message.hashtags = hashtags_in(tweet.full_text)
    return message


TWITTER_WEB_EXPORTER_JSON: Final = Parser(
    expects="a JSON array of tweets with id, full_text, screen_name, retweeted_status and quoted_status",
    matches=matches,
    read=read,
)
