"""Texts that others wrote, made harmless for a terminal, or changed by the column."""

import unicodedata
from collections.abc import Callable

import polars as pl


def printable(text: str) -> str:
    """Return a text whose control, format and bidirectional characters, which can rewrite a terminal, are replaced."""
    return "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else "�" for c in text)


def map_texts(column: pl.Series, change: Callable[[str], str]) -> pl.Series:
    """Return a column of texts (String) with each changed, null as it is.

    Each text is changed once, however often it stands there: an account stands in many edges.
    """
    before = column.unique().drop_nulls()
    after = pl.Series([change(text) for text in before], dtype=pl.String)
    return column.replace_strict(before, after, default=None, return_dtype=pl.String)
