"""Texts that others wrote, as cells of a CSV file for spreadsheets: none runs, none is read as something else.

The report's script does the same for the tables that it saves (csvCell in explorer/report/html/static/report.js).
"""

import re
from collections.abc import Iterable
from typing import Final

# where a spreadsheet may begin to run a text: at its beginning, and where one that splits at other signs than commas
# sees another cell or row; neither blanks nor quotes before it make it harmless
_RUNS: Final = re.compile(
    '(^|[;|\t\n])(?=[ "\x00\xa0\u3000\ufeff]*[=+\\-@＝＋－＠])'  # noqa: RUF001 - some spreadsheets read them
)
_SKIPPED: Final = ("\t", "\n", "\x00")
"""What some spreadsheets leave out at the beginning of a cell."""
_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# 0012 would lose its zeros, 1366394512345678901 its last digits; 12e4, 3-4 and sept2 would be something else altogether
_READ_AS_NUMBER: Final = re.compile(
    rf"(?=\D*\d)[\d.,:/ -]+%?|[\d.,]+e[+-]?\d+|{_MONTH}[-/. ]?\d+|\d+[-/. ]?{_MONTH}(?:[-/. ]?\d+)?", re.IGNORECASE
)


def cell(text: str) -> str:
    """Return a text as a cell: an apostrophe goes before what a spreadsheet would run, or read as a number or date.

    What would run behind a semicolon, a bar, a tab or a line feed gets one, too: some spreadsheets split there.
    A carriage return becomes a line feed: by itself it ends a row for some readers. Spreadsheets show the apostrophe;
    who needs a text as it is takes another form than this.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    safe = _RUNS.sub(r"\1'", plain)
    if safe.startswith(_SKIPPED) or (safe == plain and _READ_AS_NUMBER.fullmatch(plain.strip())):
        return f"'{safe}"
    return safe


def line(values: Iterable[str | float | None]) -> str:
    """Return a row of CSV, its texts as they are: what is no number stands in quotes, what is not known is empty."""
    return ",".join(
        '"{}"'.format(value.replace('"', '""')) if isinstance(value, str) else "" if value is None else str(value)
        for value in values
    )
