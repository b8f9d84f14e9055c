from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.sources.parsing.time_notations import date_order
from explorer.sources.parsing.time_rules import STANDARD, TimeRules
from explorer.sources.parsing.times import parse_times

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
DAY_FIRST, MONTH_FIRST = TimeRules(day_first=True), TimeRules(day_first=False)


def one(text: str, rules: TimeRules = STANDARD) -> tuple[datetime | None, str | None]:
    times = parse_times(pl.Series([text], dtype=pl.String), now=NOW, rules=rules)
    return times.at[0] and times.at[0].replace(tzinfo=None), times.problem[0]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2021/03/01", datetime(2021, 3, 1)),
        ("2021.3.1 9:05", datetime(2021, 3, 1, 9, 5)),
        ("2021-3-1 9:05:07 PM", datetime(2021, 3, 1, 21, 5, 7)),
        ("20210301T090507Z", datetime(2021, 3, 1, 9, 5, 7)),
        ("20210301T0905+0200", datetime(2021, 3, 1, 7, 5)),
        ("01.03.2021", datetime(2021, 3, 1)),
        ("1.3.2021 10:00", datetime(2021, 3, 1, 10)),
        ("01.03.2021, 10:00:05", datetime(2021, 3, 1, 10, 0, 5)),
        ("1 Mar 2021", datetime(2021, 3, 1)),
        ("1-Mar-2021 10:00", datetime(2021, 3, 1, 10)),
        ("1st March 2021 at 10:00", datetime(2021, 3, 1, 10)),
        ("Mar 1, 2021 12:00 AM", datetime(2021, 3, 1)),
        ("Mar 1, 2021, 12:00\u202fp.m.", datetime(2021, 3, 1, 12)),
        ("Sept. 1, 2021", datetime(2021, 9, 1)),
        ("10:00 AM · Mar 1, 2021", datetime(2021, 3, 1, 10)),
        ("Mon, 01 Mar 2021 10:00:05 +0000", datetime(2021, 3, 1, 10, 0, 5)),
        ("Mon, 1 Mar 2021 10:00:05 GMT", datetime(2021, 3, 1, 10, 0, 5)),
        ("Mon Mar 01 2021 10:00:05 GMT+0100 (Central European Standard Time)", datetime(2021, 3, 1, 9, 0, 5)),
        ("Mon Mar  1 10:00:05 2021", datetime(2021, 3, 1, 10, 0, 5)),
        ("Mon Mar 01 10:00:05 UTC 2021", datetime(2021, 3, 1, 10, 0, 5)),
    ],
)
def test_notations_that_say_what_they_mean_are_read(text: str, at: datetime) -> None:
    assert one(text) == (at, None)


@pytest.mark.parametrize(
    "text",
    [
        *("31.02.2021", "1.13.20211", "Marvel 1, 2021", "Mon Mar 01 10:00:05 CST 2021", "13:00 PM - 1 Mar 2021"),
        *("1. März 2021", "Mar 2021", "2021/13/01", "0:30 AM - 1 Mar 2021", "1 Mar 2021 25:00", "10:00"),
    ],
)
def test_other_notations_are_unreadable(text: str) -> None:
    assert one(text) == (None, f"unreadable time '{text}'")


def test_slashes_need_a_rule() -> None:
    for text in ("3/1/2021 10:00", "25/12/2020", "3-1-2021"):
        assert one(text) == (
            None,
            f"time '{text}' has the day or the month first; use --day-first or --no-day-first",
        )
    assert one("3/1/2021 10:00", DAY_FIRST) == (datetime(2021, 1, 3, 10), None)
    assert one("03/01/2021 10:00:05 PM", MONTH_FIRST) == (datetime(2021, 3, 1, 22, 0, 5), None)
    assert one("3-1-2021", MONTH_FIRST) == (datetime(2021, 3, 1), None)


def test_dates_that_contradict_the_rule_are_rejected() -> None:
    wrong = "has more than twelve months; the dates of this file are read with"
    assert one("12/25/2020", DAY_FIRST) == (None, f"time '12/25/2020' {wrong} the day first")
    assert one("25/12/2020", MONTH_FIRST) == (None, f"time '25/12/2020' {wrong} the month first")
    assert one("12.25.2020") == (
        None,
        "time '12.25.2020' has more than twelve months; dates with dots have the day first",
    )
    assert one("01.03.2021", MONTH_FIRST) == (
        None,
        "time '01.03.2021' has dots, which means the day first, but the dates of this file are read with the month "
        "first",
    )


def test_years_of_two_digits_need_a_format() -> None:
    assert one("3/1/21 10:00", MONTH_FIRST) == (
        None,
        "the year of '3/1/21 10:00' has two digits; give the notation, as in --time-format '%d/%m/%y %H:%M'",
    )
    assert one("3/1/21 10:00", TimeRules(format="%m/%d/%y %H:%M")) == (datetime(2021, 3, 1, 10), None)


def test_dates_are_counted_by_what_they_say_about_their_order() -> None:
    texts = ["25/12/2020", "13-1-2021 10:00", "1/13/2021", "3/1/2021", "4/1/2021", "13/13/2021"]
    others = ["25.12.2020", "2021-03-01", "x", None, "25/12/20"]
    assert date_order(pl.Series([*texts, *others])) == (2, 1, 2)


@settings(deadline=None)
@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2024, 5, 31)).map(lambda t: t.replace(microsecond=0)),
    st.sampled_from(
        [
            *("%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d %b %Y %H:%M:%S", "%B %d, %Y %I:%M:%S %p"),
            *("%a, %d %b %Y %H:%M:%S +0000", "%a %b %d %Y %H:%M:%S GMT+0000 (UTC)", "%c", "%Y%m%dT%H%M%SZ"),
        ]
    ),
)
def test_times_are_read_back(moment: datetime, notation: str) -> None:
    assert one(moment.strftime(notation)) == (moment, None)


@settings(deadline=None)
@given(st.datetimes(datetime(1990, 1, 2), datetime(2024, 5, 31)), st.booleans())
def test_both_orders_are_read_back(moment: datetime, day_first: bool) -> None:
    text = moment.strftime("%d/%m/%Y %I:%M:%S %p" if day_first else "%m/%d/%Y %I:%M:%S %p")
    assert one(text, TimeRules(day_first=day_first)) == (moment.replace(microsecond=0), None)
