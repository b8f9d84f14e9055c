import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.common.errors import InputError
from explorer.sources.format_detection import detect_format
from tests.unit.sources.reading import detect_and_read, jsonl_sample, read_all, write

USER = {
    "id_str": "7",
    "screen_name": "CGTN",
    "name": "CGTN",
    "description": "News <b>",
    "created_at": "Wed Oct 10 20:19:24 +0000 2012",
    "followers_count": 5,
}
ORIGINAL: dict[str, Any] = {
    "id_str": "1366394512345678901",
    "created_at": "Mon Mar 01 10:00:00 +0000 2021",
    "user": USER,
    "text": "hello",
    "lang": "en",
    "favorite_count": 3,
    "entities": {"urls": [{"url": "https://t.co/x", "expanded_url": "https://a.b/c"}], "hashtags": [{"text": "News"}]},
}
RETWEET: dict[str, Any] = {
    "id_str": "1366394512345679000",
    "created_at": "Mon Mar 01 18:00:21 +0800 2021",
    "user": {"id_str": "9", "screen_name": "ada"},
    "text": "RT @CGTN: hell…",
    "retweeted_status": ORIGINAL,
}


def lines(*tweets: object) -> list[str]:
    return [json.dumps(tweet) for tweet in tweets]


SEARCH = {"statuses": [RETWEET, ORIGINAL], "search_metadata": {"count": 100, "next_results": "?max_id=1"}}
FOUND = {"posts": [ORIGINAL["id_str"]], "retweets": [RETWEET["id_str"]]}
SAMPLES = {"twitter-v1": jsonl_sample(RETWEET, ORIGINAL, SEARCH)}


def test_a_retweet_and_its_embedded_original(tmp_path: Path) -> None:
    path = write(tmp_path / "stream.jsonl", lines(RETWEET))
    assert detect_format(path).name == "twitter-v1"
    (batch,) = detect_and_read(path)
    assert batch.rows.rows() == [
        (
            "x",
            "1366394512345679000",
            "9",
            "1366394512345678901",
            "7",
            datetime(2021, 3, 1, 10, 0, 21, tzinfo=UTC),
        )
    ]
    learnt = {table.name: rows for table, rows in batch.embedded}
    assert learnt["accounts"].select("account_id", "handle", "bio", "followers").rows() == [
        ("9", "ada", None, None),
        ("7", "CGTN", "News <b>", 5),
    ]
    assert learnt["posts"].select("post_id", "author_id", "text", "likes").rows() == [
        ("1366394512345678901", "7", "hello", 3)
    ]
    assert learnt["links"]["url"].to_list() == ["https://a.b/c"]
    assert learnt["hashtags"]["tag"].to_list() == ["news"]


def test_posts_replies_and_quotes(tmp_path: Path) -> None:
    reply = ORIGINAL | {"id_str": "2", "in_reply_to_status_id_str": "1", "in_reply_to_user_id_str": "8"}
    quote = ORIGINAL | {"id_str": "3", "quoted_status_id_str": ORIGINAL["id_str"], "quoted_status": ORIGINAL}
    whole = read_all(write(tmp_path / "a.jsonl", lines(reply, quote)))
    assert whole.rows.select(
        "post_id", "reply_to_id", "reply_to_author_id", "quoted_id", "quoted_author_id"
    ).rows() == [
        ("2", "1", "8", None, None),
        ("3", None, None, ORIGINAL["id_str"], "7"),
    ]


def test_truncated_text_is_replaced_by_the_full_text(tmp_path: Path) -> None:
    cut = ORIGINAL | {"text": "hel…", "extended_tweet": {"full_text": "hello, world"}}
    assert read_all(write(tmp_path / "a.jsonl", lines(cut))).rows["text"].to_list() == ["hello, world"]


@pytest.mark.parametrize("batch_rows", [1, 2, 1000])
def test_every_line_is_accepted_or_rejected(tmp_path: Path, batch_rows: int) -> None:
    no_time = RETWEET | {"created_at": "yesterday"}
    path = write(
        tmp_path / "a.jsonl",
        [
            *lines(ORIGINAL, RETWEET),
            '{"torn": ',
            "",
            *lines({"delete": {}}, no_time, ORIGINAL | {"user": {"id": 1.32e18}}),
        ],
    )
    whole = read_all(path, batch_rows=batch_rows)
    assert (whole.rows_read, {name: rows.height for name, rows in whole.tables.items()}) == (
        6,
        {"posts": 1, "retweets": 1},
    )
    assert sorted(whole.rejects["line"].to_list()) == [3, 5, 6, 7]
    reasons = dict(sorted(whole.reasons))
    assert reasons[6] == "unreadable time 'yesterday'"
    assert reasons[3].startswith("unreadable JSON")
    assert "user" in reasons[5]
    assert "$.user.id" in reasons[7]
    assert whole.bytes_read == path.stat().st_size


def test_a_quote_in_a_retweeted_tweet_is_extracted(tmp_path: Path) -> None:
    quoted = ORIGINAL | {"id_str": "3", "user": {"id_str": "8"}}
    quoting = ORIGINAL | {"quoted_status": quoted, "quoted_status_id_str": "3"}
    batches = detect_and_read(write(tmp_path / "a.jsonl", lines(RETWEET | {"retweeted_status": quoting})))
    (posts,) = (rows for batch in batches for table, rows in batch.embedded if table.name == "posts")
    told = posts.select("post_id", "author_id", "quoted_id", "quoted_author_id").sort("author_id").rows()
    assert told == [(ORIGINAL["id_str"], "7", "3", "8"), ("3", "8", None, None)]


def test_ids_may_be_numbers_or_mongodb_objects(tmp_path: Path) -> None:
    plain = {name: value for name, value in ORIGINAL.items() if name != "id_str"} | {"id": 1366394512345678901}
    exported = plain | {"id": {"$numberLong": "1366394512345678902"}, "user": {"id": {"$numberLong": "7"}}}
    whole = read_all(write(tmp_path / "a.jsonl", lines(exported, plain, plain | {"id": 1.32e18})))
    assert whole.format == "twitter-v1"
    assert whole.rows.select("post_id", "author_id").rows() == [
        ("1366394512345678902", "7"),
        ("1366394512345678901", "7"),
    ]
    ((line, reason),) = whole.reasons
    assert (line, "float" in reason) == (3, True)


@pytest.mark.parametrize(
    "answer",
    [
        SEARCH,
        [RETWEET, ORIGINAL],
        {"results": [RETWEET, ORIGINAL], "next": "e", "requestParameters": {"maxResults": 100}},
        {"id": {"1": RETWEET, "2": ORIGINAL}},
        [{"for_user": 1, "message": RETWEET}, {"for_user": "2", "message": ORIGINAL}],
        [SEARCH | {"statuses": [RETWEET]}, SEARCH | {"statuses": [ORIGINAL]}],
    ],
    ids=["search", "timeline", "premium search", "look-up as a map", "site stream", "pages"],
)
@pytest.mark.parametrize(
    "layout",
    [
        json.dumps,
        lambda answer: json.dumps(answer, indent=2),
        lambda answer: f'{{"limit": {{"track": 1}}}}\n{json.dumps(answer)}\n{{"delete": {{}}}}\n',
    ],
    ids=["one line", "many lines", "with notices"],
)
def test_answers_are_read_as_the_api_gives_them(
    tmp_path: Path, answer: object, layout: Callable[[object], str]
) -> None:
    text = layout(answer)
    whole = read_all(write(tmp_path / "answer.json", text))
    notices = 2 if "delete" in text else 0
    assert (whole.format, whole.rows_read, whole.rejects.height) == ("twitter-v1", 2 + notices, notices)
    assert {"posts": whole.tables["posts"]["post_id"].to_list()} | {
        "retweets": whole.tables["retweets"]["retweet_id"].to_list()
    } == FOUND


def test_a_search_without_results_is_recognised(tmp_path: Path) -> None:
    whole = read_all(write(tmp_path / "empty.json", lines(SEARCH | {"statuses": []})))
    assert (whole.format, whole.rows_read) == ("twitter-v1", 0)


def test_tweets_of_a_look_up_that_are_not_available_are_rejected(tmp_path: Path) -> None:
    answers = ({"id": {"1": ORIGINAL, "2": None}}, [ORIGINAL | {"id_str": "5"}, None])
    whole = read_all(write(tmp_path / "a.json", lines(*answers)))
    assert whole.rows["post_id"].to_list() == [ORIGINAL["id_str"], "5"]
    assert [line for line, _ in whole.reasons] == [1, 2]


PROFILES = [USER | {"friends_count": 2}, USER | {"friends_count": 3, "id_str": "8", "status": {"id_str": "5"}}]


@pytest.mark.parametrize("answer", [PROFILES, {"users": PROFILES, "next_cursor": 0}])
def test_users_are_accounts(tmp_path: Path, answer: object) -> None:
    whole = read_all(write(tmp_path / "a.json", lines(answer)))
    assert whole.format == "twitter-v1"
    assert whole.tables["accounts"].select("account_id", "handle", "followers", "following").rows() == [
        ("7", "CGTN", 5, 2),
        ("8", "CGTN", 5, 3),
    ]


def test_something_else_with_a_user_and_a_time_is_not_a_tweet(tmp_path: Path) -> None:
    event = {"created_at": "2021-03-01T10:00:00Z", "user": {"id": 1, "login": "ada"}, "id": 5, "title": "An issue"}
    with pytest.raises(InputError, match="unknown"):
        detect_format(write(tmp_path / "a.jsonl", lines(event)))
