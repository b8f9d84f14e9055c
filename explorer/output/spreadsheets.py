"""Make texts from outside safe for spreadsheets, so that no cell runs as a formula or is read as a number or date.

The report's script does the same for the tables that it saves (csvCell in explorer/report/html/static/report.js).
"""

import re
from collections.abc import Iterable
from typing import Final

# Positions at which a spreadsheet may read a formula: the beginning, and after characters other than commas at which
# some spreadsheets split cells or rows. Spaces and quotes before a formula do not make it harmless.
_RUNS: Final = re.compile(
    '(^|[;|\t\n])(?=[ "\x00\xa0\u3000\ufeff]*[=+\\-@＝＋－＠])'  # noqa: RUF001 - some spreadsheets read them
)
_SKIPPED: Final = ("\t", "\n", "\x00")
"""Characters that some spreadsheets skip at the beginning of a cell."""
_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# 0012 would lose its zeros and 1366394512345678901 its last digits. 12e4, 3-4 and sept2 would become numbers or dates.
_READ_AS_NUMBER: Final = re.compile(
    rf"(?=\D*\d)[\d.,:/ -]+%?|[\d.,]+e[+-]?\d+|{_MONTH}[-/. ]?\d+|\d+[-/. ]?{_MONTH}(?:[-/. ]?\d+)?", re.IGNORECASE
)


def cell(text: str) -> str:
    """Return a text as a cell, with an apostrophe before anything that would run or be read as a number or date.

    This includes formulas after a semicolon, a bar, a tab or a line feed, because some spreadsheets split there. A
    carriage return becomes a line feed, because some readers treat it as the end of a row. Spreadsheets show the
    apostrophe; use another format to get unchanged texts.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    safe = _RUNS.sub(r"\1'", plain)
    if safe.startswith(_SKIPPED) or (safe == plain and _READ_AS_NUMBER.fullmatch(plain.strip())):
        return f"'{safe}"
    return safe


def line(values: Iterable[str | float | None]) -> str:
    """Return a row of CSV with unchanged texts. Texts are quoted, and null is empty."""
    return ",".join(
        '"{}"'.format(value.replace('"', '""')) if isinstance(value, str) else "" if value is None else str(value)
        for value in values
    )
