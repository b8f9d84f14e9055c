import json
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.unit.sources.reading import detect_and_read, jsonl_sample, read_all, write

USERS: list[dict[str, Any]] = [
    {"id": "7", "username": "CGTN", "name": "CGTN", "public_metrics": {"followers_count": 5, "following_count": 2}},
    {"id": "9", "username": "ada", "name": "Ada", "created_at": "2012-10-10T20:19:24.000Z"},
]
ORIGINAL: dict[str, Any] = {
    "id": "1366394512345678901",
    "author_id": "7",
    "created_at": "2021-03-01T10:00:00.000Z",
    "text": "hello",
    "lang": "en",
    "public_metrics": {"like_count": 3, "reply_count": 1, "retweet_count": 4, "quote_count": 0},
    "entities": {"urls": [{"url": "https://t.co/x", "expanded_url": "https://a.b/c"}], "hashtags": [{"tag": "News"}]},
}


def tweet(number: int, *referred: tuple[str, str], **told: object) -> dict[str, Any]:
    return {
        "id": str(number),
        "author_id": "9",
        "created_at": "2021-03-01T10:00:21.000Z",
        "text": "…",
        "referenced_tweets": [{"type": kind, "id": post} for kind, post in referred],
    } | told


DATA = [
    tweet(1, ("retweeted", ORIGINAL["id"])),
    tweet(2, ("replied_to", ORIGINAL["id"]), ("quoted", "55"), in_reply_to_user_id="7", text="no"),
    tweet(3, ("retweeted", "66")),
]
PAGE = {"data": DATA, "includes": {"users": USERS, "tweets": [ORIGINAL]}, "meta": {"result_count": 3}}


def flattened(page: dict[str, Any]) -> list[dict[str, Any]]:
    """Embed the included objects of a page in its tweets, like ``twarc2 flatten``."""
    users = {user["id"]: user for user in page["includes"]["users"]}
    tweets = {one["id"]: one | {"author": users[one["author_id"]]} for one in page["includes"]["tweets"]}
    lines: list[dict[str, Any]] = deepcopy(page["data"])
    for line in lines:
        line["author"] = users[line["author_id"]]
        line["referenced_tweets"] = [one | tweets.get(one["id"], {}) for one in line["referenced_tweets"]]
    return lines


def kept(page: dict[str, Any]) -> list[dict[str, Any]]:
    """Embed the same objects like 4CAT."""
    lines = flattened(page)
    for tweet in [*lines, *(one for line in lines for one in line["referenced_tweets"])]:
        tweet["author_user"] = tweet.pop("author", None)
    return lines


FORMS = {"pages": [PAGE], "flattened": flattened(PAGE), "4cat": kept(PAGE)}


def file(tmp_path: Path, values: list[Any]) -> Path:
    return write(tmp_path / "tweets.jsonl", [json.dumps(value) for value in values])


SAMPLES = {"twitter-v2": jsonl_sample(PAGE, *flattened(PAGE))}
LAYOUTS: dict[str, Callable[[list[Any]], str]] = {
    "an array of pages": json.dumps,
    "pages over many lines": lambda pages: "\n".join(json.dumps(page, indent=2) for page in pages),
    "an array over many lines": lambda pages: json.dumps(pages, indent=1),
    "sorted keys": lambda pages: "\n".join(json.dumps(page, indent=1, sort_keys=True) for page in pages),
    "arrays after a notice": lambda pages: f'{{"title": "x", "status": 503}}\n{json.dumps(pages)}',
}


@pytest.mark.parametrize("form", FORMS)
def test_retweets_replies_and_quotes(tmp_path: Path, form: str) -> None:
    whole = read_all(file(tmp_path, FORMS[form]))
    assert (whole.format, whole.rows_read, whole.rejects.height) == ("twitter-v2", 3, 0)
    at = datetime(2021, 3, 1, 10, 0, 21, tzinfo=UTC)
    assert whole.tables["retweets"].rows() == [
        ("x", "1", "9", "1366394512345678901", "7", at),
        # the original is not included, so its author is unknown
        ("x", "3", "9", "66", None, at),
    ]
    ties = ("post_id", "author_id", "text", "reply_to_id", "reply_to_author_id", "quoted_id", "quoted_author_id")
    assert whole.tables["posts"].select(ties).rows() == [("2", "9", "no", "1366394512345678901", "7", "55", None)]


@pytest.mark.parametrize("form", FORMS)
def test_embedded_accounts_and_posts_are_extracted(tmp_path: Path, form: str) -> None:
    batches = detect_and_read(file(tmp_path, FORMS[form]))
    learnt: dict[str, pl.DataFrame] = dict(
        reversed([(table.name, rows) for b in batches for table, rows in b.embedded])
    )
    profiles = (
        learnt["accounts"].select("account_id", "handle", "followers", "following", "created_at").sort("account_id")
    )
    assert profiles.rows() == [
        ("7", "CGTN", 5, 2, None),
        ("9", "ada", None, None, datetime(2012, 10, 10, 20, 19, 24, tzinfo=UTC)),
    ]
    counts = ("post_id", "author_id", "text", "likes", "replies", "reposts", "quotes")
    assert learnt["posts"].select(counts).rows() == [("1366394512345678901", "7", "hello", 3, 1, 4, 0)]
    assert learnt["links"].select("post_id", "url").rows() == [("1366394512345678901", "https://a.b/c")]
    assert learnt["hashtags"].select("post_id", "tag").rows() == [("1366394512345678901", "news")]


def test_long_texts_are_complete_and_a_page_may_contain_one_tweet(tmp_path: Path) -> None:
    long = ORIGINAL | {"note_tweet": {"text": "hello, world"}}
    pages = [{"data": long}, {"data": long | {"id": "2"}, "matching_rules": [{"id": "1", "tag": "x"}]}]
    assert read_all(file(tmp_path, pages)).rows["text"].to_list() == ["hello, world"] * 2


@pytest.mark.parametrize("batch_rows", [1, 2, 1000])
def test_every_tweet_is_accepted_or_rejected(tmp_path: Path, batch_rows: int) -> None:
    users = {"data": USERS}
    late = tweet(4, ("retweeted", "66"), created_at="soon")
    path = file(tmp_path, [PAGE, users, {"errors": []}, {"data": [late, ORIGINAL]}])
    whole = read_all(path, batch_rows=batch_rows)
    assert whole.rows_read == 8
    assert {name: rows.height for name, rows in whole.tables.items()} == {"accounts": 2, "posts": 2, "retweets": 2}
    reasons = dict(whole.reasons)
    assert sorted(reasons) == [3, 4]
    assert reasons[3].startswith("not a message of this format")
    assert reasons[4] == "unreadable time 'soon'"
    assert whole.bytes_read == path.stat().st_size


def test_4cat_placeholders_for_unavailable_tweets_are_rejected(tmp_path: Path) -> None:
    error: dict[str, Any] = {
        "id": "5",
        "resource_id": "5",
        "resource_type": "tweet",
        "text": "",
        "author_id": "UNKNOWN",
    }
    error |= {"created_at": "2021-03-01T10:00:21.000Z", "author_user": {"username": "UNKNOWN"}, "public_metrics": {}}
    whole = read_all(file(tmp_path, [ORIGINAL, error]))
    assert (whole.rows.height, whole.reasons) == (
        1,
        [(2, "the tweet was deleted, withheld or not public when it was collected")],
    )


def test_a_page_longer_than_the_sample_is_recognised(tmp_path: Path) -> None:
    page = {"data": [tweet(number, text="x" * 1000) for number in range(200)]}
    whole = read_all(file(tmp_path, [page]))
    assert (whole.format, whole.rows_read) == ("twitter-v2", 200)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pages_in_all_layouts(tmp_path: Path, layout: str) -> None:
    second = {"data": tweet(4), "meta": {"result_count": 1}}
    whole = read_all(write(tmp_path / "pages.json", LAYOUTS[layout]([PAGE, second])))
    notices = 1 if "notice" in layout else 0
    assert (whole.format, whole.rows_read, whole.rejects.height) == ("twitter-v2", 4 + notices, notices)
    assert whole.tables["retweets"]["author_id"].to_list() == ["7", None]
    assert whole.tables["posts"]["post_id"].to_list() == ["2", "4"]


@pytest.mark.parametrize(
    "answer",
    [
        {"data": USERS, "includes": {"tweets": [ORIGINAL]}, "meta": {"result_count": 2}},
        [{"data": user} for user in USERS],
        USERS,
    ],
    ids=["retweeted_by", "users", "flattened"],
)
def test_users_are_accounts(tmp_path: Path, answer: object) -> None:
    whole = read_all(file(tmp_path, [answer]))
    assert whole.format == "twitter-v2"
    assert whole.tables["accounts"].select("account_id", "handle", "followers").rows() == [
        ("7", "CGTN", 5),
        ("9", "ada", None),
    ]


def test_errors_and_pages_without_tweets(tmp_path: Path) -> None:
    problem = {"title": "Not Found Error", "type": "https://api.twitter.com/2/problems/resource-not-found"}
    whole = read_all(file(tmp_path, [{"errors": [problem, problem | {"title": None}]}, {"meta": {"result_count": 0}}]))
    assert (whole.format, whole.rows_read) == ("twitter-v2", 2)
    assert whole.reasons == [(1, "an error of the API: Not Found Error"), (1, "an error of the API: unknown")]
    partial = PAGE | {"errors": [problem]}
    assert read_all(file(tmp_path, [partial])).rejects.height == 0


def test_an_unusable_item_does_not_affect_the_page(tmp_path: Path) -> None:
    bare = {"id": "5", "text": "only the default fields"}
    data = [DATA[0], bare, {"tweet_count": 3, "start": "x"}, "7", DATA[1] | {"referenced_tweets": None}]
    includes = {"users": [*USERS, {"id": 5}, None], "tweets": ["?", ORIGINAL]}
    whole = read_all(file(tmp_path, [{"data": data, "includes": includes}]))
    assert (whole.rows_read, whole.rejects.height) == (5, 3)
    assert whole.tables["retweets"]["author_id"].to_list() == ["7"]
    assert "the tweet does not contain its author" in whole.reasons[0][1]


def test_files_of_academictwitter(tmp_path: Path) -> None:
    # jsonlite writes {} for a missing list; the included objects are in a file of their own
    tweets = [one | {"entities": {"urls": {}, "hashtags": {}}, "geo": {}} for one in DATA]
    tweets.append(ORIGINAL | {"referenced_tweets": {}, "context_annotations": {}})
    data = read_all(write(tmp_path / "data_1.json", json.dumps(tweets)))
    assert (data.format, data.rows_read, data.rejects.height) == ("twitter-v2", 4, 0)
    assert data.tables["retweets"]["post_id"].to_list() == [ORIGINAL["id"], "66"]
    assert data.tables["posts"]["post_id"].to_list() == ["2", ORIGINAL["id"]]
    users = read_all(write(tmp_path / "users_1.json", json.dumps({"users": USERS, "tweets": [ORIGINAL], "places": []})))
    assert (users.format, users.rows_read, users.rejects.height) == ("twitter-v2", 3, 0)
    assert users.tables["accounts"]["handle"].to_list() == ["CGTN", "ada"]
    assert users.tables["posts"]["post_id"].to_list() == [ORIGINAL["id"]]


@pytest.mark.parametrize("data", [5, "x", True])
def test_a_page_with_other_data_is_a_row(tmp_path: Path, data: object) -> None:
    whole = read_all(file(tmp_path, [PAGE, PAGE | {"data": data}]))
    assert (whole.rows_read, whole.rejects["line"].to_list()) == (4, [2])
    assert read_all(file(tmp_path, [PAGE, PAGE | {"data": None}])).rows_read == 3
