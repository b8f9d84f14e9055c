"""Small charts in lines of text: bars and sparklines, in plain characters where a terminal knows no others."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_HEIGHTS: Final = " ▁▂▃▄▅▆▇█"
_PLAIN: Final = " .:-=+*#@"
"""The same steps in ASCII."""


def bar(value: float, most: float, *, width: int = 10) -> str:
    """Return a bar of up to ``width`` characters for a value from 0 to ``most``; the least that is not 0 is seen."""
    eighths = round(8 * width * value / most) if most > 0 else 0
    if value > 0:
        eighths = max(eighths, 1)
    whole, rest = divmod(eighths, 8)
    return _drawn("█" * whole + (_EIGHTHS[rest] if rest else ""))


def sparkline(values: Sequence[float]) -> str:
    """Return one character per value, as high as its share of the largest; blank is 0, and only 0."""
    most = max(values, default=0)
    return _drawn("".join(_HEIGHTS[max(1, round(8 * value / most)) if value > 0 else 0] for value in values))


def by_days(counts: Mapping[date, float], *, most_cells: int) -> tuple[list[float], int]:
    """Return counts by day as a row of cells without gaps, the first of which begins on the first day.

    Args:
        counts: how many on each day, in any order; days without have 0.
        most_cells: at most so many cells.

    Returns:
        The sum of each cell, and how many days it spans.
    """
    if not counts:
        return [], 1
    first, last = min(counts), max(counts)
    days = (last - first).days + 1
    span = -(-days // most_cells)
    cells = [0.0] * -(-days // span)
    for day, count in counts.items():
        cells[(day - first).days // span] += count
    return cells, span


def _drawn(text: str) -> str:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        steps = {**dict(zip(_EIGHTHS, _PLAIN, strict=True)), **dict(zip(_HEIGHTS, _PLAIN, strict=True))}
        return "".join(steps[character] for character in text)
    return text
