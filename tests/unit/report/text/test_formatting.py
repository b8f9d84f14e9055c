"""How values are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.report.text.formatting import format_number, format_percent, format_seconds


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
    [(0, "0 s"), (41, "41 s"), (119, "119 s"), (720, "12 min"), (6158, "103 min"), (172_800, "2 d")],
)
def test_spans(seconds: float, text: str) -> None:
    assert format_seconds(seconds) == text


@given(st.floats(0, 1e308))
def test_numbers_are_short(value: float) -> None:
    assert len(format_number(value)) <= len("more than 1,000,000")
