"""Kinds of records that signals read.

Declarations only; `explorer.detect.signals.records` has the columns.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of records.

    Attributes:
        name: Unique name.
        acts: Name of the actions, in the plural.
        key: Column that identifies the object of an action.
    """

    name: str
    acts: str
    key: str

    @property
    def of_retweets(self) -> bool:
        """Whether the times are times of retweets rather than of posts."""
        return self.acts == "retweets"


RETWEET_RECORDS: Final = RecordKind("retweets", "retweets", "post")
AMPLIFICATION_RECORDS: Final = RecordKind("amplifications", "retweets", "author")
"""Retweets without their posts: there are far fewer authors than posts."""
REPLY_RECORDS: Final = RecordKind("replies", "replies", "post")
HASHTAG_RECORDS: Final = RecordKind("hashtags", "hashtags", "tag")
LINK_RECORDS: Final = RecordKind("links", "links", "url")
POST_RECORDS: Final = RecordKind("posts", "posts", "text")
HANDLE_RECORDS: Final = RecordKind("handles", "handles", "handle")

RECORD_KINDS: Final = (
    RETWEET_RECORDS,
    AMPLIFICATION_RECORDS,
    REPLY_RECORDS,
    HASHTAG_RECORDS,
    LINK_RECORDS,
    POST_RECORDS,
    HANDLE_RECORDS,
)
