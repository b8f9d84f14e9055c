"""Make untrusted text safe to print."""

import unicodedata


def printable(text: str) -> str:
    """Replace control, format and bidirectional characters, which can change what a terminal shows."""
    return "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else "�" for c in text)
