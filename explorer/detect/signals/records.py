"""Records: what accounts did, as signals need it, whether it comes from files or out of the graph.

An act is an account doing something to a thing at a time. Acts name their things by number, so that what is known of a
thing (when a post was published, by whom) stands once, and texts and addresses are looked at once.
"""

from dataclasses import dataclass
from typing import Final, Self

import polars as pl

from explorer.model.tables import Column, Polars

ACTS: Final = {"account": pl.String, "thing": pl.UInt32, "time": pl.Int64}
"""Columns of acts: who (an id or key), row of the thing from 0, when (UTC milliseconds); null where not known."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of acts.

    Attributes:
        acts: what the acts are called, in the plural.
        things: columns that say what is known of a thing.
    """

    acts: str
    things: tuple[Column, ...]

    @property
    def name(self) -> str:
        """Column by which things are told apart."""
        return self.things[0].name

    @property
    def of_retweets(self) -> bool:
        """Whether the times are those of retweets, and not of posts."""
        return self.acts == "retweets"

    @property
    def schema(self) -> dict[str, Polars]:
        """Columns of the things and their types, in order."""
        return {column.name: column.dtype for column in self.things}


@dataclass(frozen=True, slots=True)
class Records:
    """Acts of one kind.

    Attributes:
        kind: what they are.
        things: columns of the kind.
        acts: columns `ACTS`, in no order.
    """

    kind: Kind
    things: pl.DataFrame
    acts: pl.DataFrame

    @classmethod
    def of(cls, kind: Kind, acts: pl.DataFrame, things: pl.DataFrame | None = None) -> Self:
        """Make records of acts that name their things.

        Args:
            kind: what they are.
            acts: columns account, the kind's name, time.
            things: columns of the kind, no name twice; None where the name is all that is known.
        """
        known = acts.select(kind.name).unique() if things is None else things
        numbered = known.select(kind.name, thing=pl.int_range(pl.len(), dtype=pl.UInt32))
        joined = acts.select("account", kind.name, "time").join(numbered, on=kind.name, how="left", nulls_equal=True)
        return cls(kind, known.select(*kind.schema), joined.select(*ACTS))


_POSTS: Final = (
    Column("post", pl.String, "id or key; of a stub, which stands for all posts of an author, any name", required=True),
    Column("platform", pl.String, "id space of the post's id", required=True),
    Column("identified", pl.Boolean, "false: a stub", required=True),
    Column("author", pl.String, "who wrote it; null where not known"),
    Column("posted", pl.Int64, "when it was published, UTC milliseconds; null where not known"),
)

RETWEETS: Final = Kind("retweets", _POSTS)
AMPLIFICATIONS: Final = Kind("retweets", (Column("author", pl.String, "the retweeted account; null where not known"),))
"""Retweets without their posts, which are many times as many as their authors."""
REPLIES: Final = Kind("replies", _POSTS)
HASHTAGS: Final = Kind("hashtags", (Column("tag", pl.String, "as the source has it, without #", required=True),))
LINKS: Final = Kind("links", (Column("url", pl.String, "as written", required=True),))
POSTS: Final = Kind("posts", (Column("text", pl.String, "as written; null where not known"),))
HANDLES: Final = Kind("handles", (Column("handle", pl.String, "in lower case", required=True),))

KINDS: Final = (RETWEETS, AMPLIFICATIONS, REPLIES, HASHTAGS, LINKS, POSTS, HANDLES)
