"""How values are written, and which boosts are worth a sentence."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.report.figures.parts import Cell, cell, number, percent, span, strongest, table


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"), (1, "100%"), (0.9999, "more than 99.9%"), (0.996, "99.6%"), (0.5, "50%"), (0.0954, "9.5%"),
        (0.0000551, "0.0055%"),
    ],
)  # fmt: skip
def test_nearly_all_is_not_all(share: float, text: str) -> None:
    assert percent(share) == text


@given(st.floats(0, 1))
def test_only_all_is_a_hundred_percent_and_only_none_is_none(share: float) -> None:
    assert (percent(share) == "100%") == (share == 1)
    assert (percent(share) == "0%") == (share == 0)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (41, "41 s"), (119, "119 s"), (720, "12 min"), (6158, "103 min"), (172_800, "2 d")],
)
def test_spans(seconds: float, text: str) -> None:
    assert span(seconds) == text


@given(st.floats(0, 1e308))
def test_numbers_are_short(value: float) -> None:
    assert len(number(value)) <= len("more than 1,000,000")


def test_cells_have_what_people_and_programs_read() -> None:
    assert cell("retweets", 2219) == Cell("2,219", "2219", number=True)
    assert cell("ofCluster", 0.25) == Cell("25%", "0.25", number=True)
    assert cell("lift", None) == cell("lift", "") == Cell("\N{EN DASH}")
    told = cell("first", datetime(2021, 1, 1, 10, tzinfo=UTC))
    assert told == Cell("2021-01-01 10:00:00", "2021-01-01T10:00:00+00:00")
    assert cell("day", date(2021, 1, 1)).text == "2021-01-01"
    assert cell("handles", ["a", "b"]).text == "a, b"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("x:123", "https://x.com/i/web/status/123"), ("x:123/../evil", None), ("x:sim-post-1", None),
        ("https://example.org/a", "https://example.org/a"), ("javascript:alert(1)", None),
    ],
)  # fmt: skip
def test_only_posts_of_x_and_addresses_are_links(text: str, link: str | None) -> None:
    assert cell("object", text).link == link
    assert cell("text", text).link is None


def test_hostile_texts_are_shown_as_text_and_cut() -> None:
    assert cell("text", "a\u202eb\x00").text == "a\ufffdb\ufffd"
    assert len(cell("text", "x" * 100_000).text) < 600


def test_columns_that_say_nothing_are_named_below() -> None:
    rows: list[dict[str, Any]] = [{"a": 1, "b": None, "c": ""}, {"a": 2, "b": None, "c": "told"}]
    made = table("t", "caption", rows, ("a", "b", "c"), most=1)
    assert made.headings == ("a", "c")
    assert made.unknown == ("b",)
    assert made.note == "The first 1 of 2 rows."
    assert [[one.text for one in row] for row in made.rows] == [["1", "\N{EN DASH}"]]


def test_the_strongest_boost_is_the_one_most_beyond_the_usual_and_beyond_doubt() -> None:
    def boost(retweets: int, lift: float, low: float | None) -> dict[str, Any]:
        return {"cluster": 1, "retweets": retweets, "lift": lift, "low": low}

    usual, large, small = boost(1000, 1.1, 1.05), boost(200, 10.0, 8.0), boost(10, 500.0, 100.0)
    assert strongest([usual, large, small]) is large
    assert strongest([small, boost(900, 3.0, 0.9), boost(900, 3.0, None)]) is None
