import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.output.spreadsheets import cell, line

CHANGED: Final = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\n=1", "\r=1", "\t", "\x00=1", "＝1+1", " =1", '"=1', '\xa0" +1',
    "1366394512345678901", "007", "12e4", "3-4", "1/2", "10:30", "2021-03-01 ", "sept2", "MAR1", "1 jan 2021",
    " 12 ", "12%", "1.234,5", "１２", "٣/٤", "ſept2",
    "x;=1", "x\t=1", "x|=1", "x\n=1", "x\r\n=1", "x; =1", 'x;"=1', 'x;" ""\x00\u3000@1', ";-1", "|＝1", "=1;=1\t\t=1",
)  # fmt: skip
STAY: Final = (
    "x:1366394512345678901", "ada", "marching 1 on", "a=1", "3f2a91c04b7d", ".", "é", "a;b", "a; b = c", "x,=1", "a\nb",
    "'=1", "x;'=1", 'say "yes"', "a|b|",
)  # fmt: skip


def cells_elsewhere(text: str) -> list[str]:
    """Return what spreadsheets make of a text that split at other separators, with blanks and quotes taken away."""
    return [part.lstrip(' "\x00\xa0\u3000\ufeff') for part in re.split("[;|\t\n]", text)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"), ("\t=1", "'\t'=1"), ("\r=1", "'\n'=1"), ("\x00=1", "'\x00=1"), ("007", "'007"),
        ("x;=1", "x;'=1"), ("x\t=1", "x\t'=1"), ("x|=1", "x|'=1"), ("x\r\n=1", "x\n'=1"), ('x; "=1', "x;' \"=1"),
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


@given(st.text() | st.text(alphabet=" \"\x00\t\r\n;|=+-@＝1a'"))
def test_no_part_begins_as_a_formula_and_nothing_is_lost_but_returns(text: str) -> None:
    shown = cell(text)
    assert not shown.startswith(("\t", "\n", "\x00"))
    assert not [part for part in cells_elsewhere(shown) if part.startswith(tuple("=+-@＝＋－＠"))]
    assert shown.replace("'", "") == text.replace("\r\n", "\n").replace("\r", "\n").replace("'", "")


def test_everything_except_numbers_is_quoted() -> None:
    assert line(["a", 'b"', "", None, 1, -0.5, True]) == '"a","b""","",,1,-0.5,True'


def test_long_texts_take_no_time() -> None:
    for unit in ("1", " ", "1 ", "jan", "1,", "1e", "\t", "; ", '"', "\n\x00"):
        cell(unit * 200_000 + "x")
