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
    "id": "31_55",
    "pk": "31",
    "code": "Cuea9iQS3LN",
    "taken_at": 1714557600,
    "media_type": 1,
    "caption": {"text": "look #News"},
    "user": {"pk": "55", "id": "55", "username": "ada", "full_name": "Ada"},
    "like_count": 3,
    "comment_count": 2,
}
GRAPH: dict[str, Any] = {
    "__typename": "GraphImage",
    "id": "32",
    "shortcode": "Cub",
    "taken_at_timestamp": 1714557601,
    "edge_media_to_caption": {"edges": [{"node": {"text": "old #Tag"}}]},
    "edge_media_preview_like": {"count": 4},
    "edge_media_preview_comment": {"count": 5},
    "owner": {"id": "56", "username": "bea"},
}
PARTIAL: dict[str, Any] = {
    "__typename": "XIGPolarisPhotoMedia",
    "id": "33",
    "code": "Cuc",
    "user": {"id": "57", "username": "cay"},
    "_zs_partial": True,
}
SAMPLES = {"instagram-web": jsonl_sample(captured(POST, "instagram.com"), GRAPH)}


def whole(folder: Path, *values: object, name: str = "auto") -> Whole:
    return read_all(write(folder / "a.ndjson", [json.dumps(value) for value in values]), name=name)


def test_posts_in_both_structures(tmp_path: Path) -> None:
    read = whole(tmp_path, captured(POST, "instagram.com"), GRAPH)
    columns = ("platform", "post_id", "author_id", "created_at", "text", "likes", "replies")
    assert read.rows.select(columns).rows() == [
        ("instagram", "Cuea9iQS3LN", "55", datetime(2024, 5, 1, 10, tzinfo=UTC), "look #News", 3, 2),
        ("instagram", "Cub", "56", datetime(2024, 5, 1, 10, 0, 1, tzinfo=UTC), "old #Tag", 4, 5),
    ]
    assert embedded_values(tmp_path / "a.ndjson", "accounts", "handle") == ["ada", "bea"]
    assert embedded_values(tmp_path / "a.ndjson", "hashtags", "tag") == ["news", "tag"]


def test_hidden_likes_advertisements_and_posts_without_text(tmp_path: Path) -> None:
    ad = POST | {"code": "b", "product_type": "ad", "caption": None, "user": {"username": "ada"}}
    read = whole(tmp_path, POST | {"like_and_view_counts_disabled": True}, ad)
    assert read.rows.select("author_id", "likes", "promoted", "text").rows() == [
        ("55", None, None, "look #News"),
        ("@ada", 3, True, None),
    ]


def test_incomplete_captures_are_rejected(tmp_path: Path) -> None:
    read = whole(tmp_path, captured(PARTIAL, "instagram.com"), captured(POST, "instagram.com"))
    assert read.reasons == [(1, "an incomplete capture without a time; open the post itself to capture it")]


@pytest.mark.parametrize("item", [POST, GRAPH])
def test_all_envelopes_give_the_same_posts_in_one_format_only(tmp_path: Path, item: dict[str, Any]) -> None:
    expected = whole(tmp_path, captured(item, "instagram.com"))
    assert (expected.format, expected.rejects.height) == ("instagram-web", 0)
    for value in (item, stored(item, "instagram.com")):
        assert whole(tmp_path, value).same_as(expected)
        file = InputFile.open(tmp_path / "a.ndjson")
        assert [name for name, each in INPUT_FORMATS.items() if each.load_parser().matches(file)] == ["instagram-web"]


def test_items_of_other_platforms_are_not_taken(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        whole(tmp_path, captured(POST, "example.com"))
    read = whole(tmp_path, captured(POST, "instagram.com"), captured(POST, "example.com"), {"id": "1"})
    assert [line for line, _ in read.reasons] == [2, 3]
    assert read.reasons[0][1] == "captured from another platform (example.com)"
