"""How the report writes values: numbers, shares, lengths of time, and the labels of columns."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from explorer.common.durations import format_duration
from explorer.common.text import printable
from explorer.report.text.column_labels import COLUMN_LABELS, SHARE_COLUMNS

UNKNOWN: Final = "\N{EN DASH}"
"""Written in place of a missing value."""
LONGEST_TEXT: Final = 500
"""Number of characters after which a text in a table is cut."""


def column_label(column: str) -> str:
    """Return the label of a column in the report."""
    return COLUMN_LABELS.get(column, column)


def format_value(column: str, value: Any) -> str:
    """Return a value of a column as text for people."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return format_percent(value) if column in SHARE_COLUMNS else format_number(value)
    if isinstance(value, datetime):
        precise = value.isoformat(sep=" ", timespec="milliseconds" if value.microsecond else "seconds")
        return precise.removesuffix("+00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(format_value("", item) for item in value)
    text = printable(str(value))
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"


def format_number(value: float) -> str:
    """Return a number with three significant digits (1,234, 12.3, 0.0123), or a bound for very large and small ones."""
    if value >= 1e6:
        return "more than 1,000,000"
    if 0 < value < 1e-6:
        return "less than 0.000001"
    if abs(value) >= 100 or value == 0:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def format_seconds(seconds: float) -> str:
    """Return a length of time in the unit that people would use: 41 s, 12 min, 1.7 h, 3.2 d."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{format_number(seconds / size)} {unit}"
    return f"{format_number(float(seconds))} s"


def format_percent(share: float) -> str:
    """Return a share as percent: whole percents from 10 on, two significant digits below.

    Only 1 is written as 100%, and only 0 as 0%.
    """
    if share == 0 or 0.1 <= share <= 0.985 or share >= 1:
        return f"{share:.0%}"
    if share < 0.1:
        return f"{100 * share:.2g}%"
    return f"{share:.1%}" if share < 0.999 else "more than 99.9%"


def format_integer(value: int) -> str:
    """Return a whole number with separators: 1,234."""
    return f"{value:,}"


def format_day(value: date) -> str:
    """Return the day of a date or time: 2021-01-31."""
    return f"{value:%Y-%m-%d}"


TEMPLATE_FILTERS: Final[dict[str, Callable[..., str]]] = {
    "day": format_day,
    "duration": format_duration,
    "integer": format_integer,
    "number": format_number,
    "percent": format_percent,
    "seconds": format_seconds,
    "value": lambda value, column="": format_value(column, value),
}
"""The filters of all templates of the report: ``{{ share|percent }}``."""
