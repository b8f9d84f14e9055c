import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.common.spreadsheets import cell, is_cell, line, original

CHANGED: Final = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\n=1", "\r=1", "\t", "\x00=1", "＝1+1", " =1", '"=1', '\xa0" +1',
    "1366394512345678901", "007", "12e4", "3-4", "1/2", "10:30", "2021-03-01 ", "sept2", "MAR1", "1 jan 2021",
    " 12 ", "12%", "1.234,5", "１２", "٣/٤", "ſept2",
    "x;=1", "x\t=1", "x|=1", "x\n=1", "x\r\n=1", "x; =1", 'x;"=1', 'x;" ""\x00\u3000@1', ";-1", "|＝1", "=1;=1\t\t=1",
    "\x0b=1", "\x0c=1", "\x85=1", "\u2028=1", "\u2029=1", "\ufeff=1", "\u200b=1", "\u202e=1", "\u3164=1", "“=1", "`=1",
       "\x1b=1", "−1", "﹦1", "﹢1", "＋1", "－1", "＠1", "x\x0b=1", "x\x85=1", "x\u2028=1", "x\u2029\u200b=1", "x\r=1",
    "'=1", "x;'=1", "'900", "\x0b", "-100123",
)  # fmt: skip
STAY: Final = (
    "x:1366394512345678901", "ada", "marching 1 on", "a=1", "3f2a91c04b7d", ".", "é", "a;b", "a; b = c", "x,=1", "a\nb",
    'say "yes"', "a|b|", "it's", "'tis", "'", "e-mail", "a\u2028b", "x'=1",
)  # fmt: skip


def cells_elsewhere(text: str) -> list[str]:
    """Return what spreadsheets make of a text that split at other separators, with blanks and quotes taken away."""
    parts = re.split("[;|\t\n\x0b\x0c\r\x85\u2028\u2029]", text)
    return ["".join(c for c in part if c not in '"`“\u2800' and c.isprintable() and not c.isspace()) for part in parts]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"), ("\t=1", "'\t'=1"), ("\r=1", "'\r'=1"), ("\x0b=1", "'\x0b'=1"), ("'=1", "''=1"),
        ("'900", "''900"), ("\x00=1", "'\x00=1"), ("007", "'007"),
        ("x;=1", "x;'=1"), ("x\t=1", "x\t'=1"), ("x|=1", "x|'=1"), ("x\r\n=1", "x\r'\n'=1"), ('x; "=1', "x;' \"=1"),
        ("-1;-1", "'-1;'-1"), (" =1", "' =1"),
    ],
)  # fmt: skip
def test_where_the_apostrophe_stands(text: str, shown: str) -> None:
    assert cell(text) == shown


@pytest.mark.parametrize("text", CHANGED)
def test_what_a_spreadsheet_would_run_or_read_otherwise_gets_an_apostrophe(text: str) -> None:
    assert cell(text) != text
    assert "'" in cell(text)


@pytest.mark.parametrize("text", ["", *STAY])
def test_other_texts_stay(text: str) -> None:
    assert cell(text) == text


@given(st.text() | st.text(alphabet=" \"\x00\t\r\n\x0b\x85\u2028\ufeff\u200b;|=+-@＝−1a'"))
def test_no_part_begins_as_a_formula_and_nothing_is_lost(text: str) -> None:
    shown = cell(text)
    assert not shown.startswith(("\t", "\n", "\r", "\x00", "\x0b", "\x85", "\u2028"))
    assert not [part for part in cells_elsewhere(shown) if part.startswith(tuple("=+-@＝＋－＠−﹢﹣﹦﹫"))]
    assert shown.replace("'", "") == text.replace("'", "")
    assert original(shown) == text
    assert is_cell(shown)


@pytest.mark.parametrize("text", ["=1", "900", "x;=1", "\x0b=1", "'\t=1", "@ada", "x\n-1"])
def test_a_text_that_is_not_protected_is_no_cell_and_stays(text: str) -> None:
    assert not is_cell(text)
    assert original(text) == text


def test_everything_except_numbers_is_quoted() -> None:
    assert line(["a", 'b"', "", None, 1, -0.5, True]) == '"a","b""","",,1,-0.5,True'


def test_long_texts_take_no_time() -> None:
    for unit in ("1", " ", "1 ", "jan", "1,", "1e", "\t", "; ", '"', "\n\x00", "'", ";'", "\t=", "\t'=", ";="):
        original(cell(unit * 200_000 + "x"))
