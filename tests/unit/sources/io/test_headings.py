"""Where the table begins, and by what its fields are separated."""

from pathlib import Path

import pytest

from explorer.sources.io.headings import Heading, heading
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.layout import Layout
from tests.unit.sources.reading import read_all, write

HEADING = "retweet_id,account_id,post_id,author_id,retweeted_at\n"
ROW = "1,u1,p1,b,2023-08-01T00:00:00Z\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b;c\n", Heading(",", ("a", "b;c"), 1)),
        (" A ;b;c,d\r\n1;2;3", Heading(";", ("a", "b", "c,d"), 1)),
        ("\n\na\tb\n", Heading("\t", ("a", "b"), 3)),
        ("a|b|c\n1|2|3\n", Heading("|", ("a", "b", "c"), 1)),
        ('"a\nb",c\n1,2\n', Heading(",", ("a b", "c"), 2)),
        ('\ufeff"a",b\n', Heading(",", ("a", "b"), 1)),
        ("\ufeffsep=;\r\na,x;b\r\n1;2\r\n", Heading(";", ("a,x", "b"), 2)),
        ('"sep=|"\na,x|b\n1|2\n', Heading("|", ("a,x", "b"), 2)),
        ("SEP=^\na^b\n1^2\n", Heading("^", ("a", "b"), 2)),
        ("sep=\t\n\na\tb\n", Heading("\t", ("a", "b"), 3)),
        # notes above: a title, a title padded by a spreadsheet, several, one with delimiters, one of two lines
        ("Export of 2 Aug\na,b\n1,2\n", Heading(",", ("a", "b"), 2, ("Export of 2 Aug",))),
        ("Export,,\na,b,c\n1,2,3\n", Heading(",", ("a", "b", "c"), 2, ("Export,,",))),
        ("Title\n\nBy: me; you\na;b;c\n1;2;3\n", Heading(";", ("a", "b", "c"), 4, ("Title", "By: me; you"))),
        ('"Query: a,\nor b"\na,b\n1,2\n', Heading(",", ("a", "b"), 3, ('"Query: a,\nor b"',))),
        ('Say "so\na,b\n1,2\n', Heading(",", ("a", "b"), 2, ('Say "so',))),
        ("sep=,\nTitle\na,b\n1,2\n", Heading(",", ("a", "b"), 3, ("Title",))),
        # a heading stays one, whatever its rows look like
        ("a,b,c\n1,2,3,4\n5,6,7,8\n", Heading(",", ("a", "b", "c"), 1)),
        ("a,b,c\nd,e\nf,g\n", Heading(",", ("a", "b", "c"), 1)),
        ("a,b,c\nbroken\nd,e,f\ng,h,i\n", Heading(",", ("a", "b", "c"), 1)),
        ("id,2020,2021\nx,yes,no\ny,no,yes\n", Heading(",", ("id", "2020", "2021"), 1)),
        ("a,a\nx,y\n", Heading(",", ("a", "a"), 1)),
        (",a,b\n0,x,y\n", Heading(",", ("", "a", "b"), 1)),
        ("Note\n1,2\n3,4\n", Heading(",", ("note",), 1)),
    ],
)
def test_headings(tmp_path: Path, text: str, expected: Heading) -> None:
    assert heading(InputFile.open(write(tmp_path / "a.csv", text))) == expected


def test_skipped_lines_are_named_and_rejects_keep_the_lines_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "retweets.csv", "Export\nfrom X\n" + HEADING + ROW + "2,u2,p1,b,soon\n")
    whole = read_all(path)
    assert whole.rows["retweet_id"].to_list() == ["1"]
    assert whole.reasons == [(5, "unreadable time 'soon'")]
    assert whole.notes == (
        "skipped 2 lines above the heading, which ends in line 3: 'Export', 'from X'; if the heading is another line, "
        "use --skip-lines N",
    )


@pytest.mark.parametrize("note", ["a,b,c,d,e,f,g", "id,account_id,post_id,author_id,retweeted_at", '"unclosed'])
def test_lines_are_skipped_on_request(tmp_path: Path, note: str) -> None:
    from explorer.sources.parsing.parser import ReadOptions

    path = write(tmp_path / "retweets.csv", note + "\n" + HEADING + ROW)
    whole = read_all(path, options=ReadOptions(layout=Layout(skip_lines=1)))
    assert whole.rows["retweet_id"].to_list() == ["1"]
    assert (whole.rejects.height, whole.notes) == (0, ())


@pytest.mark.parametrize(("name", "ids"), [("sep.csv", ["1", "2"]), ("preamble.csv", ["1"])])
def test_cases(name: str, ids: list[str]) -> None:
    whole = read_all(Path("tests/data/cases") / name)
    assert (whole.format, whole.rows["retweet_id"].to_list(), whole.rejects.height) == ("native", ids, 0)
    assert whole.rows["author_id"].unique().to_list() == ["b"]
