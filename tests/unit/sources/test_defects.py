"""Defects that occur in practice, each in a small file: the accepted rows and the messages."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from explorer.common.errors import InputError
from explorer.importing.dry_run import check_files
from explorer.importing.jobs import find_jobs
from explorer.sources.file_stats import FileStats
from explorer.sources.parsing.parser import ReadOptions
from tests.unit.sources.reading import Whole, detect_and_read, read_all, write

CASES = Path(__file__).parents[2] / "data" / "cases"
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
            "r2,2,1.32e18,,2021-03-01 10:00:05\n",
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


def test_a_spoiled_optional_id_leaves_the_row(tmp_path: Path) -> None:
    heading = "post_id,author_id,reply_to_id,reply_to_author_id,quoted_id,quoted_author_id\n"
    rows = "1,77,1.32E+18,44196397.0,9007199254740993.0,#REF!\n2,78,900,1,901,2\n1.32E+18,79,,,,\n"
    path = write(tmp_path / "posts.csv", heading + rows)
    whole = read_all(path)
    assert whole.rows.select(
        "post_id", "reply_to_id", "reply_to_author_id", "quoted_id", "quoted_author_id"
    ).rows() == [
        ("1", None, "44196397", None, None),
        ("2", "900", "1", "901", "2"),
    ]
    assert whole.reasons == [(4, "post_id 1.32E+18 was rounded by a spreadsheet; export ids as text")]
    stats = FileStats("posts.csv", 1)
    for batch in detect_and_read(path, batch_rows=1):
        stats.add(batch)
    assert stats.notes == [
        "1 value of reply_to_id unusable and left empty: reply_to_id 1.32E+18 was rounded by a spreadsheet; export ids "
        "as text",
        "1 value of reply_to_author_id read without the notation of the program that wrote them: 44196397.0 as "
        "44196397",
        "1 value of quoted_id unusable and left empty: quoted_id 9007199254740993.0 was stored as a decimal number, "
        "which loses digits; export ids as text",
        "1 value of quoted_author_id unusable and left empty: quoted_author_id #REF! is an error in a spreadsheet; "
        "correct the cell",
    ]


def test_a_retweet_needs_one_usable_target(tmp_path: Path) -> None:
    rows = "1,77,1.32E+18,88,2021-03-01\n2,77,900,1.32E+18,2021-03-01\n3,77,1.32E+18,1.33E+18,2021-03-01\n"
    whole = read(tmp_path, HEADING + rows)
    assert whole.rows.select("post_id", "author_id").rows() == [(None, "88"), ("900", None)]
    assert whole.reasons == [(4, "post_id 1.32E+18 was rounded by a spreadsheet; export ids as text")]
    assert "post_id 1.32E+18" in read(tmp_path, HEADING + "3,77,1.32E+18,,2021-03-01\n").reasons[0][1]


def test_spoiled_ids_in_json_leave_the_row(tmp_path: Path) -> None:
    user = {"id_str": "77", "screen_name": "a", "created_at": "Wed Oct 10 20:19:24 +0000 2018"}
    tweet = {"id_str": "1", "user": user, "created_at": "Mon Mar 01 10:00:05 +0000 2021", "full_text": "t"}
    tweet["in_reply_to_status_id_str"] = "1.32E+18"
    whole = read_all(write(tmp_path / "tweets.jsonl", json.dumps(tweet)))
    assert whole.tables["posts"].select("post_id", "reply_to_id").rows() == [("1", None)]


def test_ids_as_decimal_numbers_are_read_exactly() -> None:
    assert read_all(CASES / "smallfloat.csv").rows.select("account_id", "post_id", "author_id").rows() == [
        ("44196397", "900", "44196398"),
        ("44196398", "900", "12"),
        ("5", "900", "7"),
    ]


def test_ids_as_formulas_are_read() -> None:
    rows = read_all(CASES / "excelformula.csv").rows.select("retweet_id", "account_id", "post_id", "author_id").rows()
    assert rows == [("1294030472427835393", "77", "900", "88"), ("1294030472427835394", "78", "900", "88")]


def test_one_time_without_seconds_does_not_speak_for_the_file() -> None:
    whole = read_all(CASES / "onehhmm.csv")
    assert (whole.rows_read, whole.rejects.height, whole.resolution.seconds) == (201, 0, 1)


def test_dates_of_other_countries() -> None:
    german = read_all(CASES / "de.csv")
    assert german.rows["retweeted_at"].to_list() == [datetime(2021, 3, 1, 10, tzinfo=UTC)] * 2
    with pytest.raises(InputError, match="can have the day or the month first"):
        read_all(CASES / "us.csv")
    american = read_all(CASES / "us.csv", options=ReadOptions(day_first=False))
    assert american.rows["retweeted_at"].to_list() == [datetime(2021, 3, 1, 10, tzinfo=UTC)] * 2
