import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.spreadsheets import FORMULA, cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\x00=1", "＝1+1",
        "1366394512345678901", "007", "12e4", "3-4", "1/2", "10:30", "2021-03-01", "sept2", "MAR1", "1 jan 2021",
        " 12 ", "12%", "1.234,5",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_or_read_otherwise_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == "'" + text.replace("\r", "\n")


@pytest.mark.parametrize("text", ["x:1366394512345678901", "ada", "marching 1 on", "a=1", "3f2a91c04b7d", "", ".", "é"])
def test_other_texts_stay(text: str) -> None:
    assert cell(text) == text


@given(st.text())
def test_nothing_begins_as_a_formula_and_nothing_is_lost_but_returns(text: str) -> None:
    shown = cell(text)
    assert not shown.startswith(FORMULA)
    assert shown.removeprefix("'") == text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("'")


def test_long_texts_take_no_time() -> None:
    for unit in ("1", " ", "1 ", "jan", "1,", "1e"):
        cell(unit * 200_000 + "x")
