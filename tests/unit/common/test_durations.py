"""Durations in the notation of options, such as 60s."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.common.durations import (
    ALL_TIME,
    format_duration,
    format_windows,
    parse_duration,
    parse_timeout,
    parse_window,
    parse_windows,
)
from explorer.common.errors import UsageError


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("0s", 0),
        ("250ms", 250),
        ("60s", 60_000),
        ("5m", 300_000),
        ("1h", 3_600_000),
        ("1d", 86_400_000),
        (" 10 S ", 10_000),
    ],
)
def test_durations_are_parsed(text: str, milliseconds: int) -> None:
    assert parse_duration(text) == milliseconds


@pytest.mark.parametrize(
    "text", ["", "60", "s", "-5s", "1.5h", "1e3s", "5 weeks", "1h30m", "٦s", "99999999d", "9" * 40 + "s"]
)
def test_other_texts_raise_an_error(text: str) -> None:
    with pytest.raises(UsageError, match="is not a duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0s"), (1, "1ms"), (60_000, "60s"), (90_000, "90s"), (300_000, "5m"), (86_400_000, "1d"), (ALL_TIME, "all")],
)
def test_durations_are_formatted(milliseconds: int, text: str) -> None:
    assert format_duration(milliseconds) == text


@given(st.integers(0, 36_500 * 86_400_000))
def test_formatted_durations_are_parsed_back(milliseconds: int) -> None:
    assert parse_window(format_duration(milliseconds)) == milliseconds


def test_a_window_may_be_all() -> None:
    assert parse_window(" All ") == ALL_TIME
    assert parse_window("60s") == 60_000
    with pytest.raises(UsageError):
        parse_window("always")


def test_windows_of_a_scan_are_sorted() -> None:
    assert parse_windows("1h, 10s,60s,10m,") == (10_000, 60_000, 600_000, 3_600_000)
    assert format_windows((10_000, 60_000, 600_000, 3_600_000)) == "10s,60s,10m,1h"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "two or more"),
        ("60s", "two or more"),
        ("60s,1m", "contain a repetition"),
        ("60s,all", "'all' is not a duration"),
        ("60s,soon", "'soon' is not a duration"),
    ],
)
def test_other_lists_of_windows_raise_an_error(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        parse_windows(text)


@pytest.mark.parametrize(("text", "milliseconds"), [("0", 0), ("none", 0), (" None ", 0), ("0s", 0), ("90s", 90_000)])
def test_a_timeout_may_be_none(text: str, milliseconds: int) -> None:
    assert parse_timeout(text) == milliseconds


@pytest.mark.parametrize("text", ["", "90", "-1s", "all", "nan", "1.5h"])
def test_other_timeouts_raise_an_error(text: str) -> None:
    with pytest.raises(UsageError, match="not a duration"):
        parse_timeout(text)
