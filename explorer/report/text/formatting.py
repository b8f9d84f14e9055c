"""Format values for the report: numbers, shares, durations and column labels."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from explorer.common.durations import format_duration
from explorer.common.text import count, printable, shorten
from explorer.packs.labels import for_people
from explorer.report.text.column_labels import column_labels

UNKNOWN: Final = "\N{EN DASH}"
"""Written in place of a missing value."""
LONGEST_TEXT: Final = 500
"""Width in letters after which a text in a table is cut."""


def column_label(column: str) -> str:
    """Return the label of a column; without a declared label the words of its identifier: ``Largest step``."""
    if label := column_labels().get(column):
        return label
    return re.sub("[A-Z]", lambda letter: f" {letter[0].lower()}", column.replace("_", " ")).capitalize()


def format_value(column: str, value: Any) -> str:
    """Return a value of a column as text for people; a fraction whose label starts with ``%`` as a percentage."""
    value = for_people(column_label(column), value)
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return format_number(value)
    if isinstance(value, datetime):
        precise = value.isoformat(sep=" ", timespec="milliseconds" if value.microsecond else "seconds")
        return precise.removesuffix("+00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(format_value("", item) for item in value)
    return shorten(printable(str(value)), LONGEST_TEXT)


def format_number(value: float) -> str:
    """Return a number with three significant digits (1,234, 12.3, 0.0123), or a bound if it is huge or tiny."""
    if value >= 1e6:
        return "more than 1,000,000"
    if 0 < value < 1e-6:
        return "less than 0.000001"
    if abs(value) >= 100 or value == 0:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def format_seconds(seconds: float) -> str:
    """Return a duration in the unit that people would use: 41 seconds, 12 minutes, 1.7 hours, 3.2 days."""
    for size, unit in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{format_number(seconds / size)} {unit}"
    return f"{format_number(float(seconds))} {'second' if seconds == 1 else 'seconds'}"


def format_percent(share: float) -> str:
    """Return a share as percent: whole percents from 10 on, two significant digits below.

    Only 1 is written as 100%, and only 0 as 0%.
    """
    if share == 0 or 0.1 <= share <= 0.985 or share >= 1:
        return f"{share:.0%}"
    if share < 0.1:
        return f"{100 * share:.2g}%"
    return f"{share:.1%}" if share < 0.999 else "more than 99.9%"


def format_ratio(value: float) -> str:
    """Return a ratio for a sentence: whole numbers from 10 on, one decimal from 2 on, two decimals below."""
    if value >= 1e6:
        return format_number(value)
    return f"{value:,.{_ratio_decimals(value)}f}"


def format_interval(low: float, high: float) -> str:
    """Return the ends of an interval, both with the decimals that `format_ratio` gives the lower end."""
    if high >= 1e6:
        return f"{format_ratio(low)} to {format_number(high)}"
    decimals = _ratio_decimals(low)
    return f"{low:,.{decimals}f}\N{EN DASH}{high:,.{decimals}f}"


def _ratio_decimals(value: float) -> int:
    return 0 if value >= 9.95 else 1 if value >= 1.995 else 2


def format_integer(value: int) -> str:
    """Return a whole number with separators: 1,234."""
    return f"{value:,}"


def format_day(value: date) -> str:
    """Return the day of a date or time: 2021-01-31."""
    return f"{value:%Y-%m-%d}"


TEMPLATE_FILTERS: Final[dict[str, Callable[..., str]]] = {
    "count": count,
    "day": format_day,
    "duration": format_duration,
    "integer": format_integer,
    "interval": format_interval,
    "number": format_number,
    "percent": format_percent,
    "ratio": format_ratio,
    "seconds": format_seconds,
    "value": lambda value, column="": format_value(column, value),
}
"""The filters of all templates of the report: ``{{ share|percent }}``."""
