"""twitter-web-exporter's CSV; expected values by hand."""

from pathlib import Path

from tests.helpers.paths import DATA
from tests.unit.sources.reading import csv_sample, learnt, read_all, table

TWEET = {
    "id": "1790000000000000001",
    "created_at": "2024-05-13 20:00:01 +08:00",
    "full_text": "RT @bert: hi",
    "media": "[]",
    "screen_name": "anna",
    "name": "Anna",
    "user_id": "77",
    "in_reply_to": "",
    "retweeted_status": "1789999999999999999",
    "quoted_status": "",
    "favorite_count": "0",
    "url": "https://twitter.com/anna/status/1790000000000000001",
}
POST = TWEET | {"id": "2", "retweeted_status": "", "full_text": "Hello #China,\\n#7 a#b &#39; #New_s"}
SAMPLES = {"twitter-web-exporter": csv_sample(TWEET, POST)}
RETWEET = ("retweet_id", "account_id", "post_id", "author_id")


def test_the_text_names_the_retweeted_account() -> None:
    whole = read_all(DATA / "cases" / "twe.csv")
    assert (whole.format, whole.reasons) == ("twitter-web-exporter", [])
    assert whole.rows.select(RETWEET).rows() == [
        ("1790000000000000001", "77", "1789999999999999999", "@bert"),
        ("1790000000000000002", "78", "1789999999999999999", "@bert"),
    ]
    # 20:00 at +08:00
    assert [at.isoformat() for at in whole.rows["retweeted_at"]] == [
        "2024-05-13T12:00:01+00:00",
        "2024-05-13T12:00:21+00:00",
    ]


def test_files_before_2025_have_no_account_ids_and_unnamed_accounts_are_unknown(tmp_path: Path) -> None:
    older = {name: value for name, value in TWEET.items() if name != "user_id"}
    whole = table(tmp_path / "t.csv", older, older | {"id": "3", "full_text": "cut off"})
    assert whole.rows.select(RETWEET).rows() == [
        ("1790000000000000001", "@anna", "1789999999999999999", "@bert"),
        ("3", "@anna", "1789999999999999999", None),
    ]


def test_posts_have_their_hashtags_and_line_ends(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.csv", POST | {"in_reply_to": "8", "quoted_status": "9"})
    columns = ("post_id", "author_id", "text", "reply_to_id", "quoted_id", "likes")
    assert whole.rows.select(columns).rows() == [("2", "77", "Hello #China,\n#7 a#b &#39; #New_s", "8", "9", 0)]
    assert [row["tag"] for row in learnt(tmp_path / "t.csv", "hashtags")] == ["china", "new_s"]
