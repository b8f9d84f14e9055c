"""Texts as objects: what stays of a text when what is easily varied is taken away, and the hashtags in it."""

import re
import unicodedata
from typing import Final

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+")
_MENTION: Final = re.compile(r"(?<![\w@])@[\w.-]+(?:@[\w.-]+)?")
_HASHTAG: Final = re.compile(r"(?<![\w&/])#([^\s#]+)")


class _Letters(dict[int, int | str | None]):
    """For `str.translate`: letters, marks and digits stay, formatting vanishes, all else becomes a space."""

    def __missing__(self, code: int) -> int | str | None:
        category = unicodedata.category(chr(code))
        kept: int | str | None = code if category[0] in "LMN" else None if category == "Cf" else " "
        self[code] = kept
        return kept


_LETTERS: Final = _Letters()
_TAG_LETTERS: Final = _Letters({ord("_"): "_"})


def normalise_text(text: str) -> str:
    """Return what of a text counts when texts are compared; empty if nothing does.

    Unicode NFKC and full case folding; web addresses (``http://…``, ``https://…``, ``www.…``) and mentions (``@name``,
    ``@name@server``) are taken out; of the rest letters, marks and digits stay, hashtags as words; formatting
    characters (zero-width ones among them) vanish; every run of others (white space, punctuation, symbols, emoji)
    becomes one space. ``normalise_text`` of the outcome is the outcome.
    """
    # what a step sets free may be of consequence to the next: a letter meets a mark when what parted them is gone
    while (reduced := _reduce(text)) != text:
        text = reduced
    return text


def normalise_tag(tag: str) -> str:
    """Return a hashtag without #, its letters, marks, digits and _ by NFKC and full case folding; empty if none."""
    return "".join(_fold(tag).translate(_TAG_LETTERS).split())


def extract_hashtags(text: str) -> tuple[str, ...]:
    """Return the hashtags of a text in their order, normalised; repeated ones stay repeated."""
    tags = []
    for found in _HASHTAG.finditer(_ADDRESS.sub(" ", _fold(text))):
        tag = found[1].translate(_TAG_LETTERS).split(" ", 1)[0]
        # platforms take #1 for a number
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
