"""Texts that others wrote, made harmless for a terminal."""

import unicodedata


def printable(text: str) -> str:
    """Return a text whose control, format and bidirectional characters, which can rewrite a terminal, are replaced."""
    return "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else "�" for c in text)
