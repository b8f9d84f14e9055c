from datetime import UTC, datetime
from pathlib import Path

import pytest

from explorer.common.errors import InputError
from explorer.sources.io.input_file import NOT_UTF8
from tests.helpers.paths import DATA
from tests.unit.sources.reading import SAMPLE_ROWS, read_all, write

HIGGS = DATA / "higgs-first-2000.txt.gz"

SAMPLES = {"edgelist": b"1 2 1341100972 RT\n3\t4\t1341100973\n# comment\n" * SAMPLE_ROWS}


def test_higgs_sample() -> None:
    whole = read_all(HIGGS)
    assert whole.format == "edgelist"
    # counted with awk: 942 RT, 891 MT, 167 RE
    assert (whole.rows_read, whole.rows.height) == (2000, 942)
    kinds = whole.rejects["reason"].value_counts()
    assert dict(kinds.iter_rows()) == {"not a retweet (MT)": 891, "not a retweet (RE)": 167}
    assert whole.bytes_read == HIGGS.stat().st_size
    assert whole.resolution.seconds == 1
    assert whole.rows.row(0, named=True) == {
        "platform": "x",
        "retweet_id": "376989:50329:1341101181",
        "account_id": "376989",
        "post_id": None,
        "author_id": "50329",
        "retweeted_at": datetime(2012, 7, 1, 0, 6, 21, tzinfo=UTC),
    }
    assert whole.rejects.row(0) == (HIGGS.name, 1, "not a retweet (MT)", "223789 213163 1341100972 MT")


def test_line_layouts(tmp_path: Path) -> None:
    path = write(
        tmp_path / "edges.txt",
        [
            "# userA userB time",
            "1 2 1341100972 RT",
            "",
            "1\t3\t1341100973",
            "  4   5  1341100974   rt  ",
            "6 7 1341100975 RT\r",
            "1 2",
            "1 2 1341100972 RT again",
            "1 2 yesterday RT",
            "1.32E+18 2 1341100972 RT",
            "@alice @bob 1341100972000",
        ],
    )
    whole = read_all(path, platform="Higgs")
    assert whole.rows["retweet_id"].to_list() == [
        "1:2:1341100972",
        "1:3:1341100973",
        "4:5:1341100974",
        "6:7:1341100975",
        "@alice:@bob:1341100972000",
    ]
    assert set(whole.rows["platform"]) == {"higgs"}
    shape = "expected `userA userB unixtime` with an optional RT, MT or RE"
    assert whole.reasons == [
        (7, f"2 columns; {shape}"),
        (8, f"5 columns; {shape}"),
        (9, "unreadable time 'yesterday'"),
        (10, "account_id 1.32E+18 was rounded by a spreadsheet; export ids as text"),
    ]
    assert whole.rejects["raw"].to_list()[0] == "1 2"
    assert whole.rows_read == 9


def test_a_line_that_is_not_utf8_does_not_affect_other_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "e.txt", b"1 2 1341100972\n1 \xff 1341100972\n1 3 1341100972\n")
    whole = read_all(path)
    assert whole.rows["author_id"].to_list() == ["2", "3"]
    assert whole.reasons == [(2, NOT_UTF8)]


@pytest.mark.parametrize("batch_rows", [1, 7, 1000])
def test_batch_size_does_not_change_the_result(batch_rows: int, tmp_path: Path) -> None:
    lines = [f"{i} {i % 5} {1341100972 + i} {'RT' if i % 3 else 'MT'}" for i in range(60)]
    path = write(tmp_path / "e.txt.gz", lines)
    assert read_all(path, batch_rows=batch_rows).same_as(read_all(path))


def test_a_table_with_a_heading_is_no_edge_list(tmp_path: Path) -> None:
    rows = [f"a{number}\t{number}\t{1341100972 + number}" for number in range(30)]
    # likes in the explorer's own columns
    likes = read_all(write(tmp_path / "likes.tsv", ["account_id\tpost_id\tliked_at", *rows]))
    assert (likes.format, list(likes.tables), likes.rows.height) == ("native", ["likes"], 30)
    with pytest.raises(InputError, match="is unknown"):
        read_all(write(tmp_path / "a.tsv", ["user\tpost\twhen", *rows]))
    with pytest.raises(InputError, match="is unknown"):
        read_all(write(tmp_path / "a.txt", ["user post when", *(row.replace("\t", " ") for row in rows)]))
