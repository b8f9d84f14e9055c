"""Make texts from outside safe for spreadsheets, so that no cell runs as a formula or is read as a number or date.

The report's script does the same for the tables that it saves (csvCell in explorer/report/html/static/report.js).
"""

import re
from collections.abc import Iterable
from typing import Final

_MARK: Final = "'"
# What some spreadsheets skip before a formula: white space, quotation marks, control and invisible characters.
_SKIPPED: Final = (
    r"\s\x00-\x20\x7f-\xa0\"'`\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2018-\u201f\u2028-\u202f"
    r"\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff"
)
# the signs and their full-width and small variants, and the minus of typesetting
_SIGN: Final = r"=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff1d\uff0b\uff0d\uff20"
_BREAK: Final = r";|\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029"
"""Characters at which some spreadsheets split cells or rows."""

# Matches where a spreadsheet may read a formula: at the beginning, and after a break. Each match takes all skipped
# characters, so that time is linear.
_FORMULA: Final = re.compile(f"^[{_SKIPPED}]*[{_SIGN}]|[{_BREAK}][{_SKIPPED}]*[{_SIGN}]?")
_BREAKS: Final = re.compile(f"[{_BREAK}]")
_MARKED_BREAKS: Final = re.compile(f"([{_BREAK}]){_MARK}")
_ENDS_IN_SIGN: Final = re.compile(f"[{_SIGN}]$")
_WHITE: Final = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# 0012 would lose its zeros and 1366394512345678901 its last digits. 12e4, 3-4 and sept2 would become numbers or dates.
_READ_AS_NUMBER: Final = re.compile(
    rf"(?=\D*\d)[\d.,:/ -]+%?|[\d.,]+e[+-]?\d+|{_MONTH}[-/. ]?\d+|\d+[-/. ]?{_MONTH}(?:[-/. ]?\d+)?", re.IGNORECASE
)
_LOST: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Characters that some spreadsheets drop at the beginning of a cell."""


def cell(text: str) -> str:
    """Return a text as a cell, with an apostrophe before anything that would run or be read as a number or date.

    This includes formulas after characters that spreadsheets skip, and after those at which some spreadsheets split,
    such as a semicolon or a line end. Texts in which such an apostrophe stands already get another one, so that
    `original` always returns the text. Spreadsheets show the apostrophe; use another format to get unchanged texts.
    """
    safe = _FORMULA.sub(_mark, text)
    return _MARK + safe if not _is_formula(text) and _is_changed(text) else safe


def original(shown: str) -> str:
    """Return the text of which `cell` made a cell; a text of which it never makes one is returned unchanged."""
    if _MARK not in shown:
        return shown
    text = _FORMULA.sub(_unmark, shown)
    if not _is_formula(shown) and shown.startswith(_MARK) and _is_changed(shown[1:]):
        text = text[1:]
    return text if cell(text) == shown else shown


def is_cell(shown: str) -> bool:
    """Return whether `cell` could have written a text."""
    return cell(original(shown)) == shown


def line(values: Iterable[str | float | None]) -> str:
    """Return a row of CSV with unchanged texts. Texts are quoted, and null is empty."""
    return ",".join(
        '"{}"'.format(value.replace('"', '""')) if isinstance(value, str) else "" if value is None else str(value)
        for value in values
    )


def _mark(match: re.Match[str]) -> str:
    """Put an apostrophe before a formula: at the beginning of the text, and after each break before it."""
    found = match[0]
    if not _ENDS_IN_SIGN.search(found):
        return found
    return ("" if _is_after_break(match) else _MARK) + _BREAKS.sub(rf"\g<0>{_MARK}", found)


def _unmark(match: re.Match[str]) -> str:
    found = match[0]
    if not _ENDS_IN_SIGN.search(found):
        return found
    return _MARKED_BREAKS.sub(r"\1", found if _is_after_break(match) else found.removeprefix(_MARK))


def _is_after_break(match: re.Match[str]) -> bool:
    """Return whether a match is the part after a break, not the beginning of the text."""
    return match.start() > 0 or match[0][0] in ";|"


def _is_formula(text: str) -> bool:
    first = _FORMULA.match(text)
    return first is not None and not _is_after_break(first) and _ENDS_IN_SIGN.search(first[0]) is not None


def _is_changed(text: str) -> bool:
    """Return whether a spreadsheet drops the first character, or reads a number or date; marks do not matter."""
    bare = text.lstrip(_MARK)
    return _LOST.match(bare) is not None or _READ_AS_NUMBER.fullmatch(bare.strip(_WHITE)) is not None
