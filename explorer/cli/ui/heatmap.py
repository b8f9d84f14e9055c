"""Heat maps of numbers between 0 and 1, in the terminal or as an HTML page."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from explorer.common.files import write_atomically

_LOW: Final = (68, 1, 84)
_MIDDLE: Final = (33, 145, 140)
_HIGH: Final = (253, 231, 37)
"""Ends and middle of the viridis colour map, which is suitable for readers with colour vision deficiency."""


def heat_map(
    title: str, rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[float | None]]
) -> RenderableType:
    """Return a grid of coloured cells with their values; a cell whose value is None has no colour."""
    table = Table(title=title, box=None, pad_edge=False, padding=(0, 0), title_justify="left")
    table.add_column("")
    for name in columns:
        table.add_column(f"{name}  ", justify="right", no_wrap=True)
    for name, cells in zip(rows, values, strict=True):
        table.add_row(f"{name}  ", *map(_cell, cells))
    return table


def save_page(path: Path, *parts: RenderableType) -> None:
    """Write terminal output as a self-contained HTML page, atomically.

    Raises:
        InputError: If the file cannot be written.
    """
    console = Console(record=True, width=120, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for part in parts:
        console.print(part)
        console.print()
    page = console.export_html(inline_styles=True)
    write_atomically(path, lambda part: part.write_text(page, encoding="utf-8"))


def _cell(value: float | None) -> Text:
    if value is None:
        return Text("      -  ")
    low, high, share = (_LOW, _MIDDLE, 2 * value) if value < 0.5 else (_MIDDLE, _HIGH, 2 * value - 1)
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(low, high, strict=True))
    text_color = "black" if value > 0.5 else "white"
    return Text(f"   {value:.2f}  ", Style(color=text_color, bgcolor=f"rgb({red},{green},{blue})"))
