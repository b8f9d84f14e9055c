"""Records: what accounts did, in the form that signals read, from files or from the graph.

An act is an account doing something to a thing at a time. Acts refer to their things by row number, so that facts
about a thing (its author and publication time, for example) are stored once, and each text and URL is normalised once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

import polars as pl

from explorer.detect.signals import kinds
from explorer.detect.signals.kinds import RecordKind
from explorer.model.tables import Column, Polars

ACTS: Final = {"account": pl.String, "thing": pl.UInt32, "time": pl.Int64}
"""Columns of acts: who (an id or key), row of the thing from 0, when (UTC milliseconds); null if unknown."""

_POSTS: Final = (
    Column("post", pl.String, "id or key; any name for a stub, which represents all posts of an author", required=True),
    Column("platform", pl.String, "id space of the post's id", required=True),
    Column("identified", pl.Boolean, "false: a stub", required=True),
    Column("author", pl.String, "who wrote it; null if unknown"),
    Column("posted", pl.Int64, "when it was published, UTC milliseconds; null if unknown"),
)

THINGS: Final[Mapping[RecordKind, tuple[Column, ...]]] = {
    kinds.RETWEET_RECORDS: _POSTS,
    kinds.AMPLIFICATION_RECORDS: (Column("author", pl.String, "the retweeted account; null if unknown"),),
    kinds.REPLY_RECORDS: _POSTS,
    kinds.HASHTAG_RECORDS: (Column("tag", pl.String, "as the source has it, without #", required=True),),
    kinds.LINK_RECORDS: (Column("url", pl.String, "as written", required=True),),
    kinds.POST_RECORDS: (Column("text", pl.String, "as written; null if unknown"),),
    kinds.HANDLE_RECORDS: (Column("handle", pl.String, "in lower case", required=True),),
}
"""Columns that describe the things of each kind, the key first."""


def thing_schema(kind: RecordKind) -> dict[str, Polars]:
    """Return the columns of a kind's things and their types, in order."""
    return {column.name: column.dtype for column in THINGS[kind]}


@dataclass(frozen=True, slots=True)
class Records:
    """Acts of one kind.

    Attributes:
        kind: RecordKind of the acts.
        things: Columns `thing_schema` of the kind.
        acts: Columns `ACTS`, in no order.
    """

    kind: RecordKind
    things: pl.DataFrame
    acts: pl.DataFrame

    @classmethod
    def of(cls, kind: RecordKind, acts: pl.DataFrame, things: pl.DataFrame | None = None) -> Self:
        """Make records of acts that name their things.

        Args:
            kind: RecordKind of the acts.
            acts: Columns account, the kind's key, time.
            things: Columns `thing_schema` of the kind, each key once; None if only the keys are known.
        """
        known = acts.select(kind.key).unique() if things is None else things
        numbered = known.select(kind.key, thing=pl.int_range(pl.len(), dtype=pl.UInt32))
        joined = acts.select("account", kind.key, "time").join(numbered, on=kind.key, how="left", nulls_equal=True)
        return cls(kind, known.select(*thing_schema(kind)), joined.select(*ACTS))
