"""Tables by twarc 1 and Hydrator, in the columns of their versions; expected values by hand."""

from pathlib import Path

import pytest

from tests.helpers.paths import DATA
from tests.unit.sources.reading import csv_sample, learnt, read_all, table, write

HYDRATOR = {
    "created_at": "Sat Aug 01 12:00:00 +0000 2020",
    "hashtags": "China News",
    "urls": "https://a.b/1 https://a.b/2",
    "id": "1290000000000000000",
    "in_reply_to_status_id": "",
    "quote_id": "",
    "retweet_count": "3",
    "retweet_id": "1289999999999999999",
    "retweet_screen_name": "bert",
    "text": "hi",
    "user_id": "70",
    "user_screen_name": "anna",
    "user_followers_count": "12",
}
TWARC1 = {
    "id": "1290000000000000000",
    "created_at": "Sat Aug 01 12:00:00 +0000 2020",
    "parsed_created_at": "2020-08-01 12:00:00+00:00",
    "user_screen_name": "anna",
    "text": "hi",
    "tweet_type": "retweet",
    "hashtags": "China",
    "urls": "",
    "in_reply_to_status_id": "",
    "in_reply_to_user_id": "",
    "retweet_or_quote_id": "1289999999999999999",
    "retweet_or_quote_screen_name": "bert",
    "retweet_or_quote_user_id": "88",
    "user_id": "70",
}
SAMPLES = {
    "hydrator": csv_sample(HYDRATOR, HYDRATOR | {"retweet_id": "", "retweet_screen_name": ""}),
    "twarc1-csv": csv_sample(TWARC1, TWARC1 | {"tweet_type": "quote"}),
}
RETWEET = ("retweet_id", "account_id", "post_id", "author_id")


@pytest.mark.parametrize(
    ("case", "name", "author"), [("hydrator.csv", "hydrator", "@bert"), ("twarc1.csv", "twarc1-csv", "88")]
)
def test_retweets_name_the_post_and_its_author(case: str, name: str, author: str) -> None:
    whole = read_all(DATA / "cases" / case)
    assert (whole.format, whole.reasons) == (name, [])
    assert whole.rows.select(RETWEET).rows() == [
        ("1290000000000000000", "70", "1289999999999999999", author),
        ("1290000000000000001", "71", "1289999999999999999", author),
    ]
    assert [at.isoformat() for at in whole.rows["retweeted_at"]] == [
        "2020-08-01T12:00:00+00:00",
        "2020-08-01T12:00:20+00:00",
    ]


def test_hydrator_separates_lists_by_spaces_and_names_quoted_posts(tmp_path: Path) -> None:
    post = HYDRATOR | {"id": "7", "retweet_id": "", "retweet_screen_name": "", "quote_id": "6"}
    whole = table(tmp_path / "t.csv", HYDRATOR, post | {"in_reply_to_status_id": "5", "in_reply_to_user_id": "4"})
    columns = ("post_id", "author_id", "quoted_id", "reply_to_id", "reply_to_author_id", "reposts")
    assert whole.tables["posts"].select(columns).rows() == [("7", "70", "6", "5", "4", 3)]
    # links and hashtags of a retweet are those of the retweeted post
    links = [(row["post_id"], row["url"]) for row in learnt(tmp_path / "t.csv", "links")]
    assert links == [
        ("1289999999999999999", "https://a.b/1"),
        ("1289999999999999999", "https://a.b/2"),
        ("7", "https://a.b/1"),
        ("7", "https://a.b/2"),
    ]
    assert {row["tag"] for row in learnt(tmp_path / "t.csv", "hashtags")} == {"china", "news"}


def test_the_first_versions_repeat_a_column_misspell_another_and_have_no_account_ids(tmp_path: Path) -> None:
    heading = "created_at,text,id,reweet_id,retweet_screen_name,user_screen_name,user_name,user_screen_name"
    row = "Sat Aug 01 12:00:00 +0000 2020,hi,12,11,bert,anna,Anna,anna"
    whole = read_all(write(tmp_path / "t.csv", [heading, row]))
    assert whole.format == "hydrator"
    assert whole.rows.select(RETWEET).rows() == [("12", "@anna", "11", "@bert")]


def test_the_type_decides_whether_twarc_1_names_a_retweeted_or_a_quoted_post(tmp_path: Path) -> None:
    quote = TWARC1 | {"id": "2", "tweet_type": "quote"}
    reply = TWARC1 | {"id": "3", "tweet_type": "reply", "in_reply_to_status_id": "9", "in_reply_to_user_id": "8"}
    original = TWARC1 | {"id": "4", "tweet_type": "original", "retweet_or_quote_id": ""}
    original |= {"retweet_or_quote_screen_name": "", "retweet_or_quote_user_id": ""}
    odd = (TWARC1 | {"id": "5", "tweet_type": "?"}, original | {"id": "6", "tweet_type": "retweet"})
    whole = table(tmp_path / "t.csv", TWARC1, quote, reply, original, *odd)
    assert whole.tables["retweets"].select(RETWEET).rows() == [
        ("1290000000000000000", "70", "1289999999999999999", "88")
    ]
    columns = ("post_id", "quoted_id", "quoted_author_id", "reply_to_id", "reply_to_author_id")
    assert whole.tables["posts"].select(columns).rows() == [
        ("2", "1289999999999999999", "88", None, None),
        ("3", "1289999999999999999", "88", "9", "8"),
        ("4", None, None, None, None),
    ]
    assert whole.reasons == [
        (6, "tweet_type is not one of retweet, quote, reply, original"),
        (7, "the retweet names neither the retweeted post nor its author"),
    ]
    # with the handle, by which outlets are matched
    assert {"platform": "x", "account_id": "88", "handle": "bert"} in learnt(tmp_path / "t.csv", "accounts")


def test_twarc_1_until_2018_misspells_the_id_of_the_retweeted_post(tmp_path: Path) -> None:
    older = {name.replace("retweet_or_quote_id", "reweet_or_quote_id"): value for name, value in TWARC1.items()}
    whole = table(tmp_path / "t.csv", older | {"created_at": ""})
    assert whole.format == "twarc1-csv"
    assert whole.rows.select(RETWEET).rows() == [("1290000000000000000", "70", "1289999999999999999", "88")]
    assert whole.rows["retweeted_at"][0].isoformat() == "2020-08-01T12:00:00+00:00"
