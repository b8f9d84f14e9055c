"""Bluesky: events of the network's stream, one per line, and posts from the API.

Supported are the events of both versions of Jetstream (https://github.com/bluesky-social/jetstream), the events of Tap
(https://github.com/bluesky-social/indigo, cmd/tap), which contain the same records one level deeper, and post views of
the API, including the field names of its Python client, which 4CAT stores.

A record's ``createdAt`` is set by the client and may be wrong. The time when the stream saw the record is stored next
to it. The parser uses the earlier of the two, as Bluesky itself does for sorting: a record cannot be created after it
was seen, so a ``createdAt`` in the future is ignored. The time seen is not enough on its own: a stream that catches up
after an outage or reads old repositories sees hours of activity within seconds, and all of it would look coordinated.
Clients can still backdate records.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from explorer.model.batches import Batch
from explorer.sources.formats.bluesky_records import Author, Commit, Embed, Event, External, Record, Ref
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import jsonl
from explorer.sources.parsing.jsonl import NotAMessage
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions
from explorer.sources.parsing.times import EARLIEST

POST: Final = "app.bsky.feed.post"
REPOST: Final = "app.bsky.feed.repost"
PROFILE: Final = "app.bsky.actor.profile"

_OTHER: Final = {"app.bsky.feed.like": "a like", "app.bsky.graph.follow": "a follow", "app.bsky.graph.block": "a block"}
_STATUSES: Final = {"takendown": "suspended", "suspended": "suspended", "deleted": "deleted"}
_ADDRESS = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/app\.bsky\.feed\.post/([A-Za-z0-9._:~-]+)")


_event = msgspec.json.Decoder(Event).decode
_record = msgspec.json.Decoder(Record).decode
_tap = msgspec.json.Decoder(Commit).decode


def matches(file: InputFile) -> bool:
    """Whether one of the first values is an event of the stream or a post view."""
    return any(_is_supported(event.payload or event) for event in jsonl.first_values(file, Event))


def _is_supported(event: Event) -> bool:
    if event.did is not None:
        change = event.commit or event.identity or event.account or event.collection
        return event.did.startswith("did:") and (change is not None or event.kind is not None)
    if event.author is not None:
        return event.author.did.startswith("did:") and (event.uri or "").startswith("at://")
    return event.user is not None or b'"rkey"' in bytes(event.record)


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read posts and reposts; changes of handle, status and profile are read as accounts."""
    return jsonl.read_messages(file, options, lambda line: [_message(_event(line))])


def _message(event: Event) -> Message:
    event = event.payload or event
    if event.author is not None and event.uri is not None:
        return _view_message(event, event.author, event.uri)
    if event.user is not None:
        return _status(event.user.did, active=event.user.isActive, status=event.user.status, handle=event.user.handle)
    did, seen = event.did, _time_seen(event)
    if did is not None and event.account is not None:
        return _status(did, active=event.account.active, status=event.account.status, at=_format_time(seen))
    if did is not None and event.identity is not None:
        return Message(profile=True, account_id=did, handle=_handle(event.identity.handle))
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
        created_at=_creation_time(record, seen),
    )
    if commit.collection == REPOST:
        message.retweeted_id, message.retweeted_author_id = _post_reference(record.subject)
        if message.retweeted_id is None:
            raise NotAMessage("a repost of something other than a post")
    else:
        _fill_post(message, record)
    return message


def _view_message(event: Event, author: Author, uri: str) -> Message:
    record = _record(event.record)
    message = Message(
        message_id=uri,
        account_id=author.did,
        created_at=_creation_time(record, _parse_time(event.indexedAt or event.indexed_at)),
        handle=_handle(author.handle),
        name=author.displayName or author.display_name,
        likes=_first_known(event.likeCount, event.like_count),
        replies=_first_known(event.replyCount, event.reply_count),
        reposts=_first_known(event.repostCount, event.repost_count),
        quotes=_first_known(event.quoteCount, event.quote_count),
    )
    _fill_post(message, record)
    return message


def _fill_post(message: Message, post: Record) -> None:
    """Copy the content of a post's record into a message."""
    embed = post.embed or Embed()
    features = [feature for facet in post.facets or [] for feature in facet.features]
    external = embed.external or (embed.media.external if embed.media else None) or External()
    message.text = post.text
    message.language = post.langs[0] if post.langs else None
    message.reply_to_id, message.reply_to_author_id = _post_reference(post.reply.parent if post.reply else None)
    # if the post also has media, the quoted post is one level deeper
    message.quoted_id, message.quoted_author_id = _post_reference(
        embed.record.record or embed.record if embed.record else None
    )
    message.urls = [uri for uri in (*(feature.uri for feature in features), external.uri) if uri]
    message.hashtags = [tag for tag in (*(feature.tag for feature in features), *(post.tags or [])) if tag]


def _status(did: str, *, active: bool, status: str | None, handle: str | None = None, at: str | None = None) -> Message:
    # Ignore "active": every new account is announced as active, and the first status of an account in a file counts,
    # so that it would hide a suspension a day later.
    inactive_status = None if active else _STATUSES.get(status or "")
    if inactive_status is None and handle is None:
        state = "active" if active else (status or "inactive")[:40]
        raise NotAMessage(f"account status {state}; only suspended and deleted are imported")
    return Message(profile=True, account_id=did, handle=_handle(handle), status=inactive_status, status_at=at)


def _post_reference(reference: Ref | None) -> tuple[str | None, str | None]:
    """Return the URI of the referenced post and its author's id; None for both if it is a list or a feed."""
    match = _ADDRESS.fullmatch(reference.uri or "") if reference else None
    return (match[0], match[1]) if match else (None, None)


def _handle(handle: str | None) -> str | None:
    # Bluesky's placeholder for a handle that failed verification
    return None if handle == "handle.invalid" else handle


def _creation_time(record: Record, seen: datetime | None) -> str | None:
    created_at_text = record.createdAt or record.created_at
    claimed = _parse_time(created_at_text)
    if seen is None:
        return created_at_text
    return _format_time(seen if claimed is None or claimed < EARLIEST else min(claimed, seen))


def _time_seen(event: Event) -> datetime | None:
    if event.time_us is None:
        return _parse_time(event.time)
    try:
        return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=event.time_us)
    except OverflowError:
        return None


def _parse_time(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _format_time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="milliseconds")


def _first_known(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)


BLUESKY: Final = Parser(
    expects="JSON lines with did and commit or collection, or with uri, author and record",
    matches=matches,
    read=read,
)
