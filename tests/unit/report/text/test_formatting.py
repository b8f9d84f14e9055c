"""How values are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.report.text.formatting import (
    format_interval,
    format_number,
    format_percent,
    format_ratio,
    format_seconds,
)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"), (1, "100%"), (0.9999, "more than 99.9%"), (0.996, "99.6%"), (0.5, "50%"), (0.0954, "9.5%"),
        (0.0000551, "0.0055%"),
    ],
)  # fmt: skip
def test_nearly_all_is_not_all(share: float, text: str) -> None:
    assert format_percent(share) == text


@given(st.floats(0, 1))
def test_only_all_is_a_hundred_percent_and_only_none_is_none(share: float) -> None:
    assert (format_percent(share) == "100%") == (share == 1)
    assert (format_percent(share) == "0%") == (share == 0)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 seconds"), (1, "1 second"), (41, "41 seconds"), (119, "119 seconds"), (720, "12 minutes"),
        (6158, "103 minutes"), (9000, "2.5 hours"), (172_800, "2 days"),
    ],
)  # fmt: skip
def test_spans(seconds: float, text: str) -> None:
    assert format_seconds(seconds) == text


@given(st.floats(0, 1e308))
def test_numbers_are_short(value: float) -> None:
    assert len(format_number(value)) <= len("more than 1,000,000")


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(23.1, 25.3, "23–25"), (1.04, 12.345, "1.04–12.35"), (6.92, 7.54, "6.9–7.5"), (9.97, 11, "10–11"),
     (95.5, 1234.5, "96–1,234"), (2.5, 2e6, "2.5 to more than 1,000,000")],
)  # fmt: skip
def test_intervals_have_the_decimals_of_their_lower_end(low: float, high: float, text: str) -> None:
    assert format_interval(low, high) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(24.2, "24"), (7.22, "7.2"), (1.02, "1.02"), (9.96, "10"), (1234.6, "1,235"), (2e6, "more than 1,000,000")],
)
def test_ratios(value: float, text: str) -> None:
    assert format_ratio(value) == text
