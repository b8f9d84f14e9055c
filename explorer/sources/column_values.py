"""What the values of a column look like: ids, handles, times, links, hashtags or text."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from explorer.sources.parsing.ids import ABSENT


class Look(StrEnum):
    """What most values of a column are, in the words of messages."""

    TIMES = "times"
    UNIX_TIMES = "Unix times"
    CLOCKS = "times of day without a date"
    LONG_IDS = "ids of 15 or more digits"
    NUMBERS = "numbers"
    HANDLES = "handles"
    ADDRESSES = "ids of accounts or posts"
    LINKS = "links"
    HASHTAGS = "hashtags"
    TEXT = "text"
    WORDS = "single words"


IDENTIFYING: Final = frozenset({Look.TIMES, Look.UNIX_TIMES, Look.LONG_IDS, Look.HANDLES, Look.ADDRESSES})
"""Looks that say by themselves that a column is an account, a post, a time or an id."""

ENOUGH: Final = 0.8
"""Share of the values that must look the same."""
LONGEST: Final = 200
"""Number of characters of a value that are examined."""

_DATE: Final = r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}"
_PATTERNS: Final[Mapping[Look, re.Pattern[str]]] = {
    Look.TIMES: re.compile(
        rf"(?:{_DATE})(?:[T ,].*)?"
        r"|[A-Z][a-z]{2},? (?:[A-Z][a-z]{2} [0-9]{1,2}|[0-9]{1,2} [A-Z][a-z]{2}) .*[0-9]{4}.*"
    ),
    # in seconds from 2001 to 2033, or in milliseconds
    Look.UNIX_TIMES: re.compile(r"1[0-9]{9}(?:\.[0-9]*)?|1[0-9]{12}"),
    Look.CLOCKS: re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?"),
    Look.LONG_IDS: re.compile(r"[0-9]{15,20}(?:\.0*)?|[0-9][.,][0-9]+E\+1[4-9]"),
    Look.NUMBERS: re.compile(r"[+-]?[0-9][0-9.,]*"),
    Look.HANDLES: re.compile(r"@[0-9A-Za-z_.-]+(?:@[0-9A-Za-z.-]+)?"),
    Look.ADDRESSES: re.compile(r"did:[a-z]+:\S+|at://\S+"),
    Look.LINKS: re.compile(r"(?:https?://|www\.)\S+"),
    Look.HASHTAGS: re.compile(r"#\w+(?:[ ,;]+#\w+)*"),
    Look.TEXT: re.compile(r".*\S\s+\S.*", re.DOTALL),
    Look.WORDS: re.compile(r"\S+"),
}


def look_of(values: Sequence[str | None]) -> Look | None:
    """Return what most values look like; None if there are none, or they differ."""
    present = [
        text for value in values if value is not None and (text := value.strip()[:LONGEST]) and text not in ABSENT
    ]
    if not present:
        return None
    for look, pattern in _PATTERNS.items():
        if sum(pattern.fullmatch(text) is not None for text in present) >= ENOUGH * len(present):
            return look
    # a text of one word occurs among texts
    has_spaces = sum(" " in text for text in present)
    return Look.TEXT if has_spaces * 2 > len(present) else None
