"""Print rows as a table in which numbers, times and ids are never broken, at any terminal width."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from explorer.cli.ui.terminal import SafeConsole
from explorer.common.text import one_line, printable

PIPE: Final = 200
"""Width of tables that are not printed on a terminal."""
WORD: Final = 20
"""Maximum length of a word (an id, a format name, a code) that is never broken."""
LEAST: Final = 8
"""Minimum width of columns with longer text."""


def print_table(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], *, title: str, spare: Sequence[str]
) -> list[str]:
    """Print a table on standard output; see `explorer.cli.ui.output.print_rows`.

    If the columns do not fit even without the spare ones, each row is printed as a list of names and values.

    Returns:
        The spare columns that were hidden.
    """
    console = SafeConsole(width=None if sys.stdout.isatty() else PIPE, highlight=False)
    cells = {name: [_cell(value) for value in _days([row[i] for row in rows])] for i, name in enumerate(columns)}
    min_widths = {name: _min_width(name, cells[name], _is_text(rows, i)) for i, name in enumerate(columns)}
    shown, hidden = list(columns), []
    for name in spare:
        if _total(min_widths[name] for name in shown) <= console.width:
            break
        shown.remove(name)
        hidden.append(name)
    if rows and _total(min_widths[name] for name in shown) > console.width:
        _print_records(console, list(columns), cells, title)
        return []
    table = Table(
        header_style="bold",
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    for name, width in zip(shown, _widths(console.width, shown, cells, min_widths), strict=True):
        is_text = not rows or _is_text(rows, columns.index(name))
        heading = name if cell_len(name) <= width else "_\n".join(name.split("_"))  # spaces break by themselves
        table.add_column(Text(heading), justify="left" if is_text else "right", overflow="fold", width=width)
    for line in zip(*(cells[name] for name in shown), strict=True):
        table.add_row(*map(Text, line))
    console.print(Group(*_title(title), table))
    return hidden


def _title(title: str) -> list[Text]:
    # a Text, so that brackets in the title are not markup; above the table, so that its width is not limited
    return [Text(one_line(title), style="bold")] if title else []


def _print_records(console: Console, columns: list[str], cells: dict[str, list[str]], title: str) -> None:
    records: list[RenderableType] = []
    for number in range(len(cells[columns[0]])):
        record = Table.grid(padding=(0, 2, 0, 0))
        record.add_column(style="bold", no_wrap=True)
        record.add_column(overflow="fold")
        for name in columns:
            record.add_row(Text(name), Text(cells[name][number]))
        records += [record, Text("")]
    console.print(Group(*_title(title), Text(""), *records))


def _is_text(rows: Sequence[Sequence[Any]], index: int) -> bool:
    return any(isinstance(row[index], str | list) for row in rows)


def _min_width(name: str, cells: Sequence[str], is_text: bool) -> int:
    """Return the minimum width of a column. Numbers, times and ids are not broken; its heading breaks only at spaces
    and ``_``.
    """
    longest = max(map(_width, cells), default=0)
    if is_text and (longest > WORD or any(" " in cell for cell in cells)):
        longest = min(longest, LEAST)
    return max(longest, *(cell_len(part) for part in _parts(name)))


def _widths(room: int, shown: Sequence[str], cells: dict[str, list[str]], min_widths: dict[str, int]) -> list[int]:
    widths = {name: min_widths[name] for name in shown}
    missing_widths = {name: max(cell_len(name), *map(_width, cells[name]), 0) - widths[name] for name in shown}
    left = max(room - _total(widths.values()), 0)
    # columns that need the least are served first, and the others share the remaining width
    for served, name in enumerate(sorted(shown, key=missing_widths.__getitem__)):
        extra = min(max(missing_widths[name], 0), left // (len(shown) - served))
        widths[name] += extra
        left -= extra
    return list(widths.values())


def _total(widths: Iterable[int]) -> int:
    all_widths = list(widths)
    # two spaces between columns, one at each edge
    return sum(all_widths) + 2 * len(all_widths) + 1


def _parts(name: str) -> list[str]:
    *first, last = name.split("_")
    return [word for part in (*(part + "_" for part in first), last) for word in part.split(" ")]


def _width(cell: str) -> int:
    return max(map(cell_len, cell.split("\n")))


def _days(values: list[Any]) -> list[Any]:
    """Return dates instead of times if all times of a column are midnight."""
    moments = [value for value in values if isinstance(value, datetime)]
    if not moments or any(value.time() != time() for value in moments):
        return values
    return [value.date() if isinstance(value, datetime) else value for value in values]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, list):
        return ", ".join(_cell(item) for item in value)
    # a tab would move the other columns
    return printable(str(value))
