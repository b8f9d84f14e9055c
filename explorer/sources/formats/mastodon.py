"""Mastodon: statuses and accounts from the API and the streams, and outboxes; Truth Social uses the same structure.

Answers are opened: arrays, searches (``statuses``, ``accounts``) and the context of a status (``ancestors``,
``descendants``). The names are those of https://docs.joinmastodon.org/entities/.

The ids in Mastodon's responses are local to the instance that was queried. The URI of a status or an account is the
same on all instances, so it serves as the id here, and captures from several instances can be combined. Truth Social is
a single instance that does not federate; its own ids are used.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

import msgspec

from explorer.model.batches import Batch
from explorer.sources.formats.activitypub import activity_message, is_activity
from explorer.sources.formats.gab_web import ADDRESS as GAB
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import envelopes, jsonl
from explorer.sources.parsing.jsonl import NotAMessage, Unusable, decoded
from explorer.sources.parsing.markup import links_in, text_of
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions

_TRUTH_SOCIAL: Final = "https://truthsocial.com/"


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


class _Value(_Account, gc=False, kw_only=True):
    """A status, an account, an event of a stream, or a record of a browser extension, depending on its fields."""

    event: str | None = None
    payload: str | None = None
    data: msgspec.Raw = msgspec.Raw()
    account: msgspec.Raw = msgspec.Raw()
    content: msgspec.Raw = msgspec.Raw()
    status: msgspec.Raw = msgspec.Raw()
    actor: msgspec.Raw = msgspec.Raw()
    type: str | None = None


_value = msgspec.json.Decoder(_Value).decode
_status = msgspec.json.Decoder(_Status).decode
_quoted = msgspec.json.Decoder(_Quote).decode
_quoted_status = msgspec.json.Decoder(_Status | None).decode


ENVELOPES: Final = envelopes.Envelopes(
    {
        # search
        **dict.fromkeys(("accounts", "statuses")),
        "hashtags": "a hashtag, not a status",
        # the context of a status
        **dict.fromkeys(("ancestors", "descendants")),
        # outboxes of ActivityPub
        **dict.fromkeys(("first", "orderedItems", "items")),
    },
    marks=(frozenset({"accounts", "statuses", "hashtags"}), frozenset({"ancestors", "descendants"})),
)


def matches(file: InputFile) -> bool:
    """Whether a file begins with Mastodon statuses or accounts, answers with them, or events of a stream."""
    if file.parquet:
        return False
    items = list(envelopes.first_items(file, ENVELOPES))
    address = _first_address(items)
    if address is not None:
        return not address.startswith((_TRUTH_SOCIAL, GAB))
    return any(ENVELOPES.is_marked(item) or _is_event(item) or is_activity(item) for item in items)


def matches_truth(file: InputFile) -> bool:
    """Whether a file begins with Truth Social statuses or accounts."""
    return (_first_address(envelopes.first_items(file, ENVELOPES)) or "").startswith(_TRUTH_SOCIAL)


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read Mastodon statuses; boosted and quoted statuses and their authors are extracted too."""
    return jsonl.read_messages(file, options, lambda line: _rows(line, local=False), pages=True)


def read_truth(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read Truth Social statuses."""
    return jsonl.read_messages(file, options, lambda line: _rows(line, local=True), pages=True)


def _first_address(items: Iterable[bytes]) -> str | None:
    """Return the address of the first status or account; None if there is none, "" if it has no address."""
    for item in items:
        try:
            value = _value(item)
            if bytes(value.account) or bytes(value.data) or value.event is not None:
                status = _status_of(item, value)
                if status.content is not None:
                    return status.account.url or status.account.uri or status.url or status.uri or ""
            elif value.acct is not None and value.followers_count is not None:
                return value.url or value.uri or ""
        except (ValueError, NotAMessage, RecursionError):  # msgspec's errors are ValueErrors
            continue
    return None


def _is_event(item: bytes) -> bool:
    """Whether a value is an event of a stream, even one without a status, or a notification."""
    value = decoded(_value, item)
    if value is None:
        return False
    is_notification = value.type is not None and bytes(value.account) != b"" and bytes(value.status)[:1] == b"{"
    return is_notification or (value.event is not None and value.payload is not None)


def _rows(line: bytes, *, local: bool) -> list[Message | Unusable]:
    statuses: list[tuple[_Status, Message]] = []
    rows = list(envelopes.opened(lambda value: [_decoded(value, statuses, local=local)], ENVELOPES)(line))
    if not local and len(statuses) > 1:
        _connect_replies(statuses)
    return rows


def _decoded(item: bytes, statuses: list[tuple[_Status, Message]], *, local: bool) -> Message:
    """Return the message of an item; if it is a status, append it to ``statuses``."""
    value = _value(item)
    if bytes(value.actor) or value.type == "Person":
        return activity_message(item)
    if not bytes(value.account) and value.acct is not None:
        return _profile(value, local=local)
    if bytes(value.status):
        raise NotAMessage("a notification, not a status")
    status = _status_of(item, value)
    message = _message(status, local=local)
    statuses.append((status, message))
    return message


def _status_of(item: bytes, value: _Value) -> _Status:
    if bytes(value.data):
        return _status(value.data)
    if value.event is None or bytes(value.account):
        return _status(item)
    if value.event not in {"update", "status.update"} or value.payload is None:
        raise NotAMessage(f"not a status ({value.event[:40]})")
    return _status(value.payload)


def _connect_replies(statuses: Sequence[tuple[_Status, Message]]) -> None:
    # the local id of the status replied to is useful only if the page contains that status
    by_id = {status.id: message for status, message in statuses if status.id is not None}
    for status, message in statuses:
        parent = by_id.get(status.in_reply_to_id or "")
        if parent is not None and status.reblog is None:
            message.reply_to_id, message.reply_to_author_id = parent.message_id, parent.account_id


def _profile(account: _Account, *, local: bool) -> Message:
    return Message(
        profile=True,
        account_id=_account_id(account, local=local),
        handle=_handle(account, local=local),
        name=account.display_name,
        bio=None if account.note is None else text_of(account.note),
        account_created_at=account.created_at,
        followers=account.followers_count,
        following=account.following_count,
        status="suspended" if account.suspended else None,
    )


def _message(status: _Status, *, local: bool, extract_inner: bool = True) -> Message:
    account, original = status.account, status.reblog
    message = _profile(account, local=local)
    message.profile = None
    message.message_id, message.created_at = status.id if local else status.uri, status.created_at
    if original is not None:
        message.retweeted_id = original.id if local else original.uri
        message.retweeted_author_id = _account_id(original.account, local=local)
        if message.retweeted_id is None:
            raise NotAMessage("a boost of a status without a URI")
        if extract_inner:
            message.inside = [_message(original, local=local, extract_inner=False)]
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
    elif status.in_reply_to_account_id is not None and status.in_reply_to_account_id == account.id:
        message.reply_to_author_id = message.account_id
    quoted = _quoted_in(status.quote, local=local)
    if quoted is not None:
        message.quoted_id = quoted.id if local else quoted.uri
        message.quoted_author_id = _account_id(quoted.account, local=local)
        if extract_inner:
            message.inside = [_message(quoted, local=local, extract_inner=False)]
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
    expects="JSON with account, created_at, content and reblog, or answers with statuses or accounts",
    matches=matches,
    read=read,
)
TRUTH: Final = Parser(
    expects="JSON in Mastodon's structure, from truthsocial.com",
    matches=matches_truth,
    read=read_truth,
)
