"""The archive that X gives to its users: ``tweets.js``, with all tweets of one account.

The file is JavaScript: ``window.YTD.tweets.part0 = [ {"tweet": {…}}, … ]``, with the fields of API v1.1 without the
author. The author is in ``account.js`` of the same archive, which is read if it lies in the same folder. Retweets have
only the text ``RT @handle: …`` and the id of the account in the mentions. How these files are used is shown by
https://github.com/timhutton/twitter-archive-parser.
"""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from explorer.common.errors import InputError
from explorer.model.batches import Batch
from explorer.sources.formats.twitter_legacy import Status, fill_post
from explorer.sources.io import documents
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import jsonl
from explorer.sources.parsing.jsonl import NotAMessage, Unusable
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions

_BEGINNING: Final = re.compile(r"\s*window\.YTD\.(?:tweets?|deleted_tweets|community_tweets?)\.part[0-9]+\s*=\s*")
_ACCOUNT_BEGINNING: Final = re.compile(r"\A\s*window\.YTD\.account\.part[0-9]+\s*=\s*")
# account.js belongs to files with their original names; a renamed file may come from another archive
_ORIGINAL_NAME: Final = re.compile(r"(?:deleted-|community-)?tweets?(?:-part[0-9]+)?\.js")
_ACCOUNT_FILE: Final = "account.js"
_RETWEET: Final = re.compile(r"RT @([0-9A-Za-z_]{1,20}):")


class _Mention(msgspec.Struct, gc=False):
    screen_name: str | None = None
    id_str: str | None = None


class _Mentions(msgspec.Struct, gc=False):
    user_mentions: list[_Mention] = []


class _Tweet(Status, gc=False, kw_only=True):
    created_at: str | None = None


class _TweetMentions(msgspec.Struct, gc=False):
    entities: _Mentions | None = None


class _Wrapped(msgspec.Struct, gc=False):
    """An item; archives of 2018 contain the tweet itself."""

    tweet: msgspec.Raw = msgspec.Raw()
    id_str: str | None = None


class _Account(msgspec.Struct, gc=False):
    accountId: str  # noqa: N815 - as in the data
    username: str | None = None
    accountDisplayName: str | None = None  # noqa: N815
    createdAt: str | None = None  # noqa: N815


class _WrappedAccount(msgspec.Struct, gc=False):
    account: _Account


_wrapped = msgspec.json.Decoder(_Wrapped).decode
# numbers are text in the archive
_tweet = msgspec.json.Decoder(_Tweet, strict=False).decode
_mentions = msgspec.json.Decoder(_TweetMentions).decode
_accounts = msgspec.json.Decoder(list[_WrappedAccount]).decode


def matches(file: InputFile) -> bool:
    """Whether a file begins as the archive's files with tweets do."""
    return not file.parquet and _BEGINNING.match(file.text) is not None


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read the tweets of one account."""
    author = _author(file)

    def decode(value: bytes) -> list[Message | Unusable]:
        return [_message(value, author)]

    def notes() -> Iterator[str]:
        yield (
            "the archive names the retweeted account but not the tweet; use --signal co-amplify to compare accounts"
            if author
            else f"{file.name} does not name the author of its tweets, so they are read without author and retweets "
            f"are rejected; import the file from the archive's folder, next to {_ACCOUNT_FILE}"
        )

    return jsonl.read_messages(file, options, decode, parts=_values(file), notes=notes)


def _values(file: InputFile) -> Iterator[documents.Values]:
    at_start = True

    def split(text: str, number: int, bad_lines: dict[int, str]) -> tuple[list[documents.Value], str, int]:
        nonlocal at_start
        beginning = _BEGINNING.match(text) if at_start else None
        at_start = False
        if beginning is not None:
            number += text.count("\n", 0, beginning.end())
            text = text[beginning.end() :]
        return documents.split_values(text, number, bad_lines)

    return documents.read_values(file, split)


def _author(file: InputFile) -> _Account | None:
    """Return the account in the file ``account.js`` next to this one, None if there is none."""
    if not _ORIGINAL_NAME.fullmatch(file.location.name):
        return None
    try:
        location = file.location.beside(_ACCOUNT_FILE)
        text = InputFile.open(location).text if location else ""
        accounts = _accounts(_ACCOUNT_BEGINNING.sub("", text, count=1))
    except (InputError, msgspec.DecodeError, RecursionError):
        return None
    return accounts[0].account if len(accounts) == 1 else None


def _message(value: bytes, author: _Account | None) -> Message:
    wrapped = _wrapped(value)
    if bytes(wrapped.tweet):
        value = bytes(wrapped.tweet)
    elif wrapped.id_str is None:
        raise NotAMessage("not a tweet")
    tweet = _tweet(value)
    message = Message(message_id=tweet.id_str, created_at=tweet.created_at)
    if author is not None:
        message.account_id = author.accountId
        message.handle = author.username
        message.name = author.accountDisplayName
        message.account_created_at = author.createdAt
    retweet = _RETWEET.match(tweet.full_text or "")
    if retweet is None:
        fill_post(message, tweet, tweet.full_text, tweet.entities)
        return message
    handle = retweet[1]
    ids = (
        mention.id_str
        for mention in (_mentions(value).entities or _Mentions()).user_mentions
        if (mention.screen_name or "").lower() == handle.lower() and (mention.id_str or "").isdecimal()
    )
    message.retweeted_author_id = next(ids, None) or f"@{handle}"
    return message


X_ARCHIVE: Final = Parser(
    expects="JavaScript that begins with window.YTD.tweets.part0 = [, as tweets.js of X's archive",
    matches=matches,
    read=read,
)
