"""Kinds of records: what accounts can do, as far as signals need to know it.

Declarations only; `explorer.detect.signals.records` has the columns.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of records.

    Attributes:
        name: Unique among the kinds.
        acts: What the acts are called, in the plural.
        key: Column that identifies the things that are acted on.
    """

    name: str
    acts: str
    key: str

    @property
    def of_retweets(self) -> bool:
        """Whether the times are those of retweets, and not of posts."""
        return self.acts == "retweets"


RETWEETS: Final = RecordKind("retweets", "retweets", "post")
AMPLIFICATIONS: Final = RecordKind("amplifications", "retweets", "author")
"""Retweets without their posts: there are far fewer authors than posts."""
REPLIES: Final = RecordKind("replies", "replies", "post")
HASHTAGS: Final = RecordKind("hashtags", "hashtags", "tag")
LINKS: Final = RecordKind("links", "links", "url")
POSTS: Final = RecordKind("posts", "posts", "text")
HANDLES: Final = RecordKind("handles", "handles", "handle")

RECORD_KINDS: Final = (RETWEETS, AMPLIFICATIONS, REPLIES, HASHTAGS, LINKS, POSTS, HANDLES)
