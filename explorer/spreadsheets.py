"""Texts that others wrote, as cells of a CSV file for spreadsheets: none runs, none is read as something else."""

import re
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\n", "\x00", "＝", "＋", "－", "＠")  # noqa: RUF001 - some spreadsheets read them
_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# 0012 would lose its zeros, 1366394512345678901 its last digits; 12e4, 3-4 and sept2 would be something else altogether
_READ_AS_NUMBER: Final = re.compile(
    rf"(?=\D*\d)[\d.,:/ -]+%?|[\d.,]+e[+-]?\d+|{_MONTH}[-/. ]?\d+|\d+[-/. ]?{_MONTH}(?:[-/. ]?\d+)?", re.IGNORECASE
)


def cell(text: str) -> str:
    """Return a text as a cell: an apostrophe goes before what a spreadsheet would run, or read as a number or date.

    A carriage return becomes a line feed: by itself it ends a row for some readers. Spreadsheets show the apostrophe;
    who needs a text as it is takes another form than this.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{plain}" if plain.startswith(FORMULA) or _READ_AS_NUMBER.fullmatch(plain.strip()) else plain
