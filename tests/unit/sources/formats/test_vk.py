import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.common.errors import InputError
from explorer.sources.declarations.all_formats import INPUT_FORMATS
from explorer.sources.io.input_file import InputFile
from tests.unit.sources.reading import Whole, embedded_values, jsonl_sample, read_all, write

POST: dict[str, Any] = {
    "id": 7,
    "owner_id": -100,
    "from_id": -100,
    "date": 1714557600,
    "text": "look https://example.org/x #News",
    "post_type": "post",
    "attachments": [{"type": "photo", "photo": {"id": 1}}, {"type": "link", "link": {"url": "https://example.org/y"}}],
    "likes": {"count": 1},
    "comments": {"count": 2},
    "reposts": {"count": 3},
    "author_profile": {"id": -100, "name": "Community", "screen_name": "club", "members_count": 9},
    "4cat_item_type": "post",
}
REPOST: dict[str, Any] = {
    "id": 8,
    "owner_id": 200,
    "from_id": 200,
    "date": 1714557660,
    "text": "",
    "post_type": "post",
    "copy_history": [
        {"id": 1, "owner_id": -101, "from_id": -101, "date": 1714557620, "text": "between", "post_type": "post"},
        {key: POST[key] for key in ("id", "owner_id", "from_id", "date", "text", "attachments")},
    ],
    "author_profile": {"first_name": "Ada", "last_name": "B", "deactivated": "banned"},
}
COMMENT: dict[str, Any] = {
    "id": 9,
    "owner_id": -100,
    "post_id": 7,
    "from_id": 201,
    "date": 1714557680,
    "text": "me too",
    "reply_to_comment": 6,
    "reply_to_user": 202,
    "4cat_item_type": "comment",
}
SAMPLES = {"vk": jsonl_sample(POST, REPOST, COMMENT)}


def whole(folder: Path, *values: object, name: str = "auto") -> Whole:
    return read_all(write(folder / "a.ndjson", [json.dumps(value) for value in values]), name=name)


def test_posts_reposts_and_comments(tmp_path: Path) -> None:
    read = whole(tmp_path, POST, REPOST, COMMENT, COMMENT | {"id": 10, "reply_to_comment": None, "reply_to_user": 0})
    assert (read.format, read.rejects.height) == ("vk", 0)
    columns = ("post_id", "author_id", "likes", "replies", "reposts", "reply_to_id", "reply_to_author_id")
    assert read.tables["posts"].select(columns).rows() == [
        ("-100_7", "-100", 1, 2, 3, None, None),
        ("-100_7_9", "201", None, None, None, "-100_7_6", "202"),
        ("-100_7_10", "201", None, None, None, "-100_7", None),
    ]
    at = datetime(2024, 5, 1, 10, 1, tzinfo=UTC)
    assert read.tables["retweets"].rows() == [("vk", "200_8", "200", "-100_7", "-100", at)]
    assert set(embedded_values(tmp_path / "a.ndjson", "links", "url")) == {
        "https://example.org/x",
        "https://example.org/y",
    }
    assert set(embedded_values(tmp_path / "a.ndjson", "accounts", "name")) == {"Community", "Ada B", None}
    assert "suspended" in embedded_values(tmp_path / "a.ndjson", "accounts", "status")


@pytest.mark.parametrize("value", [POST, REPOST, COMMENT, {"response": {"count": 1, "items": [POST]}}, [POST]])
def test_values_that_are_recognised_by_one_format_only(tmp_path: Path, value: object) -> None:
    assert whole(tmp_path, value).format == "vk"
    file = InputFile.open(tmp_path / "a.ndjson")
    assert [name for name, each in INPUT_FORMATS.items() if each.load_parser().matches(file)] == ["vk"]


@pytest.mark.parametrize(
    "value", [{"response": {"items": []}}, {"id": 1, "owner_id": 2, "from_id": 3, "date": 4, "text": "x"}]
)
def test_other_values_are_not_taken(tmp_path: Path, value: object) -> None:
    with pytest.raises(InputError):
        whole(tmp_path, value)


def test_each_unusable_item_is_rejected(tmp_path: Path) -> None:
    gone = REPOST | {"copy_history": [{"id": 1, "is_deleted": True}]}
    read = whole(tmp_path, {"response": {"items": [POST, gone, {}, POST | {"id": "7"}]}})
    assert [reason for _, reason in read.reasons] == [
        "a repost of a post that was deleted",
        "neither a post nor a comment",
        "not a message of this format: Expected `int | null`, got `str` - at `$.id`",
    ]
