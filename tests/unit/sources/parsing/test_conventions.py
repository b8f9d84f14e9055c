from datetime import date
from pathlib import Path

import pytest

from explorer.common.errors import InputError
from explorer.sources.parsing.parser import ReadOptions
from tests.unit.sources.reading import Whole, read_all, write

HEADING = "retweet_id,account_id,post_id,author_id,retweeted_at"


def read(folder: Path, *times: str, batch_rows: int = 50_000, options: ReadOptions = ReadOptions()) -> Whole:
    lines = (f"{number},77,900,88,{time}" for number, time in enumerate(times))
    return read_all(write(folder / "retweets.csv", [HEADING, *lines]), batch_rows=batch_rows, options=options)


def days(whole: Whole) -> list[date]:
    return whole.rows["retweeted_at"].dt.date().to_list()


def test_one_date_decides_for_the_file(tmp_path: Path) -> None:
    assert days(read(tmp_path, "3/1/2021 10:00", "3/13/2021 10:00")) == [date(2021, 3, 1), date(2021, 3, 13)]
    assert days(read(tmp_path, "3/1/2021 10:00", "13/3/2021 10:00")) == [date(2021, 1, 3), date(2021, 3, 13)]


def test_undecidable_dates_are_refused_with_both_options(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no number in the first 2 rows is above 12") as error:
        read(tmp_path, "3/1/2021 10:00", "3/2/2021 10:00")
    assert error.value.hint is not None
    assert "--day-first" in error.value.hint
    assert "--no-day-first" in error.value.hint
    assert days(read(tmp_path, "3/1/2021", options=ReadOptions(day_first=True))) == [date(2021, 1, 3)]
    assert days(read(tmp_path, "3/1/2021", options=ReadOptions(day_first=False))) == [date(2021, 3, 1)]


def test_inconsistent_dates_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="1 can only have the day first, and 2 can only have the month first"):
        read(tmp_path, "13/3/2021", "3/13/2021", "3/14/2021")
    whole = read(tmp_path, "13/3/2021", "3/13/2021", options=ReadOptions(day_first=True))
    assert days(whole) == [date(2021, 3, 13)]
    assert whole.rejects["line"].to_list() == [3]


@pytest.mark.parametrize("batch_rows", [1, 999, 50_000])
def test_later_dates_follow_the_first_thousand(tmp_path: Path, batch_rows: int) -> None:
    whole = read(tmp_path, *["3/13/2021"] * 1_000, "4/5/2021", "25/12/2020", batch_rows=batch_rows)
    assert days(whole)[-1] == date(2021, 4, 5)
    assert whole.reasons == [
        (
            1_003,
            "time '25/12/2020' has more than twelve months; the dates of this file are read with the month first",
        )
    ]


def test_dates_after_the_first_thousand_decide_nothing(tmp_path: Path) -> None:
    whole = read(tmp_path, *["2021-03-13"] * 1_000, "13/3/2021")
    assert whole.reasons == [
        (1_002, "time '13/3/2021' has the day or the month first; use --day-first or --no-day-first")
    ]


def test_times_are_read_in_the_zone_and_the_format_of_the_options(tmp_path: Path) -> None:
    options = ReadOptions(time_format="%d.%m.%y, %H Uhr %M", timezone="Europe/Berlin")
    whole = read(tmp_path, '"01.07.21, 10 Uhr 05"', "2021-07-01T08:05:00Z", options=options)
    assert whole.rows["retweeted_at"].dt.strftime("%Y-%m-%d %H:%M").to_list() == ["2021-07-01 08:05"] * 2
