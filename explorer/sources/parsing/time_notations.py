"""Notations of times that differ between programs and countries, converted to ISO 8601.

- Numbers with the year first: ``2021/03/01``, ``2021.3.1 9:05 PM``, ``20210301T090500Z``.
- Numbers with the year last: ``01.03.2021 10:00`` has the day first, as is the convention of the countries that use
  dots. ``3/1/2021 10:00`` and ``3-1-2021`` have the day or the month first, which the file as a whole decides.
- Names of months in English: ``1 Mar 2021``, ``March 1, 2021 at 10:00 AM``, RFC 2822 (``Mon, 01 Mar 2021 10:00:05
  +0000``), JavaScript (``Mon Mar 01 2021 10:00:05 GMT+0100 (CET)``), C and Java (``Mon Mar  1 10:00:05 UTC 2021``).

Abbreviations of time zones other than UTC and GMT are not read, because several zones share them.
"""

from typing import Final

import polars as pl

from explorer.sources.parsing.time_rules import TimeRules

_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTHS: Final = {
    written.lower(): f"{number:02}" for number, name in enumerate(_NAMES, start=1) for written in (name, name[:3])
} | {"sept": "09"}
_WEEKDAY: Final = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?"
_TIME: Final = (
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
)
_ZONE: Final = r"(?: ?(?P<zone>Z|UTC|UT|GMT|(?:UTC|GMT)?[+-][0-9]{2}:?[0-9]{2})(?: \([^()]{1,60}\))?)?"
_CLOCK: Final = rf"(?:(?:T|,? (?:at )?){_TIME}{_ZONE})?"
_DAY: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH: Final = r"(?P<name>[A-Za-z]{3,9})\.?"
_YEAR: Final = r"(?P<year>[0-9]{4})"
_BY_POSITION: Final = r"^(?P<first>[0-9]{1,2})(?P<separator>[./-])(?P<next>[0-9]{1,2})[./-]"
_NUMBERS: Final = rf"{_BY_POSITION}{_YEAR}{_CLOCK}$"
_SHORT_YEAR: Final = rf"{_BY_POSITION}[0-9]{{2}}(?:\D|$)"
_NOTATIONS: Final = (
    rf"^{_YEAR}[-/.](?P<month>[0-9]{{1,2}})[-/.]{_DAY}{_CLOCK}$",
    _NUMBERS,
    rf"^{_WEEKDAY}{_DAY}[ .-]{{1,2}}{_MONTH},?[ -]{_YEAR}{_CLOCK}$",
    rf"^{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}{_CLOCK}$",
    rf"^{_WEEKDAY}{_MONTH} {_DAY} {_TIME}{_ZONE} {_YEAR}$",
)
_FIELDS: Final = (
    *("year", "month", "day", "first", "separator", "next", "name"),
    *("hour", "minute", "second", "fraction", "half", "zone"),
)
_COMPACT: Final = r"^([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})"
_COMPACT_SECOND: Final = r"^([0-9-]{10}T[0-9:]{5})([0-9]{2})"
_CLOCK_FIRST: Final = r"^([0-9]{1,2}:[0-9]{2} [AaPp][Mm]) [-·] (.+)$"


def normalize(texts: pl.Series, rules: TimeRules) -> pl.DataFrame:
    """Convert times to ISO 8601.

    Args:
        texts: Times that are neither ISO 8601 nor numbers; String.
        rules: How to read dates whose notation does not tell the order of day and month.

    Returns:
        ``iso``, null where the notation is unknown, and ``why``, the reason why a known notation cannot be used.
    """
    text = pl.col("text")
    frame = texts.alias("text").to_frame()
    written = text.str.replace_all(r"[\s\u00a0\u2009\u202f]+", " ")
    written = written.str.replace(_COMPACT, "${1}-${2}-${3}T${4}:${5}").str.replace(_COMPACT_SECOND, "${1}:${2}")
    written = written.str.replace(_CLOCK_FIRST, "${2} ${1}")
    frame = frame.with_columns(written.alias("written"))
    parts = frame.select(_merged(pl.col("written"))).unnest("parts")
    day, month, why = _day_and_month(rules)
    hour = pl.col("hour").cast(pl.Int64)
    is_half = pl.col("half").is_not_null()
    hour24 = (
        pl.when(~is_half)
        .then(hour)
        .when(hour.is_between(1, 12))
        .then(hour % 12 + pl.when(pl.col("half").str.to_lowercase() == "p").then(12).otherwise(0))
    )
    zone = pl.col("zone").str.replace(r"^(?:UTC|GMT|UT)$", "Z").str.replace(r"^(?:UTC|GMT)", "")
    clock = pl.when(pl.col("hour").is_not_null()).then(
        pl.concat_str(
            pl.lit("T"),
            hour24.cast(pl.String).str.zfill(2),
            pl.lit(":"),
            "minute",
            (":" + pl.col("second")).fill_null(""),
            ("." + pl.col("fraction")).fill_null(""),
            zone.fill_null(""),
        )
    )
    iso = pl.concat_str(
        "year",
        pl.lit("-"),
        month.str.zfill(2),
        pl.lit("-"),
        day.str.zfill(2),
        pl.when(pl.col("hour").is_null()).then(pl.lit("")).otherwise(clock),
    )
    shown = text.str.head(40)
    two_digits = "the year of '{}' has two digits; give the notation, as in --time-format '%d/%m/%y %H:%M'"
    return frame.hstack(parts.select(iso=pl.when(why.is_null()).then(iso), why=why)).select(
        "iso",
        why=pl.when(pl.col("written").str.contains(_SHORT_YEAR))
        .then(pl.format(two_digits, shown))
        .otherwise(pl.format("time '{}' {}", shown, "why")),
    )


def date_order(texts: pl.Series) -> tuple[int, int, int]:
    """Count dates with slashes or hyphens and the year last, by what they say about the order of day and month.

    Returns:
        Number of dates whose first number can only be a day, number of dates whose second number can only be a day,
        and number of dates that allow both.
    """
    parts = texts.str.strip_chars().str.extract_groups(_NUMBERS).struct.unnest()
    numbers = parts.filter(pl.col("separator") != ".").select(pl.col("first", "next").cast(pl.Int64))
    first, second = numbers["first"], numbers["next"]
    return (
        int(((first > 12) & (second <= 12)).sum()),
        int(((first <= 12) & (second > 12)).sum()),
        int(((first <= 12) & (second <= 12)).sum()),
    )


def _merged(text: pl.Expr) -> pl.Expr:
    """Return the groups of the first notation that matches, as a struct ``parts`` of `_FIELDS`."""
    matches = [(pattern, text.str.extract_groups(pattern)) for pattern in _NOTATIONS]
    return pl.struct(
        pl.coalesce(
            *(groups.struct.field(field) for pattern, groups in matches if f"?P<{field}>" in pattern),
        ).alias(field)
        for field in _FIELDS
    ).alias("parts")


def _day_and_month(rules: TimeRules) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Return the day, the month, and the reason why their order is unknown."""
    by_position = pl.col("separator").is_not_null()
    dotted = pl.col("separator") == "."
    named = pl.col("name").str.to_lowercase().replace_strict(_MONTHS, default=None, return_dtype=pl.String)
    day_first = dotted if rules.day_first is None else dotted | rules.day_first
    first, second = pl.col("first"), pl.col("next")
    day = pl.when(by_position).then(pl.when(day_first).then(first).otherwise(second)).otherwise("day")
    month = (
        pl.when(by_position)
        .then(pl.when(day_first).then(second).otherwise(first))
        .when(pl.col("name").is_not_null())
        .then(named)
        .otherwise("month")
    )
    unknown = by_position & ~dotted & pl.lit(rules.day_first is None)
    contradicts = by_position & (month.cast(pl.Int64) > 12) & (day.cast(pl.Int64) <= 12)
    order = "the day first" if rules.day_first else "the month first"
    why = (
        pl.when(unknown)
        .then(pl.lit("has the day or the month first; use --day-first or --no-day-first"))
        .when(dotted & pl.lit(rules.day_first is False))
        .then(pl.lit("has dots, which means the day first, but the dates of this file are read with the month first"))
        .when(contradicts & dotted)
        .then(pl.lit("has more than twelve months; dates with dots have the day first"))
        .when(contradicts)
        .then(pl.lit(f"has more than twelve months; the dates of this file are read with {order}"))
    )
    return day, month, why
