"""Make untrusted text safe to print, shorten it, and write counts."""

import codecs
import re
import unicodedata
from typing import Final

LONGEST_CHARACTER: Final = 32
"""Maximum number of code points of what people see as one character; no script or emoji needs more."""
LOGIN: Final = re.compile(r"(?:(?<=//)|^)[^/]*@")
"""User name and password in an address."""
# Characters that are invisible although Python counts them as printable: fillers, joiners and variation selectors,
# except those that choose between text and emoji. See Default_Ignorable_Code_Point in Unicode's DerivedCoreProperties.
_IGNORABLE: Final = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\uffa0\U000e0100-\U000e01ef]")
_RUN: Final = re.compile(r"[^ -~]+")
_EMOJI: Final = ("\U0001f000", "\U0001faff")
"""Block in which characters that are newer than Python's tables are new emoji."""
_SHORT: Final = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}
UNENCODABLE: Final = "explorer.printable"
"""Error handler of streams: writes what the encoding lacks, such as bytes of a file name that are not text, escaped."""


def printable(text: str, *, keep: str = "\n") -> str:
    r"""Escape the characters that can change what a terminal shows, or that are invisible.

    These are control characters, which begin commands to the terminal, bidirectional and other format characters,
    invisible fillers and selectors, private characters and lone surrogates. They are written as in JSON (``\u001b``,
    and two escapes above U+FFFF), so that JSON stays valid.

    Args:
        text: Any text.
        keep: Control characters to leave unchanged.
    """

    def escaped(run: re.Match[str]) -> str:
        return "".join(c if c in keep or _is_visible(c) else _escape(c) for c in run[0])

    return _RUN.sub(escaped, text)


def one_line(text: str) -> str:
    """Escape a text as `printable` does, and line feeds too, so that a name cannot look like another message."""
    return printable(text, keep="")


def squeeze(text: str) -> str:
    """Escape a text as `printable` does, and write spaces, tabs and ends of lines as one space."""
    return " ".join(printable(text, keep="\n\t\r").split())


def _is_visible(character: str) -> bool:
    if character.isprintable():
        return not _IGNORABLE.match(character)
    return unicodedata.category(character) == "Zs" or _EMOJI[0] <= character <= _EMOJI[1]


def _escape(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))


def _escape_unencodable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_escape, error.object[error.start : error.end])), error.end


codecs.register_error(UNENCODABLE, _escape_unencodable)


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
