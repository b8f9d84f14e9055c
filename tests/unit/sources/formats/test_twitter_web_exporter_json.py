import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.common.errors import InputError
from tests.unit.sources.formats import test_twitter_web
from tests.unit.sources.reading import SAMPLE_ROWS, Whole, embedded_values, read_all, write

TWEET: dict[str, Any] = {
    "id": "1790000000000000001",
    "created_at": "2024-05-13 20:00:01 +08:00",
    "full_text": "look https://t.co/x #News",
    "media": [],
    "screen_name": "anna",
    "name": "Anna",
    "profile_image_url": "https://pbs.example/x.jpg",
    "user_id": "77",
    "in_reply_to": "5",
    "retweeted_status": None,
    "quoted_status": "6",
    "media_tags": [],
    "favorite_count": 1,
    "retweet_count": 2,
    "bookmark_count": 0,
    "quote_count": 3,
    "reply_count": 4,
    "views_count": None,
    "favorited": False,
    "url": "https://twitter.com/anna/status/1790000000000000001",
}
RETWEET = TWEET | {
    "id": "1790000000000000002",
    "full_text": "RT @bert: hi",
    "retweeted_status": "1789999999999999999",
    "user_id": None,
}
COMPLETE = TWEET | {"id": "101", "created_at": "13 May", "metadata": test_twitter_web.RETWEET}
SAMPLES = {
    "twitter-web-exporter-json": json.dumps([TWEET, RETWEET, COMPLETE] * (SAMPLE_ROWS // 3), indent="  ").encode()
}


def whole(folder: Path, *values: object) -> Whole:
    return read_all(write(folder / "a.json", json.dumps(values, indent="  ")))


def test_tweets_and_retweets(tmp_path: Path) -> None:
    read = whole(tmp_path, TWEET, RETWEET)
    assert (read.format, read.rejects.height) == ("twitter-web-exporter-json", 0)
    columns = (
        "post_id",
        "author_id",
        "created_at",
        "likes",
        "replies",
        "reposts",
        "quotes",
        "reply_to_id",
        "quoted_id",
    )
    at = datetime(2024, 5, 13, 12, 0, 1, tzinfo=UTC)
    assert read.tables["posts"].select(columns).rows() == [("1790000000000000001", "77", at, 1, 4, 2, 3, "5", "6")]
    assert read.tables["retweets"].rows() == [("x", "1790000000000000002", "@anna", "1789999999999999999", "@bert", at)]
    assert read.notes[0].startswith("2 tweets were exported without their metadata")
    assert set(embedded_values(tmp_path / "a.json", "hashtags", "tag")) == {"news"}


def test_metadata_are_read_instead(tmp_path: Path) -> None:
    read = whole(tmp_path, COMPLETE)
    at = datetime(2021, 3, 1, 10, 0, 21, tzinfo=UTC)
    assert read.rows.rows() == [("x", "101", "9", "100", "7", at)]
    assert read.notes == ()
    assert embedded_values(tmp_path / "a.json", "links", "url") == ["https://a.b/c"]


def test_each_unusable_item_is_rejected(tmp_path: Path) -> None:
    read = whole(tmp_path, TWEET, {"id": "1"}, TWEET | {"metadata": {"a": 1}}, TWEET | {"created_at": "x"})
    assert [reason for _, reason in read.reasons] == [
        "not a tweet",
        "not a tweet, or a withheld tweet",
        "unreadable time 'x'",
    ]


@pytest.mark.parametrize("value", [{"id": "1", "full_text": "x", "screen_name": "ada"}, {"id": "1", "name": "Ada"}])
def test_other_values_are_not_taken(tmp_path: Path, value: object) -> None:
    with pytest.raises(InputError):
        whole(tmp_path, value)
