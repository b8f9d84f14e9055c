"""Tables by rtweet and academictwitteR; expected values by hand."""

from pathlib import Path

import pytest

from tests.unit.sources.reading import csv_sample, learnt, table

RTWEET = {
    "user_id": "x70",
    "status_id": "x1290000000000000000",
    "created_at": "2020-08-01 12:00:00",
    "screen_name": "anna",
    "text": "hi",
    "reply_to_status_id": "",
    "reply_to_user_id": "",
    "is_retweet": "TRUE",
    "hashtags": "China News",
    "urls_expanded_url": "https://a.b/1 https://a.b/2",
    "quoted_status_id": "",
    "quoted_user_id": "",
    "retweet_status_id": "x1289999999999999999",
    "retweet_user_id": "x88",
    "retweet_screen_name": "bert",
    "retweet_text": "hi all",
    "retweet_created_at": "2020-08-01 11:59:00",
    "followers_count": "12",
}
RTWEET_POST = RTWEET | {"status_id": "x7", "retweet_status_id": "", "retweet_user_id": "", "retweet_screen_name": ""}
ACADEMIC = {
    "tweet_id": "1290000000000000000",
    "user_username": "anna",
    "text": "hi",
    "author_id": "70",
    "created_at": "2020-08-01T12:00:00.000Z",
    "in_reply_to_user_id": "NA",
    "hashtags": 'c("China", "News")',
    "ext_urls_expanded": 'c("https://a.b/1", "https://a.b/2")',
    "sourcetweet_type": "retweeted",
    "sourcetweet_id": "1289999999999999999",
    "sourcetweet_author_id": "88",
}
SAMPLES = {
    "rtweet": csv_sample(RTWEET, RTWEET_POST),
    "academictwitter": csv_sample(ACADEMIC, ACADEMIC | {"sourcetweet_type": "quoted"}),
}
RETWEET = ("retweet_id", "account_id", "post_id", "author_id")


@pytest.mark.parametrize(("name", "row"), [("rtweet", RTWEET), ("academictwitter", ACADEMIC)])
def test_retweets_name_the_post_and_its_author(tmp_path: Path, name: str, row: dict[str, str]) -> None:
    whole = table(tmp_path / "t.csv", row)
    assert (whole.format, whole.reasons) == (name, [])
    assert whole.rows.select(RETWEET).rows() == [("1290000000000000000", "70", "1289999999999999999", "88")]
    assert whole.rows["retweeted_at"][0].isoformat() == "2020-08-01T12:00:00+00:00"
    assert [(link["post_id"], link["url"]) for link in learnt(tmp_path / "t.csv", "links")] == [
        ("1289999999999999999", "https://a.b/1"),
        ("1289999999999999999", "https://a.b/2"),
    ]
    assert [tag["tag"] for tag in learnt(tmp_path / "t.csv", "hashtags")] == ["china", "news"]


def test_rtweet_puts_an_x_before_ids_or_not(tmp_path: Path) -> None:
    answer = RTWEET_POST | {"reply_to_status_id": "x5", "reply_to_user_id": "x4", "quoted_status_id": "x6"}
    plain = {name: value.removeprefix("x") for name, value in (RTWEET | {"status_id": "x8"}).items()}
    whole = table(tmp_path / "t.csv", answer, plain)
    columns = ("post_id", "author_id", "reply_to_id", "reply_to_author_id", "quoted_id")
    assert whole.tables["posts"].select(columns).rows() == [("7", "70", "5", "4", "6")]
    assert whole.tables["retweets"].select(RETWEET).rows() == [("8", "70", "1289999999999999999", "88")]
    posts = [post for post in learnt(tmp_path / "t.csv", "posts") if post["post_id"] == "1289999999999999999"]
    assert [(post["author_id"], post["text"]) for post in posts] == [("88", "hi all")]
    assert {"platform": "x", "account_id": "88", "handle": "bert"} in learnt(tmp_path / "t.csv", "accounts")


def test_the_type_decides_whether_academictwitter_names_a_retweeted_or_a_quoted_post(tmp_path: Path) -> None:
    quote = ACADEMIC | {"tweet_id": "2", "sourcetweet_type": "quoted", "in_reply_to_user_id": "9"}
    post = ACADEMIC | {"tweet_id": "3", "sourcetweet_type": "NA", "sourcetweet_id": "NA", "sourcetweet_author_id": "NA"}
    whole = table(tmp_path / "t.csv", ACADEMIC, quote, post | {"hashtags": "NA", "ext_urls_expanded": "NA"})
    columns = ("post_id", "quoted_id", "quoted_author_id", "reply_to_author_id")
    assert whole.tables["posts"].select(columns).rows() == [
        ("2", "1289999999999999999", "88", "9"),
        ("3", None, None, None),
    ]
    assert "3" not in {tag["post_id"] for tag in learnt(tmp_path / "t.csv", "hashtags")}
