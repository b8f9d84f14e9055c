"""Rows as people and programs get them; what accounts wrote stays text, whatever it tries."""

import csv
import io
import json
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.cli.options.output import Format
from explorer.cli.ui.output import note, print_rows, progress_bars
from explorer.common import spreadsheets

AT = datetime(2021, 3, 1, 12, 0, 5, tzinfo=UTC)
ROW = (1366394512345678901, 0.5, None, True, AT, date(2021, 3, 1), ["a", "b"], "x:007")
COLUMNS = tuple("abcdefgh")
anything = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    def printed(columns: tuple[str, ...], rows: list[tuple[Any, ...]], form: Format) -> str:
        capsys.readouterr()
        print_rows(columns, rows, form)
        return capsys.readouterr().out

    return printed


def test_json_keeps_every_value(printed: Any) -> None:
    wanted = dict(zip(COLUMNS, [*ROW[:4], "2021-03-01T12:00:05+00:00", "2021-03-01", *ROW[6:]], strict=True))
    assert json.loads(printed(COLUMNS, [ROW], Format.JSON)) == [wanted]
    assert [json.loads(line) for line in printed(COLUMNS, [ROW, ROW], Format.JSONL).splitlines()] == [wanted, wanted]


def test_a_table_is_for_reading(printed: Any) -> None:
    heading, _, line = (line.split() for line in printed(COLUMNS, [ROW], Format.TABLE).splitlines() if line.strip())
    # c is empty
    assert heading == ["a", "b", "d", "e", "f", "g", "h"]
    assert line[:6] == ["1,366,394,512,345,678,901", "0.5", "yes", "2021-03-01", "12:00:05", "2021-03-01"]


def test_midnights_are_days(printed: Any) -> None:
    midnight = datetime(2021, 3, 1, tzinfo=UTC)
    assert "00:00:00" not in printed(("at",), [(midnight,), (None,)], Format.TABLE)
    assert "00:00:00" in printed(("at",), [(midnight,), (AT,)], Format.TABLE)


@anything
@given(st.text() | st.text(alphabet=" \"'\x00\t\r\n;|=+-@1a"))
def test_csv_is_no_formula_and_json_loses_nothing(printed: Any, text: str) -> None:
    assert json.loads(printed(("text",), [(text,)], Format.JSON)) == [{"text": text}]
    out = printed(("text", "end"), [(text, 1)], Format.CSV)
    _, (cell, end) = csv.reader(io.StringIO(out, newline=""))
    assert end == "1"
    assert cell == spreadsheets.cell(text)
    assert spreadsheets.original(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\x00"))


@anything
@given(st.text(st.characters(categories=["Cc", "Cf", "L"])))
def test_no_control_character_reaches_a_terminal(printed: Any, capsys: pytest.CaptureFixture[str], text: str) -> None:
    out = printed(("text",), [(text,)], Format.TABLE)
    note(text)
    for character in out + capsys.readouterr().err:
        assert character == "\n" or not unicodedata.category(character).startswith("C")


@pytest.mark.parametrize("text", ["[red]x[/red]", "[link=https://evil.example]x[/link]", ":smile:"])
def test_markup_is_text(printed: Any, text: str) -> None:
    assert text in printed(("text",), [(text,)], Format.TABLE)


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bars() as progress:
        progress("reading", 1, 2)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("width", [20, 60, 80, 120, 200])
def test_numbers_times_and_ids_are_whole_at_every_width(
    monkeypatch: pytest.MonkeyPatch, printed: Any, width: int
) -> None:
    monkeypatch.setattr("explorer.cli.ui.tables.PIPE", width)
    row = ("a file's long name.csv", 2_000_000, 1_996_035, 1, AT, "207b42b17719")
    columns = ("file", "rows", "loaded_rows", "resolution_seconds", "first", "import_id")
    out = printed(columns, [row, row], Format.TABLE)
    assert all(len(line) <= width for line in out.splitlines()) or width == 20
    for whole in ("2,000,000", "1,996,035", "2021-03-01 12:00:05", "207b42b17719"):
        assert out.count(whole) == 2 or width == 20


def test_a_narrow_table_leaves_out_what_it_can_do_without(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("explorer.cli.ui.tables.PIPE", 40)
    columns, row = ("import", "first", "at"), ("207b42b17719", AT, AT)
    print_rows(columns, [row], Format.TABLE, spare=("first",))
    out, err = capsys.readouterr()
    assert out.split()[:2] == ["import", "at"]
    assert "first" in err
    print_rows(columns, [row], Format.JSON, spare=("first",))
    assert "first" in capsys.readouterr().out


def test_what_nobody_judged_is_not_called_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    columns = ("cluster", "rapidRetweets", "verdict", "judgedCluster", "note")
    print_rows(columns, [(1, None, None, None, None)], Format.TABLE, title="Boosts")
    assert "Columns hidden because they are empty: rapidRetweets\n" in capsys.readouterr().err
    labels = {"rapidRetweets": "Rapid retweets", "verdict": "Verdict", "judgedCluster": "Judged cluster"}
    print_rows(columns, [(1, None, None, None, None)], Format.TABLE, title="Boosts", labels=labels)
    assert "Columns hidden because they are empty: Rapid retweets\n" in capsys.readouterr().err
    print_rows(("day", "note"), [(1, None)], Format.TABLE, title="Days")
    assert "Columns hidden because they are empty: note\n" in capsys.readouterr().err


def test_a_table_shows_labels_and_percentages_and_other_formats_keep_identifiers_and_fractions(
    capsys: pytest.CaptureFixture[str],
) -> None:
    columns, rows = ("outlet", "shareOfCluster"), [("CGTN", 0.125), ("RT", None)]
    labels = {"outlet": "Outlet", "shareOfCluster": "% of the cluster's retweets"}
    print_rows(columns, rows, Format.TABLE, labels=labels)
    out = capsys.readouterr().out
    assert "% of the cluster's retweets" in out
    assert "12.5" in out
    assert "shareOfCluster" not in out
    print_rows(columns, rows, Format.CSV, labels=labels)
    assert capsys.readouterr().out == '"outlet","shareOfCluster"\n"CGTN",0.125\n"RT",\n'
    print_rows(columns, rows[:1], Format.JSONL, labels=labels)
    assert capsys.readouterr().out == '{"outlet": "CGTN", "shareOfCluster": 0.125}\n'


def test_a_note_names_empty_columns_by_label_and_knows_unjudged_ones_by_identifier(
    capsys: pytest.CaptureFixture[str],
) -> None:
    labels = {"day": "Day", "rapid": "% rapid", "verdict": "Verdict", "note": "Note"}
    print_rows(tuple(labels), [(1, None, None, None)], Format.TABLE, title="Days", labels=labels)
    assert "Columns hidden because they are empty: % rapid\n" in capsys.readouterr().err


def test_percentages_are_aligned_as_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(("share",), [(0.5,), (0.0304,)], Format.TABLE, labels={"share": "% of all"})
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert lines[-2:] == ["     50.0", "      3.0"]
