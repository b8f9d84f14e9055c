"""Bluesky: events of the network's stream, and answers of the API.

Supported are the events of both versions of Jetstream (https://github.com/bluesky-social/jetstream), the events of Tap
(https://github.com/bluesky-social/indigo, cmd/tap), which contain the same records one level deeper, and post views of
the API, including the field names of its Python client, which 4CAT stores. Answers of the API are opened (see
`explorer.sources.formats.bluesky_views`).

A record's ``createdAt`` is set by the client and may be wrong. The time when the stream saw the record is stored next
to it. The parser uses the earlier of the two, as Bluesky itself does for sorting: a record cannot be created after it
was seen, so a ``createdAt`` in the future is ignored. The time seen is not enough on its own: a stream that catches up
after an outage or reads old repositories sees hours of activity within seconds, and all of it would look coordinated.
Clients can still backdate records.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from explorer.model.batches import Batch
from explorer.sources.formats.bluesky_posts import (
    creation_time,
    fill_post,
    format_time,
    known_handle,
    parse_time,
    post_reference,
)
from explorer.sources.formats.bluesky_records import Author, Commit, Event, Record
from explorer.sources.formats.bluesky_views import ENVELOPES, feed_item, feed_rows, profile_message, view_message
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import envelopes, jsonl
from explorer.sources.parsing.jsonl import NotAMessage, Unusable, decoded
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions

POST: Final = "app.bsky.feed.post"
REPOST: Final = "app.bsky.feed.repost"
PROFILE: Final = "app.bsky.actor.profile"

_OTHER: Final = {"app.bsky.feed.like": "a like", "app.bsky.graph.follow": "a follow", "app.bsky.graph.block": "a block"}
_STATUSES: Final = {"takendown": "suspended", "suspended": "suspended", "deleted": "deleted"}
_RECORD = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/([A-Za-z0-9.-]+)/([A-Za-z0-9._:~-]+)")


_event = msgspec.json.Decoder(Event).decode
_record = msgspec.json.Decoder(Record).decode
_tap = msgspec.json.Decoder(Commit).decode


_author = msgspec.json.Decoder(Author).decode


def matches(file: InputFile) -> bool:
    """Whether one of the first values is an event of the stream, or an answer or an item of the API."""
    return any(ENVELOPES.is_marked(value) or _is_supported(value) for value in envelopes.first_items(file, ENVELOPES))


def _is_supported(value: bytes) -> bool:
    event = decoded(_event, value)
    if event is None:
        return False
    event = event.payload or event
    if event.did is not None:
        change = event.commit or event.identity or event.account or event.collection or event.handle
        return event.did.startswith("did:") and (change is not None or event.kind is not None)
    if event.author is not None:
        return event.author.did.startswith("did:") and (event.uri or "").startswith("at://")
    item = bytes(event.post) or bytes(event.thread) or bytes(event.value)
    if item:
        return b'"at://did:' in value or b'"app.bsky.' in item
    return event.user is not None or b'"rkey"' in bytes(event.record)


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read posts and reposts; profiles and changes of handle and status are read as accounts."""
    return jsonl.read_messages(file, options, envelopes.opened(_rows, ENVELOPES))


def _rows(value: bytes) -> Iterable[Message | Unusable]:
    event = _event(value)
    event = event.payload or event
    if bytes(event.post) or bytes(event.thread)[:1] == b"{":
        return feed_rows(feed_item(value))
    if event.uri is not None and (event.author is not None or bytes(event.value)):
        return _record_rows(event, event.uri)
    if event.did is not None and event.handle is not None and event.commit is None:
        return [profile_message(_author(value))]
    return [_event_message(event)]


def _record_rows(event: Event, uri: str) -> Iterable[Message | Unusable]:
    """Return the message of a record with its URI: a post view, or an item of a list of records or of a thread."""
    address = _RECORD.fullmatch(uri)
    if address is None:
        raise NotAMessage("the URI does not name a record")
    did, collection, rkey = address.groups()
    if bytes(event.value):
        item = feed_item(event.value)
        if bytes(item.post):
            return feed_rows(item)
    elif collection == POST:
        return [view_message(event)]
    commit = Commit(collection, rkey, record=event.value if bytes(event.value) else event.record)
    return [_commit_message(did, commit, parse_time(event.indexedAt or event.indexed_at))]


def _event_message(event: Event) -> Message:
    if event.user is not None:
        return _status(event.user.did, active=event.user.isActive, status=event.user.status, handle=event.user.handle)
    did, seen = event.did, _time_seen(event)
    if did is not None and event.account is not None:
        return _status(did, active=event.account.active, status=event.account.status, at=format_time(seen))
    if did is not None and event.identity is not None:
        handle = known_handle(event.identity.handle)
        return Message(profile=True, account_id=did, handle=handle, seen_at=format_time(seen))
    commit = event.commit
    if commit is None and event.collection is not None:
        commit = Commit(event.collection, event.rkey or "", event.operation, record=event.record)
    elif commit is None and bytes(event.record):
        commit = _tap(event.record)
    if did is None and commit is not None:
        did = commit.did
    if did is None or commit is None:
        raise NotAMessage("not a post or a repost")
    return _commit_message(did, commit, seen)


def _commit_message(did: str, commit: Commit, seen: datetime | None) -> Message:
    operation = commit.operation or commit.action
    record_kind = {POST: "a post", REPOST: "a repost"}.get(commit.collection)
    if record_kind is None and commit.collection != PROFILE:
        other = _OTHER.get(commit.collection, f"a record of {commit.collection[:80]}")
        raise NotAMessage(f"{other}, not a post or a repost")
    if operation == "delete":
        raise NotAMessage(f"{record_kind or 'a profile'} was deleted; the event does not contain it")
    record = _record(commit.record)
    if commit.collection == PROFILE:
        return Message(profile=True, account_id=did, name=record.displayName, bio=record.description)
    message = Message(
        message_id=f"at://{did}/{commit.collection}/{commit.rkey}",
        account_id=did,
        created_at=creation_time(record, seen),
    )
    if commit.collection == REPOST:
        message.retweeted_id, message.retweeted_author_id = post_reference(record.subject)
        if message.retweeted_id is None:
            raise NotAMessage("a repost of something other than a post")
    else:
        fill_post(message, record)
    return message


def _status(did: str, *, active: bool, status: str | None, handle: str | None = None, at: str | None = None) -> Message:
    # Ignore "active": every new account is announced as active, and the first status of an account in a file counts,
    # so that it would hide a suspension a day later.
    inactive_status = None if active else _STATUSES.get(status or "")
    if inactive_status is None and handle is None:
        state = "active" if active else (status or "inactive")[:40]
        raise NotAMessage(f"account status {state}; only suspended and deleted are imported")
    return Message(profile=True, account_id=did, handle=known_handle(handle), status=inactive_status, status_at=at)


def _time_seen(event: Event) -> datetime | None:
    if event.time_us is None:
        return parse_time(event.time)
    try:
        return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=event.time_us)
    except OverflowError:
        return None


BLUESKY: Final = Parser(
    expects="JSON with did and commit or collection, or with uri, author and record, or answers with such items",
    matches=matches,
    read=read,
)
