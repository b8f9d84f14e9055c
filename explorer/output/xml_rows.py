"""Write the rows of a frame as XML elements."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
import polars.selectors as cs

from explorer.common.columns import map_texts
from explorer.common.progress import Progress

_ROWS_AT_ONCE: Final = 50_000
_MOMENT: Final = "%Y-%m-%dT%H:%M:%S%.3fZ"

# Characters that XML 1.0 does not allow, even if they are escaped.
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# White space is escaped, because parsers replace it in attributes with spaces.
_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def escape_xml(text: str) -> str:
    """Escape a text for an element or an attribute; characters that XML 1.0 does not allow become U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text).translate(_ESCAPES)


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write an XML document that consists of these lines after the declaration."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.writelines(f"{line}\n" for line in lines)


def element_rows(frame: pl.DataFrame, element: pl.Expr, stage: str, progress: Progress) -> Iterator[str]:
    """Yield one element per row.

    Args:
        frame: The rows.
        element: Expression of the element's text, from `around` and `concat_known`; columns are escaped texts.
        stage: Name of the stage, for progress.
        progress: Called with the number of rows written.
    """
    done = 0
    for part in frame.iter_slices(_ROWS_AT_ONCE):
        yield from _texts(part).select(element).to_series()
        done += part.height
        progress(stage, done, frame.height)


def attribute_types(frame: pl.DataFrame) -> Mapping[str, str]:
    """Return ``long``, ``double`` or ``string`` for each column: the type names of both GEXF and GraphML."""

    def type_of(dtype: Any) -> str:
        return "long" if dtype.is_integer() else "double" if dtype.is_float() else "string"

    return {name: type_of(dtype) for name, dtype in frame.schema.items()}


def around(before: str, column: str, after: str) -> pl.Expr:
    """Return a column's text between two constant texts, or null if the column is null."""
    return pl.concat_str(pl.lit(before), pl.col(column), pl.lit(after))


def concat_known(*pieces: pl.Expr | str) -> pl.Expr:
    """Concatenate texts and skip null values."""
    parts = [pl.lit(piece) if isinstance(piece, str) else piece for piece in pieces]
    return pl.concat_str(parts, ignore_nulls=True)


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Return all values as escaped texts; unknown values stay null."""
    return frame.with_columns(
        cs.datetime().dt.to_string(_MOMENT),
        cs.integer().cast(pl.String),
        cs.float().cast(pl.String),
        *(map_texts(frame[name], escape_xml) for name in frame.select(cs.string()).columns),
    )
