"""Read CSV that explorer made safe for spreadsheets: texts lose the apostrophes that protect them.

A text of another program may begin with such an apostrophe too. The first rows therefore decide: if they contain a text
that explorer would have protected, but that is not protected, all texts are read as they are.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

import polars as pl

from explorer.common.columns import map_texts
from explorer.common.spreadsheets import is_cell, original
from explorer.sources.io.raw_rows import RawRows
from explorer.sources.parsing.conventions import first_rows

NOTE = "texts are read without the apostrophe that protects them in spreadsheets, for example {} as {}"
_APOSTROPHE = "'"


def read_cells(parts: Iterator[RawRows], names: Collection[str]) -> Iterator[RawRows]:
    """Yield rows with the original texts, if the file has cells as `explorer.common.spreadsheets.cell` writes them.

    Args:
        parts: Rows in file order; at least one part.
        names: Columns of texts and ids; not numbers and times, which are not protected.
    """
    head, parts = first_rows(parts)
    present = [name for name in names if name in head.columns]
    if not all(is_cell(text) for name in present for text in head[name].drop_nulls().unique()):
        yield from parts
        return
    is_noted = False
    for part in parts:
        changed = {name: _originals(part.frame[name]) for name in present}
        notes = part.notes
        for name, texts in changed.items():
            is_changed = (texts != part.frame[name]).fill_null(False)
            if not is_noted and is_changed.any():
                shown, text = part.frame[name].filter(is_changed)[0], texts.filter(is_changed)[0]
                notes, is_noted = (*notes, NOTE.format(shown[:60], text[:60])), True
        yield replace(part, frame=part.frame.with_columns(**changed), notes=notes)


def _originals(column: pl.Series) -> pl.Series:
    is_marked = column.str.contains(_APOSTROPHE, literal=True)
    return map_texts(column, original) if is_marked.any() else column
