"""DMI-TCAT's full export; expected values by hand."""

from pathlib import Path

from tests.unit.sources.reading import csv_sample, learnt, table

RETWEET = {
    "id": "1290000000000000000",
    "time": "1596283200",
    "created_at": "2020-08-01 12:00:00",
    "from_user_name": "anna",
    "text": "RT @bert: hi #China",
    "retweet_count": "3",
    "to_user_name": "",
    "in_reply_to_status_id": "0",
    "quoted_status_id": "0",
    "from_user_id": "70",
    "from_user_realname": "Anna",
    "urls": "https://t.co/a; https://t.co/b",
    "urls_expanded": "https://s.h/1; https://s.h/2",
    "urls_followed": "https://a.b/1; ",
    "hashtags": "China; News",
}
POST = RETWEET | {"id": "7", "text": "hi", "to_user_name": "carl", "in_reply_to_status_id": "5"}
SAMPLES = {"dmi-tcat": csv_sample(RETWEET, POST)}


def test_the_text_of_a_retweet_names_the_account(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.csv", RETWEET, POST)
    assert (whole.format, whole.reasons) == ("dmi-tcat", [])
    columns = ("retweet_id", "account_id", "post_id", "author_id")
    assert whole.tables["retweets"].select(columns).rows() == [("1290000000000000000", "70", None, "@bert")]
    assert whole.tables["retweets"]["retweeted_at"][0].isoformat() == "2020-08-01T12:00:00+00:00"
    of_posts = ("post_id", "author_id", "reply_to_id", "reply_to_author_id", "quoted_id")
    assert whole.tables["posts"].select(of_posts).rows() == [("7", "70", "5", "@carl", None)]
    assert "co-amplify" in whole.notes[0]


def test_links_are_followed_only_if_all_of_a_tweet_are(tmp_path: Path) -> None:
    followed = POST | {"id": "8", "urls_followed": "https://a.b/1; https://a.b/2"}
    table(tmp_path / "t.csv", RETWEET, POST, followed)
    # the tweet that contains the links of a retweet is unknown
    assert [(link["post_id"], link["url"]) for link in learnt(tmp_path / "t.csv", "links")] == [
        ("7", "https://s.h/1"),
        ("7", "https://s.h/2"),
        ("8", "https://a.b/1"),
        ("8", "https://a.b/2"),
    ]
    assert {tag["tag"] for tag in learnt(tmp_path / "t.csv", "hashtags")} == {"china", "news"}


def test_exports_without_lists_and_ids_are_read(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.csv", {name: RETWEET[name] for name in list(RETWEET)[:5]})
    assert whole.rows.select("account_id", "author_id").rows() == [("@anna", "@bert")]
