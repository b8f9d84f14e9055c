"""Workbooks are read as the CSV file of their sheet would be, and damaged or hostile ones raise one sentence."""

import csv
import io
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from explorer.common.errors import InputError
from explorer.importing.jobs import find_jobs
from explorer.sources.io import workbook
from explorer.sources.io.layout import Layout
from explorer.sources.parsing.parser import ReadOptions
from tests.helpers.workbooks import Cell, Error, Formula, Rows, write_ods, write_xlsx
from tests.unit.sources.reading import Whole, read_all, write
from tests.unit.sources.test_fuzz import SAMPLES, mutate

HEADING = ["retweet_id", "account_id", "post_id", "author_id", "retweeted_at"]
TIME = "2021-03-01T10:00:00Z"
ROW = ["1", "u1", "p1", "b", TIME]
REAL = Path("tests/data/workbooks")

both = pytest.mark.parametrize("make", [write_xlsx, write_ods])
Make = Callable[[Path, Any], Path]


def read(tmp_path: Path, make: Make, rows: Mapping[str, Rows] | Rows, **layout: Any) -> Whole:
    path = make(tmp_path / f"retweets.{make.__name__[-4:].lstrip('_')}", rows)
    return read_all(path, options=ReadOptions(layout=Layout(**layout)))


@both
def test_ids_and_times_of_every_type_of_cell(tmp_path: Path, make: Make) -> None:
    rows: Rows = [
        HEADING,
        ["1366394512345678901", "@ada", "007", "88", datetime(2021, 3, 1, 10, 0, 21)],
        [2, "@bea", 900, 88.0, datetime(2021, 3, 1, 10, 0, 40, 250_000)],
        [Formula('"r"&3', "r3"), "@cay", "901", None, "2021-03-02T08:15:02Z"],
        [4, "@dan", 900, 88, 1614600000],
        [None, None, None, None, None],
        [5, "@eve", 900, 1366394512345678901, datetime(2021, 3, 1, 10)],
        [6.5, "@fay", 900, Error(), datetime(2021, 3, 1)],
        [1366394512345678901, "@gus", 900, 88, datetime(2021, 3, 1)],
    ]
    whole = read(tmp_path, make, rows)
    assert whole.rows.drop("platform").rows() == [
        ("1366394512345678901", "@ada", "007", "88", datetime.fromisoformat("2021-03-01T10:00:21Z")),
        ("2", "@bea", "900", "88", datetime.fromisoformat("2021-03-01T10:00:40.250Z")),
        ("r3", "@cay", "901", None, datetime.fromisoformat("2021-03-02T08:15:02Z")),
        ("4", "@dan", "900", "88", datetime.fromisoformat("2021-03-01T12:00:00Z")),
        # a spoiled author is left out, because the post is known; a spoiled retweet is rejected
        ("5", "@eve", "900", None, datetime.fromisoformat("2021-03-01T10:00:00Z")),
        ("6.5", "@fay", "900", None, datetime.fromisoformat("2021-03-01T00:00:00Z")),
    ]
    # row 6 is empty, and its number is counted
    assert [line for line, _ in whole.reasons] == [9]
    assert "1.36639451234568E+18" in whole.reasons[0][1]
    assert whole.rows_read == whole.rows.height + whole.rejects.height


def test_a_number_keeps_its_digits_or_is_rejected() -> None:
    exact, lost = 2**53 - 1, 2**53
    assert workbook.texts([1.0, float(exact), 0.5, -3.0, True, 7]) == ["1", str(exact), "0.5", "-3", "true", "7"]
    for number in (float(lost), lost, 1.32e18, 1e300):
        assert "E+" in workbook.texts([number])[0]


def test_dates_have_a_time_only_where_the_column_has_one() -> None:
    day, moment = date(2021, 3, 1), datetime(2021, 3, 1, 10, 0, 20, 999_999)
    assert workbook.texts([day, "", day]) == ["2021-03-01", "", "2021-03-01"]
    assert workbook.texts([day, moment]) == ["2021-03-01T00:00:00", "2021-03-01T10:00:21"]


@both
def test_notes_above_the_heading_are_skipped(tmp_path: Path, make: Make) -> None:
    # a title over merged cells is a value in the first of them
    rows: Rows = [["Retweets of 2021"], [], ["Query", "from:a"], HEADING, ROW, [*ROW[:4], "soon"]]
    whole = read(tmp_path, make, rows)
    assert whole.rows["retweet_id"].to_list() == ["1"]
    assert whole.reasons == [(6, "unreadable time 'soon'")]
    assert whole.notes[0].startswith("skipped 2 lines above the heading, which ends in line 4: 'Retweets of 2021'")
    assert read(tmp_path, make, rows, skip_lines=3).rows.equals(whole.rows)


@both
def test_the_sheet_with_the_table_is_read(tmp_path: Path, make: Make) -> None:
    whole = read(tmp_path, make, {"About": [["Made by hand"]], "Data": [HEADING, ROW], "Empty": []})
    assert whole.rows["retweet_id"].to_list() == ["1"]
    assert whole.notes == ("read the sheet 'Data', and not 'About', 'Empty'; to read another one, use --sheet NAME",)
    two = {"One": [HEADING, ROW], "Two": [HEADING, ["2", *ROW[1:]]]}
    with pytest.raises(InputError, match="has 2 sheets that may be the table: 'One', 'Two'") as caught:
        read(tmp_path / ".", make, two)
    assert caught.value.hint == "Choose one: --sheet One"
    assert read(tmp_path, make, two, sheet="Two").rows["retweet_id"].to_list() == ["2"]
    with pytest.raises(InputError, match="has no sheet 'Three': 'One', 'Two'"):
        read(tmp_path, make, two, sheet="Three")
    with pytest.raises(InputError, match="has no sheet with cells"):
        read(tmp_path, make, [])


def test_a_hidden_sheet_is_read_on_request(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "retweets.xlsx", {"Old": [HEADING, ROW], "Now": [HEADING, ["2", *ROW[1:]]]}, hidden=["Old"]
    )
    assert read_all(path).rows["retweet_id"].to_list() == ["2"]
    assert read_all(path, options=ReadOptions(layout=Layout(sheet="Old"))).rows["retweet_id"].to_list() == ["1"]


def test_a_hidden_sheet_with_the_only_cells_is_named(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "retweets.xlsx", {"Empty": [], "My $(old)": [HEADING, ROW]}, hidden=["My $(old)"])
    with pytest.raises(InputError, match=r"has cells only on hidden sheets: 'My \$\(old\)'") as caught:
        read_all(path)
    assert caught.value.hint == "Choose one: --sheet 'My $(old)'"


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>", "<v> \n </v>"])
def test_formulas_that_were_never_calculated_are_reported(tmp_path: Path, value: str) -> None:
    names, cells = text_cells(HEADING), text_cells(ROW[1:])
    rows = (
        f"<row>{names}</row><row><c><f>1+1</f><v>2</v></c>{cells}</row>"
        f'<row><c><f>1+2</f>{value}</c>{cells}</row><row><c t="str"><f>""</f>{value}</c>{cells}</row>'
        # formulas of other parts, such as conditional formats, are not cells
        "<x:f>A1</x:f>"
    )
    whole = read_all(corner(tmp_path / "retweets.xlsx", rows))
    assert whole.rows["retweet_id"].to_list() == ["2"]
    assert whole.reasons == [(3, "retweet_id is missing"), (4, "retweet_id is missing")]
    assert whole.notes[0].startswith("1 formula without a stored value read as empty")


def test_formatted_cells_without_values_have_no_extent(tmp_path: Path) -> None:
    rows = "".join(f"<row>{text_cells(cells)}</row>" for cells in (HEADING, ROW))
    far = '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row>'
    whole = read_all(corner(tmp_path / "retweets.xlsx", rows + far))
    assert (whole.rows["retweet_id"].to_list(), whole.rows_read) == (["1"], 1)


def test_numbers_that_a_spreadsheet_has_rounded_to_15_digits_are_reported(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [[*HEADING]]
    rows += [[str(n), "u", 1234567890123450 + 100 * n, "b", TIME] for n in range(5)]
    (note,) = read(tmp_path, write_xlsx, rows).notes
    assert note.startswith("all 5 numbers of 16 digits end in 0")
    assert read(tmp_path, write_xlsx, [*rows, ["9", "u", 1234567890123456, "b", TIME]]).notes == ()


def as_rows(table: bytes) -> list[list[str]]:
    text = table.decode()
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


TABLES = {
    name: sample
    for name, sample in SAMPLES.items()
    if not sample.lstrip().startswith((b"{", b"[", b"window.")) and b"," in sample
}


@pytest.mark.parametrize("name", TABLES)
@both
def test_every_table_format_is_read_from_workbooks(tmp_path: Path, name: str, make: Make) -> None:
    expected = read_all(write(tmp_path / "sample.csv", TABLES[name]), name=name)
    path = make(tmp_path / f"sample.{make.__name__[-4:].lstrip('_')}", as_rows(TABLES[name]))
    whole = read_all(path, name=name)
    assert whole.rejects["reason"].to_list() == expected.rejects["reason"].to_list()
    assert all(whole.tables[table].equals(rows) for table, rows in expected.tables.items())
    assert read_all(path).format == read_all(tmp_path / "sample.csv").format


@pytest.mark.parametrize("name", ["openpyxl.xlsx", "xlsxwriter.xlsx", "odfpy.ods", "pandas.xlsx"])
def test_workbooks_of_other_programs(name: str) -> None:
    whole = read_all(REAL / name, options=ReadOptions(table="retweets"))
    assert whole.rows.drop("platform").rows() == [
        ("1366394512345678901", "@ada", "900", "@CGTNOfficial", datetime.fromisoformat("2021-03-01T10:00:00Z")),
        ("1366394512345678902", "@bea", "900", "@CGTNOfficial", datetime.fromisoformat("2021-03-01T10:00:21Z")),
        ("1366394512345678903", "@cay", "901", "@globaltimesnews", datetime.fromisoformat("2021-03-02T08:15:30Z")),
    ]
    assert whole.rejects.is_empty()


@both
def test_workbooks_in_folders_and_archives(tmp_path: Path, make: Make) -> None:
    path = make(tmp_path / f"retweets.{make.__name__[-4:].lstrip('_')}", [HEADING, ROW])
    write(tmp_path / f"~${path.name}", b"a lock file")
    with ZipFile(tmp_path / "all.zip", "w", ZIP_DEFLATED) as archive:
        archive.write(path, f"in/{path.name}")
    found = [
        batch.rows["retweet_id"].to_list()
        for job in find_jobs([tmp_path])
        for batch in job.batches()
        if batch.rows.height
    ]
    assert found == [["1"], ["1"]]


def text_cells(texts: Sequence[str]) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def corner(path: Path, sheet: str) -> Path:
    """A workbook with hand-written XML in its sheet."""
    write_xlsx(path, [HEADING, ROW])
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = f"<worksheet><sheetData>{sheet}</sheetData></worksheet>".encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row>" + "<c><v>1</v></c>" * 16_000 + "</row>" + "<row><c><v>1</v></c></row>" * 3_000,
        '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="900000"><c><v>1</v></c></row>',
    ],
)
def test_a_sheet_with_distant_cells_is_refused(tmp_path: Path, sheet: str) -> None:
    with pytest.raises(InputError, match="has a sheet of more than 33,554,432 cells") as caught:
        read_all(corner(tmp_path / "retweets.xlsx", sheet))
    assert "CSV" in caught.value.hint


def test_repeated_cells_are_refused(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "retweets.ods", [HEADING, ROW])
    with ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="10000">'
    row = '<table:table-row table:number-rows-repeated="100000"><table:table-cell office:value-type="string">'
    content = content.replace('<table:table-cell office:value-type="string">', cell, 1).replace(
        '<table:table-row><table:table-cell office:value-type="string">', row, 1
    )
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    with pytest.raises(InputError, match="has a sheet of more than"):
        read_all(path)


def test_a_part_that_unpacks_to_gigabytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.sources.io.workbook_size.LARGEST_CONTENT", 100_000)
    path = corner(tmp_path / "retweets.xlsx", " " * 200_000)
    with pytest.raises(InputError, match="unpacks to more than"):
        read_all(path)
    monkeypatch.setattr("explorer.sources.io.input_file.LARGEST_WORKBOOK", 100)
    with pytest.raises(InputError, match="is a workbook of more than"):
        read_all(write_xlsx(tmp_path / "retweets.xlsx", [HEADING, ROW]))


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"[Content_Types].xml": "", "xl/workbook.bin": ""}, "is a binary Excel workbook, not a table"),
        ({"[Content_Types].xml": "", "word/document.xml": ""}, "is an Office document that is not a workbook"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "is a document that is not a spreadsheet"),
        ({"Index/Document.iwa": ""}, "is a Numbers document, not a table"),
        ({"[Content_Types].xml": "", "xl/workbook.xml": "<a"}, "is a damaged workbook: "),
        ({"[Content_Types].xml": "", "xl/worksheets/sheet1.xml": "<a/>"}, "is a damaged workbook: "),
    ],
)
def test_other_documents_raise_one_sentence(tmp_path: Path, members: dict[str, str], message: str) -> None:
    path = tmp_path / "retweets.xlsx"
    with ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(InputError, match=message) as caught:
        read_all(path)
    assert caught.value.hint


def test_old_and_protected_workbooks_raise_one_sentence(tmp_path: Path) -> None:
    for name in ("retweets.xls", "protected.xlsx"):
        with pytest.raises(InputError, match="is an old or password-protected Excel workbook"):
            read_all(write(tmp_path / name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)))


@both
def test_damaged_workbooks_never_cause_a_traceback(tmp_path: Path, make: Make) -> None:
    chance = random.Random(3)
    path = make(tmp_path / "retweets.xlsx", [HEADING, *[ROW] * 12])
    content = path.read_bytes()
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number in range(120):
        broken = tmp_path / f"retweets-{number}.xlsx"
        if number % 2:
            broken.write_bytes(mutate(content, chance))
        else:
            with ZipFile(broken, "w", ZIP_DEFLATED) as archive:
                for name, part in parts.items():
                    archive.writestr(name, mutate(part, chance) if chance.random() < 0.5 else part)
        with suppress(InputError):  # a message, not a traceback
            whole = read_all(broken)
            assert whole.rows_read == sum(rows.height for rows in whole.tables.values()) + whole.rejects.height
