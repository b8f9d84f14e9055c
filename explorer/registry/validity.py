"""When an account or a domain belongs to an outlet."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(r"([12][0-9]{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Validity:
    """A time span in days, both ends inclusive; None: the span has no such end."""

    since: date | None = None
    until: date | None = None

    def overlaps(self, other: "Validity") -> bool:
        """Return whether the two spans have a day in common."""
        return not _is_before(self, other) and not _is_before(other, self)


def _is_before(first: Validity, second: Validity) -> bool:
    return first.until is not None and second.since is not None and first.until < second.since


def first_day(text: str) -> date:
    """Return the first day of a date like 2023-11-03, 2023-11 or 2023.

    Raises:
        ValueError: If the text is not such a date; the message says so.
    """
    return _day(text, last=False)


def last_day(text: str) -> date:
    """Return the last day of a date like 2023-11-03, 2023-11 or 2023.

    Raises:
        ValueError: If the text is not such a date; the message says so.
    """
    return _day(text, last=True)


def _day(text: str, *, last: bool) -> date:
    match = _DAY.fullmatch(text)
    year, month, day = (int(part) if part else None for part in match.groups()) if match else (None, None, None)
    try:
        if year is None:
            raise ValueError
        month = month or (12 if last else 1)
        return date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))
    except ValueError:
        raise ValueError(f"{text!r} is not a date like 2023-11-03, 2023-11 or 2023") from None
