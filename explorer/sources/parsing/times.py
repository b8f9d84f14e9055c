"""Parse columns of times into UTC milliseconds and the precision with which each time was written.

Supported are ISO 8601 (a date, or a date and a clock time after ``T`` or a space, with optional fractions of a second;
the zone is ``Z``, ``±hh:mm`` or missing, which means UTC or the zone of the rules), Unix time in seconds to
nanoseconds, distinguished by magnitude, the notation of Twitter API v1.1 (``Wed Oct 10 20:19:24 +0000 2018``), a format
given by the analyst, and the notations of `explorer.sources.parsing.time_notations`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import polars as pl

from explorer.model.resolution import Resolution
from explorer.model.tables import TIME
from explorer.sources.parsing.time_notations import normalize
from explorer.sources.parsing.time_rules import STANDARD, TimeRules

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Earlier times are rejected: no platform is that old, and malformed numbers often decode to 1970."""

DAY: Final = 86_400
MILLISECONDS_FROM: Final = 10**11
"""Unix times from this number on are milliseconds: as seconds it is the year 5138, as milliseconds 1973."""
MICROSECONDS_FROM: Final = 10**14
"""Unix times from this number on are microseconds, for the same reason."""
NANOSECONDS_FROM: Final = 10**17
"""Unix times from this number on are nanoseconds; they end in 000, because no source is more precise, unlike ids."""

_SPREADSHEET_EPOCH: Final = datetime(1899, 12, 30, tzinfo=UTC)
_SPREADSHEET_DAYS: Final = (32_874, 80_000)
"""Days since `_SPREADSHEET_EPOCH` that are not mistaken for something else: 1990 to 2119."""

# [0-9], because \d also matches the digits of other scripts
_UNIX = r"^(?P<whole>[0-9]{1,19})(?:\.(?P<part>[0-9]{0,12}))?$"
# such numbers are before 1990 or after 2500 as Unix times
_COMPACT = r"^(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[0-9]{6})?$"
_ISO = (
    r"^(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<clock>[0-9]{2}:[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"(?: ?(?P<zone>Z|z|UTC|(?P<sign>[+-])(?P<hours>0[0-9]|1[0-4])(?::?(?P<minutes>[0-5][0-9]))?))?)?$"
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


def parse_times(texts: pl.Series, *, now: datetime | None = None, rules: TimeRules = STANDARD) -> ParsedTimes:
    """Parse a column of times.

    Args:
        texts: Times as text; String, null where missing.
        now: The current time, timezone-aware; times more than a day later are unusable.
        rules: How the times of the file are to be read.
    """
    text, ms = pl.col("text"), pl.col("ms")
    no_reason = pl.lit(None, pl.String).alias("why")
    frame = texts.alias("text").str.strip_chars().to_frame()
    if rules.format is rules.timezone is None and frame["text"].str.contains(_PLAIN).all():
        frame = frame.with_columns(_from_plain(), no_reason, step=_plain_step()).with_columns(ms="wall")
    else:
        frame = _parse(frame, rules)
    latest = (now or datetime.now(UTC)) + timedelta(days=1)
    shown = text.str.head(40)
    frame = frame.with_columns(
        problem=pl.when(text.is_null())
        .then(None)
        .when(pl.col("why").is_not_null())
        .then("why")
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


def _parse(frame: pl.DataFrame, rules: TimeRules) -> pl.DataFrame:
    """Add ``wall``, ``ms``, ``step`` and ``why`` (the reason why a known notation cannot be used) to ``text``."""
    written = pl.col("written")
    frame = frame.with_columns(written=_in_format(frame["text"], rules))
    # the pattern for dates is slow, so skip it for columns of Unix times
    unix = pl.lit(None, pl.String) if rules.format else written
    frame = frame.with_columns(unix.str.extract_groups(_UNIX).alias("unix")).with_columns(_from_unix())
    if frame["wall"].null_count() == frame["text"].null_count():
        return frame
    iso = written.str.replace(_SPELLED, "${5}-${1}-${2}T${3}${4}").str.replace_many(_MONTHS)
    frame = frame.with_columns(iso.str.extract_groups(_ISO).alias("iso"))
    is_other = pl.col("text").is_not_null() & pl.col("wall").is_null() & pl.col("iso").struct.field("date").is_null()
    frame = frame.with_row_index("row")
    others = frame.filter(is_other)
    if rules.format and others.height:
        reason = pl.format(f"time '{{}}' is not in the format {_escaped(rules.format)}", pl.col("text").str.head(40))
        frame = frame.with_columns(why=pl.when(is_other).then(reason).otherwise("why"))
    elif others.height:
        converted = normalize(others["text"], rules).select(
            pl.col("iso").str.extract_groups(_ISO).alias("iso"), pl.col("why"), others["row"]
        )
        frame = frame.update(converted.select("row", "why"), on="row").join(
            converted.select("row", other="iso"), on="row", how="left", maintain_order="left"
        )
        frame = frame.with_columns(iso=pl.when(is_other).then("other").otherwise("iso"))
    return frame.with_columns(_or_from_iso()).with_columns(_localized(rules))


def _in_format(texts: pl.Series, rules: TimeRules) -> pl.Series:
    """Return times in the given format as ISO 8601, and all others as they are."""
    if rules.format is None:
        return texts
    unique = texts.drop_nulls().unique()
    iso = {text: rules.to_iso(text) for text in unique}
    return texts.replace_strict({text: new or text for text, new in iso.items()}, default=None, return_dtype=pl.String)


def _localized(rules: TimeRules) -> list[pl.Expr]:
    """Return ``ms`` and ``why`` of times without a time zone, which are in the zone of the rules."""
    if rules.timezone is None:
        return []
    without_zone = pl.col("unix").struct.field("whole").is_null() & pl.col("iso").struct.field("zone").is_null()
    local = pl.col("wall").cast(pl.Datetime("ms"))
    offset = rules.zone.utcoffset(None)
    if offset is not None:
        ms = pl.col("wall") - offset // timedelta(milliseconds=1)
        return [pl.when(without_zone).then(ms).otherwise("ms").alias("ms")]
    first, only = (
        local.dt.replace_time_zone(rules.timezone, ambiguous=ambiguous, non_existent="null")
        for ambiguous in ("earliest", "null")
    )
    shown, zone = pl.col("text").str.head(40), _escaped(rules.timezone)
    ms = only.dt.convert_time_zone("UTC").cast(pl.Int64)
    why = (
        pl.when(pl.col("wall").is_null() | ~without_zone)
        .then("why")
        .when(first.is_null())
        .then(pl.format(f"time '{{}}' does not exist in {zone}, where clocks were set forward", shown))
        .when(only.is_null())
        .then(pl.format(f"time '{{}}' occurred twice in {zone}, when clocks were set back", shown))
    )
    return [pl.when(without_zone).then(ms).otherwise("ms").alias("ms"), why.alias("why")]


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def resolution(wall: pl.Series, step: pl.Series) -> Resolution:
    """Return the precision of times; nulls are ignored.

    Args:
        wall: As in `ParsedTimes`.
        step: As in `ParsedTimes`.
    """
    valid = wall.drop_nulls()
    multiples = [int((valid % (step * 1000) == 0).sum()) for step in Resolution.STEPS]
    if step.max() == 1:
        return Resolution(len(valid), 0, 0, multiples[0], tuple(multiples))
    dates, minutes = int((step == DAY).sum()), int((step == 60).sum())
    return Resolution(len(valid), dates, minutes, multiples[0] - dates - minutes, tuple(multiples))


def _from_unix() -> list[pl.Expr]:
    """Return ``wall``, ``ms``, ``step`` and ``why`` from the groups of `_UNIX`."""
    group = pl.col("unix").struct.field
    number = group("whole").cast(pl.Int64, strict=False)
    wall = (
        pl.when(number < MILLISECONDS_FROM)
        .then(number * 1000 + _thousandths(group("part")))
        .when(number < MICROSECONDS_FROM)
        .then(number)
        .when(number < NANOSECONDS_FROM)
        .then(number // 1000)
        .when(number % 1000 == 0)
        .then(number // 10**6)
    )
    first, last = _SPREADSHEET_DAYS
    days = group("whole").cast(pl.Float64) + (pl.lit("0.") + group("part").fill_null("")).cast(pl.Float64, strict=False)
    date = pl.lit(_SPREADSHEET_EPOCH).cast(TIME) + (days * 1_440).round().cast(pl.Int64) * timedelta(minutes=1)
    days_why = pl.when(number.is_between(first, last)).then(
        pl.format(
            "time '{}' is the number of a day in a spreadsheet ({}); save it as text such as 2021-03-05 10:20:30",
            pl.col("text").str.head(40),
            date.dt.strftime("%Y-%m-%d %H:%M"),
        )
    )
    compact = "time '{}' is a date without separators; use --time-format '%Y%m%d', or '%Y%m%d%H%M%S' with a clock time"
    why = days_why.when(group("whole").str.contains(_COMPACT)).then(pl.format(compact, pl.col("text").str.head(40)))
    return [wall.alias("wall"), wall.alias("ms"), pl.lit(1, pl.Int64).alias("step"), why.alias("why")]


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
