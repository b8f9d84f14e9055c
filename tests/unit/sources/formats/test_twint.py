"""twint's tables, of its versions; expected values by hand."""

import json
from pathlib import Path

import pytest

from explorer.sources.parsing.parser import ReadOptions
from tests.helpers.paths import DATA
from tests.unit.sources.reading import csv_sample, learnt, read_all, table, write

RETWEETED = {
    "id": "1386000000000000001",
    "conversation_id": "1386000000000000001",
    "created_at": "2021-04-24 15:30:10 India Standard Time",
    "date": "2021-04-24",
    "time": "15:30:10",
    "timezone": "+0530",
    "user_id": "77",
    "username": "anna",
    "name": "Anna",
    "tweet": "RT @bert: hello",
    "urls": "['https://example.org/a']",
    "hashtags": "['x', 'y']",
    "retweets_count": "1",
    "retweet": "True",
    "quote_url": "",
    "user_rt_id": "88",
    "user_rt": "hello",
    "retweet_id": "1385999999999999999",
    "retweet_date": "2021-04-24 15:29:10 India Standard Time",
}
POST = RETWEETED | {"retweet": "False", "user_rt_id": "", "user_rt": "", "retweet_id": "", "retweet_date": ""}
# until 2020, the row is the retweeted post, and the retweet is in the columns of the other
OLDER = RETWEETED | {"id": "1200000000000000000", "created_at": "1574937269000", "retweet_id": "1200000629145600000"}
OLDER |= {"timezone": "IST", "tweet": "hello", "user_rt": "carl", "user_rt_id": "99"}
SAMPLES = {"twint": csv_sample(RETWEETED, POST, OLDER)}
RETWEET = ("retweet_id", "account_id", "post_id", "author_id")


def test_a_row_is_a_retweet_at_its_local_time() -> None:
    whole = read_all(DATA / "cases" / "twint.csv")
    assert (whole.format, whole.reasons) == ("twint", [])
    assert whole.rows.select(RETWEET).rows() == [("1386000000000000001", "77", "1385999999999999999", "88")]
    assert whole.rows["retweeted_at"][0].isoformat() == "2021-04-24T10:00:10+00:00"
    assert {"platform": "x", "account_id": "88", "handle": "bert"} in learnt(DATA / "cases" / "twint.csv", "accounts")


def test_the_handle_of_the_retweeted_account_is_in_the_text(tmp_path: Path) -> None:
    table(tmp_path / "t.csv", RETWEETED)
    # user_rt is the text of the retweeted post, even if it looks like a handle
    assert {"platform": "x", "account_id": "88", "handle": "bert"} in learnt(tmp_path / "t.csv", "accounts")
    assert [row["url"] for row in learnt(tmp_path / "t.csv", "links")] == ["https://example.org/a"]
    assert [row["tag"] for row in learnt(tmp_path / "t.csv", "hashtags")] == ["x", "y"]


def test_until_2020_a_row_is_the_retweeted_post(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.csv", OLDER)
    assert whole.rows.select(RETWEET).rows() == [("1200000629145600000", "99", "1200000000000000000", "77")]
    # (1200000629145600000 >> 22) + 1288834974657 = 1574937419578 milliseconds, 150 seconds after the post
    assert whole.rows["retweeted_at"][0].isoformat() == "2019-11-28T10:36:59.578000+00:00"
    accounts = learnt(tmp_path / "t.csv", "accounts")
    assert {"platform": "x", "account_id": "99", "handle": "carl"} in accounts
    assert {"platform": "x", "account_id": "77", "handle": "anna", "name": "Anna"} in accounts
    (post,) = learnt(tmp_path / "t.csv", "posts")
    assert (post["post_id"], post["author_id"], post["text"]) == ("1200000000000000000", "77", "hello")
    assert post["created_at"].isoformat() == "2019-11-28T10:34:29+00:00"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"timezone": "-0300"}, "18:30:10"),
        ({"timezone": "530"}, "10:00:10"),
        ({"timezone": "-500"}, "20:30:10"),
        ({"timezone": "0"}, "15:30:10"),
        ({"timezone": "UTC"}, "15:30:10"),
        # tables that were exported with pandas
        ({"date": "2021-04-24 15:30:10", "time": ""}, "10:00:10"),
        ({"created_at": "1619258410000.0", "timezone": "IST"}, "10:00:10"),
    ],
)
def test_times_are_local_to_an_offset_or_exact(tmp_path: Path, given: dict[str, str], expected: str) -> None:
    whole = table(tmp_path / "t.csv", POST | given)
    assert whole.reasons == []
    assert whole.rows["created_at"][0].isoformat() == f"2021-04-24T{expected}+00:00"


def test_what_twint_does_not_say_is_not_guessed(tmp_path: Path) -> None:
    named = POST | {"timezone": "IST"}
    undated = RETWEETED | {"retweet_id": "", "user_rt": "carl"}
    whole = table(tmp_path / "t.csv", named, undated, POST | {"id": "7", "quote_url": "https://twitter.com/a/status/6"})
    assert whole.rows.select("post_id", "quoted_id", "quoted_author_id").rows() == [("7", "6", "@a")]
    assert whole.reasons == [
        (2, "the time zone 'IST' is unknown; use --timezone with the name of the zone, such as Asia/Kolkata"),
        (3, "twint does not give the id and time of this retweet"),
    ]
    table(tmp_path / "z.csv", named)
    assert read_all(tmp_path / "z.csv", options=ReadOptions(timezone="Asia/Kolkata")).reasons == []


def test_json_lines_have_the_same_fields(tmp_path: Path) -> None:
    row: dict[str, object] = RETWEETED | {"id": int(RETWEETED["id"]), "user_id": 77, "retweet": True}
    row |= {"urls": ["https://example.org/a"], "hashtags": ["x", "y"], "retweets_count": 1, "near": None}
    path = write(tmp_path / "t.json", [json.dumps(row)])
    whole = read_all(path)
    assert (whole.format, whole.reasons) == ("twint", [])
    assert whole.rows.select(RETWEET).rows() == [("1386000000000000001", "77", "1385999999999999999", "88")]
    assert [row["url"] for row in learnt(path, "links")] == ["https://example.org/a"]
    assert [row["tag"] for row in learnt(path, "hashtags")] == ["x", "y"]
