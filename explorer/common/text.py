"""Make untrusted text safe to print, and write counts."""

import unicodedata


def printable(text: str) -> str:
    """Replace control, format and bidirectional characters, which can change what a terminal shows."""
    return "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else "�" for c in text)


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: ``1 edge``, ``1,200 edges``.

    Args:
        number: The number.
        noun: The noun in the singular.
        plural: The plural, if it is not the noun with an s.
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
