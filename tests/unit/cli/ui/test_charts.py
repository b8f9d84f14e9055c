"""Bars and sparklines say what the numbers say."""

import io
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.cli.ui.charts import bar, by_days, sparkline


@pytest.mark.parametrize(
    ("value", "drawn"),
    [(0, ""), (8, "█"), (80, "█" * 10), (4, "▌"), (12, "█▌"), (0.001, "▏")],
)
def test_a_bar_is_as_long_as_its_share(value: float, drawn: str) -> None:
    assert bar(value, 80) == drawn


def test_zero_has_no_bar() -> None:
    assert bar(0, 0) == ""
    assert sparkline([]) == ""


@given(st.lists(st.integers(0, 10**9), min_size=1))
def test_a_sparkline_is_blank_at_zero_and_keeps_the_order(values: list[int]) -> None:
    drawn = sparkline(values)
    assert len(drawn) == len(values)
    assert [mark == " " for mark in drawn] == [value == 0 for value in values]
    marks = [" ▁▂▃▄▅▆▇█".index(mark) for mark in drawn]
    pairs = sorted(zip(values, marks))
    assert [mark for _, mark in pairs] == sorted(mark for _, mark in pairs)


@given(st.dictionaries(st.integers(0, 4000), st.integers(1, 1000), min_size=1), st.integers(1, 80))
def test_days_are_folded_without_losing_any(counts: dict[int, int], most: int) -> None:
    start = date(2015, 1, 1)
    cells, span = by_days({start + timedelta(days=day): count for day, count in counts.items()}, most_cells=most)
    assert len(cells) <= most
    assert sum(cells) == sum(counts.values())
    first = min(counts)
    assert cells[0] == sum(count for day, count in counts.items() if day - first < span)
    # not coarser than it must be
    assert span == 1 or -(-(max(counts) - first + 1) // (span - 1)) > most


def test_a_terminal_without_unicode_gets_plain_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert sparkline([0, 1, 8]) == " .@"
    assert bar(12, 80) == "@="
