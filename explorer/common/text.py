"""Make untrusted text safe to print, shorten it, and write counts."""

import re
import unicodedata
from typing import Final

LONGEST_CHARACTER: Final = 32
"""Maximum number of code points of what people see as one character; no script or emoji needs more."""
LOGIN: Final = re.compile(r"(?:(?<=//)|^)[^/]*@")
"""User name and password in an address."""


def printable(text: str) -> str:
    """Replace control, format and bidirectional characters, which can change what a terminal shows."""
    return "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else "�" for c in text)


def shorten(text: str, width: int) -> str:
    """Return text that is at most so wide, cut between characters as people see them, with an ellipsis.

    Flags, families of emoji and letters with their marks are never cut apart. Marks beyond `LONGEST_CHARACTER` are left
    out, because a letter can have any number of them. Characters are divided by the rules of Unicode (UAX 29).

    Args:
        text: The text, without control characters, see `printable`.
        width: Width in columns of a terminal: most letters have one, Chinese characters and emoji have two.
    """
    if len(text) <= width and text.isascii():
        return text
    # not at the top: the start of the program needs no tables of Unicode
    from wcwidth import iter_graphemes, wcswidth  # noqa: PLC0415

    begin = text[: LONGEST_CHARACTER * (width + 1)]
    fits: list[str] = []
    room, end = width, 0
    for character in iter_graphemes(begin):
        # what has no width, such as a mark without a letter, takes room as well
        columns = max(wcswidth(character[:LONGEST_CHARACTER]), 1)
        if columns > room:
            break
        fits.append(character[:LONGEST_CHARACTER])
        room -= columns
        end += len(character)
    if end == len(text):
        return "".join(fits)
    while fits and room < 1:
        room += max(wcswidth(fits.pop()), 1)
    return "".join(fits) + "…"


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: ``1 edge``, ``1,200 edges``.

    Args:
        number: The number.
        noun: The noun in the singular.
        plural: The plural, if it is not the noun with an s.
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def without_login(uri: str) -> str:
    """Return an address to print, without a user name and a password that it may contain."""
    return LOGIN.sub("…@", uri)
