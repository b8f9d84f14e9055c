"""Fields of Bluesky's records that events and the API share: content, references and times."""

import re
from datetime import UTC, datetime

from explorer.sources.formats.bluesky_records import Embed, External, Record, Ref
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.times import EARLIEST

_ADDRESS = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/app\.bsky\.feed\.post/([A-Za-z0-9._:~-]+)")


def fill_post(message: Message, post: Record) -> None:
    """Copy the content of a post's record into a message."""
    embed = post.embed or Embed()
    features = [feature for facet in post.facets or [] for feature in facet.features]
    external = embed.external or (embed.media.external if embed.media else None) or External()
    message.text = post.text
    message.language = post.langs[0] if post.langs else None
    message.reply_to_id, message.reply_to_author_id = post_reference(post.reply.parent if post.reply else None)
    # if the post also has media, the quoted post is one level deeper
    message.quoted_id, message.quoted_author_id = post_reference(
        embed.record.record or embed.record if embed.record else None
    )
    message.urls = [uri for uri in (*(feature.uri for feature in features), external.uri) if uri]
    message.hashtags = [tag for tag in (*(feature.tag for feature in features), *(post.tags or [])) if tag]


def post_reference(reference: Ref | None) -> tuple[str | None, str | None]:
    """Return the URI of the referenced post and its author's id; None for both if it is a list or a feed."""
    match = _ADDRESS.fullmatch(reference.uri or "") if reference else None
    return (match[0], match[1]) if match else (None, None)


def known_handle(handle: str | None) -> str | None:
    """Return the handle; None for Bluesky's placeholder for a handle that failed verification."""
    return None if handle == "handle.invalid" else handle


def creation_time(record: Record, seen: datetime | None) -> str | None:
    """Return the time of a record: the earlier of the time that the client claims and the time when it was seen."""
    created_at_text = record.createdAt or record.created_at
    claimed = parse_time(created_at_text)
    if seen is None:
        return created_at_text
    return format_time(seen if claimed is None or claimed < EARLIEST else min(claimed, seen))


def parse_time(text: str | None) -> datetime | None:
    """Return a time in UTC, None if the text is not a time."""
    try:
        moment = datetime.fromisoformat(text or "")
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def format_time(moment: datetime | None) -> str | None:
    """Return a time as text, with milliseconds."""
    return None if moment is None else moment.isoformat(timespec="milliseconds")
