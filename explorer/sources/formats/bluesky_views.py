"""Answers of Bluesky's API: post views, feeds, threads, profiles and lists of records.

The shapes are those of the lexicons (https://github.com/bluesky-social/atproto, ``lexicons/app/bsky`` and
``lexicons/com/atproto/repo``), and of the API's Python client, which writes its fields in snake case.
"""

from collections.abc import Iterator
from functools import partial
from typing import Final

import msgspec

from explorer.sources.formats.bluesky_posts import creation_time, fill_post, known_handle, parse_time
from explorer.sources.formats.bluesky_records import Author, FeedItem, Reason, Record, View
from explorer.sources.parsing.envelopes import Envelopes
from explorer.sources.parsing.jsonl import NotAMessage, Unusable, each_item
from explorer.sources.parsing.messages import Message

_NO_TIME: Final = (
    "getRepostedBy does not say when an account reposted, and a retweet needs its time; "
    "use getAuthorFeed or listRecords (app.bsky.feed.repost) of the account"
)
_HIDDEN: Final = "a post that was deleted or is hidden"
ENVELOPES: Final = Envelopes(
    {
        # getAuthorFeed, getTimeline, getFeed, getListFeed, getActorLikes
        "feed": None,
        # searchPosts, getPosts, getQuotes
        "posts": None,
        # getPostThreadV2
        "thread": None,
        # listNotifications
        "notifications": None,
        # com.atproto.repo.listRecords
        "records": None,
        # getProfiles, searchActors, getFollowers, getFollows
        **dict.fromkeys(("profiles", "actors", "followers", "follows"), None),
        **dict.fromkeys(("repostedBy", "reposted_by"), _NO_TIME),
        "likes": "a like, not a post or a repost",
    },
    marks=(
        frozenset({"uri", "repostedBy"}),
        frozenset({"uri", "reposted_by"}),
        *(frozenset({name, "cursor"}) for name in ("feed", "posts", "records", "actors")),
    ),
)
"""Keys of the API's answers that contain items."""


_record = msgspec.json.Decoder(Record).decode
_view = msgspec.json.Decoder(View).decode
feed_item = msgspec.json.Decoder(FeedItem).decode


def feed_rows(item: FeedItem) -> Iterator[Message | Unusable]:
    """Yield the post or the repost of a feed, or all posts of a thread, the deepest reply last."""
    waiting = [item.thread or item]
    while waiting:
        current = waiting.pop()
        if bytes(current.post):
            yield from each_item([current.post], partial(_feed_post, reason=current.reason))
        else:
            yield Unusable(msgspec.json.encode({"uri": current.uri}).decode(), _HIDDEN)
        waiting += [*reversed(current.replies or []), *([current.parent] if current.parent else [])]


def _feed_post(value: bytes, reason: Reason | None) -> list[Message]:
    post = view_message(_view(value))
    return [post if reason is None or reason.by is None else _repost(post, reason, reason.by)]


def _repost(post: Message, reason: Reason, by: Author) -> Message:
    return Message(
        # older answers do not contain the URI of the repost
        message_id=reason.uri or f"{by.did}:{post.message_id}",
        account_id=by.did,
        created_at=reason.indexedAt or reason.indexed_at,
        handle=known_handle(by.handle),
        name=by.displayName or by.display_name,
        retweeted_id=post.message_id,
        retweeted_author_id=post.account_id,
        inside=[post],
    )


def view_message(view: View) -> Message:
    """Return the message of a post view.

    Raises:
        NotAMessage: If it has no author.
        msgspec.DecodeError: If its record is not a post.
    """
    author = view.author
    if author is None:
        raise NotAMessage(_HIDDEN)
    record = _record(view.record)
    message = Message(
        message_id=view.uri,
        account_id=author.did,
        created_at=creation_time(record, parse_time(view.indexedAt or view.indexed_at)),
        handle=known_handle(author.handle),
        name=author.displayName or author.display_name,
        likes=_first_known(view.likeCount, view.like_count),
        replies=_first_known(view.replyCount, view.reply_count),
        reposts=_first_known(view.repostCount, view.repost_count),
        quotes=_first_known(view.quoteCount, view.quote_count),
    )
    fill_post(message, record)
    return message


def profile_message(author: Author) -> Message:
    """Return the message of a profile."""
    return Message(
        profile=True,
        account_id=author.did,
        handle=known_handle(author.handle),
        name=author.displayName or author.display_name,
        bio=author.description,
        account_created_at=author.createdAt or author.created_at,
        followers=_first_known(author.followersCount, author.followers_count),
        following=_first_known(author.followsCount, author.follows_count),
    )


def _first_known(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)
