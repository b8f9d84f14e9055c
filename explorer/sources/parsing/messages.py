"""Messages: posts and retweets as platforms give them, with author, links and hashtags in one record.

Most formats hold one message a row. They differ in names and nesting, not in content: each parser says only
which field is which, and this module takes a frame of messages apart into canonical tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import msgspec
import polars as pl

from explorer.model.batches import Batch, EmbeddedRows
from explorer.model.tables import ACCOUNTS, HASHTAGS, LINKS, POSTS, RETWEETS, Polars, Table, drop_duplicates
from explorer.sources.io.raw_rows import LINE, META
from explorer.sources.parsing.validation import ABSENT, validate_with_mask


class Message(msgspec.Struct, gc=False):
    """The content of a message, and the messages ``inside`` it (the original of a retweet, a quoted post).

    One with a ``retweeted_id`` or a ``retweeted_author_id`` is a retweet, one with ``profile`` tells of its account
    only, every other is a post. ``followers`` and the like are the author's; ``urls`` and ``hashtags`` of a retweet are
    those of the retweeted post.
    """

    profile: bool | None = None
    message_id: str | None = None
    account_id: str | None = None
    created_at: str | None = None
    handle: str | None = None
    name: str | None = None
    bio: str | None = None
    location: str | None = None
    account_created_at: str | None = None
    followers: int | None = None
    following: int | None = None
    status: str | None = None
    status_at: str | None = None
    text: str | None = None
    language: str | None = None
    likes: int | None = None
    replies: int | None = None
    reposts: int | None = None
    quotes: int | None = None
    promoted: bool | None = None
    retweeted_id: str | None = None
    retweeted_author_id: str | None = None
    reply_to_id: str | None = None
    reply_to_author_id: str | None = None
    quoted_id: str | None = None
    quoted_author_id: str | None = None
    urls: list[str] | None = None
    hashtags: list[str] | None = None
    inside: list["Message"] = []


FIELDS: Final[dict[str, Polars]] = {
    name: pl.List(pl.String) if name in {"urls", "hashtags"} else pl.String
    for name in Message.__struct_fields__
    if name != "inside"
}
"""The same as columns, all text: parsers of tables fill them with cells."""

_AS_RETWEET: Final = {
    "retweet_id": "message_id",
    "post_id": "retweeted_id",
    "author_id": "retweeted_author_id",
    "retweeted_at": "created_at",
}
_AS_POST: Final = {"post_id": "message_id", "author_id": "account_id"}
_AS_ACCOUNT: Final = {"created_at": "account_created_at"}


def split_messages(
    frame: pl.DataFrame, *, source: str, platform: str, inside: pl.DataFrame | None = None
) -> Iterator[Batch]:
    """Take messages apart: retweets, posts and profiles; the first two teach of accounts, posts, links and hashtags.

    Args:
        frame: as in `Records`, with any of `FIELDS`.
        source: the file's name, for the rejects.
        platform: id space of all ids.
        inside: messages that came inside these (the original of a retweet, a quoted post), with the `LINE` they were
            on and any of `FIELDS`. They are no rows of the file: of those that cannot be used nothing is said.

    Yields:
        At least one batch.
    """
    whole = _complete(frame)
    for table, names, chosen in (
        (RETWEETS, _AS_RETWEET, _IS_RETWEET & ~_IS_PROFILE),
        (POSTS, _AS_POST, ~_IS_RETWEET & ~_IS_PROFILE),
        (ACCOUNTS, _AS_ACCOUNT, _IS_PROFILE),
    ):
        rows = whole.filter(chosen)
        if rows.is_empty() and (table is not POSTS or not whole.is_empty()):
            continue
        batch, accepted = validate_with_mask(table, _as(table, rows, names), source=source, platform=platform)
        if table is ACCOUNTS:
            # of two rows of one account the first counts: what it leaves open, the later ones fill in
            first_values = batch.rows.group_by(table.key, maintain_order=True).agg(pl.all().drop_nulls().first())
            yield replace(batch, embedded=((table, table.conform(first_values)),) if first_values.height else ())
            continue
        messages = rows.filter(accepted)
        posts = messages.clear()
        if inside is not None:
            posts = _complete(inside).join(messages.select(LINE).unique(), on=LINE, how="semi").filter(~_IS_RETWEET)
        yield replace(batch, embedded=tuple(_embedded_rows(messages, posts.select(messages.columns), platform)))


_IS_RETWEET: Final = pl.col("retweeted_id").is_not_null() | pl.col("retweeted_author_id").is_not_null()
_IS_PROFILE: Final = pl.col("profile").is_not_null()


def _embedded_rows(messages: pl.DataFrame, posts: pl.DataFrame, platform: str) -> Iterator[EmbeddedRows]:
    """Yield rows of other tables that messages contain: accounts, posts, links and hashtags."""
    everything = pl.concat([messages, posts])
    # which post a link stands in: of a retweet the retweeted one, if it is known
    post = pl.when(_IS_RETWEET).then("retweeted_id").otherwise("message_id").alias("post_id")
    for table, rows in (
        (ACCOUNTS, _as(ACCOUNTS, everything, _AS_ACCOUNT)),
        (POSTS, _as(POSTS, posts, _AS_POST)),
        (LINKS, everything.select(*META, post, url="urls").explode("url")),
        (HASHTAGS, everything.select(*META, post, tag="hashtags").explode("tag")),
    ):
        batch, _ = validate_with_mask(table, rows.drop_nulls(table.key[1:]), source="", platform=platform)
        learnt = drop_duplicates(table, batch.rows)
        if learnt.height:
            yield table, learnt


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with all of `META` and `FIELDS`, in their order."""
    columns: dict[str, Polars] = {**META, **FIELDS}
    whole = frame.select(
        pl.col(name) if name in frame.columns else pl.lit(None, dtype).alias(name) for name, dtype in columns.items()
    )
    # what is nothing in a table's cell must not make a retweet of a post
    return whole.with_columns(
        pl.when(~pl.col(name).str.strip_chars().is_in(["", *ABSENT])).then(pl.col(name))
        for name in ("retweeted_id", "retweeted_author_id")
    )


def _as(table: Table, messages: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """Return messages under the table's column names, without columns that are not needed and say nothing."""
    taken = {column: names.get(column, column) for column in table.schema if column != "platform"}
    needed = {column.name for column in table.columns if column.required}
    return messages.select(
        *META,
        *(
            pl.col(field).alias(column)
            for column, field in taken.items()
            if field in messages.columns and (messages[field].null_count() < messages.height or column in needed)
        ),
    )
