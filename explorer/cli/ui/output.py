"""Print rows, messages and progress. Output formats and colours are defined only here."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import IO, Any, Final

from rich.text import Text

from explorer.cli.options.output import Format
from explorer.cli.ui.bars import draw_progress
from explorer.cli.ui.documents import as_document
from explorer.cli.ui.tables import print_table
from explorer.cli.ui.terminal import SafeConsole
from explorer.common.progress import Progress
from explorer.common.text import one_line
from explorer.packs.labels import for_people

messages = SafeConsole(stderr=True, highlight=False, soft_wrap=True)
"""Console on standard error, for everything except the result of a command."""

_UNJUDGED: Final = frozenset(("verdict", "judgedCluster", "judgedBy", "judgedAt", "judgedOverlap", "note"))
"""Columns that are empty before anything is judged, which does not mean that data are missing."""


def print_rows(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    form: Format,
    *,
    title: str = "",
    labels: Mapping[str, str] = MappingProxyType({}),
    spare: Sequence[str] = (),
) -> None:
    """Print rows on standard output. Markup in untrusted text has no effect; see also `explorer.cli.ui.terminal`.

    Args:
        columns: Column names, as JSON and CSV show them.
        rows: Rows with one value per column.
        form: Output format.
        title: Title above a table.
        labels: Headings of a table by column name; a column without a label shows its name. Rows of a pack's query use
            `Query.labels`; a command with other rows can pass a dictionary of its own. If a label starts with ``%``,
            the values are fractions from 0 to 1, which a table shows as percentages.
        spare: Columns that a table may hide if the terminal is too narrow, in the order in which they are hidden.
    """
    if form is Format.TABLE:
        _print_table(columns, rows, title, labels, spare)
    else:
        write_rows(sys.stdout, columns, rows, form)


def write_rows(file: IO[str], columns: Sequence[str], rows: Iterable[Sequence[Any]], form: Format) -> None:
    """Write rows to a file as CSV that is safe to open in spreadsheets, or as JSON; see `print_rows`."""
    file.writelines(as_document(columns, rows, form))


def _print_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    title: str,
    labels: Mapping[str, str],
    spare: Sequence[str],
) -> None:
    # hide empty columns
    nonempty = [index for index in range(len(columns)) if not rows or any(row[index] not in (None, "") for row in rows)]
    shown = [columns[index] for index in nonempty]
    headings = {name: labels.get(name, name) for name in columns}
    hidden = print_table(
        [headings[name] for name in shown],
        [[for_people(headings[columns[index]], row[index]) for index in nonempty] for row in rows],
        title=title,
        spare=[headings[name] for name in spare if name in shown],
    )
    if not rows:
        messages.print("No rows.")
    elif title and (empty := _empty_columns(columns, shown)):
        # mention the empty columns of a query's result
        note(f"Columns hidden because they are empty: {', '.join(headings[name] for name in empty)}")
    if hidden:
        note(
            f"Columns hidden because the terminal is too narrow: {', '.join(hidden)}. Use --format csv to see all "
            "columns."
        )


def _empty_columns(columns: Sequence[str], shown: Sequence[str]) -> list[str]:
    ignored = _UNJUDGED if "verdict" in columns and "verdict" not in shown else frozenset()
    return [name for name in columns if name not in shown and name not in ignored]


def print_line(text: str) -> None:
    """Print one line on standard output."""
    sys.stdout.write(text + "\n")


def note(*lines: str) -> None:
    """Print lines on standard error."""
    for text in lines:
        messages.print(Text(one_line(text)))


def chart(name: str, drawing: str, legend: str) -> None:
    """Print a one-line chart on standard error."""
    messages.print(Text.assemble(f"{one_line(name):<18}", (drawing, "cyan"), f"  {one_line(legend)}"))


def heading(text: str) -> None:
    """Print a section heading on standard error."""
    messages.print(Text(f"\n{one_line(text)}", style="bold"))


def warn(text: str) -> None:
    """Print a warning on standard error."""
    messages.print(Text.assemble(("Warning: ", "yellow"), one_line(text)))


def progress_bars(files: int = 0) -> AbstractContextManager[Progress]:
    """Return a context manager for a `Progress` that draws on standard error; see `explorer.cli.ui.bars`."""
    return draw_progress(messages, files=files)
