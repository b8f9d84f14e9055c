"""Editions of the tweets of the Internet Research Agency, with hand-made expected results."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from tests.unit.sources.reading import learnt, table

FIRST = {
    "external_author_id": "77",
    "author": "10_GOP",
    "content": "text",
    "region": "Unknown",
    "publish_date": "10/1/2017 9:58",
    "harvested_date": "10/1/2017 9:59",
    "post_type": "RETWEET",
    "retweet": "1",
}
SECOND = FIRST | {"alt_external_id": "2912754262", "tweet_id": "914580356430536707", "tco1_step1": "https://a.b"}
NBC = {
    "user_id": "1868981054",
    "user_key": "ryanmaxwell_1",
    "created_at": "1458672102000",
    "created_str": "2016-03-22 18:41:42",
    "retweet_count": "3.0",
    "text": "RT @x: hi",
    "tweet_id": "712343900217425920",
    "hashtags": '["News","China"]',
    "expanded_urls": "[]",
    "retweeted_status_id": "712340000000000001",
    "in_reply_to_status_id": "",
}


def test_the_first_edition_has_no_ids_of_tweets(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.csv", FIRST, FIRST | {"content": "other"}, FIRST)
    digest = hashlib.sha256(b"10_GOP\x0010/1/2017 9:58\x00text").hexdigest()[:32]
    assert (whole.format, whole.rejects.height) == ("ira", 0)
    assert whole.rows["post_id"].to_list()[::2] == [f"hash-{digest}"] * 2
    assert whole.rows["post_id"].n_unique() == 2
    assert whole.rows["author_id"].to_list() == ["77"] * 3


def test_editions_may_lack_columns_that_are_not_needed(tmp_path: Path) -> None:
    few = {name: SECOND[name] for name in ("alt_external_id", "author", "content", "publish_date", "tweet_id")}
    whole = table(tmp_path / "t.csv", few | {"account_category": "RightTroll"})
    assert whole.format == "ira"
    assert whole.rows.select("post_id", "author_id", "created_at").rows() == [
        ("914580356430536707", "2912754262", datetime(2017, 10, 1, 9, 58, tzinfo=UTC))
    ]


def test_the_file_of_nbc_news_names_retweeted_tweets(tmp_path: Path) -> None:
    post = NBC | {"tweet_id": "", "retweeted_status_id": "", "user_id": "", "text": "mine"}
    whole = table(tmp_path / "tweets.csv", NBC, post)
    assert (whole.format, whole.rejects.height) == ("ira", 0)
    at = datetime(2016, 3, 22, 18, 41, 42, tzinfo=UTC)
    assert whole.tables["retweets"].rows() == [
        ("x", "712343900217425920", "1868981054", "712340000000000001", None, at)
    ]
    digest = hashlib.sha256(b"ryanmaxwell_1\x001458672102000\x00mine").hexdigest()[:32]
    assert whole.tables["posts"].select("post_id", "author_id", "created_at", "reposts").rows() == [
        (f"hash-{digest}", "@ryanmaxwell_1", at, 3)
    ]
    assert [row["tag"] for row in learnt(tmp_path / "tweets.csv", "hashtags")] == ["news", "china", "news", "china"]
