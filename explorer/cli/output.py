"""How rows, messages and progress reach the terminal: the one place that knows formats and colours."""

import csv
import json
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from explorer.cli.bars import draw_progress
from explorer.cli.texts import printable
from explorer.progress import Progress

messages = Console(stderr=True, highlight=False, soft_wrap=True)
"""Where everything goes that is not the answer itself."""


class Format(StrEnum):
    """The forms in which rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


FormatOption = Annotated[
    Format,
    typer.Option("--format", help="table for people; csv (safe in spreadsheets), json or jsonl for programs"),
]


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], form: Format, *, title: str = "") -> None:
    """Print rows on standard output. Texts from outside are shown as text: no markup, no control characters."""
    if form is Format.JSON:
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        print_line(json.dumps(records, ensure_ascii=False, indent=2, default=_as_text))
    elif form is Format.JSONL:
        for row in rows:
            record = dict(zip(columns, row, strict=True))
            print_line(json.dumps(record, ensure_ascii=False, default=_as_text))
    elif form is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[_spreadsheet(value) for value in row] for row in rows])
    else:
        _print_table(columns, rows, title)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str) -> None:
    table = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        header_style="bold",
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    # columns that say nothing leave their room to those that do
    told = [index for index in range(len(columns)) if not rows or any(row[index] not in (None, "") for row in rows)]
    cells: list[list[Text]] = []
    for index in told:
        values = [row[index] for row in rows]
        texts = any(isinstance(value, str | list) for value in values)
        align: JustifyMethod = "left" if texts or not rows else "right"
        column = [_cell(value) for value in _days(values)]
        # numbers and times stay whole; texts fold, but not to a letter a line
        least = min(8, max(map(len, column), default=0))
        table.add_column(columns[index], justify=align, overflow="fold", no_wrap=not texts, min_width=least)
        cells.append([Text(cell) for cell in column])
    for line in zip(*cells, strict=True):
        table.add_row(*line)
    # a pipe has no width: let it have the lines whole
    width = None if sys.stdout.isatty() else 200
    Console(width=width, highlight=False).print(table)
    if not rows:
        messages.print("No rows.")
    elif title and len(told) < len(columns):
        # the answer to a question also says what it cannot tell
        note(f"Nothing is known of: {', '.join(name for i, name in enumerate(columns) if i not in told)}")


def _days(values: list[Any]) -> list[Any]:
    """Return days where a column's moments are all midnights."""
    moments = [value for value in values if isinstance(value, datetime)]
    if not moments or any(value.time() != time() for value in moments):
        return values
    return [value.date() if isinstance(value, datetime) else value for value in values]


def print_line(text: str) -> None:
    """Print one line on standard output."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """Print one line for the person at the terminal, on standard error."""
    messages.print(Text(printable(text)))


def heading(text: str) -> None:
    """Print a line that begins a part, on standard error."""
    messages.print(Text(f"\n{printable(text)}", style="bold"))


def warn(text: str) -> None:
    """Print a warning on standard error."""
    messages.print(Text.assemble(("Warning: ", "yellow"), printable(text)))


def progress_bars(files: int = 0) -> AbstractContextManager[Progress]:
    """Give a `Progress` that draws on standard error; see `explorer.cli.bars`."""
    return draw_progress(messages, files=files)


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


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


def _spreadsheet(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = (
        json.dumps(value, ensure_ascii=False, default=_as_text) if isinstance(value, list | dict) else _as_text(value)
    )
    # a return by itself ends a row for some readers; for the text as it is there are json and jsonl
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\x00")) else text
