from datetime import UTC, datetime, timedelta, timezone

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.model.batches import Resolution
from explorer.model.tables import TIME
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
        ("01/03/2021", "unreadable time '01/03/2021'"),
        ("1.62388E+09", "unreadable time '1.62388E+09'"),
        ("-5", "unreadable time '-5'"),
        ("١٦٢٣٨٨١٠٩١", "unreadable time '١٦٢٣٨٨١٠٩١'"),
        ("9" * 16, "unreadable time '9999999999999999'"),
        ("1989-12-31T23:59:59Z", "time '1989-12-31T23:59:59Z' is before 1990"),
        ("20210301", "time '20210301' is before 1990"),
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


def test_time_precision_is_declared_and_observed() -> None:
    assert resolve("2021-03-01", "2021-03-01T10:20:30") == Resolution(86_400, 1, 2)
    assert resolve("2021-03-01T10:20", "2021-03-01T10:21") == Resolution(60, 60, 2)
    assert resolve("2021-03-01T10:20:00Z", "2021-03-01T10:00:00Z") == Resolution(1, 60, 2)
    assert resolve("2021-03-01T00:00:00Z", "2021-03-02T00:00:00Z") == Resolution(1, 86_400, 2)
    assert resolve("2021-03-01T00:00:00.001Z") == Resolution(1, 1, 1)
    assert resolve() == Resolution(1, 86_400, 0)


def test_whole_days_are_recognised_in_any_zone() -> None:
    assert resolve("2021-03-01T00:00:00+08:00", "2021-03-02T00:00:00-03:30").observed == 86_400
    # Unix time has no zone: midnight in Shanghai is 16:00 UTC, in India 18:30 UTC
    assert resolve("1614528000").observed == 3_600
    assert resolve("1614537000").observed == 900
