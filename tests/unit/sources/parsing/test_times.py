from datetime import UTC, datetime, timedelta, timezone

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.model.resolution import Resolution
from explorer.model.tables import TIME
from explorer.sources.parsing.time_rules import STANDARD, TimeRules
from explorer.sources.parsing.times import parse_times, resolution

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


def one(text: str | None) -> tuple[datetime | None, str | None, int | None]:
    times = parse_times(pl.Series([text], dtype=pl.String), now=NOW)
    assert times.at.dtype == TIME
    return times.at[0], times.problem[0], times.step[0]


@pytest.mark.parametrize(
    ("text", "at", "step"),
    [
        ("2021-03-01", datetime(2021, 3, 1), 86_400),
        ("2021-03-01T10:20", datetime(2021, 3, 1, 10, 20), 60),
        ("2021-03-01 10:20:30", datetime(2021, 3, 1, 10, 20, 30), 1),
        (" 2021-03-01T10:20:30Z ", datetime(2021, 3, 1, 10, 20, 30), 1),
        ("2021-03-01T10:20:30.5Z", datetime(2021, 3, 1, 10, 20, 30, 500_000), 1),
        ("2021-03-01T10:20:30,123987", datetime(2021, 3, 1, 10, 20, 30, 123_000), 1),
        ("2021-03-01T10:20:30+08:00", datetime(2021, 3, 1, 2, 20, 30), 1),
        ("2021-03-01T10:20:30-0330", datetime(2021, 3, 1, 13, 50, 30), 1),
        ("2021-03-01 10:20:30 +02", datetime(2021, 3, 1, 8, 20, 30), 1),
        ("2021-03-01 10:20:30 UTC", datetime(2021, 3, 1, 10, 20, 30), 1),
        ("2020-02-29", datetime(2020, 2, 29), 86_400),
        # 1623881091 is 2021-06-16 22:04:51, as `date -u -d @1623881091` says
        ("1623881091", datetime(2021, 6, 16, 22, 4, 51), 1),
        ("1623881091.0", datetime(2021, 6, 16, 22, 4, 51), 1),
        ("1623881091.25", datetime(2021, 6, 16, 22, 4, 51, 250_000), 1),
        ("1623881091250", datetime(2021, 6, 16, 22, 4, 51, 250_000), 1),
        ("1623881091250.0", datetime(2021, 6, 16, 22, 4, 51, 250_000), 1),
        ("2024-06-02T11:59:59", datetime(2024, 6, 2, 11, 59, 59), 1),
    ],
)
def test_supported_times_are_parsed(text: str, at: datetime, step: int) -> None:
    assert one(text) == (at.replace(tzinfo=UTC), None, step)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("xyz", "unreadable time 'xyz'"),
        ("", "unreadable time ''"),
        ("2021-02-30", "unreadable time '2021-02-30'"),
        ("2021-03-01T24:01:00", "unreadable time '2021-03-01T24:01:00'"),
        ("32.03.2021", "unreadable time '32.03.2021'"),
        ("1.62388E+09", "unreadable time '1.62388E+09'"),
        ("-5", "unreadable time '-5'"),
        ("١٦٢٣٨٨١٠٩١", "unreadable time '١٦٢٣٨٨١٠٩١'"),
        ("9" * 16, "time '9999999999999999' is in the future"),
        ("9" * 20, "unreadable time '99999999999999999999'"),
        # an id of X is not a number of nanoseconds
        ("1294030472427835393", "unreadable time '1294030472427835393'"),
        ("1989-12-31T23:59:59Z", "time '1989-12-31T23:59:59Z' is before 1990"),
        ("161459280", "time '161459280' is before 1990"),
        ("0", "time '0' is before 1990"),
        ("2024-06-02T12:00:01", "time '2024-06-02T12:00:01' is in the future"),
        ("1800000000", "time '1800000000' is in the future"),
        ("2021-03-01" + "!" * 500, "unreadable time '2021-03-01" + "!" * 30 + "'"),
    ],
)
def test_other_times_are_rejected(text: str, problem: str) -> None:
    assert one(text) == (None, problem, None)


def test_missing_times_stay_null() -> None:
    assert one(None) == (None, None, None)


moments = st.datetimes(datetime(1990, 1, 2), datetime(2024, 5, 31)).map(
    lambda t: t.replace(microsecond=t.microsecond // 1000 * 1000, tzinfo=UTC)
)
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@settings(deadline=None)
@given(st.lists(st.tuples(moments, zones, st.integers(0, 3)), min_size=1))
def test_formatted_times_are_parsed_back(rows: list[tuple[datetime, timezone, int]]) -> None:
    def text(moment: datetime, zone: timezone, way: int) -> str:
        ms = round(moment.timestamp() * 1000)
        return (
            moment.astimezone(zone).isoformat(),
            moment.replace(tzinfo=None).isoformat(" ", "milliseconds"),
            f"{ms // 1000}.{ms % 1000:03d}",
            str(ms),
        )[way]

    times = parse_times(pl.Series([text(*row) for row in rows]), now=NOW)
    assert times.at.to_list() == [moment for moment, _, _ in rows]


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=30))))
def test_any_text_is_read_or_rejected(texts: list[str | None]) -> None:
    times = parse_times(pl.Series(texts, dtype=pl.String))
    for text, at, problem in zip(texts, times.at, times.problem, strict=True):
        assert [at, problem].count(None) == (2 if text is None else 1)


@st.composite
def plain(draw: st.DrawFn) -> str:
    """A time in the most common notation, possibly an invalid date."""
    numbers = draw(st.tuples(*(st.integers(0, most) for most in (2030, 13, 32, 25, 61, 61, 999))))
    date = "{:04}-{:02}-{:02}".format(*numbers)
    ends = ("", " {3:02}:{4:02}", "T{3:02}:{4:02}:{5:02}", " {3:02}:{4:02}:{5:02}.{6:03}Z", "T{3:02}:{4:02}:{5:02}Z")
    return date + draw(st.sampled_from(ends)).format(*numbers)


@settings(deadline=None)
@given(st.lists(plain(), min_size=1))
def test_a_time_is_parsed_independently_of_other_rows(texts: list[str]) -> None:
    alone = parse_times(pl.Series([*texts, None]), now=NOW)
    among = parse_times(pl.Series([*texts, None, "2021-03-01 10:20:30.5 +02", "1623881091"]), now=NOW)
    for name in ("at", "problem", "wall", "step"):
        assert getattr(alone, name).equals(getattr(among, name).head(len(texts) + 1))


def resolve(*texts: str) -> Resolution:
    times = parse_times(pl.Series(texts, dtype=pl.String), now=NOW)
    return resolution(times.wall, times.step)


def test_times_are_counted_by_notation_and_by_the_steps_they_fall_on() -> None:
    assert resolve("2021-03-01", "2021-03-01T10:20:30") == Resolution(2, 1, 0, 0, (1, 1, 1, 1))
    assert resolve("2021-03-01T10:20", "2021-03-01T10:30") == Resolution(2, 0, 2, 0, (2, 1, 0, 0))
    assert resolve("2021-03-01T10:20:00Z", "2021-03-01T10:00:00Z") == Resolution(2, 0, 0, 2, (2, 1, 1, 0))
    assert resolve("2021-03-01T00:00:00.001Z", "x") == Resolution(1)
    assert resolve() == Resolution()


def test_steps_are_counted_in_the_zone_of_the_source() -> None:
    assert resolve("2021-03-01T00:00:00+08:00", "2021-03-02T00:00:00-03:30").multiples == (2, 2, 2, 2)
    # Unix time has no zone: midnight in Shanghai is 16:00 UTC, in India 18:30 UTC
    assert resolve("1614528000", "1614537000").multiples == (2, 2, 1, 0)


def read(rules: TimeRules, *texts: str) -> list[datetime | str | None]:
    """Return for each text its time, without its zone, or the reason why it is not read."""
    times = parse_times(pl.Series(texts, dtype=pl.String), now=NOW, rules=rules)
    return [why if at is None else at.replace(tzinfo=None) for at, why in zip(times.at, times.problem, strict=True)]


def test_times_without_a_zone_are_in_the_zone_of_the_rules() -> None:
    summer, winter = datetime(2021, 7, 1, 8), datetime(2021, 1, 1, 9)
    assert read(
        TimeRules(timezone="Europe/Berlin"),
        *("2021-07-01 10:00", "2021-01-01T10:00:00", "1.7.2021 10:00", "Jul 1, 2021 10:00 AM"),
        *("2021-07-01T08:00:00Z", "2021-07-01 04:00-04:00", "1625126400"),
    ) == [summer, winter, summer, summer, summer, summer, summer]
    assert read(TimeRules(timezone="-03:30"), "2021-07-01 10:00") == [datetime(2021, 7, 1, 13, 30)]


def test_times_that_clock_changes_remove_or_repeat_are_rejected() -> None:
    # clocks in Germany went from 02:00 to 03:00 on 28 March 2021, and from 03:00 to 02:00 on 31 October
    assert read(TimeRules(timezone="Europe/Berlin"), "2021-03-28 02:30", "2021-10-31 02:30", "2021-10-31 03:00") == [
        "time '2021-03-28 02:30' does not exist in Europe/Berlin, where clocks were set forward",
        "time '2021-10-31 02:30' occurred twice in Europe/Berlin, when clocks were set back",
        datetime(2021, 10, 31, 2),
    ]


def test_a_format_applies_to_all_times_but_iso_8601() -> None:
    rules = TimeRules(format="%d/%m/%y %Hh%M")
    assert read(rules, "01/03/21 10h05", "2021-03-01T10:00:30Z", "1614592800", "3/2021") == [
        datetime(2021, 3, 1, 10, 5),
        datetime(2021, 3, 1, 10, 0, 30),
        "time '1614592800' is not in the format %d/%m/%y %Hh%M",
        "time '3/2021' is not in the format %d/%m/%y %Hh%M",
    ]
    assert parse_times(pl.Series(["01/03/21 10h05"]), now=NOW, rules=rules).step.to_list() == [60]


def test_spreadsheet_day_numbers_are_rejected_with_their_date() -> None:
    # 44256 days after 30 December 1899 is 1 March 2021; 0.4166 days are 9 h 59 min 54 s
    hint = "; save it as text such as 2021-03-05 10:20:30"
    assert read(STANDARD, "44256.4166", "44256") == [
        f"time '44256.4166' is the number of a day in a spreadsheet (2021-03-01 10:00){hint}",
        f"time '44256' is the number of a day in a spreadsheet (2021-03-01 00:00){hint}",
    ]


def test_unix_times_are_read_by_their_magnitude() -> None:
    numbers = (str(1614592800 * 10**power) for power in (0, 3, 6, 9))
    assert read(STANDARD, *numbers) == [datetime(2021, 3, 1, 10)] * 4


@pytest.mark.parametrize(("text", "notation"), [("20210301", "%Y%m%d"), ("20210301100005", "%Y%m%d%H%M%S")])
def test_dates_without_separators_are_read_with_their_notation(text: str, notation: str) -> None:
    (problem,) = parse_times(pl.Series([text])).problem
    assert problem.startswith(f"time '{text}' is a date without separators; use --time-format '%Y%m%d'")
    read = parse_times(pl.Series([text]), rules=TimeRules(format=notation))
    assert read.problem[0] is None
    assert f"{read.at[0]:%Y%m%d}" == "20210301"
