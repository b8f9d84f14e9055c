"""Small text charts: bars and sparklines, in ASCII if the terminal does not support block characters."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_HEIGHTS: Final = " ▁▂▃▄▅▆▇█"
_PLAIN: Final = " .:-=+*#@"
"""The same levels in ASCII."""


def bar(value: float, most: float, *, width: int = 10) -> str:
    """Return a bar of up to ``width`` characters for a value from 0 to ``most``; values above 0 are always visible."""
    eighths = round(8 * width * value / most) if most > 0 else 0
    if value > 0:
        eighths = max(eighths, 1)
    whole, rest = divmod(eighths, 8)
    return _encodable("█" * whole + (_EIGHTHS[rest] if rest else ""))


def sparkline(values: Sequence[float]) -> str:
    """Return one character per value, whose height is its share of the largest value; only 0 is blank."""
    most = max(values, default=0)
    return _encodable("".join(_HEIGHTS[max(1, round(8 * value / most)) if value > 0 else 0] for value in values))


def by_days(counts: Mapping[date, float], *, most_cells: int) -> tuple[list[float], int]:
    """Aggregate counts by day into consecutive cells of equal length, starting on the first day.

    Args:
        counts: Count of each day, in any order; missing days count as 0.
        most_cells: Maximum number of cells.

    Returns:
        The sum of each cell, and the number of days per cell.
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


def _encodable(text: str) -> str:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        steps = {**dict(zip(_EIGHTHS, _PLAIN, strict=True)), **dict(zip(_HEIGHTS, _PLAIN, strict=True))}
        return "".join(steps[character] for character in text)
    return text
