"""Tweets in the format of Twitter API v1.1, which X's web pages still use in their ``legacy`` objects."""

import msgspec

from explorer.sources.parsing.messages import Message


class User(msgspec.Struct, gc=False, kw_only=True):
    """A user profile."""

    id_str: str | None = None
    screen_name: str | None = None
    name: str | None = None
    description: str | None = None
    location: str | None = None
    created_at: str | None = None
    followers_count: int | None = None
    friends_count: int | None = None


class Url(msgspec.Struct, gc=False):
    """A link; ``url`` is the shortened form."""

    expanded_url: str | None = None
    url: str | None = None


class Hashtag(msgspec.Struct, gc=False):
    """A hashtag."""

    text: str


class Entities(msgspec.Struct, gc=False):
    """Links and hashtags in the text of a tweet."""

    urls: list[Url] = []
    hashtags: list[Hashtag] = []


class Status(msgspec.Struct, gc=False, kw_only=True):
    """A tweet without its author and time."""

    id_str: str | None = None
    full_text: str | None = None
    lang: str | None = None
    favorite_count: int | None = None
    reply_count: int | None = None
    retweet_count: int | None = None
    quote_count: int | None = None
    entities: Entities | None = None
    in_reply_to_status_id_str: str | None = None
    in_reply_to_user_id_str: str | None = None
    quoted_status_id_str: str | None = None


def fill_post(message: Message, status: Status, text: str | None, entities: Entities | None) -> None:
    """Copy the content of a tweet that is not a retweet into a message, with its full text and entities."""
    message.text = text
    message.language = status.lang
    message.likes = status.favorite_count
    message.replies = status.reply_count
    message.reposts = status.retweet_count
    message.quotes = status.quote_count
    message.reply_to_id = status.in_reply_to_status_id_str
    message.reply_to_author_id = status.in_reply_to_user_id_str
    message.quoted_id = status.quoted_status_id_str
    if entities is not None:
        message.urls = [address for url in entities.urls if (address := url.expanded_url or url.url)]
        message.hashtags = [tag.text for tag in entities.hashtags]
