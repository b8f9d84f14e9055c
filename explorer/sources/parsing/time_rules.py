"""How the times of a file are to be read, as far as the notation of a single time does not tell."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cached_property, lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from explorer.common.errors import UsageError

_OFFSET_MINUTES: Final = 14 * 60
"""Largest difference to UTC that is in use."""


@dataclass(frozen=True)
class TimeRules:
    """How times are read; None means that the notation decides.

    Attributes:
        format: Format of times, as in `datetime.strptime`; ISO 8601 is read as well.
        day_first: Whether the day precedes the month in dates such as 3/1/2021.
        timezone: Time zone of times that name none, as a name of the IANA database or as ±hh:mm; None means UTC.
    """

    format: str | None = None
    day_first: bool | None = None
    timezone: str | None = None

    def __post_init__(self) -> None:
        """Check the format and the time zone.

        Raises:
            UsageError: If the format is not one of `datetime.strptime` with a year, or the time zone is unknown.
        """
        if self.format is not None:
            _check_format(self.format)
        if self.timezone is not None:
            _zone(self.timezone)

    @cached_property
    def zone(self) -> tzinfo:
        """Time zone of times that name none."""
        return _zone(self.timezone) if self.timezone else UTC

    def to_iso(self, text: str) -> str | None:
        """Return a time in the given format as ISO 8601, with the precision of the format; None if it differs."""
        if self.format is None:
            return None
        try:
            moment = datetime.strptime(text, self.format)
        except (ValueError, OverflowError):
            return None
        date, clock = moment.date().isoformat(), moment.timetz()
        if "%H" not in self.format and "%I" not in self.format and "%c" not in self.format:
            return date
        if "%f" in self.format:
            return f"{date}T{clock.isoformat('milliseconds')}"
        has_seconds = any(directive in self.format for directive in ("%S", "%c", "%X"))
        return f"{date}T{clock.isoformat('seconds' if has_seconds else 'minutes')}"


STANDARD: Final = TimeRules()
"""Rules of files that need no options."""


@lru_cache
def _check_format(text: str) -> None:
    hint = "Use the directives of Python's strptime, such as '%d/%m/%Y %H:%M:%S'."
    try:
        datetime.strptime("", text)
    except ValueError as error:
        if "bad directive" in str(error) or "stray" in str(error):
            raise UsageError(f"{text!r} is not a format of times: {error}.", hint=hint) from error
    except (KeyError, IndexError, OverflowError) as error:
        raise UsageError(f"{text!r} is not a format of times.", hint=hint) from error
    if not any(directive in text for directive in ("%Y", "%y", "%G", "%c", "%x")):
        raise UsageError(f"The format {text!r} has no year.", hint=hint)


@lru_cache
def _zone(name: str) -> tzinfo:
    try:
        offset = datetime.strptime(name, "%z").utcoffset() if name[:1] in "+-" else None
    except ValueError:
        offset = None
    if offset is not None and abs(offset) <= timedelta(minutes=_OFFSET_MINUTES):
        return timezone(offset)
    if name not in available_timezones():
        raise UsageError(
            f"There is no time zone {name!r}.",
            hint="Use a name such as Europe/Berlin, America/New_York or UTC, or an offset such as +02:00.",
        )
    return ZoneInfo(name)
