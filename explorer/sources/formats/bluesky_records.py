"""Data types for the events, records and accounts of Bluesky's streams and API."""

import msgspec


class Ref(msgspec.Struct, gc=False):
    """A reference to a record by its URI."""

    uri: str | None = None
    record: "Ref | None" = None


class External(msgspec.Struct, gc=False):
    """A link with a preview."""

    uri: str | None = None


class Media(msgspec.Struct, gc=False):
    """Pictures, a video or a link next to a quoted post."""

    external: External | None = None


class Embed(msgspec.Struct, gc=False):
    """Content embedded in a post: a link, a quoted post or media."""

    external: External | None = None
    record: Ref | None = None
    media: Media | None = None


class Feature(msgspec.Struct, gc=False):
    """A link or a hashtag in the text of a post."""

    uri: str | None = None
    tag: str | None = None


class Facet(msgspec.Struct, gc=False):
    """A range of text with features."""

    features: list[Feature] = []


class Reply(msgspec.Struct, gc=False):
    """The post that a post replies to."""

    parent: Ref | None = None


class Record(msgspec.Struct, gc=False):
    """A post, a repost or a profile, depending on its collection."""

    createdAt: str | None = None  # noqa: N815 - as in the data
    created_at: str | None = None
    subject: Ref | None = None
    text: str | None = None
    langs: list[str] | None = None
    reply: Reply | None = None
    embed: Embed | None = None
    facets: list[Facet] | None = None
    tags: list[str] | None = None
    displayName: str | None = None  # noqa: N815
    description: str | None = None


class Commit(msgspec.Struct, gc=False):
    """A change of one record."""

    collection: str
    rkey: str
    operation: str | None = None
    action: str | None = None
    did: str | None = None
    # raw, because only records of supported collections decode as `Record`
    record: msgspec.Raw = msgspec.Raw()


class Identity(msgspec.Struct, gc=False):
    """A change of an account's handle."""

    handle: str | None = None


class Account(msgspec.Struct, gc=False):
    """A change of an account's status."""

    active: bool
    status: str | None = None


class User(msgspec.Struct, gc=False):
    """An account in events of Tap."""

    did: str
    handle: str | None = None
    isActive: bool = True  # noqa: N815
    status: str | None = None


class Author(msgspec.Struct, gc=False):
    """An account in answers of the API, with more or fewer of its fields."""

    did: str
    handle: str | None = None
    displayName: str | None = None  # noqa: N815
    display_name: str | None = None
    description: str | None = None
    createdAt: str | None = None  # noqa: N815
    created_at: str | None = None
    followersCount: int | None = None  # noqa: N815
    followers_count: int | None = None
    followsCount: int | None = None  # noqa: N815
    follows_count: int | None = None


class View(msgspec.Struct, gc=False):
    """A post as the API shows it."""

    uri: str | None = None
    author: Author | None = None
    # raw, because only records of supported collections decode as `Record`
    record: msgspec.Raw = msgspec.Raw()
    indexedAt: str | None = None  # noqa: N815
    indexed_at: str | None = None
    likeCount: int | None = None  # noqa: N815
    like_count: int | None = None
    replyCount: int | None = None  # noqa: N815
    reply_count: int | None = None
    repostCount: int | None = None  # noqa: N815
    repost_count: int | None = None
    quoteCount: int | None = None  # noqa: N815
    quote_count: int | None = None


class Reason(msgspec.Struct, gc=False):
    """Why a post is in a feed: an account reposted it, or its author pinned it."""

    by: Author | None = None
    uri: str | None = None
    indexedAt: str | None = None  # noqa: N815
    indexed_at: str | None = None


class FeedItem(msgspec.Struct, gc=False):
    """A post in a feed, or in a thread with its ancestors and replies."""

    post: msgspec.Raw = msgspec.Raw()
    reason: Reason | None = None
    thread: "FeedItem | None" = None
    parent: "FeedItem | None" = None
    replies: list["FeedItem"] | None = None
    uri: str | None = None


class Event(View, gc=False):
    """An event or a post view, with the top-level fields of all variants."""

    did: str | None = None
    kind: str | None = None
    time_us: int | None = None
    time: str | None = None
    commit: Commit | None = None
    identity: Identity | None = None
    account: Account | None = None
    user: User | None = None
    payload: "Event | None" = None
    # version 2 of Jetstream, where the fields of the commit are in the event itself
    collection: str | None = None
    rkey: str | None = None
    operation: str | None = None
    # profiles
    handle: str | None = None
    # lists of records
    value: msgspec.Raw = msgspec.Raw()
    # items of feeds, and threads
    post: msgspec.Raw = msgspec.Raw()
    thread: msgspec.Raw = msgspec.Raw()
