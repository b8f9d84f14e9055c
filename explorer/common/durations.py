"""Parse and format durations such as ``60s``."""

import re
from collections.abc import Iterable
from typing import Final

from explorer.common.errors import UsageError

_UNITS: Final = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_LIMIT: Final = 36_500 * _UNITS["d"]
ALL_TIME: Final = _LIMIT
"""The window ``all``: longer than any data set, so that times do not matter."""

DEFAULT_TIMEOUT: Final = 30 * _UNITS["m"]
"""Time limit of each query of a pack, report or export, in milliseconds. The slowest query that is shipped takes about
a minute on ten million retweets."""


def parse_duration(text: str) -> int:
    """Return the milliseconds of a duration: a whole number and a unit, ``250ms``, ``60s``, ``5m``, ``1h`` or ``1d``.

    Raises:
        UsageError: If the text has another form, or the duration is longer than a hundred years.
    """
    match = re.fullmatch(r"([0-9]{1,15})\s*(ms|s|m|h|d)", text.strip().lower())
    milliseconds = int(match[1]) * _UNITS[match[2]] if match else -1
    if not 0 <= milliseconds <= _LIMIT:
        raise UsageError(
            f"{text!r} is not a duration.",
            hint="Write a whole number with the unit ms, s, m, h or d, for example 60s, 5m or 1h.",
        )
    return milliseconds


def parse_window(text: str) -> int:
    """Return the milliseconds of a window: a duration, or ``all`` for `ALL_TIME`.

    Raises:
        UsageError: As `parse_duration`.
    """
    return ALL_TIME if text.strip().lower() == "all" else parse_duration(text)


def parse_timeout(text: str) -> int:
    """Return the milliseconds of a time limit: a duration, or ``none`` or ``0`` for 0, which means no limit.

    Raises:
        UsageError: As `parse_duration`.
    """
    return 0 if text.strip().lower() in {"none", "0"} else parse_duration(text)


def parse_windows(text: str) -> tuple[int, ...]:
    """Return the milliseconds of the windows of a scan, written as ``10s,60s,10m,1h``, ascending.

    Raises:
        UsageError: If one is not a duration, one is repeated, or there are fewer than two.
    """
    windows = sorted(parse_duration(item) for item in text.split(",") if item.strip())
    if len(windows) < 2:
        raise UsageError(
            "A scan needs two or more windows.",
            hint="Set --windows to a list such as 10s,60s,10m,1h, or one window with --window.",
        )
    if len(set(windows)) < len(windows):
        raise UsageError(f"The windows {text} contain a repetition.", hint="Give each window once.")
    return tuple(windows)


def format_windows(windows: Iterable[int]) -> str:
    """Return windows in the notation of `parse_windows`."""
    return ",".join(map(format_duration, windows))


def format_duration(milliseconds: int) -> str:
    """Return a duration in the notation of `parse_window`, in the largest unit that gives a whole number.

    Whole seconds below two minutes stay in seconds, so that 60 seconds are ``60s``.
    """
    if milliseconds == ALL_TIME:
        return "all"
    if (0 < milliseconds < 2 * _UNITS["m"] and milliseconds % _UNITS["s"] == 0) or milliseconds == 0:
        return f"{milliseconds // _UNITS['s']}s"
    unit = next(unit for unit in reversed(_UNITS) if milliseconds % _UNITS[unit] == 0)
    return f"{milliseconds // _UNITS[unit]}{unit}"
