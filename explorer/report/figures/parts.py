"""The parts of the page: figures, tables, and how a value is written."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from markupsafe import Markup

from explorer.common.text import printable
from explorer.report.data.queries import Answer, Row
from explorer.report.html.escape import safe_link
from explorer.report.text.column_labels import HEADINGS, SHARES

UNKNOWN: Final = "\N{EN DASH}"
"""Stands where nothing is known."""
MOST: Final = 500
"""Characters of a text that a table shows."""
ENOUGH: Final = 20
"""Retweets from which on a boost is worth a sentence: with fewer, lift is noise (cypher/packs/boosts/README.md)."""
LONG: Final = 24
"""Characters from which on a text is broken wherever its column ends."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as people read it, and as a CSV file has it; the latter is '' where they are the same.

    Attributes:
        text: for people.
        value: for programs.
        number: whether it is one.
        link: an address on the web that it stands for.
    """

    text: str
    value: str = ""
    number: bool = False
    link: str | None = None

    @property
    def long(self) -> bool:
        """Whether it is of the kind that may have to be broken anywhere."""
        return len(self.text) > LONG


@dataclass(frozen=True, slots=True)
class Table:
    """A table behind a figure, or by itself.

    Attributes:
        id: of the element.
        caption: what its rows are.
        headings: one for each column.
        rows: cells; the first of each heads its row.
        unknown: headings of columns in which no row says anything.
        note: what is cut.
        query: the query that the same comes from, '' where there is none.
    """

    id: str
    caption: str
    headings: tuple[str, ...]
    rows: list[list[Cell]]
    unknown: tuple[str, ...] = ()
    note: str = ""
    query: str = ""

    @property
    def file(self) -> str:
        """The name of its CSV file."""
        return f"{self.id}.csv"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with all that belongs to it.

    Attributes:
        id: of the element.
        title: what it shows, a few words.
        reading: how to read it.
        picture: SVG; None where there is nothing to draw, for the reason in ``missing``.
        table: behind it.
        caveats: what these data demand to be said of it.
        missing: why there is no picture; '' where there is one.
    """

    id: str
    title: str
    reading: str
    picture: Markup | None
    table: Table | None
    caveats: list[str] = field(default_factory=list)
    missing: str = ""


def beyond(row: Row) -> float:
    """Return how many retweets a boost has beyond what the lift's base would give: what to rank boosts by."""
    return row["retweets"] * (1 - 1 / row["lift"]) if row["lift"] else 0.0


def strongest(rows: Iterable[Row]) -> Row | None:
    """Return the boost that is most beyond the usual, of those whose interval lies above 1; None without one."""
    sure = [row for row in rows if row["low"] is not None and row["low"] > 1 and row["retweets"] >= ENOUGH]
    return max(sure, key=lambda row: (beyond(row), -row["cluster"]), default=None)


def heading(column: str) -> str:
    """Return what a column is called on the page."""
    return HEADINGS.get(column, column)


def cell(column: str, value: Any) -> Cell:
    """Return a value of a column as a cell."""
    if value is None or value == "":
        return Cell(UNKNOWN)
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, int):
        text = f"{value:,}"
        return Cell(text, str(value) if text != str(value) else "", number=True)
    if isinstance(value, float):
        return Cell(percent(value) if column in SHARES else number(value), repr(value), number=True)
    if isinstance(value, datetime):
        precise = value.isoformat(sep=" ", timespec="milliseconds" if value.microsecond else "seconds")
        return Cell(precise.removesuffix("+00:00"), value.isoformat())
    if isinstance(value, date):
        return Cell(value.isoformat())
    if isinstance(value, list):
        return Cell(", ".join(cell("", item).text for item in value))
    text = printable(str(value))
    # a text as long as a book says no more in a table
    shown = text if len(text) <= MOST else f"{text[:MOST]}…"
    return Cell(shown, link=_link(text) if column == "object" else None)


def _link(text: str) -> str | None:
    """Return where a post or link is on the web; None where its platform does not say so, or it is no address."""
    post = re.fullmatch(r"x:([0-9]{1,20})", text)
    return f"https://x.com/i/web/status/{post[1]}" if post else safe_link(text)


def number(value: float) -> str:
    """Return a number to three digits that count: 1,234, 12.3, 0.0123; beyond a million either way, that it is."""
    if value >= 1e6:
        return "more than 1,000,000"
    if 0 < value < 1e-6:
        return "less than 0.000001"
    if abs(value) >= 100 or value == 0:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def span(seconds: float) -> str:
    """Return a length of time in the unit in which people would say it: 41 s, 12 min, 1.7 h, 3.2 d."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{number(seconds / size)} {unit}"
    return f"{number(float(seconds))} s"


def percent(share: float) -> str:
    """Return a share as percent, to whole ones from 10 on, to two digits that count below; nearly all is not all."""
    if share == 0 or 0.1 <= share <= 0.985 or share >= 1:
        return f"{share:.0%}"
    if share < 0.1:
        return f"{100 * share:.2g}%"
    return f"{share:.1%}" if share < 0.999 else "more than 99.9%"


def table(
    id: str,  # noqa: A002 - the element's own word
    caption: str,
    answer: Answer | Sequence[Row],
    columns: Iterable[str],
    *,
    most: int = 500,
    total: int | None = None,
) -> Table:
    """Return rows as a table; columns in which no row says anything are named below it instead.

    Args:
        id: of the element.
        caption: what its rows are.
        answer: the rows.
        columns: which of their columns, in order.
        most: most rows shown.
        total: how many there are, where more are than were asked for.
    """
    rows = list(answer.rows if isinstance(answer, Answer) else answer)
    names = list(columns)
    told = [name for name in names if not rows or any(row.get(name) not in (None, "") for row in rows)]
    count = len(rows) if total is None else total
    return Table(
        id=id,
        caption=caption,
        headings=tuple(heading(name) for name in told),
        rows=[[cell(name, row.get(name)) for name in told] for row in rows[:most]],
        unknown=tuple(heading(name) for name in names if name not in told),
        note=f"The first {most:,} of {count:,} rows." if count > most else "",
        query=answer.query if isinstance(answer, Answer) else "",
    )
