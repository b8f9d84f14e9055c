import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from explorer.sources.io import delimited
from explorer.sources.io import input_file as files
from explorer.sources.io.delimited import LONGEST_FIELD, read_rows
from explorer.sources.io.headings import Heading
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import LINE, PROBLEM, RAW
from tests.unit.sources.reading import write

in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

UNCLOSED = "a quotation mark is not closed, or not doubled inside a quoted field"


def split(path: Path, *, block: int = files.BLOCK) -> pl.DataFrame:
    """All records of a file with the heading a,b,c."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "BLOCK", block)
        file = InputFile.open(path)
        head = Heading(",", ("a", "b", "c"), 1)
        return pl.concat(part.frame for part in read_rows(file, head, dict(enumerate(head.columns))))


def test_broken_records_do_not_affect_other_records(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        [
            "a,b,c",  # 1
            "1,2,3",  # 2
            "",  # 3
            '4,"five',  # 4: one record of two lines
            'and ""more""",6',  # 5
            '7,"never closed,8',  # 6
            "9,10,11",  # 7
            '12,"half" closed,13',  # 8
            "14,15",  # 9
            "16,17,18,19",  # 10
            "20,\r21,22",  # 11
            "23,24,25\r",  # 12
            '"26",,"28"',  # 13
        ],
    )
    found = split(path)
    good = found.filter(pl.col(PROBLEM).is_null()).select(LINE, "a", "b", "c").rows()
    assert good == [
        (2, "1", "2", "3"),
        (4, "4", 'five\nand "more"', "6"),
        (7, "9", "10", "11"),
        (12, "23", "24", "25"),
        (13, "26", "", "28"),
    ]
    bad = found.filter(pl.col(PROBLEM).is_not_null()).select(LINE, PROBLEM, RAW).rows()
    assert bad == [
        (6, UNCLOSED, '7,"never closed,8'),
        (8, UNCLOSED, '12,"half" closed,13'),
        (9, "the row has 2 columns, the heading has 3", "14,15"),
        (10, "the row has 4 columns, the heading has 3", "16,17,18,19"),
        (11, "the row contains a carriage return", "20,\r21,22"),
    ]


def test_an_unclosed_quote_at_the_end_affects_one_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["a,b,c", '"1,2,3', *(f"{i},{i},{i}" for i in range(50))])
    for block in (16, 100, files.BLOCK):
        found = split(path, block=block)
        assert found.filter(pl.col(PROBLEM).is_not_null())[LINE].to_list() == [2]
        assert found.height == 51


def test_overlong_fields_are_rejected(tmp_path: Path) -> None:
    long = "x" * (LONGEST_FIELD + 1)
    for quote in ("", '"'):
        path = write(tmp_path / "a.csv", ["a,b,c", "1,2,3", f"{quote}{long}{quote},2,3", "4,5,6"])
        found = split(path)
        assert found[LINE].to_list() == [2, 3, 4]
        assert found[PROBLEM].is_not_null().to_list() == [False, True, False]


def test_lines_that_are_not_utf8_affect_only_their_record(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", b'a,b,c\n1,2,3\n4,"5\n\xff",6\n7,\xff,9\n10,11,12\n')
    found = split(path)
    assert found[LINE].to_list() == [2, 3, 5, 6]
    assert found[PROBLEM].to_list() == [None, files.NOT_UTF8, files.NOT_UTF8, None]


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)


@in_one_folder
@given(st.lists(st.tuples(cells, cells, cells)), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_python_csv_output_is_read_back_with_line_numbers(
    tmp_path: Path, rows: list[tuple[str, str, str]], quoting: int
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=quoting)  # type: ignore[arg-type]  # one of the constants
    writer.writerow("abc")
    starts = []
    for row in rows:
        starts.append(buffer.getvalue().count("\n") + 1)
        writer.writerow(row)
    path = write(tmp_path / "a.csv", buffer.getvalue())
    for block in (files.BLOCK, 400):
        found = split(path, block=block)
        assert found[PROBLEM].drop_nulls().is_empty()
        assert found.select("a", "b", "c").rows() == rows
        assert found[LINE].to_list() == starts


pieces = st.sampled_from(["1,2,3", "é,,", '"x', 'y"', '"', '""', "a", ",", '"p,q",r,s', "\r", "", "4,5,6,7"])


@in_one_folder
@given(st.lists(st.lists(pieces, max_size=3).map("".join), max_size=12), st.integers(64, 100))
@example(['"x', "1,2,3", '1,2,"', "4,5,6,7"], 64)
def test_block_size_does_not_change_the_result(tmp_path: Path, lines: list[str], block: int) -> None:
    path = write(tmp_path / "a.csv", ["a,b,c", *lines])
    whole = split(path)
    assert split(path, block=block).equals(whole)
    # every line that is not blank is in exactly one record
    covered = [
        line for start, raw in whole.select(LINE, RAW).rows() for line in range(start, start + 1 + raw.count("\n"))
    ]
    assert len(covered) == len(set(covered))
    assert {number for number, line in enumerate(lines, start=2) if line.strip("\r")} <= set(covered)


@in_one_folder
@given(st.lists(st.text("ab,é \t;'", max_size=12), max_size=12))
def test_the_fast_path_gives_the_same_result_as_the_csv_module(tmp_path: Path, lines: list[str]) -> None:
    plain = split(write(tmp_path / "plain.csv", ["a,b,c", *lines]))
    # a quoted record at the end makes the whole block use the csv module
    quoted = split(write(tmp_path / "quoted.csv", ["a,b,c", *lines, '"1",2,3']))
    assert quoted.head(-1).equals(plain)


def test_every_line_is_fed_to_the_splitter_at_most_four_times(tmp_path: Path) -> None:
    """Once in a row that turns out to be broken, once by itself, and again if a row ends in the next block."""
    fed = 0
    shapes = {
        "open": ['z","'],
        "pairs": ['"a""', '""'],
        "closed late": ['"', "x"],
        "broken": ['"x"y'],
        "alternating": ['x,"y', 'z",1'],
        "wide": ['"x",' * 50 + '"'],
    }
    original = delimited._LineFeed.__next__
    single = delimited._Splitter._single

    def count(feed: delimited._LineFeed) -> str:
        nonlocal fed
        fed += 1
        return original(feed)

    def count_single(splitter: delimited._Splitter, line: str) -> list[str] | None:
        nonlocal fed
        fed += 1
        return single(splitter, line)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited._LineFeed, "__next__", count)
        patch.setattr(delimited._Splitter, "_single", count_single)
        for lines in shapes.values():
            for block in (1_000, files.BLOCK):
                patch.setattr(delimited, "LONGEST_ROW", block)
                for repeat in (2_000, 4_000):
                    fed = 0
                    path = write(tmp_path / "a.csv", ["a,b,c", *(lines * repeat)])
                    found = split(path, block=block)
                    assert found[RAW].str.count_matches("\n").sum() + found.height == len(lines) * repeat
                    assert fed <= 4 * len(lines) * repeat


def test_a_row_of_many_fields_and_lines_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "LONGEST_ROW", 300)
    path = write(tmp_path / "a.csv", ["a,b,c", '1,"2', '",3', *(['x"', '",y,"'] * 100), "4,5,6"])
    whole = split(path)
    for block in (64, 100, 1_000):
        assert split(path, block=block).equals(whole)
    good = whole.filter(pl.col(PROBLEM).is_null())
    assert good.select("a", "b", "c").rows() == [("1", "2\n", "3"), ("4", "5", "6")]
    assert whole.height == 202


def test_a_heading_of_many_columns_does_not_multiply_short_rows(tmp_path: Path) -> None:
    wide = Heading(",", tuple(f"c{n}" for n in range(20_000)), 1)
    path = write(tmp_path / "a.csv", [",".join(wide.columns), *["x,y"] * 100_000])
    (part,) = read_rows(InputFile.open(path), wide, {0: "a", 19_999: "z"})
    assert part.frame.height == 100_000
    assert part.frame[PROBLEM].unique().to_list() == ["the row has 2 columns, the heading has 20000"]
