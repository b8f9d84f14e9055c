import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.common.errors import InputError
from tests.unit.sources.reading import Whole, embedded_values, jsonl_sample, read_all, write

USER: dict[str, Any] = {
    "_type": "snscrape.modules.twitter.User",
    "username": "ada",
    "id": 9,
    "displayname": "Ada",
    "rawDescription": "bio",
    "created": "2012-01-01T00:00:00+00:00",
    "followersCount": 7,
    "friendsCount": 3,
}
TWEET: dict[str, Any] = {
    "_type": "snscrape.modules.twitter.Tweet",
    "url": "https://twitter.com/ada/status/1366394512345678901",
    "date": "2021-03-01T10:00:21+00:00",
    "rawContent": "look https://t.co/x #News",
    "id": 1366394512345678901,
    "user": USER,
    "replyCount": 1,
    "retweetCount": 2,
    "likeCount": 3,
    "quoteCount": 4,
    "lang": "en",
    "links": [
        {"_type": "snscrape.modules.twitter.TextLink", "url": "https://example.org/x", "tcourl": "https://t.co/x"}
    ],
    "hashtags": ["News"],
    "retweetedTweet": None,
    "quotedTweet": None,
    "inReplyToTweetId": 5,
    "inReplyToUser": {"_type": "snscrape.modules.twitter.User", "username": "zoe", "id": None},
}
OLD: dict[str, Any] = {key: value for key, value in TWEET.items() if key not in ("rawContent", "links", "hashtags")} | {
    "id": 2,
    "content": "old #Tag",
    "outlinks": ["https://example.org/y"],
    "inReplyToTweetId": None,
    "inReplyToUser": None,
}
QUOTE = OLD | {"id": 3, "quotedTweet": TWEET, "user": USER | {"id": 10, "username": "bea"}}
RETWEET = OLD | {"id": 4, "retweetedTweet": TWEET}
GONE = {"_type": "snscrape.modules.twitter.Tombstone", "id": 6}
SAMPLES = {"snscrape": jsonl_sample(TWEET, QUOTE, RETWEET)}


def whole(folder: Path, *values: object) -> Whole:
    return read_all(write(folder / "a.jsonl", [json.dumps(value) for value in values]))


def test_tweets_of_all_versions(tmp_path: Path) -> None:
    read = whole(tmp_path, TWEET, OLD, QUOTE, OLD | {"id": 5, "quotedTweet": GONE}, GONE)
    assert read.format == "snscrape"
    columns = ("post_id", "author_id", "text", "likes", "replies", "reposts", "quotes")
    assert read.rows.select(columns).rows()[:2] == [
        ("1366394512345678901", "9", "look https://t.co/x #News", 3, 1, 2, 4),
        ("2", "9", "old #Tag", 3, 1, 2, 4),
    ]
    assert read.rows["created_at"][0] == datetime(2021, 3, 1, 10, 0, 21, tzinfo=UTC)
    ties = ("reply_to_id", "reply_to_author_id", "quoted_id", "quoted_author_id")
    assert read.rows.select(ties).rows() == [
        ("5", "@zoe", None, None),
        (None, None, None, None),
        (None, None, "1366394512345678901", "9"),
        (None, None, "6", None),
    ]
    assert read.reasons == [(5, "not a tweet (snscrape.modules.twitter.Tombstone)")]
    assert read.notes[0].startswith("snscrape's searches did not return retweets")
    assert set(embedded_values(tmp_path / "a.jsonl", "links", "url")) == {
        "https://example.org/x",
        "https://example.org/y",
    }
    assert set(embedded_values(tmp_path / "a.jsonl", "hashtags", "tag")) == {"news", "tag"}
    assert set(embedded_values(tmp_path / "a.jsonl", "accounts", "handle")) == {"ada", "bea"}


def test_a_retweet_in_the_data_is_a_retweet(tmp_path: Path) -> None:
    read = whole(tmp_path, RETWEET)
    at = datetime(2021, 3, 1, 10, 0, 21, tzinfo=UTC)
    assert read.rows.rows() == [("x", "4", "9", "1366394512345678901", "9", at)]


@pytest.mark.parametrize("value", [GONE, {"_type": "snscrape.modules.telegram.TelegramPost", "id": 1}, {"id": 1}])
def test_other_values_are_not_taken(tmp_path: Path, value: object) -> None:
    with pytest.raises(InputError):
        whole(tmp_path, value)
