"""Posts as loaded by Instagram's web pages, captured with Zeeschuimer or stored by 4CAT.

The fields are those that 4CAT reads (https://github.com/digitalmethodsinitiative/4cat, ``datasources/instagram``). The
pages have used three structures: items, nodes of a graph (until about 2023), and incomplete items in grids, which have
no time. The id of a post is the code in its address, which all structures contain.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from explorer.sources.formats.meta_posts import Caption, User
from explorer.sources.parsing.captures import capture_parser
from explorer.sources.parsing.jsonl import NotAMessage
from explorer.sources.parsing.markup import addresses_in, hashtags_in
from explorer.sources.parsing.messages import Message

_AD: Final = "https://www.facebook.com/ads/ig_redirect"


class _Count(msgspec.Struct, gc=False):
    count: int | None = None


class _Edge(msgspec.Struct, gc=False):
    node: Caption


class _Edges(msgspec.Struct, gc=False):
    edges: list[_Edge] = []


class _Post(msgspec.Struct, gc=False):
    code: str | None = None
    taken_at: int | None = None
    caption: Caption | None = None
    user: User | None = None
    owner: User | None = None
    media_type: int | None = None
    product_type: str | None = None
    link: str | None = None
    like_count: int | None = None
    comment_count: int | None = None
    like_and_view_counts_disabled: bool | None = None
    # nodes of a graph
    typename: str | None = msgspec.field(default=None, name="__typename")
    shortcode: str | None = None
    taken_at_timestamp: int | None = None
    edge_media_to_caption: _Edges | None = None
    edge_media_preview_like: _Count | None = None
    edge_media_preview_comment: _Count | None = None
    # only Threads has this field
    text_post_app_info: msgspec.Raw = msgspec.Raw()


_post = msgspec.json.Decoder(_Post).decode


def _is_item(value: bytes) -> bool:
    post = _post(value)
    kind = post.media_type is not None or post.typename is not None
    return (
        kind
        and (post.code or post.shortcode) is not None
        and (post.user or post.owner) is not None
        and bytes(post.text_post_app_info) in {b"", b"null"}
    )


def _decode(value: bytes) -> Iterable[Message]:
    post = _post(value)
    code, taken_at = post.code or post.shortcode, post.taken_at or post.taken_at_timestamp
    if code is None:
        raise NotAMessage("not a post")
    if taken_at is None:
        raise NotAMessage("an incomplete capture without a time; open the post itself to capture it")
    user, owner = post.user or User(), post.owner or User()
    text = post.caption.text if post.caption else None
    if post.edge_media_to_caption and post.edge_media_to_caption.edges:
        text = post.edge_media_to_caption.edges[0].node.text
    likes = post.edge_media_preview_like.count if post.edge_media_preview_like else post.like_count
    comments = post.edge_media_preview_comment.count if post.edge_media_preview_comment else post.comment_count
    return [
        Message(
            message_id=code,
            account_id=(user if user.id or user.pk else owner).account_id or user.account_id,
            created_at=str(taken_at),
            handle=user.username or owner.username,
            name=user.full_name or owner.full_name,
            text=text,
            likes=None if post.like_and_view_counts_disabled else likes,
            replies=comments,
            promoted=True if post.product_type == "ad" or (post.link or "").startswith(_AD) else None,
            urls=addresses_in(text),
            hashtags=hashtags_in(text),
        )
    ]


INSTAGRAM_WEB: Final = capture_parser(
    "JSON lines with code, taken_at, user and media_type, or with shortcode and taken_at_timestamp",
    frozenset({"instagram.com", "instagram"}),
    _decode,
    _is_item,
)
