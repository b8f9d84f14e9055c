import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.common.errors import InputError
from tests.unit.sources.reading import Whole, detect_and_read, jsonl_sample, read_all, write

VIDEO: dict[str, Any] = {
    "kind": "youtube#video",
    "etag": "e",
    "id": "dQw4w9WgXcQ",
    "snippet": {
        "publishedAt": "2024-05-01T10:00:00Z",
        "channelId": "UCa",
        "channelTitle": "Channel A",
        "title": "A title",
        "description": "Read https://example.org/x #News",
        "tags": ["not a hashtag"],
        "defaultAudioLanguage": "en",
    },
    "statistics": {"viewCount": "9", "likeCount": "3", "commentCount": "2"},
}
COMMENT: dict[str, Any] = {
    "kind": "youtube#comment",
    "etag": "e",
    "id": "Ug1",
    "snippet": {
        "channelId": "UCa",
        "videoId": "dQw4w9WgXcQ",
        "textDisplay": 'see <a href="https://example.org/y">example.org/y</a> &amp; more',
        "authorDisplayName": "@bea",
        "authorChannelId": {"value": "UCb"},
        "likeCount": 1,
        "publishedAt": "2024-05-01T10:00:20Z",
        "updatedAt": "2024-05-01T10:05:20Z",
    },
}
REPLY: dict[str, Any] = COMMENT | {
    "id": "Ug1.r",
    "snippet": COMMENT["snippet"] | {"parentId": "Ug1", "textOriginal": "me too", "authorDisplayName": "Cay"},
}
THREAD: dict[str, Any] = {
    "kind": "youtube#commentThread",
    "etag": "e",
    "id": "Ug1",
    "snippet": {"channelId": "UCa", "videoId": "dQw4w9WgXcQ", "topLevelComment": COMMENT, "totalReplyCount": 1},
    "replies": {"comments": [REPLY]},
}
RESULT: dict[str, Any] = {
    "kind": "youtube#searchResult",
    "etag": "e",
    "id": {"kind": "youtube#video", "videoId": "v2"},
    "snippet": VIDEO["snippet"] | {"title": "You &amp; me", "description": "Read https://exam …"},
}
CHANNEL: dict[str, Any] = {
    "kind": "youtube#channel",
    "id": "UCa",
    "snippet": {"title": "Channel A", "description": "News", "customUrl": "@a", "publishedAt": "2012-05-01T10:00:00Z"},
    "statistics": {"subscriberCount": "12"},
}
IN_PLAYLIST: dict[str, Any] = {
    "kind": "youtube#playlistItem",
    "id": "x",
    "snippet": {
        "publishedAt": "2024-06-01T10:00:00Z",
        "channelId": "UCplaylist",
        "title": "A title",
        "resourceId": {"kind": "youtube#video", "videoId": "v3"},
        "videoOwnerChannelId": "UCa",
    },
    "contentDetails": {"videoPublishedAt": "2024-05-01T10:00:00Z"},
}
SAMPLES = {"youtube": jsonl_sample(VIDEO, THREAD, COMMENT, {"kind": "youtube#x", "items": [VIDEO]})}


def page(*items: object, kind: str = "youtube#videoListResponse") -> dict[str, Any]:
    return {"kind": kind, "etag": "e", "items": list(items), "pageInfo": {"totalResults": len(items)}}


def whole(folder: Path, *values: object, indent: int | None = None) -> Whole:
    return read_all(write(folder / "a.json", [json.dumps(value, indent=indent) for value in values]))


def embedded(folder: Path, table: str) -> list[dict[str, Any]]:
    found = (
        rows for batch in detect_and_read(folder / "a.json") for each, rows in batch.embedded if each.name == table
    )
    return [row for rows in found for row in rows.to_dicts()]


@pytest.mark.parametrize("indent", [None, 2])
def test_videos(tmp_path: Path, indent: int | None) -> None:
    read = whole(tmp_path, page(VIDEO), indent=indent)
    assert (read.format, read.rejects.height) == ("youtube", 0)
    columns = ("platform", "post_id", "author_id", "created_at", "text", "language", "likes", "replies")
    assert read.rows.select(columns).rows() == [
        (
            "youtube",
            "dQw4w9WgXcQ",
            "UCa",
            datetime(2024, 5, 1, 10, tzinfo=UTC),
            "A title\n\nRead https://example.org/x #News",
            "en",
            3,
            2,
        )
    ]
    assert [row["url"] for row in embedded(tmp_path, "links")] == ["https://example.org/x"]
    assert [row["tag"] for row in embedded(tmp_path, "hashtags")] == ["news"]


def test_comments_reply_to_the_video_or_to_a_comment(tmp_path: Path) -> None:
    read = whole(tmp_path, page(THREAD, kind="youtube#commentThreadListResponse"), page(REPLY | {"id": "Ug1.s"}))
    assert (read.rows_read, read.rejects.height) == (3, 0)
    columns = ("post_id", "author_id", "text", "reply_to_id", "reply_to_author_id", "likes", "replies")
    assert read.rows.select(columns).rows() == [
        ("Ug1", "UCb", "see example.org/y & more", "dQw4w9WgXcQ", "UCa", 1, 1),
        ("Ug1.r", "UCb", "me too", "Ug1", None, 1, None),
        ("Ug1.s", "UCb", "me too", "Ug1", None, 1, None),
    ]
    assert [row["url"] for row in embedded(tmp_path, "links")] == ["https://example.org/y"]
    (account,) = embedded(tmp_path, "accounts")
    assert (account["account_id"], account["handle"], account["name"]) == ("UCb", "bea", None)


def test_search_results_have_shortened_descriptions(tmp_path: Path) -> None:
    channel = RESULT | {"id": {"kind": "youtube#channel", "channelId": "UCa"}}
    read = whole(tmp_path, page(RESULT, channel, kind="youtube#searchListResponse"))
    assert read.rows.select("post_id", "author_id", "text").rows() == [("v2", "UCa", "You & me")]
    assert read.reasons == [(1, "a search result that is not a video")]
    assert embedded(tmp_path, "links") == []
    assert read.notes[0].startswith("search results contain shortened descriptions")


def test_channels_and_playlists(tmp_path: Path) -> None:
    undated = {key: value for key, value in IN_PLAYLIST.items() if key != "contentDetails"}
    read = whole(tmp_path, page(CHANNEL), page(IN_PLAYLIST, undated))
    accounts = read.tables["accounts"]
    assert accounts.select("account_id", "handle", "name", "bio", "created_at", "followers").rows() == [
        ("UCa", "a", "Channel A", "News", datetime(2012, 5, 1, 10, tzinfo=UTC), 12)
    ]
    assert read.tables["posts"].select("post_id", "author_id", "created_at").rows() == [
        ("v3", "UCa", datetime(2024, 5, 1, 10, tzinfo=UTC))
    ]
    reason = "an item of a playlist without the time of the video; request it with part=contentDetails"
    assert read.reasons == [(2, reason)]


def test_each_unusable_item_is_rejected(tmp_path: Path) -> None:
    broken = THREAD | {"replies": {"comments": [REPLY, {"kind": 1}, REPLY | {"id": None}]}}
    read = whole(tmp_path, page(broken, {"kind": "youtube#activity", "snippet": {}}, VIDEO | {"snippet": None}))
    assert read.rows_read == 6
    assert sorted(reason for _, reason in read.reasons) == [
        "neither a video nor a comment nor a channel (youtube#activity)",
        "not a message of this format: Expected `str`, got `int` - at `$.kind`",
        "post_id is missing",
        "the item has no snippet; request it with part=snippet",
    ]


@pytest.mark.parametrize("value", [page(), VIDEO, [THREAD], {"items": [COMMENT]}])
def test_values_that_are_recognised(tmp_path: Path, value: object) -> None:
    assert whole(tmp_path, value).format == "youtube"


@pytest.mark.parametrize("value", [{"items": []}, {"kind": "calendar#event", "snippet": {}}, {"kind": "youtube#video"}])
def test_other_values_are_not_taken(tmp_path: Path, value: object) -> None:
    with pytest.raises(InputError):
        whole(tmp_path, value)


@pytest.mark.parametrize("number", ["-1", "many", "9" * 5_000])
def test_a_count_that_is_no_number_is_rejected(tmp_path: Path, number: str) -> None:
    read = whole(tmp_path, VIDEO | {"statistics": {"likeCount": number}})
    assert read.reasons == [(1, f"likes '{number[:40]}' is not a whole number")]
