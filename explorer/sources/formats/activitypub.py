"""Activities of ActivityPub: outboxes of the Fediverse's servers, and ``outbox.json`` of a Mastodon account's archive.

An ``Announce`` is a boost, a ``Create`` a post, and a ``Person`` an account (https://www.w3.org/TR/activitypub/). All
ids are URIs, the same as in Mastodon's API. A boost names the post, but not its author.
"""

from typing import Final

import msgspec

from explorer.sources.parsing.jsonl import NotAMessage, decoded
from explorer.sources.parsing.markup import links_in, text_of
from explorer.sources.parsing.messages import Message


class _Tag(msgspec.Struct, gc=False):
    type: str | None = None
    name: str | None = None


class _Object(msgspec.Struct, gc=False):
    """An activity, a post or an account; other objects are referenced by their URI."""

    id: str | None = None
    type: str | None = None
    actor: "_Object | str | None" = None
    object: "_Object | str | None" = None
    published: str | None = None
    content: str | None = None
    inReplyTo: "_Object | str | None" = None  # noqa: N815
    tag: list[_Tag] = []
    # the standard's name, and the names that other servers use
    quote: str | None = None
    quoteUri: str | None = None  # noqa: N815
    quoteUrl: str | None = None  # noqa: N815
    preferredUsername: str | None = None  # noqa: N815
    name: str | None = None
    summary: str | None = None


_NOT_MESSAGES: Final = {"Like": "a like", "Follow": "a follow", "Delete": "a deletion", "Update": "an edit"}
_decode = msgspec.json.Decoder(_Object).decode


def is_activity(value: bytes) -> bool:
    """Whether a value is an activity with a time, or an account."""
    found = decoded(_decode, value)
    if found is None:
        return False
    if found.type == "Person":
        return found.preferredUsername is not None
    return found.type in {"Create", "Announce"} and found.actor is not None and found.object is not None


def activity_message(value: bytes) -> Message:
    """Return the message of an activity or an account.

    Raises:
        NotAMessage: If the activity is neither a post nor a boost.
        msgspec.DecodeError: If it has another structure.
    """
    activity = _decode(value)
    actor, target = _uri(activity.actor), activity.object
    if activity.type == "Person":
        return Message(
            profile=True,
            account_id=activity.id,
            handle=activity.preferredUsername,
            name=activity.name,
            bio=None if activity.summary is None else text_of(activity.summary),
            account_created_at=activity.published,
        )
    if activity.type == "Announce":
        if _uri(target) is None:
            raise NotAMessage("a boost of a status without a URI")
        return Message(
            message_id=activity.id, account_id=actor, created_at=activity.published, retweeted_id=_uri(target)
        )
    if activity.type != "Create" or not isinstance(target, _Object):
        kind = activity.type or "an activity"
        raise NotAMessage(f"{_NOT_MESSAGES.get(kind, kind[:40])}, not a post or a boost")
    content = target.content or ""
    return Message(
        message_id=target.id,
        account_id=actor,
        created_at=target.published or activity.published,
        text=text_of(content),
        reply_to_id=_uri(target.inReplyTo),
        quoted_id=target.quote or target.quoteUri or target.quoteUrl,
        urls=list(links_in(content)),
        hashtags=[tag.name for tag in target.tag if tag.type == "Hashtag" and tag.name],
    )


def _uri(reference: _Object | str | None) -> str | None:
    return reference.id if isinstance(reference, _Object) else reference
