"""Posts as loaded by Gab's web pages, captured with Zeeschuimer or stored by 4CAT.

Searches return posts in Mastodon's structure; other pages return the same fields with short names, such as ``rbc`` for
``reblogs_count``. The fields are those that 4CAT reads (https://github.com/digitalmethodsinitiative/4cat,
``datasources/gab``); the short names of the reposted and the quoted post are those of gablib
(https://github.com/TechSavage2/gablib, ``maps.js``). Gab is a single instance, so its own ids are used.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from explorer.sources.parsing.captures import capture_parser
from explorer.sources.parsing.jsonl import NotAMessage
from explorer.sources.parsing.markup import addresses_in, hashtags_in, links_in, text_of
from explorer.sources.parsing.messages import Message

_Id = str | int | None

ADDRESS: Final = "https://gab.com/"
"""Beginning of the addresses of Gab's accounts and posts."""


class _Account(msgspec.Struct, gc=False):
    id: _Id = None
    username: str | None = None
    display_name: str | None = None
    note: str | None = None
    url: str | None = None
    created_at: str | None = None
    followers_count: int | None = None
    following_count: int | None = None


class _ShortAccount(msgspec.Struct, gc=False):
    i: _Id = None
    un: str | None = None
    dn: str | None = None
    nt: str | None = None
    ca: str | None = None
    foc: int | None = None
    fic: int | None = None


class _Tag(msgspec.Struct, gc=False):
    name: str | None = None


class _Card(msgspec.Struct, gc=False):
    url: str | None = None


class _Post(msgspec.Struct, gc=False):
    """A post in one of the two structures."""

    id: _Id = None
    created_at: str | None = None
    content: str | None = None
    url: str | None = None
    account: _Account | None = None
    language: str | None = None
    favourites_count: int | None = None
    replies_count: int | None = None
    reblogs_count: int | None = None
    quotes_count: int | None = None
    in_reply_to_id: _Id = None
    in_reply_to_account_id: _Id = None
    reblog: "_Post | None" = None
    quote: "_Post | None" = None
    quote_of_id: _Id = None
    tags: list[_Tag] | None = None
    card: _Card | None = None
    # short names
    i: _Id = None
    ca: str | None = None
    c: str | None = None
    ul: str | None = None
    ai: _Id = None
    author_info: _ShortAccount | None = None
    l: str | None = None  # noqa: E741 - as in the data
    fbc: int | None = None
    # the number of replies, or the numbers of reactions
    rc: int | dict[str, int] | None = None
    rbc: int | None = None
    qc: int | None = None
    roi: _Id = None
    qoi: _Id = None
    tg: list[_Tag] | None = None
    link_info: _Card | None = None


_post = msgspec.json.Decoder(_Post).decode


def _is_item(value: bytes) -> bool:
    post = _post(value)
    short = None not in (post.i, post.ca, post.c)
    full = None not in (post.id, post.created_at, post.account)
    address = post.ul or post.url or (post.account.url if post.account else None)
    return (short or full) and (address or "").startswith(ADDRESS)


def _decode(value: bytes) -> Iterable[Message]:
    post = _post(value)
    if post.account is None and post.i is None:
        raise NotAMessage("not a post")
    return [_message(post)]


def _message(post: _Post, *, extract_inner: bool = True) -> Message:
    if post.account is None:
        return _short(post)
    account, original, quoted = post.account, post.reblog, post.quote
    message = Message(
        message_id=_text(post.id),
        account_id=_text(account.id),
        created_at=post.created_at,
        handle=account.username,
        name=account.display_name,
        bio=None if account.note is None else text_of(account.note),
        account_created_at=account.created_at,
        followers=account.followers_count,
        following=account.following_count,
    )
    message.inside = [
        _message(inner, extract_inner=False) for inner in (original or quoted,) if extract_inner and inner
    ]
    if original is not None:
        message.retweeted_id = _text(original.id)
        message.retweeted_author_id = _text(original.account.id) if original.account else None
        if message.retweeted_id is None:
            raise NotAMessage("a repost of a post without an id")
        return message
    message.language = post.language
    message.likes = post.favourites_count
    message.replies = post.replies_count
    message.reposts = post.reblogs_count
    message.quotes = post.quotes_count
    message.reply_to_id = _text(post.in_reply_to_id)
    message.reply_to_author_id = _text(post.in_reply_to_account_id)
    message.quoted_id = _text(post.quote_of_id if quoted is None else quoted.id)
    message.quoted_author_id = _text(quoted.account.id) if quoted and quoted.account else None
    _fill_content(message, post.content, post.card, post.tags)
    return message


def _short(post: _Post) -> Message:
    author = post.author_info or _ShortAccount()
    message = Message(
        message_id=_text(post.i),
        account_id=_text(author.i if post.ai is None else post.ai),
        created_at=post.ca,
        handle=author.un,
        name=author.dn,
        bio=None if author.nt is None else text_of(author.nt),
        account_created_at=author.ca,
        followers=author.foc,
        following=author.fic,
    )
    if post.roi is not None:
        message.retweeted_id = _text(post.roi)
        return message
    message.language = post.l
    message.likes = post.fbc
    message.replies = post.rc if isinstance(post.rc, int) else None
    message.reposts = post.rbc
    message.quotes = post.qc
    message.quoted_id = _text(post.qoi)
    _fill_content(message, post.c, post.link_info or post.card, post.tg)
    return message


def _fill_content(message: Message, content: str | None, card: _Card | None, tags: list[_Tag] | None) -> None:
    # the text is HTML in searches and plain text elsewhere
    message.text = text_of(content or "") or None
    addresses = (*links_in(content or ""), *addresses_in(message.text), *([card.url] if card and card.url else []))
    message.urls = list(dict.fromkeys(addresses))
    message.hashtags = [tag.name for tag in tags or [] if tag.name] or hashtags_in(message.text)


def _text(identifier: _Id) -> str | None:
    return None if identifier is None else str(identifier)


GAB_WEB: Final = capture_parser(
    "JSON lines with i, ca, c and ul, or in Mastodon's structure, from gab.com",
    frozenset({"gab.com", "gab"}),
    _decode,
    _is_item,
)
