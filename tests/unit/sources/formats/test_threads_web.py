import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.common.errors import InputError
from explorer.sources.declarations.all_formats import INPUT_FORMATS
from explorer.sources.io.input_file import InputFile
from tests.unit.sources.reading import Whole, captured, embedded_values, jsonl_sample, read_all, stored, write

POST: dict[str, Any] = {
    "pk": "31",
    "id": "31_55",
    "code": "Cuea9iQS3LN",
    "taken_at": 1714557600,
    "caption": {"text": "look https://example.org/x #News"},
    "user": {"pk": "55", "username": "ada", "full_name": "Ada"},
    "like_count": 3,
    "text_post_app_info": {
        "share_info": {"quoted_post": None, "reposted_post": None},
        "link_preview_attachment": {"url": "https://l.threads.net/?u=https%3A%2F%2Fexample.org%2Fy&e=1"},
        "reply_to_author": {"id": "54", "username": "zoe"},
        "repost_count": 4,
        "direct_reply_count": 5,
        "quote_count": 6,
    },
}
REPOST: dict[str, Any] = {
    "code": "Cub",
    "taken_at": 1714557660,
    "caption": None,
    "user": {"id": "56", "username": "bea"},
    "text_post_app_info": {"share_info": {"quoted_post": None, "reposted_post": POST}},
}
QUOTE: dict[str, Any] = REPOST | {
    "code": "Cuc",
    "caption": {"text": "see"},
    "text_post_app_info": {"share_info": {"quoted_post": POST, "reposted_post": None}},
}
SAMPLES = {"threads-web": jsonl_sample(captured(POST, "threads.net"), REPOST, QUOTE)}


def whole(folder: Path, *values: object, name: str = "auto") -> Whole:
    return read_all(write(folder / "a.ndjson", [json.dumps(value) for value in values]), name=name)


def test_posts_reposts_and_quotes(tmp_path: Path) -> None:
    read = whole(tmp_path, *(captured(each, "threads.net") for each in (POST, REPOST, QUOTE)))
    columns = ("post_id", "author_id", "likes", "replies", "reposts", "quotes", "reply_to_author_id", "quoted_id")
    assert read.tables["posts"].select(*columns, "quoted_author_id").rows() == [
        ("Cuea9iQS3LN", "55", 3, 5, 4, 6, "54", None, None),
        ("Cuc", "56", None, None, None, None, None, "Cuea9iQS3LN", "55"),
    ]
    at = datetime(2024, 5, 1, 10, 1, tzinfo=UTC)
    assert read.tables["retweets"].rows() == [("threads", "Cub", "56", "Cuea9iQS3LN", "55", at)]
    assert set(embedded_values(tmp_path / "a.ndjson", "links", "url")) == {
        "https://example.org/x",
        "https://example.org/y",
    }
    assert set(embedded_values(tmp_path / "a.ndjson", "hashtags", "tag")) == {"news"}
    assert set(embedded_values(tmp_path / "a.ndjson", "accounts", "handle")) == {"ada", "bea"}


def test_a_repost_of_a_deleted_post_is_rejected(tmp_path: Path) -> None:
    gone = REPOST | {"text_post_app_info": {"share_info": {"reposted_post": {"caption": None}}}}
    assert whole(tmp_path, gone, POST).reasons == [(1, "a repost of a post that is not available")]


@pytest.mark.parametrize("item", [POST, REPOST, QUOTE])
def test_all_envelopes_give_the_same_posts_in_one_format_only(tmp_path: Path, item: dict[str, Any]) -> None:
    expected = whole(tmp_path, captured(item, "threads.net"))
    assert (expected.format, expected.rejects.height) == ("threads-web", 0)
    for value in (item, stored(item, "threads.net")):
        assert whole(tmp_path, value).same_as(expected)
        file = InputFile.open(tmp_path / "a.ndjson")
        assert [name for name, each in INPUT_FORMATS.items() if each.load_parser().matches(file)] == ["threads-web"]


def test_items_of_other_platforms_are_not_taken(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        whole(tmp_path, captured(POST, "example.com"))
    read = whole(tmp_path, captured(POST, "threads.net"), captured(POST, "example.com"), {"id": "1"})
    assert [line for line, _ in read.reasons] == [2, 3]
    assert read.reasons[0][1] == "captured from another platform (example.com)"
