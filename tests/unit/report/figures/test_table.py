"""What the cells of tables hold, and which columns are shown."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from explorer.report.figures.table import TableCell, make_cell, make_table


def test_cells_have_what_people_and_programs_read() -> None:
    assert make_cell("retweets", 2219) == TableCell("2,219", "2219", is_number=True)
    assert make_cell("shareOfCluster", 0.25) == TableCell("25.0", "0.25", is_number=True)
    assert make_cell("lift", None) == make_cell("lift", "") == TableCell("\N{EN DASH}")
    moment = make_cell("firstAt", datetime(2021, 1, 1, 10, tzinfo=UTC))
    assert moment == TableCell("2021-01-01 10:00:00", "2021-01-01T10:00:00+00:00")
    assert make_cell("day", date(2021, 1, 1)).text == "2021-01-01"
    assert make_cell("handles", ["a", "b"]).text == "a, b"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("x:123", "https://x.com/i/web/status/123"), ("x:123/../evil", None), ("x:sim-post-1", None),
        ("https://example.org/a", "https://example.org/a"), ("javascript:alert(1)", None),
    ],
)  # fmt: skip
def test_only_posts_of_x_and_addresses_are_links(text: str, link: str | None) -> None:
    assert make_cell("object", text).link == link
    assert make_cell("text", text).link is None


def test_hostile_texts_are_shown_as_text_and_cut() -> None:
    assert make_cell("text", "a\u202eb\x00").text == r"a\u202eb\u0000"
    assert len(make_cell("text", "x" * 100_000).text) < 600


def test_columns_that_say_nothing_are_named_below() -> None:
    rows: list[dict[str, Any]] = [{"a": 1, "b": None, "c": ""}, {"a": 2, "b": None, "c": "told"}]
    made = make_table("t", "caption", rows, ("a", "b", "c"), most=1)
    assert made.headings == ("A", "C")
    assert made.unknown == ("B",)
    assert made.note == "Showing 1 of 2 rows."
    assert [[one.text for one in row] for row in made.rows] == [["1", "\N{EN DASH}"]]
