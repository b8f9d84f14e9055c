"""Rows as a table for people: whole numbers, times and ids at every width of the terminal."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from explorer.common.text import printable

PIPE: Final = 200
"""Columns where there is no terminal: a pipe has no width, let it have the lines whole."""
WORD: Final = 20
"""The longest text without blanks that is never broken: ids, names of formats, codes."""
LEAST: Final = 8
"""Columns that other texts need at least: not a letter a line."""


def print_table(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], *, title: str, spare: Sequence[str]
) -> list[str]:
    """Print a table on standard output; see `explorer.cli.ui.output.print_rows`.

    Where the columns do not fit side by side even so, each row is printed as lines of its own.

    Returns:
        The spare columns that were left out.
    """
    console = Console(width=None if sys.stdout.isatty() else PIPE, highlight=False)
    cells = {name: [_cell(value) for value in _days([row[i] for row in rows])] for i, name in enumerate(columns)}
    least = {name: _least(name, cells[name], _is_text(rows, i)) for i, name in enumerate(columns)}
    shown, gone = list(columns), []
    for name in spare:
        if _total(least[name] for name in shown) <= console.width:
            break
        shown.remove(name)
        gone.append(name)
    if rows and _total(least[name] for name in shown) > console.width:
        _print_records(console, list(columns), cells, title)
        return []
    table = Table(
        header_style="bold",
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    for name, width in zip(shown, _widths(console.width, shown, cells, least), strict=True):
        texts = not rows or _is_text(rows, columns.index(name))
        heading = name if cell_len(name) <= width else "_\n".join(name.split("_"))
        table.add_column(Text(heading), justify="left" if texts else "right", overflow="fold", width=width)
    for line in zip(*(cells[name] for name in shown), strict=True):
        table.add_row(*map(Text, line))
    console.print(Group(*_title(title), table))
    return gone


def _title(title: str) -> list[Text]:
    # as a text, for a title with brackets is no markup; above the table, whose width it does not keep to
    return [Text(title, style="bold")] if title else []


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


def _least(name: str, cells: Sequence[str], texts: bool) -> int:
    """Return how narrow a column may get: numbers, times and ids stay whole, its heading breaks at ``_`` only."""
    longest = max(map(_width, cells), default=0)
    if texts and (longest > WORD or any(" " in cell for cell in cells)):
        longest = min(longest, LEAST)
    return max(longest, *(cell_len(part) for part in _parts(name)))


def _widths(room: int, shown: Sequence[str], cells: dict[str, list[str]], least: dict[str, int]) -> list[int]:
    widths = {name: least[name] for name in shown}
    wanted = {name: max(cell_len(name), *map(_width, cells[name]), 0) - widths[name] for name in shown}
    left = max(room - _total(widths.values()), 0)
    # whoever wants little gets it, the others share what remains
    for served, name in enumerate(sorted(shown, key=wanted.__getitem__)):
        given = min(max(wanted[name], 0), left // (len(shown) - served))
        widths[name] += given
        left -= given
    return list(widths.values())


def _total(widths: Iterable[int]) -> int:
    every = list(widths)
    # two blanks between columns, one at each edge
    return sum(every) + 2 * len(every) + 1


def _parts(name: str) -> list[str]:
    *first, last = name.split("_")
    return [*(part + "_" for part in first), last]


def _width(cell: str) -> int:
    return max(map(cell_len, cell.split("\n")))


def _days(values: list[Any]) -> list[Any]:
    """Return days where a column's moments are all midnights."""
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
    return printable(str(value))
