"""Answers of Bluesky's API, with hand-made expected results."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.paths import CASES
from tests.unit.sources.formats import test_bluesky
from tests.unit.sources.reading import Whole, detect_and_read, jsonl_sample, read_all, write

ADA, BOB, CARL = "did:plc:ada", "did:plc:bob", "did:web:carl.example"
REPOSTED = datetime(2024, 5, 1, 11, 0, 1, tzinfo=UTC)


def view(author: str, key: str, **fields: object) -> dict[str, Any]:
    return {
        "uri": f"at://{author}/app.bsky.feed.post/{key}",
        "cid": "bafy",
        "author": {"did": author, "handle": f"{author[8:11]}.example"},
        "record": {"$type": "app.bsky.feed.post", "createdAt": "2024-05-01T10:00:00.000Z", "text": key},
        "likeCount": 3,
        "indexedAt": "2024-05-01T10:00:01.000Z",
    } | fields


REASON = {
    "$type": "app.bsky.feed.defs#reasonRepost",
    "by": {"did": CARL, "handle": "carl.example"},
    "uri": f"at://{CARL}/app.bsky.feed.repost/3kz",
    "indexedAt": "2024-05-01T11:00:01.000Z",
}
PIN = {"$type": "app.bsky.feed.defs#reasonPin"}
FEED = [{"post": view(ADA, "1"), "reason": PIN}, {"post": view(BOB, "2"), "reason": REASON}]
RECORDS = [
    {"uri": f"at://{CARL}/app.bsky.feed.repost/3kz", "cid": "b", "value": {
        "$type": "app.bsky.feed.repost",
        "createdAt": "2024-05-01T11:00:01.000Z",
        "subject": {"uri": f"at://{BOB}/app.bsky.feed.post/2", "cid": "b"},
    }},
    {"uri": f"at://{ADA}/app.bsky.feed.post/1", "cid": "b", "value": view(ADA, "1")["record"]},
]  # fmt: skip
PAGES: dict[str, dict[str, Any]] = {
    "getAuthorFeed": {"feed": FEED, "cursor": "x"},
    "listRecords": {"records": RECORDS, "cursor": "3kz"},
}

SAMPLES = {"bluesky": test_bluesky.SAMPLES["bluesky"] + jsonl_sample(*PAGES.values())}

one_page_a_line: Callable[[list[Any]], str] = lambda pages: "\n".join(map(json.dumps, pages))  # noqa: E731
LAYOUTS: dict[str, Callable[[list[Any]], str]] = {
    "a page a line": one_page_a_line,
    "an array of pages": json.dumps,
    "pages over many lines": lambda pages: "\n".join(json.dumps(page, indent=2) for page in pages),
    "an array over many lines": lambda pages: json.dumps(pages, indent=1),
    "with notices": lambda pages: one_page_a_line([{"error": "RateLimitExceeded"}, *pages, {"message": "bye"}]),
}


def answer(path: Path, *pages: object) -> Whole:
    return read_all(write(path / "answer.json", one_page_a_line(list(pages))))


def ids(whole: Whole) -> dict[str, list[tuple[Any, ...]]]:
    names = {"posts": ("post_id", "author_id"), "retweets": ("retweet_id", "account_id", "post_id", "author_id")}
    return {name: whole.tables[name].select(columns).rows() for name, columns in names.items() if name in whole.tables}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("method", PAGES)
def test_a_feed_and_a_list_of_records_contain_posts_and_reposts(tmp_path: Path, method: str, layout: str) -> None:
    whole = read_all(write(tmp_path / "a.json", LAYOUTS[layout]([PAGES[method]])))
    assert whole.format == "bluesky"
    assert ids(whole) == {
        "posts": [(f"at://{ADA}/app.bsky.feed.post/1", ADA)],
        "retweets": [(f"at://{CARL}/app.bsky.feed.repost/3kz", CARL, f"at://{BOB}/app.bsky.feed.post/2", BOB)],
    }
    assert whole.tables["retweets"]["retweeted_at"].to_list() == [REPOSTED]
    notices = 2 if layout == "with notices" else 0
    assert (whole.rows_read, whole.rejects.height) == (2 + notices, notices)


def test_the_case_of_an_author_feed(tmp_path: Path) -> None:
    whole = read_all(CASES / "bsky_authorfeed.json")
    a, b, c = (f"did:plc:{letter * 24}" for letter in "abc")
    assert ids(whole) == {
        "posts": [(f"at://{a}/app.bsky.feed.post/3k00000000001", a)],
        "retweets": [
            (f"at://{c}/app.bsky.feed.repost/3kzzzzzzzzzzz", c, f"at://{b}/app.bsky.feed.post/3k00000000002", b)
        ],
    }
    assert whole.tables["retweets"]["retweeted_at"].to_list() == [REPOSTED]
    embedded = {table.name: rows for batch in detect_and_read(CASES / "bsky_authorfeed.json")
                for table, rows in batch.embedded if batch.table.name == "retweets"}  # fmt: skip
    assert embedded["accounts"].select("account_id", "handle", "name").sort("account_id").rows() == [
        (b, None, "Anna 🌻"),
        (c, "carl.example.org", None),
    ]
    assert embedded["posts"].select("author_id", "likes").rows() == [(b, 3)]


def test_who_reposted_without_the_time_is_rejected(tmp_path: Path) -> None:
    whole = read_all(CASES / "bsky_repostedby.json")
    assert (whole.format, whole.rows_read, whole.rows.height) == ("bluesky", 1, 0)
    ((line, reason),) = whole.reasons
    assert line == 1
    assert reason.startswith("getRepostedBy does not say when an account reposted")
    # no account at all, and the field names of the Python client
    answers = (
        {"uri": FEED[0]["post"]["uri"], "reposted_by": [{"did": ADA}, {"did": BOB}]},
        {"uri": "at://x", "repostedBy": []},
    )
    assert answer(tmp_path, *answers).rows_read == 2


@pytest.mark.parametrize("key", ["posts", "feed"])
def test_posts_of_a_search_and_of_a_feed(tmp_path: Path, key: str) -> None:
    posts = [view(ADA, "1"), view(BOB, "2")]
    whole = answer(tmp_path, {key: posts if key == "posts" else [{"post": post} for post in posts], "hitsTotal": 2})
    assert whole.rows.select("author_id", "text", "likes").rows() == [(ADA, "1", 3), (BOB, "2", 3)]


def test_all_posts_of_a_thread_count(tmp_path: Path) -> None:
    gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": "at://did:plc:x/app.bsky.feed.post/0", "notFound": True}
    thread = {
        "$type": "app.bsky.feed.defs#threadViewPost",
        "post": view(ADA, "2"),
        "parent": {"post": view(BOB, "1"), "parent": gone},
        "replies": [{"post": view(CARL, "3"), "replies": [{"post": view(BOB, "4")}]}, {"post": view(BOB, "5")}],
    }
    whole = answer(tmp_path, {"thread": thread})
    assert sorted(whole.rows["text"].to_list()) == ["1", "2", "3", "4", "5"]
    assert whole.reasons == [(1, "a post that was deleted or is hidden")]
    flat = [{"uri": view(ADA, key)["uri"], "depth": 0, "value": {"post": view(ADA, key)}} for key in "12"]
    assert answer(tmp_path, {"thread": flat, "hasOtherReplies": False}).rows["text"].to_list() == ["1", "2"]


@pytest.mark.parametrize("key", [None, "profiles", "actors", "followers", "follows"])
def test_profiles_are_accounts(tmp_path: Path, key: str | None) -> None:
    profile = {"did": ADA, "handle": "ada.example", "displayName": "Ada", "followersCount": 7, "followsCount": 2}
    profile |= {"createdAt": "2023-04-05T06:07:08Z", "description": "bio"}
    whole = answer(tmp_path, profile if key is None else {key: [profile]})
    assert whole.tables["accounts"].drop_nulls("handle").select(
        "account_id", "handle", "name", "bio", "followers", "following", "created_at"
    ).rows() == [(ADA, "ada.example", "Ada", "bio", 7, 2, datetime(2023, 4, 5, 6, 7, 8, tzinfo=UTC))]


def test_notifications_and_lists_of_other_records(tmp_path: Path) -> None:
    subject = {"uri": f"at://{ADA}/app.bsky.feed.post/1"}
    repost = view(BOB, "9", uri=f"at://{BOB}/app.bsky.feed.repost/9", reason="repost")
    repost["record"] = {"createdAt": "2024-05-01T11:00:01Z", "subject": subject}
    like = repost | {"uri": f"at://{BOB}/app.bsky.feed.like/9"}
    whole = answer(
        tmp_path,
        {"notifications": [repost, like]},
        {"records": [{"uri": f"at://{BOB}/app.bsky.feed.like/8", "value": repost["record"]}]},
        {"uri": subject["uri"], "likes": [{"createdAt": "2024-05-01T11:00:01Z", "actor": {"did": BOB}}]},
    )
    # indexed before the client's time
    assert whole.tables["retweets"].select("account_id", "post_id", "retweeted_at").rows() == [
        (BOB, subject["uri"], datetime(2024, 5, 1, 10, 0, 1, tzinfo=UTC))
    ]
    assert whole.reasons == [(line, "a like, not a post or a repost") for line in (1, 2, 3)]


def test_an_unusable_item_does_not_affect_the_others(tmp_path: Path) -> None:
    broken = [{"post": None}, {"post": view(ADA, "3", record=5)}, 7, None, {"post": view(ADA, "4") | {"author": None}}]
    whole = answer(tmp_path, {"feed": [FEED[0], *broken, FEED[1]]})
    assert (whole.rows_read, whole.rejects.height) == (7, 5)
    assert {name: len(rows) for name, rows in ids(whole).items()} == {"posts": 1, "retweets": 1}


def test_a_feed_longer_than_the_sample_is_recognised(tmp_path: Path) -> None:
    feed = [{"post": view(ADA, str(number), note="x" * 1000)} for number in range(200)]
    whole = answer(tmp_path, {"feed": feed})
    assert (whole.format, whole.rows_read, whole.rows.height) == ("bluesky", 200, 200)
