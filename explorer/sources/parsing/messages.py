"""Messages: posts and retweets as platforms provide them, with author, links and hashtags in one record.

Most formats contain one message per row. They differ in names and nesting, not in content: each parser only maps its
fields to the fields of a message, and this module splits a frame of messages into canonical tables.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import msgspec
import polars as pl

from explorer.model.batches import Batch, CountedNote, EmbeddedRows
from explorer.model.tables import ACCOUNTS, HASHTAGS, LINKS, POSTS, RETWEETS, Polars, Table, drop_duplicates
from explorer.sources.io.raw_rows import LINE, META
from explorer.sources.parsing.ids import ABSENT
from explorer.sources.parsing.time_rules import STANDARD, TimeRules
from explorer.sources.parsing.validation import validate_with_mask


class Message(msgspec.Struct, gc=False):
    """The content of a message, and the messages embedded in it (``inside``): a retweet's original, a quoted post.

    A message with a ``retweeted_id`` or a ``retweeted_author_id`` is a retweet, a message with ``profile`` describes
    only its account, and every other message is a post. ``followers`` and similar fields describe the author, who was
    seen with the ``handle`` at ``seen_at`` (None: at ``created_at``). ``urls`` and ``hashtags`` of a retweet are those
    of the retweeted post.
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
    seen_at: str | None = None
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
"""The fields of `Message` as columns. All are text, because parsers of tables fill them with cells."""

_AS_RETWEET: Final = {
    "retweet_id": "message_id",
    "post_id": "retweeted_id",
    "author_id": "retweeted_author_id",
    "retweeted_at": "created_at",
}
_AS_POST: Final = {"post_id": "message_id", "author_id": "account_id"}
_AS_ACCOUNT: Final = {"created_at": "account_created_at", "handle_at": "seen_at"}


def split_messages(
    frame: pl.DataFrame,
    *,
    source: str,
    platform: str,
    inside: pl.DataFrame | None = None,
    times: TimeRules = STANDARD,
) -> Iterator[Batch]:
    """Split messages into retweets, posts and profiles, and extract accounts, embedded posts, links and hashtags.

    Args:
        frame: As in `explorer.sources.io.raw_rows.RawRows`, with any of `FIELDS`.
        source: Name of the file, for the rejects.
        platform: ID space of all ids.
        inside: Messages embedded in these (the original of a retweet, a quoted post), with the `LINE` they were on and
            any of `FIELDS`. They are not rows of the file, so unusable ones are dropped with a note, not a reject.
        times: How times are read.

    Yields:
        At least one batch.
    """
    complete = _complete(frame)
    for table, names, chosen in (
        (RETWEETS, _AS_RETWEET, _IS_RETWEET & ~_IS_PROFILE),
        (POSTS, _AS_POST, ~_IS_RETWEET & ~_IS_PROFILE),
        (ACCOUNTS, _AS_ACCOUNT, _IS_PROFILE),
    ):
        rows = complete.filter(chosen)
        if rows.is_empty() and (table is not POSTS or not complete.is_empty()):
            continue
        batch, accepted = validate_with_mask(
            table, _to_table(table, rows, names), source=source, platform=platform, times=times
        )
        if table is ACCOUNTS:
            # for each column, the first row of an account that has a value counts
            first_values = pl.all().exclude("handle", "handle_at").drop_nulls().first().over(table.key)
            profiles = _distinct_handles(batch.rows.with_columns(first_values))
            yield replace(batch, embedded=((table, profiles),) if profiles.height else ())
            continue
        messages = rows.filter(accepted).with_columns(pl.coalesce("seen_at", "created_at").alias("seen_at"))
        posts = messages.clear()
        if inside is not None:
            seen = messages.group_by(LINE).agg(pl.col("seen_at").max())
            posts = _complete(inside).drop("seen_at").join(seen, on=LINE, maintain_order="left").filter(~_IS_RETWEET)
        embedded, notes = _embedded_rows(messages, posts.select(messages.columns), platform, times)
        yield replace(batch, embedded=tuple(embedded), counted_notes=(*batch.counted_notes, *notes))


_IS_RETWEET: Final = pl.col("retweeted_id").is_not_null() | pl.col("retweeted_author_id").is_not_null()
_IS_PROFILE: Final = pl.col("profile").is_not_null()


def _embedded_rows(
    messages: pl.DataFrame, posts: pl.DataFrame, platform: str, times: TimeRules
) -> tuple[Sequence[EmbeddedRows], Sequence[CountedNote]]:
    """Return the rows of other tables that are embedded in messages, and notes on what cannot be used.

    The tables are accounts, posts, links and hashtags.
    """
    embedded: list[EmbeddedRows] = []
    notes: list[CountedNote] = []
    all_messages = pl.concat([messages, posts])
    # the post that contains a link: for a retweet, the retweeted post if it is known
    post = pl.when(_IS_RETWEET).then("retweeted_id").otherwise("message_id").alias("post_id")
    for table, rows in (
        (ACCOUNTS, _to_table(ACCOUNTS, all_messages, _AS_ACCOUNT)),
        (POSTS, _to_table(POSTS, posts, _AS_POST)),
        (LINKS, all_messages.select(*META, post, url="urls").explode("url")),
        (HASHTAGS, all_messages.select(*META, post, tag="hashtags").explode("tag")),
    ):
        batch, _ = validate_with_mask(table, rows.drop_nulls(table.key[1:]), source="", platform=platform, times=times)
        unique_rows = _distinct_handles(batch.rows) if table is ACCOUNTS else drop_duplicates(table, batch.rows)
        if unique_rows.height:
            embedded.append((table, unique_rows))
        if batch.rejects.height:
            why = batch.rejects["reason"][0]
            notes.append(CountedNote(f"of {table.name} inside messages left out", batch.rejects.height, why))
        # notes on ids repeat those of the message
        notes += (note for note in batch.counted_notes if "_id " not in note.text)
    return embedded, notes


def _distinct_handles(accounts: pl.DataFrame) -> pl.DataFrame:
    """Return the first row of each account with each of its handles, with the last time of the handle."""
    handle = pl.col("handle")
    named = accounts.with_columns(
        # a row without a handle describes the account with its first one
        handle.fill_null(handle.drop_nulls().first().over(ACCOUNTS.key)),
        pl.when(handle.is_not_null()).then("handle_at").alias("handle_at"),
    )
    key = [*ACCOUNTS.key, "handle"]
    last = named.with_columns(pl.col("handle_at").max().over(key))
    return last.unique(key, keep="first", maintain_order=True)


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with all of `META` and `FIELDS`, in their order."""
    columns: dict[str, Polars] = {**META, **FIELDS}
    complete = frame.select(
        pl.col(name) if name in frame.columns else pl.lit(None, dtype).alias(name) for name, dtype in columns.items()
    )
    # a cell that means "no value" must not turn a post into a retweet
    return complete.with_columns(
        pl.when(~pl.col(name).str.strip_chars().is_in(["", *ABSENT])).then(pl.col(name))
        for name in ("retweeted_id", "retweeted_author_id")
    )


def _to_table(table: Table, messages: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """Return messages with the column names of ``table``, without optional columns that are entirely null."""
    fields = {column: names.get(column, column) for column in table.schema if column != "platform"}
    needed = {column.name for column in table.columns if column.required}
    return messages.select(
        *META,
        *(
            pl.col(field).alias(column)
            for column, field in fields.items()
            if field in messages.columns and (messages[field].null_count() < messages.height or column in needed)
        ),
    )
