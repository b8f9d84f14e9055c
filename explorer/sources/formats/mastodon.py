"""Mastodon: statuses from the API and the streams, one or a page per line; Truth Social uses the same structure.

The ids in Mastodon's responses are local to the instance that was queried. The URI of a status or an account is the
same on all instances, so it serves as the id here, and captures from several instances can be combined. Truth Social is
a single instance that does not federate; its own ids are used.
"""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

import msgspec

from explorer.model.batches import Batch
from explorer.sources.io import documents
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import jsonl
from explorer.sources.parsing.jsonl import NotAMessage
from explorer.sources.parsing.markup import links_in, text_of
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions


class _Account(msgspec.Struct, gc=False):
    id: str | None = None
    acct: str | None = None
    username: str | None = None
    uri: str | None = None
    url: str | None = None
    display_name: str | None = None
    note: str | None = None
    created_at: str | None = None
    followers_count: int | None = None
    following_count: int | None = None
    suspended: bool | None = None


class _Tag(msgspec.Struct, gc=False):
    name: str | None = None


class _Card(msgspec.Struct, gc=False):
    url: str | None = None


class _Mention(msgspec.Struct, gc=False):
    id: str | None = None


class _Quote(msgspec.Struct, gc=False):
    quoted_status: "_Status | None" = None


class _Status(msgspec.Struct, gc=False):
    account: _Account
    created_at: str
    id: str | None = None
    uri: str | None = None
    url: str | None = None
    content: str | None = None
    language: str | None = None
    reblog: "_Status | None" = None
    reblogs_count: int | None = None
    replies_count: int | None = None
    favourites_count: int | None = None
    quotes_count: int | None = None
    in_reply_to_id: str | None = None
    in_reply_to_account_id: str | None = None
    tags: list[_Tag] | None = None
    card: _Card | None = None
    # Mastodon: state and status of the quote; Truth Social: the quoted status itself
    quote: msgspec.Raw = msgspec.Raw()
    quote_id: str | None = None


class _StreamedLine(msgspec.Struct, gc=False):
    """A status, an event of a stream, or a record of a browser extension, depending on which fields are set."""

    event: str | None = None
    payload: str | None = None
    data: msgspec.Raw = msgspec.Raw()
    account: msgspec.Raw = msgspec.Raw()


_streamed = msgspec.json.Decoder(_StreamedLine).decode
_status = msgspec.json.Decoder(_Status).decode
_page = msgspec.json.Decoder(list[_Status]).decode
_quoted = msgspec.json.Decoder(_Quote).decode
_quoted_status = msgspec.json.Decoder(_Status | None).decode


def matches(file: InputFile) -> bool:
    """Whether a file begins with Mastodon statuses, a page of them, or events of a stream."""
    status = None if file.parquet else _first_status(file)
    return not _is_truth_social(status) if status is not None else not file.parquet and _has_stream_events(file)


def matches_truth(file: InputFile) -> bool:
    """Whether a file begins with Truth Social statuses."""
    status = None if file.parquet else _first_status(file)
    return status is not None and _is_truth_social(status)


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read Mastodon statuses; boosted and quoted statuses and their authors are extracted too."""
    return jsonl.read_messages(file, options, lambda line: _messages(line, local=False), pages=True)


def read_truth(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read Truth Social statuses."""
    return jsonl.read_messages(file, options, lambda line: _messages(line, local=True), pages=True)


def _first_status(file: InputFile) -> _Status | None:
    """Return the first status of a file, None if it does not begin with one."""
    for value in documents.beginnings(file):
        try:
            statuses = _statuses(value.encode())
        except (ValueError, NotAMessage, RecursionError):  # msgspec's errors are ValueErrors
            continue
        if statuses and statuses[0].content is not None:
            return statuses[0]
    return None


def _has_stream_events(file: InputFile) -> bool:
    """Whether one of the first values is an event of a stream, even one without a status."""
    return any(line.event is not None and line.payload is not None for line in jsonl.first_values(file, _StreamedLine))


def _is_truth_social(status: _Status) -> bool:
    address = status.account.url or status.account.uri or status.url or status.uri or ""
    return address.startswith("https://truthsocial.com/")


def _statuses(line: bytes) -> list[_Status]:
    if line.lstrip()[:1] == b"[":
        return _page(line)
    streamed = _streamed(line)
    if bytes(streamed.data):
        return [_status(streamed.data)]
    if streamed.event is None or bytes(streamed.account):
        return [_status(line)]
    if streamed.event not in {"update", "status.update"} or streamed.payload is None:
        raise NotAMessage(f"not a status ({streamed.event[:40]})")
    return [_status(streamed.payload)]


def _messages(line: bytes, *, local: bool) -> list[Message]:
    statuses = _statuses(line)
    # the local id of the status replied to is useful only if the page contains that status
    statuses_by_id = {status.id: status for status in statuses if status.id is not None}
    return [_message(status, statuses_by_id, local=local) for status in statuses]


def _message(
    status: _Status, statuses_by_id: Mapping[str, _Status], *, local: bool, extract_inner: bool = True
) -> Message:
    account, original = status.account, status.reblog
    message = Message(
        message_id=status.id if local else status.uri,
        account_id=_account_id(account, local=local),
        created_at=status.created_at,
        handle=_handle(account, local=local),
        name=account.display_name,
        bio=None if account.note is None else text_of(account.note),
        account_created_at=account.created_at,
        followers=account.followers_count,
        following=account.following_count,
        status="suspended" if account.suspended else None,
    )
    if original is not None:
        message.retweeted_id = original.id if local else original.uri
        message.retweeted_author_id = _account_id(original.account, local=local)
        if message.retweeted_id is None:
            raise NotAMessage("a boost of a status without a URI")
        if extract_inner:
            message.inside = [_message(original, {}, local=local, extract_inner=False)]
        return message
    content = status.content or ""
    message.text = text_of(content)
    message.language = status.language
    message.likes = status.favourites_count
    message.replies = status.replies_count
    message.reposts = status.reblogs_count
    message.quotes = status.quotes_count
    message.urls = [*links_in(content), *([status.card.url] if status.card and status.card.url else [])]
    message.hashtags = [tag.name for tag in status.tags or [] if tag.name]
    if local:
        message.reply_to_id, message.reply_to_author_id = status.in_reply_to_id, status.in_reply_to_account_id
        message.quoted_id = status.quote_id
    elif (parent := statuses_by_id.get(status.in_reply_to_id or "")) is not None:
        message.reply_to_id, message.reply_to_author_id = parent.uri, _account_id(parent.account, local=local)
    elif status.in_reply_to_account_id is not None and status.in_reply_to_account_id == account.id:
        message.reply_to_author_id = message.account_id
    quoted = _quoted_in(status.quote, local=local)
    if quoted is not None:
        message.quoted_id = quoted.id if local else quoted.uri
        message.quoted_author_id = _account_id(quoted.account, local=local)
        if extract_inner:
            message.inside = [_message(quoted, {}, local=local, extract_inner=False)]
    return message


def _quoted_in(raw: msgspec.Raw, *, local: bool) -> _Status | None:
    """Return the quoted status if it is included. Formats of Mastodon forks that cannot be decoded are ignored."""
    try:
        return (_quoted_status(raw) if local else _quoted(raw).quoted_status) if bytes(raw) else None
    except (msgspec.DecodeError, RecursionError):
        return None


def _account_id(account: _Account, *, local: bool) -> str | None:
    if local:
        return account.id
    # without a domain, the name is local to an instance, which is unknown
    return account.uri or account.url or (f"@{account.acct}" if "@" in (account.acct or "") else None)


def _handle(account: _Account, *, local: bool) -> str | None:
    name = account.acct or account.username
    if name is None or local or "@" in name:
        return name
    try:
        host = urlsplit(account.url or account.uri or "").hostname
    except ValueError:
        return name
    return f"{name}@{host}" if host else name


MASTODON: Final = Parser(
    expects="JSON lines with account, created_at, content and reblog",
    matches=matches,
    read=read,
)
TRUTH: Final = Parser(
    expects="JSON lines in Mastodon's structure, from truthsocial.com",
    matches=matches_truth,
    read=read_truth,
)
