import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.sources.declarations.all_formats import INPUT_FORMATS
from explorer.sources.io.input_file import InputFile
from tests.unit.sources.reading import Whole, detect_and_read, jsonl_sample, read_all, write

ADA, CGTN = "did:plc:ada", "did:web:cgtn.example"
POST = f"at://{CGTN}/app.bsky.feed.post/3l3q"
SEEN = 1_725_911_162_329_308
AT = datetime(2024, 9, 9, 19, 46, 2, 102_000, tzinfo=UTC)
REPOST: dict[str, Any] = {
    "$type": "app.bsky.feed.repost",
    "createdAt": "2024-09-09T19:46:02.102Z",
    "subject": {"cid": "bafy", "uri": POST},
}
TEXT: dict[str, Any] = {
    "$type": "app.bsky.feed.post",
    "createdAt": "2024-09-09T19:46:02.102Z",
    "text": "hello",
    "langs": ["en", "de"],
    "reply": {"root": {"uri": POST}, "parent": {"uri": POST}},
    "facets": [
        {"features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://a.b/c"}], "index": {}},
        {"features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "News"}, {"did": "did:plc:x"}]},
    ],
    "embed": {
        "$type": "app.bsky.embed.recordWithMedia",
        "record": {"record": {"cid": "b", "uri": POST}},
        "media": {"external": {"uri": "https://d.e/f", "title": "…"}},
    },
    "tags": ["more"],
}


def commit(record: object, collection: str = "app.bsky.feed.repost", **told: object) -> dict[str, Any]:
    return {"operation": "create", "collection": collection, "rkey": "3k", "record": record} | told


def first(made: dict[str, Any]) -> dict[str, Any]:
    return {"did": ADA, "time_us": SEEN, "kind": "commit", "commit": made}


def second(made: dict[str, Any]) -> dict[str, Any]:
    payload = {"did": ADA, "seq": 9, "time": "2024-09-09T19:46:02.329308Z", **made}
    return {"$type": "message", "payload": payload}


def bare(made: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = second(made)["payload"]
    return flat


def tap(made: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in made.items() if name != "operation"} | {"action": made["operation"]}
    return {"id": 1, "type": "record", "record": {"live": True, "did": ADA} | told}


FORMS = {form.__name__: form for form in (first, second, bare, tap)}


def whole(path: Path, *events: object, batch_rows: int = 50) -> Whole:
    lines = [event if isinstance(event, str) else json.dumps(event) for event in events]
    return read_all(write(path / "events.jsonl", lines), batch_rows=batch_rows)


SAMPLES = {
    "bluesky": jsonl_sample(first(commit(REPOST)), second(commit(TEXT, "app.bsky.feed.post"))),
}


@pytest.mark.parametrize("form", FORMS)
def test_reposts_in_all_layouts(tmp_path: Path, form: str) -> None:
    read = whole(tmp_path, FORMS[form](commit(REPOST)))
    assert read.format == "bluesky"
    assert read.rows.rows() == [("bluesky", f"at://{ADA}/app.bsky.feed.repost/3k", ADA, POST, CGTN, AT)]


@pytest.mark.parametrize("form", FORMS)
def test_posts_in_all_layouts(tmp_path: Path, form: str) -> None:
    path = write(tmp_path / "a.jsonl", [json.dumps(FORMS[form](commit(TEXT, "app.bsky.feed.post")))])
    (batch,) = detect_and_read(path)
    (post,) = batch.rows.rows(named=True)
    assert {name: value for name, value in post.items() if value is not None} == {
        "platform": post["platform"],
        "post_id": f"at://{ADA}/app.bsky.feed.post/3k",
        "author_id": ADA,
        "created_at": AT,
        "text": "hello",
        "language": "en",
        "reply_to_id": POST,
        "reply_to_author_id": CGTN,
        "quoted_id": POST,
        "quoted_author_id": CGTN,
    }
    learnt = {table.name: rows for table, rows in batch.embedded}
    assert learnt["links"]["url"].to_list() == ["https://a.b/c", "https://d.e/f"]
    assert learnt["hashtags"]["tag"].to_list() == ["news", "more"]


@pytest.mark.parametrize("spelling", ["api", "4cat"])
def test_post_views(tmp_path: Path, spelling: str) -> None:
    view: dict[str, Any] = {
        "uri": POST,
        "author": {"did": CGTN, "handle": "cgtn.example", "displayName": "CGTN"},
        "record": {"createdAt": "2024-09-09T19:46:02.102Z", "text": "hello", "reply": None, "embed": None},
        "likeCount": 3,
        "repostCount": 0,
        "indexedAt": "2024-09-09T19:46:03Z",
    }
    if spelling == "4cat":
        view["author"] = {"did": CGTN, "handle": "cgtn.example", "display_name": "CGTN"}
        view["record"]["created_at"] = view["record"].pop("createdAt")
        for new, old in (("like_count", "likeCount"), ("repost_count", "repostCount"), ("indexed_at", "indexedAt")):
            view[new] = view.pop(old)
        view["4CAT_metadata"] = {"query": "x", "rank": 0}
    read = whole(tmp_path, view)
    assert read.rows.select("post_id", "author_id", "created_at", "likes", "reposts").rows() == [(POST, CGTN, AT, 3, 0)]


def test_handles_profiles_and_statuses_are_read_as_accounts(tmp_path: Path) -> None:
    at = {"did": ADA, "time_us": SEEN}
    read = whole(
        tmp_path,
        at | {"kind": "identity", "identity": {"did": ADA, "handle": "ada.example", "seq": 1}},
        at | {"did": CGTN, "kind": "account", "account": {"active": False, "status": "takendown", "did": CGTN}},
        {"id": 2, "type": "user", "user": {"did": "did:plc:t", "handle": "t.example", "isActive": True}},
        first(commit({"displayName": "Ada", "description": "bio"}, "app.bsky.actor.profile")),
        at | {"kind": "account", "account": {"active": False, "status": "deactivated"}},
        at | {"kind": "account", "account": {"active": True}},
    )
    assert read.tables["accounts"].select("account_id", "handle", "name", "bio", "status").rows() == [
        (ADA, "ada.example", None, None, None),
        (CGTN, None, None, None, "suspended"),
        ("did:plc:t", "t.example", None, None, None),
        (ADA, None, "Ada", "bio", None),
    ]
    assert read.tables["accounts"]["status_at"][1] == datetime(2024, 9, 9, 19, 46, 2, 329_000, tzinfo=UTC)
    assert read.reasons == [
        (5, "account status deactivated; only suspended and deleted are imported"),
        (6, "account status active; only suspended and deleted are imported"),
    ]


def test_later_lines_fill_in_missing_account_properties(tmp_path: Path) -> None:
    at = {"did": ADA, "time_us": SEEN}
    lines = [
        at | {"kind": "identity", "identity": {"did": ADA, "handle": "ada.example"}},
        at | {"kind": "account", "account": {"active": False, "status": "deleted"}},
        at | {"time_us": SEEN + 5_000_000, "kind": "identity", "identity": {"did": ADA, "handle": "later.example"}},
    ]
    (batch,) = detect_and_read(write(tmp_path / "a.jsonl", map(json.dumps, lines)))
    ((table, told),) = batch.embedded
    assert (table.name, batch.rows.height) == ("accounts", 3)
    first, later = (
        datetime.fromtimestamp(SEEN // 1000 / 1000, UTC),
        datetime.fromtimestamp(SEEN // 1000 / 1000 + 5, UTC),
    )
    # an account occurs once with each of its handles
    assert told.select("account_id", "handle", "handle_at", "status").rows() == [
        (ADA, "ada.example", first, "deleted"),
        (ADA, "later.example", later, "deleted"),
    ]


@pytest.mark.parametrize("batch_rows", [1, 50])
def test_every_line_is_accepted_or_rejected(tmp_path: Path, batch_rows: int) -> None:
    read = whole(
        tmp_path,
        first(commit(REPOST)),
        first(commit(REPOST, "app.bsky.feed.like")),
        first(commit(REPOST, "com.example.other")),
        first({"operation": "delete", "collection": "app.bsky.feed.repost", "rkey": "3k"}),
        first(commit(REPOST | {"subject": {"uri": f"at://{CGTN}/app.bsky.feed.generator/x"}})),
        '{"did": ',
        "",
        first(commit("text")),
        first(commit(TEXT, "app.bsky.feed.post")),
        {"payload": {"name": "OutdatedCursor"}},
        batch_rows=batch_rows,
    )
    assert (read.rows_read, {name: rows.height for name, rows in read.tables.items()}) == (
        9,
        {"posts": 1, "retweets": 1},
    )
    reasons = dict(read.reasons)
    assert sorted(reasons) == [2, 3, 4, 5, 6, 8, 10]
    assert reasons[2] == "a like, not a post or a repost"
    assert reasons[3] == "a record of com.example.other, not a post or a repost"
    assert reasons[4] == "a repost was deleted; the event does not contain it"
    assert reasons[5] == "a repost of something other than a post"
    assert reasons[6].startswith("unreadable JSON")
    assert reasons[8].startswith("not a message of this format")
    assert reasons[10] == "not a post or a repost"


@pytest.mark.parametrize(
    ("claimed", "at"),
    [
        ("2024-09-09T19:46:02.102Z", AT),
        ("2024-09-09T21:46:02.102+02:00", AT),
        # read later by a stream that catches up; the time seen would compress hours into seconds
        ("2024-09-09T07:00:00Z", datetime(2024, 9, 9, 7, tzinfo=UTC)),
        # in the future, invalid or missing
        *((text, datetime(2024, 9, 9, 19, 46, 2, 329_000, tzinfo=UTC)) for text in ("2031-01-01T00:00:00Z", "soon")),
        ("1970-01-01T00:00:00Z", datetime(2024, 9, 9, 19, 46, 2, 329_000, tzinfo=UTC)),
        (None, datetime(2024, 9, 9, 19, 46, 2, 329_000, tzinfo=UTC)),
    ],
)
def test_creation_time_is_not_after_the_time_seen(tmp_path: Path, claimed: str | None, at: datetime) -> None:
    assert whole(tmp_path, first(commit(REPOST | {"createdAt": claimed}))).rows["retweeted_at"].to_list() == [at]


def test_without_a_time_seen_the_claimed_time_must_be_valid(tmp_path: Path) -> None:
    read = whole(tmp_path, tap(commit(REPOST)), tap(commit(REPOST | {"createdAt": "soon"})))
    assert read.reasons == [(2, "unreadable time 'soon'")]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(st.sampled_from(["did", "time_us", "kind", "commit"]), st.sampled_from(["record", "rkey"]), json_values)
def test_any_value_is_accepted_or_rejected(tmp_path: Path, outer: str, inner: str, value: object) -> None:
    good, made = first(commit(REPOST)), commit(REPOST)
    read = whole(tmp_path, good, good | {outer: value}, first(made | {inner: value}))
    assert read.rows_read == 3 == sum(rows.height for rows in read.tables.values()) + read.rejects.height


def test_only_one_format_matches(tmp_path: Path) -> None:
    for form in FORMS.values():
        file = InputFile.open(write(tmp_path / "events.jsonl", [json.dumps(form(commit(REPOST)))]))
        assert [name for name, each in INPUT_FORMATS.items() if each.load_parser().matches(file)] == ["bluesky"]
