"""Texts as objects: texts without the parts that are easily varied, and the hashtags in them."""

import re
import unicodedata
from typing import Final

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+")
_MENTION: Final = re.compile(r"(?<![\w@])@[\w.-]+(?:@[\w.-]+)?")
_HASHTAG: Final = re.compile(r"(?<![\w&/])#([^\s#]+)")


class _Letters(dict[int, int | str | None]):
    """Table for `str.translate`: keeps letters, marks and digits, drops formatting, replaces the rest by spaces."""

    def __missing__(self, code: int) -> int | str | None:
        category = unicodedata.category(chr(code))
        kept: int | str | None = code if category[0] in "LMN" else None if category == "Cf" else " "
        self[code] = kept
        return kept


_LETTERS: Final = _Letters()
_TAG_LETTERS: Final = _Letters({ord("_"): "_"})


def normalise_text(text: str) -> str:
    """Return the part of a text that counts when texts are compared; empty if nothing counts.

    Applies Unicode NFKC and full case folding. Removes web addresses (``http://…``, ``https://…``, ``www.…``), mentions
    (``@name``, ``@name@server``) and formatting characters (zero-width ones, for example). Letters, marks and digits
    stay, hashtags as words. Every run of other characters (white space, punctuation, symbols, emoji) becomes one space.
    Normalising the result again does not change it.
    """
    # removing a character can bring a letter and a mark together, which the next pass composes
    while (reduced := _reduce(text)) != text:
        text = reduced
    return text


def normalise_tag(tag: str) -> str:
    """Return letters, marks, digits and _ of a hashtag after NFKC and full case folding; empty if there are none."""
    return "".join(_fold(tag).translate(_TAG_LETTERS).split())


def extract_hashtags(text: str) -> tuple[str, ...]:
    """Return the normalised hashtags of a text in their order, including repetitions."""
    tags = []
    for match in _HASHTAG.finditer(_ADDRESS.sub(" ", _fold(text))):
        tag = match[1].translate(_TAG_LETTERS).split(" ", 1)[0]
        # platforms do not treat #1 as a hashtag
        if tag and not tag.isdecimal():
            tags.append(tag)
    return tuple(tags)


def _reduce(text: str) -> str:
    folded = _fold(text)
    return " ".join(_MENTION.sub(" ", _ADDRESS.sub(" ", folded)).translate(_LETTERS).split())


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
