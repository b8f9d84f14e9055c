import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.common.errors import InputError
from explorer.sources.declarations.all_formats import INPUT_FORMATS
from explorer.sources.io.input_file import InputFile
from tests.unit.sources.reading import Whole, captured, embedded_values, jsonl_sample, read_all, stored, write

VIDEO: dict[str, Any] = {
    "id": "7300000000000000001",
    "desc": "look https://example.org/x #News",
    "createTime": "1714557600",
    "author": {"id": "690", "uniqueId": "ada", "nickname": "Ada", "signature": "bio"},
    "authorStats": {"followerCount": 7, "followingCount": 3},
    "stats": {"diggCount": 1, "commentCount": 2, "shareCount": 3, "playCount": 4},
    "challenges": [{"id": "5", "title": "news"}],
    "textExtra": [{"hashtagName": "news"}, {"hashtagName": "b"}, {"hashtagName": ""}],
    "textLanguage": "en",
    "duetInfo": {"duetFromId": "7200000000000000001"},
    "music": {"id": "9"},
}
EMBEDDED: dict[str, Any] = VIDEO | {
    "id": "2",
    "createTime": 1714557601,
    "author": "bea",
    "nickname": "Bea",
    "authorId": "691",
    "duetInfo": {"duetFromId": "0"},
    "textLanguage": "un",
}
COMMENT: dict[str, Any] = {
    "id": "c1",
    "cid": "c1",
    "aweme_id": "7300000000000000001",
    "reply_id": "0",
    "text": "me too #c",
    "create_time": 1714557660,
    "user": {"uid": "692", "unique_id": "cay", "nickname": "Cay"},
    "digg_count": 2,
    "reply_comment_total": 1,
    "comment_language": "en",
}
ANSWER = {"cid": "c2", "reply_id": "c1", "user": None}
SAMPLES = {"tiktok-web": jsonl_sample(captured(VIDEO, "tiktok.com"), EMBEDDED, COMMENT)}


def whole(folder: Path, *values: object, name: str = "auto") -> Whole:
    return read_all(write(folder / "a.ndjson", [json.dumps(value) for value in values]), name=name)


def test_videos(tmp_path: Path) -> None:
    read = whole(tmp_path, captured(VIDEO, "tiktok.com"), EMBEDDED)
    columns = ("platform", "post_id", "author_id", "created_at", "language", "likes", "replies", "reposts", "quoted_id")
    assert read.rows.select(columns).rows() == [
        ("tiktok", VIDEO["id"], "690", datetime(2024, 5, 1, 10, tzinfo=UTC), "en", 1, 2, 3, "7200000000000000001"),
        ("tiktok", "2", "691", datetime(2024, 5, 1, 10, 0, 1, tzinfo=UTC), None, 1, 2, 3, None),
    ]
    assert embedded_values(tmp_path / "a.ndjson", "accounts", "handle") == ["ada", "bea"]
    assert embedded_values(tmp_path / "a.ndjson", "accounts", "followers") == [7, 7]
    assert embedded_values(tmp_path / "a.ndjson", "hashtags", "tag") == ["news", "b", "news", "b"]
    assert embedded_values(tmp_path / "a.ndjson", "links", "url") == ["https://example.org/x"] * 2


def test_comments_are_replies(tmp_path: Path) -> None:
    read = whole(
        tmp_path, captured(COMMENT, "tiktok-comments"), COMMENT | {"cid": "c2", "reply_id": "c1", "user": None}
    )
    assert read.rows.select("post_id", "author_id", "reply_to_id", "text", "likes", "replies").rows() == [
        ("c1", "692", "7300000000000000001", "me too #c", 2, 1),
        ("c2", None, "c1", "me too #c", 2, 1),
    ]


@pytest.mark.parametrize("item", [VIDEO, EMBEDDED, COMMENT])
def test_all_envelopes_give_the_same_posts_in_one_format_only(tmp_path: Path, item: dict[str, Any]) -> None:
    expected = whole(tmp_path, captured(item, "tiktok.com"))
    assert (expected.format, expected.rejects.height) == ("tiktok-web", 0)
    for value in (item, stored(item, "tiktok.com")):
        assert whole(tmp_path, value).same_as(expected)
        file = InputFile.open(tmp_path / "a.ndjson")
        assert [name for name, each in INPUT_FORMATS.items() if each.load_parser().matches(file)] == ["tiktok-web"]


def test_items_of_other_platforms_are_not_taken(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        whole(tmp_path, captured(VIDEO, "example.com"))
    read = whole(tmp_path, captured(VIDEO, "tiktok.com"), captured(VIDEO, "example.com"), {"id": "1"})
    assert [line for line, _ in read.reasons] == [2, 3]
    assert read.reasons[0][1] == "captured from another platform (example.com)"
