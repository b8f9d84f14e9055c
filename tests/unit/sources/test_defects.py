"""Defects that occur in practice, each in a small file: the accepted rows and the messages."""

from datetime import datetime
from pathlib import Path

import pytest

from explorer.importing.dry_run import check_files
from explorer.importing.jobs import find_jobs
from tests.unit.sources.reading import Whole, read_all, write

HEADING = "retweet_id,account_id,post_id,author_id,retweeted_at\n"
GOOD = "r1,1,p,9,2021-03-01 10:00:00\n"
NEXT = "r2,2,p,9,2021-03-01 10:00:05\n"


def read(tmp_path: Path, content: str | bytes) -> Whole:
    return read_all(write(tmp_path / "retweets.csv", content))


def ids(whole: Whole) -> list[str]:
    return whole.rows["retweet_id"].to_list()


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + HEADING + GOOD + NEXT,
        (HEADING + GOOD + NEXT).encode("utf-16"),
        (HEADING + GOOD + NEXT).replace(",", ";"),
        (HEADING + GOOD + NEXT).replace(",", "\t"),
        (HEADING + GOOD + NEXT).replace("\n", "\r\n"),
        (HEADING + GOOD + NEXT).rstrip("\n"),
        "\n\n" + HEADING + "\n" + GOOD + "\n\n" + NEXT + "\n\n",
    ],
    ids=["byte-order mark", "UTF-16", "semicolons", "tabs", "CRLF", "no last line end", "blank lines"],
)
def test_file_layout_does_not_change_the_result(tmp_path: Path, content: str | bytes) -> None:
    whole = read(tmp_path, content)
    assert whole.rows.equals(read(tmp_path, HEADING + GOOD + NEXT).rows)
    assert whole.rejects.height == 0


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("r\0x,2,p,9,2021-03-01 10:00:05\n", "retweet_id contains control characters"),
        ("r2,2,p,9,2021-03-01 10:\n", "unreadable time '2021-03-01 10:'"),
        ("r2,2,p", "the row has 3 columns, the heading has 5"),
        (
            "1.32E+18,2,p,9,2021-03-01 10:00:05\n",
            "retweet_id 1.32E+18 was rounded by a spreadsheet; export ids as text",
        ),
        (
            "r2,2,1.32e18,9,2021-03-01 10:00:05\n",
            "post_id 1.32e18 was rounded by a spreadsheet; export ids as text",
        ),
        ("r2,2,p,9,2999-03-01 10:00:05\n", "time '2999-03-01 10:00:05' is in the future"),
        ("r2,2,p,9,0\n", "time '0' is before 1990"),
        ("r2,2,p,9,\n", "retweeted_at is missing"),
    ],
    ids=["NUL", "torn time", "torn last line", "rounded id", "rounded post", "future", "1970", "no time"],
)
def test_a_bad_row_is_rejected_and_the_next_row_is_read(tmp_path: Path, row: str, reason: str) -> None:
    whole = read(tmp_path, HEADING + GOOD + row)
    assert ids(whole) == ["r1"]
    assert whole.reasons == [(3, reason)]


def test_quoted_text_may_contain_line_ends(tmp_path: Path) -> None:
    text = 'post_id,author_id,text\np1,9,"one\ntwo, ""three""\n"\np2,9,four\n'
    whole = read_all(write(tmp_path / "posts.csv", text))
    assert whole.rows["text"].to_list() == ['one\ntwo, "three"\n', "four"]


def test_a_column_may_mix_time_formats_and_zones(tmp_path: Path) -> None:
    moment = ("2021-03-01T10:00:00Z", "2021-03-01 12:00:00+02:00", "1614592800", "1614592800000", "1614592800.0")
    spelled = "Mon Mar 01 10:00:00 +0000 2021"
    rows = "".join(f"r{n},1,p,9,{time}\n" for n, time in enumerate((*moment, spelled)))
    found = read(tmp_path, HEADING + rows).rows["retweeted_at"]
    assert found.len() == 6
    assert found.unique().to_list() == [datetime.fromisoformat("2021-03-01T10:00:00+00:00")]


def notes(path: Path) -> tuple[str, ...]:
    (checked,) = check_files(find_jobs([path]))
    return checked.notes


def test_rounded_ids_are_reported_with_their_count(tmp_path: Path) -> None:
    whole = [1366394512345678901 + 7 * n for n in range(20)]
    cut = [n // 10_000 * 10_000 for n in whole[:4]]
    rows = "".join(f"{n},1,p{i},9,2021-03-01 10:00:00\n" for i, n in enumerate([*cut, *whole[4:]]))
    (note,) = notes(write(tmp_path / "retweets.csv", HEADING + rows))
    assert note.startswith("4 of 20 long ids end in 000")


def test_ids_that_end_in_zeros_by_chance_are_not_reported(tmp_path: Path) -> None:
    rows = "".join(f"{1366394512345678000 + n},1,p{n},9,2021-03-01 10:00:00\n" for n in range(5_000))
    assert notes(write(tmp_path / "retweets.csv", HEADING + rows)) == ()
    hashes = "".join(f"{n:x}{'a' * 30}000,1,p,9,2021-03-01 10:00:00\n" for n in range(20))
    assert notes(write(tmp_path / "retweets.csv", HEADING + hashes)) == ()
