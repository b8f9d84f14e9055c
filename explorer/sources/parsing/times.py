"""Parse columns of times into UTC milliseconds and the precision with which each time was written.

Supported are ISO 8601 (a date, or a date and a clock time after ``T`` or a space, with optional fractions of a second;
the zone is ``Z``, ``±hh:mm`` or missing, which means UTC), Unix time in seconds or milliseconds, distinguished by
magnitude, and the notation of Twitter API v1.1 (``Wed Oct 10 20:19:24 +0000 2018``).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import polars as pl

from explorer.model.batches import Resolution
from explorer.model.tables import TIME

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Earlier times are rejected: no platform is that old, and malformed numbers often decode to 1970."""

DAY: Final = 86_400
MILLISECONDS_FROM: Final = 10**11
"""Unix times from this number on are milliseconds: as seconds it is the year 5138, as milliseconds 1973."""

# [0-9], because \d also matches the digits of other scripts
_UNIX = r"^(?P<whole>[0-9]{1,15})(?:\.(?P<part>[0-9]{0,9}))?$"
_ISO = (
    r"^(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<clock>[0-9]{2}:[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"(?: ?(?:Z|z|UTC|(?P<sign>[+-])(?P<hours>0[0-9]|1[0-4])(?::?(?P<minutes>[0-5][0-9]))?))?)?$"
)
# the most common notations; a column that uses only these takes a faster path
_PLAIN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{3})?Z?)?)?$"
_SPELLED = r"^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([0-9]{2}) ([0-9:]{8}) ([+-][0-9]{4}) ([0-9]{4})$"
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS: Final = {f"-{name}-": f"-{number:02}-" for number, name in enumerate(_NAMES, start=1)}


@dataclass(frozen=True, slots=True)
class ParsedTimes:
    """A parsed column of times.

    Attributes:
        at: Time in UTC, null where the text is null or unusable; dtype `TIME`.
        problem: Reason why a text is unusable, else null; String.
        wall: Local time in milliseconds as written, before the zone offset is subtracted; Int64. It shows whether times
            are whole days or minutes in any zone.
        step: Precision of the notation in seconds: 86,400, 60 or 1; Int64.
    """

    at: pl.Series
    problem: pl.Series
    wall: pl.Series
    step: pl.Series


def parse_times(texts: pl.Series, *, now: datetime | None = None) -> ParsedTimes:
    """Parse a column of times.

    Args:
        texts: Times as text; String, null where missing.
        now: The current time, timezone-aware; times more than a day later are unusable.
    """
    text, ms = pl.col("text"), pl.col("ms")
    frame = texts.alias("text").str.strip_chars().to_frame()
    if frame["text"].str.contains(_PLAIN).all():
        frame = frame.with_columns(_from_plain(), step=_plain_step()).with_columns(ms="wall")
    else:
        frame = frame.with_columns(text.str.extract_groups(_UNIX).alias("unix")).with_columns(_from_unix())
        # the pattern for dates is slow, so skip it for columns of Unix times
        if frame["wall"].null_count() > frame["text"].null_count():
            iso = text.str.replace(_SPELLED, "${5}-${1}-${2}T${3}${4}").str.replace_many(_MONTHS)
            frame = frame.with_columns(iso.str.extract_groups(_ISO).alias("iso")).with_columns(_or_from_iso())
    latest = (now or datetime.now(UTC)) + timedelta(days=1)
    shown = text.str.head(40)
    frame = frame.with_columns(
        problem=pl.when(text.is_null())
        .then(None)
        .when(ms.is_null())
        .then(pl.format("unreadable time '{}'", shown))
        .when(ms < _milliseconds(EARLIEST))
        .then(pl.format("time '{}' is before 1990", shown))
        .when(ms > _milliseconds(latest))
        .then(pl.format("time '{}' is in the future", shown))
    )
    usable = pl.col("problem").is_null() & ms.is_not_null()
    result = frame.select(
        "problem",
        at=pl.when(usable).then(ms).cast(TIME),
        wall=pl.when(usable).then(pl.col("wall")),
        step=pl.when(usable).then(pl.col("step")),
    )
    return ParsedTimes(result["at"], result["problem"], result["wall"], result["step"])


def resolution(wall: pl.Series, step: pl.Series) -> Resolution:
    """Return the precision of times; nulls are ignored.

    Args:
        wall: As in `ParsedTimes`.
        step: As in `ParsedTimes`.
    """
    valid = wall.drop_nulls()
    if valid.is_empty():
        return Resolution()
    declared = next(s for s in (DAY, 60, 1) if s == 1 or (step == s).any())
    observed = next(s for s in reversed(Resolution.STEPS) if s == 1 or not (valid % (s * 1000) != 0).any())
    return Resolution(declared, observed, len(valid))


def _from_unix() -> list[pl.Expr]:
    """Return ``wall``, ``ms`` and ``step`` from the groups of `_UNIX`."""
    group = pl.col("unix").struct.field
    integer_part = group("whole").cast(pl.Int64)
    seconds = integer_part * 1000 + _thousandths(group("part"))
    wall = pl.when(integer_part >= MILLISECONDS_FROM).then(integer_part).otherwise(seconds)
    return [wall.alias("wall"), wall.alias("ms"), pl.lit(1, pl.Int64).alias("step")]


def _from_plain() -> pl.Expr:
    """Return ``wall`` for texts that match `_PLAIN`."""
    text = pl.col("text")
    size = text.str.len_bytes()
    rest = pl.when(size == 10).then(pl.lit(" 00:00:00")).when(size == 16).then(pl.lit(":00")).otherwise(pl.lit(""))
    second = (text.str.head(19).str.replace("T", " ", literal=True) + rest).str.to_datetime(
        "%Y-%m-%d %H:%M:%S", time_unit="ms", strict=False
    )
    fraction = pl.when(size >= 23).then(text.str.slice(20, 3)).otherwise(pl.lit("0")).cast(pl.Int64, strict=False)
    return (second.cast(pl.Int64) + fraction).alias("wall")


def _plain_step() -> pl.Expr:
    size = pl.col("text").str.len_bytes()
    return pl.when(size == 10).then(DAY).when(size == 16).then(60).otherwise(1).cast(pl.Int64)


def _or_from_iso() -> list[pl.Expr]:
    """Return ``wall``, ``ms`` and ``step`` from the groups of `_ISO` where there is no Unix time."""
    group = pl.col("iso").struct.field
    clock = pl.coalesce(group("clock"), pl.when(group("date").is_not_null()).then(pl.lit("00:00")))
    written = pl.concat_str(
        group("date"), pl.lit("T"), clock, pl.lit(":"), group("second").fill_null("00")
    ).str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="ms", strict=False)
    wall = written.cast(pl.Int64) + _thousandths(group("fraction"))
    minutes = group("hours").cast(pl.Int64) * 60 + group("minutes").fill_null("0").cast(pl.Int64)
    offset = pl.when(group("sign") == "-").then(-minutes).otherwise(minutes).fill_null(0)
    step = pl.when(group("clock").is_null()).then(DAY).when(group("second").is_null()).then(60).otherwise(1)
    return [
        pl.coalesce("wall", wall).alias("wall"),
        pl.coalesce("ms", wall - offset * 60_000).alias("ms"),
        pl.when(pl.col("wall").is_null()).then(step).otherwise("step").cast(pl.Int64).alias("step"),
    ]


def _thousandths(fraction: pl.Expr) -> pl.Expr:
    return pl.concat_str(fraction.fill_null(""), pl.lit("000")).str.head(3).cast(pl.Int64)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
