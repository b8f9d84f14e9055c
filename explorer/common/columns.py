"""Change the texts of a column."""

from collections.abc import Callable

import polars as pl


def map_texts(column: pl.Series, change: Callable[[str], str]) -> pl.Series:
    """Apply a function to each text of a column (String); null stays null.

    The function is called once per distinct text: an account appears in many edges.
    """
    before = column.unique().drop_nulls()
    after = pl.Series([change(text) for text in before], dtype=pl.String)
    return column.replace_strict(before, after, default=None, return_dtype=pl.String)
