import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.sources.declarations.all_formats import INPUT_FORMATS
from explorer.sources.io.input_file import InputFile
from tests.unit.sources.reading import Whole, detect_and_read, jsonl_sample, read_all, write


def user(number: str, name: str, *, new: bool = False) -> dict[str, Any]:
    told = {"screen_name": name, "name": name.upper(), "created_at": "Wed Oct 10 20:19:24 +0000 2012"}
    legacy = {"description": "bio", "location": "", "followers_count": 5, "friends_count": 2}
    parts = {"core": told, "legacy": legacy} if new else {"legacy": told | legacy}
    return {"user_results": {"result": {"__typename": "User", "id": "VXNlcjo3", "rest_id": number} | parts}}


def tweet(number: str, author: dict[str, Any], **legacy: object) -> dict[str, Any]:
    told = {
        "created_at": "Mon Mar 01 10:00:21 +0000 2021",
        "id_str": number,
        "user_id_str": author["user_results"]["result"]["rest_id"],
        "full_text": "hello",
        "conversation_id_str": number,
        "lang": "en",
        "favorite_count": 3,
        "entities": {
            "urls": [{"url": "https://t.co/x", "expanded_url": "https://a.b/c"}],
            "hashtags": [{"text": "News"}],
        },
    }
    return {"__typename": "Tweet", "rest_id": number, "core": author, "legacy": told | legacy, "id": number}


ORIGINAL = tweet("100", user("7", "CGTN"))
RETWEET = tweet("101", user("9", "ada", new=True), retweeted_status_result={"result": ORIGINAL})
VISIBLE = {"__typename": "TweetWithVisibilityResults", "tweet": ORIGINAL}
NOTE = {"note_tweet_results": {"result": {"text": "hello, world", "entity_set": {"hashtags": [{"text": "Long"}]}}}}
QUOTE = tweet("102", user("9", "ada"), quoted_status_id_str="100", in_reply_to_status_id_str="5") | {
    "quoted_status_result": {"result": VISIBLE},
    "note_tweet": NOTE,
    "promoted": True,
}
ADAPTIVE = {
    "id": 101,
    "type": "adaptive",
    "legacy": RETWEET["legacy"],
    "user": {"id_str": "9", "screen_name": "ada", "name": "ADA"},
}
AT = datetime(2021, 3, 1, 10, 0, 21, tzinfo=UTC)


def caught(one: dict[str, Any]) -> dict[str, Any]:
    return {"nav_index": "1:1", "item_id": "1", "timestamp_collected": 1, "source_platform": "twitter.com", "data": one}


def kept(one: dict[str, Any]) -> dict[str, Any]:
    return one | {"__import_meta": {"source_platform": "twitter.com", "timestamp_collected": 1}}


FORMS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"zeeschuimer": caught, "4cat": kept, "bare": dict}


def whole(path: Path, *lines: object, batch_rows: int = 50) -> Whole:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return read_all(write(path / "tweets.ndjson", texts), batch_rows=batch_rows)


SAMPLES = {"twitter-web": jsonl_sample(caught(RETWEET), QUOTE)}


@pytest.mark.parametrize("form", FORMS)
def test_retweets_and_quotes_in_all_layouts(tmp_path: Path, form: str) -> None:
    read = whole(tmp_path, *(FORMS[form](one) for one in (RETWEET, QUOTE)))
    assert (read.format, read.rejects.height) == ("twitter-web", 0)
    assert read.tables["retweets"].rows() == [("x", "101", "9", "100", "7", AT)]
    told = ("post_id", "author_id", "text", "likes", "promoted", "reply_to_id", "quoted_id", "quoted_author_id")
    assert read.tables["posts"].select(told).rows() == [("102", "9", "hello, world", 3, True, "5", "100", "7")]


@pytest.mark.parametrize("retweeted", [ORIGINAL, VISIBLE])
def test_embedded_accounts_and_posts_are_extracted(tmp_path: Path, retweeted: dict[str, Any]) -> None:
    line = tweet("101", user("9", "ada", new=True), retweeted_status_result={"result": retweeted})
    (batch,) = detect_and_read(write(tmp_path / "a.ndjson", [json.dumps(line)]))
    learnt = {table.name: rows for table, rows in batch.embedded}
    joined = datetime(2012, 10, 10, 20, 19, 24, tzinfo=UTC)
    assert learnt["accounts"].select("account_id", "handle", "followers", "created_at").rows() == [
        ("9", "ada", 5, joined),
        ("7", "CGTN", 5, joined),
    ]
    assert learnt["posts"].select("post_id", "author_id", "text").rows() == [("100", "7", "hello")]
    assert learnt["links"].select("post_id", "url").rows() == [("100", "https://a.b/c")]
    assert learnt["hashtags"]["tag"].to_list() == ["news"]


def test_older_layout(tmp_path: Path) -> None:
    assert whole(tmp_path, ADAPTIVE).rows.rows() == [("x", "101", "9", "100", "7", AT)]


@pytest.mark.parametrize("batch_rows", [1, 50])
def test_every_line_is_accepted_or_rejected(tmp_path: Path, batch_rows: int) -> None:
    withheld = {"result": {"__typename": "TweetTombstone", "tombstone": {"text": {}}}}
    read = whole(
        tmp_path,
        RETWEET,
        caught({"__typename": "TweetUnavailable"}),
        '{"rest_id": ',
        "",
        tweet("103", user("9", "ada"), retweeted_status_result=withheld),
        QUOTE | {"quoted_status_result": withheld},
        tweet("104", user("9", "ada"), created_at="soon"),
        RETWEET | {"legacy": "text"},
        tweet("105", user("9", "ada"), favorite_count=10**40),
        batch_rows=batch_rows,
    )
    assert (read.rows_read, {name: rows.height for name, rows in read.tables.items()}) == (
        8,
        {"posts": 1, "retweets": 1},
    )
    reasons = dict(read.reasons)
    assert sorted(reasons) == [2, 3, 5, 7, 8, 9]
    assert reasons[2] == "not a tweet, or a withheld tweet"
    assert reasons[3].startswith("unreadable JSON")
    assert reasons[5] == "a retweet of a withheld tweet whose id is missing"
    assert reasons[7] == "unreadable time 'soon'"
    assert "$.legacy" in reasons[8]
    assert reasons[9].startswith("likes '1000")


@pytest.mark.parametrize("line", [RETWEET, caught(RETWEET), kept(QUOTE), ADAPTIVE, caught(VISIBLE)])
def test_only_one_format_matches(tmp_path: Path, line: dict[str, Any]) -> None:
    file = InputFile.open(write(tmp_path / "a.ndjson", [json.dumps(line)]))
    assert [name for name, each in INPUT_FORMATS.items() if each.load_parser().matches(file)] == ["twitter-web"]


@pytest.mark.parametrize("start", ["2", "true", '"a"', "null", "2 ", "x"])
def test_a_value_that_is_no_json_behind_its_start_is_not_an_answer(tmp_path: Path, start: str) -> None:
    file = InputFile.open(write(tmp_path / "a.ndjson", [start + json.dumps(VISIBLE)]))
    assert not INPUT_FORMATS["twitter-web"].load_parser().matches(file)
