"""The report's tables: cells, and which columns and rows are shown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from explorer.common.text import printable
from explorer.report.data.queries import QueryResult, Row
from explorer.report.html.escape import safe_link
from explorer.report.text.formatting import column_label, format_value
from explorer.report.text.prose import render_text

_LONG: Final = 24
"""Number of characters after which the text of a cell may be broken anywhere."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A value in a table.

    Attributes:
        text: The value for people.
        value: The value for programs, as the CSV file has it. Empty if it equals ``text``.
        is_number: Whether the value is a number.
        link: The web address that the value refers to.
    """

    text: str
    value: str = ""
    is_number: bool = False
    link: str | None = None

    @property
    def is_long(self) -> bool:
        """Whether the text may be broken anywhere."""
        return len(self.text) > _LONG


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table, by itself or behind a figure.

    Attributes:
        id: The id of the HTML element.
        caption: What the rows are.
        headings: The labels of the columns.
        rows: The cells. The first cell of each row is its heading.
        unknown: The labels of columns that are hidden because they are empty.
        note: Which rows are hidden.
        query: The query that returns the same rows. Empty if there is none.
    """

    id: str
    caption: str
    headings: tuple[str, ...]
    rows: list[list[TableCell]]
    unknown: tuple[str, ...] = ()
    note: str = ""
    query: str = ""

    @property
    def file(self) -> str:
        """The name of the table's CSV file."""
        return f"{self.id}.csv"


def make_table(
    id: str,  # noqa: A002 - HTML's own name
    caption: str,
    result: QueryResult | Sequence[Row],
    columns: Iterable[str],
    *,
    most: int = 500,
    total: int | None = None,
) -> ReportTable:
    """Return rows as a table. Empty columns are hidden and named below the table.

    Args:
        id: The id of the HTML element.
        caption: What the rows are.
        result: The rows.
        columns: The columns to show, in order.
        most: Maximum number of rows shown.
        total: The number of rows that exist, if more exist than were read.
    """
    rows = list(result.rows if isinstance(result, QueryResult) else result)
    names = list(columns)
    shown = [name for name in names if not rows or any(row.get(name) not in (None, "") for row in rows)]
    count = len(rows) if total is None else total
    return ReportTable(
        id=id,
        caption=caption,
        headings=tuple(map(column_label, shown)),
        rows=[[make_cell(name, row.get(name)) for name in shown] for row in rows[:most]],
        unknown=tuple(column_label(name) for name in names if name not in shown),
        note=render_text("tables", "cut", shown=most, all=count) if count > most else "",
        query=result.query if isinstance(result, QueryResult) else "",
    )


def make_cell(column: str, value: Any) -> TableCell:
    """Return a value of a column as a cell."""
    text = format_value(column, value)
    if isinstance(value, bool):
        return TableCell(text)
    if isinstance(value, int):
        return TableCell(text, str(value) if text != str(value) else "", is_number=True)
    if isinstance(value, float):
        return TableCell(text, repr(value), is_number=True)
    if isinstance(value, datetime):
        return TableCell(text, value.isoformat())
    is_link = column == "object" and isinstance(value, str)
    return TableCell(text, link=_object_link(printable(value)) if is_link else None)


def _object_link(text: str) -> str | None:
    """Return the web address of a post or link, or None if the object has none."""
    post = re.fullmatch(r"x:([0-9]{1,20})", text)
    return f"https://x.com/i/web/status/{post[1]}" if post else safe_link(text)
