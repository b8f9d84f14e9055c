"""Posts as loaded by the web pages of Threads, captured with Zeeschuimer or stored by 4CAT.

The fields are those that 4CAT reads (https://github.com/digitalmethodsinitiative/4cat, ``datasources/threads``), and
``share_info`` with the reposted or quoted post. The id of a post is the code in its address.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from explorer.sources.formats.meta_posts import Caption, User, without_redirect
from explorer.sources.parsing.captures import capture_parser
from explorer.sources.parsing.jsonl import NotAMessage
from explorer.sources.parsing.markup import addresses_in, hashtags_in
from explorer.sources.parsing.messages import Message


class _Preview(msgspec.Struct, gc=False):
    url: str | None = None


class _Share(msgspec.Struct, gc=False):
    reposted_post: "_Post | None" = None
    quoted_post: "_Post | None" = None


class _Details(msgspec.Struct, gc=False):
    share_info: _Share | None = None
    link_preview_attachment: _Preview | None = None
    reply_to_author: User | None = None
    repost_count: int | None = None
    direct_reply_count: int | None = None
    quote_count: int | None = None


class _Post(msgspec.Struct, gc=False):
    code: str | None = None
    taken_at: int | None = None
    caption: Caption | None = None
    user: User | None = None
    like_count: int | None = None
    text_post_app_info: _Details | None = None


_post = msgspec.json.Decoder(_Post).decode


def _is_item(value: bytes) -> bool:
    post = _post(value)
    return None not in (post.code, post.taken_at, post.user, post.text_post_app_info)


def _decode(value: bytes) -> Iterable[Message]:
    post = _post(value)
    if post.code is None or post.text_post_app_info is None:
        raise NotAMessage("not a post")
    return [_message(post)]


def _message(post: _Post, *, extract_inner: bool = True) -> Message:
    user, details = post.user or User(), post.text_post_app_info or _Details()
    share = details.share_info or _Share()
    text = post.caption.text if post.caption else None
    message = Message(
        message_id=post.code,
        account_id=user.account_id,
        created_at=None if post.taken_at is None else str(post.taken_at),
        handle=user.username,
        name=user.full_name,
    )
    shared = share.reposted_post or share.quoted_post
    if extract_inner and shared is not None:
        message.inside = [_message(shared, extract_inner=False)]
    if share.reposted_post is not None:
        message.retweeted_id = share.reposted_post.code
        message.retweeted_author_id = share.reposted_post.user.account_id if share.reposted_post.user else None
        if message.retweeted_id is None and message.retweeted_author_id is None:
            raise NotAMessage("a repost of a post that is not available")
        return message
    link = details.link_preview_attachment.url if details.link_preview_attachment else None
    message.text = text
    message.likes = post.like_count
    message.replies = details.direct_reply_count
    message.reposts = details.repost_count
    message.quotes = details.quote_count
    message.reply_to_author_id = details.reply_to_author.account_id if details.reply_to_author else None
    message.urls = list(dict.fromkeys(map(without_redirect, (*addresses_in(text), *([link] if link else [])))))
    message.hashtags = hashtags_in(text)
    if share.quoted_post is not None:
        message.quoted_id = share.quoted_post.code
        message.quoted_author_id = share.quoted_post.user.account_id if share.quoted_post.user else None
    return message


THREADS_WEB: Final = capture_parser(
    "JSON lines with code, taken_at, user and text_post_app_info",
    frozenset({"threads.net", "threads.com", "threads"}),
    _decode,
    _is_item,
)
