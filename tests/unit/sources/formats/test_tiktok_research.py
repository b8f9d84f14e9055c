import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.common.errors import InputError
from tests.unit.sources.reading import Whole, detect_and_read, jsonl_sample, read_all, write

CASE = Path(__file__).parents[3] / "data" / "cases" / "tiktok_research.json"

VIDEO: dict[str, Any] = {
    "id": 7300000000000000001,
    "video_description": "look https://example.org/x. #a",
    "create_time": 1714557600,
    "region_code": "US",
    "username": "ada",
    "hashtag_names": ["a", "b"],
    "music_id": 7200000000000000001,
    "like_count": 1,
    "share_count": 2,
    "view_count": 5,
    "comment_count": 3,
}
COMMENT: dict[str, Any] = {
    "id": 7300000000000000009,
    "video_id": 7300000000000000001,
    "parent_comment_id": 7300000000000000001,
    "text": "nice #c",
    "like_count": 4,
    "reply_count": 1,
    "create_time": 1714557660,
}
FOLLOWER = {"username": "bea", "display_name": "Bea"}
SAMPLES = {"tiktok-research": jsonl_sample({"data": {"videos": [VIDEO]}}, VIDEO, COMMENT)}


def page(**data: object) -> dict[str, Any]:
    return {"data": {**data, "cursor": 100, "has_more": False, "search_id": "7"}, "error": {"code": "ok"}}


def whole(folder: Path, *values: object, indent: int | None = None) -> Whole:
    return read_all(write(folder / "a.json", [json.dumps(value, indent=indent) for value in values]))


def test_the_case() -> None:
    read = read_all(CASE)
    assert (read.format, read.rows_read, read.rejects.height, read.notes) == ("tiktok-research", 2, 0, ())
    columns = ("platform", "post_id", "author_id", "created_at", "text", "likes", "replies", "reposts")
    assert read.rows.select(columns).rows() == [
        (
            "tiktok",
            f"730000000000000000{number}",
            f"@u{number - 1}",
            datetime(2024, 5, 1, 10, 0, number - 1, tzinfo=UTC),
            "x #a",
            1,
            0,
            0,
        )
        for number in (1, 2)
    ]
    (batch,) = detect_and_read(CASE)
    embedded = {table.name: rows for table, rows in batch.embedded}
    assert embedded["accounts"].select("account_id", "handle").rows() == [("@u0", "u0"), ("@u1", "u1")]
    assert embedded["hashtags"]["tag"].to_list() == ["a", "b", "a", "b"]


@pytest.mark.parametrize("indent", [None, 1])
def test_videos_comments_and_accounts(tmp_path: Path, indent: int | None) -> None:
    pages = (page(videos=[VIDEO]), page(comments=[COMMENT]), page(user_followers=[FOLLOWER]))
    read = whole(tmp_path, *pages, indent=indent)
    assert read.tables["posts"].select("post_id", "author_id", "reply_to_id", "likes", "replies", "reposts").rows() == [
        ("7300000000000000001", "@ada", None, 1, 3, 2),
        ("7300000000000000009", None, "7300000000000000001", 4, 1, None),
    ]
    assert read.tables["accounts"].select("account_id", "handle", "name").rows() == [("@bea", "bea", "Bea")]
    assert read.notes == ("the API does not name the authors of comments; comments are read as posts without author",)
    posts = next(batch for batch in detect_and_read(tmp_path / "a.json") if batch.table.name == "posts")
    links = next(rows for table, rows in posts.embedded if table.name == "links")
    assert links["url"].to_list() == ["https://example.org/x"]


def test_reposted_videos_are_posts_of_their_creators(tmp_path: Path) -> None:
    read = whole(tmp_path, page(reposted_videos=[VIDEO]))
    assert read.rows["author_id"].to_list() == ["@ada"]
    assert read.notes == (
        "the API does not say who reposted a video and when; reposted videos are read as posts of their creators",
    )


def test_hashtags_of_other_fields(tmp_path: Path) -> None:
    named = {key: value for key, value in VIDEO.items() if key != "hashtag_names"}
    infos = named | {"hashtag_info_list": [{"hashtag_name": "i", "hashtag_id": "1"}]}
    whole(tmp_path, page(videos=[named, infos | {"id": 2}]))
    (batch,) = detect_and_read(tmp_path / "a.json")
    assert next(rows for table, rows in batch.embedded if table.name == "hashtags")["tag"].to_list() == ["a", "i"]


@pytest.mark.parametrize("value", [VIDEO, COMMENT, [VIDEO], page(videos=[])])
def test_values_that_are_recognised(tmp_path: Path, value: object) -> None:
    assert whole(tmp_path, value).format == "tiktok-research"


@pytest.mark.parametrize(
    "value",
    [
        {"data": []},
        {"data": {"videos": [{"id": "1", "title": "x"}]}},
        {"id": 1, "create_time": 2, "username": "ada"},
        {"id": 1, "create_time": "2024-05-01", "username": "ada", "video_description": "x"},
    ],
)
def test_other_values_are_not_taken(tmp_path: Path, value: object) -> None:
    with pytest.raises(InputError):
        whole(tmp_path, value)


def test_each_unusable_item_is_rejected(tmp_path: Path) -> None:
    info = {"data": {"display_name": "Ada", "follower_count": 2}, "error": {"code": "ok"}}
    read = whole(tmp_path, page(videos=[VIDEO, VIDEO | {"create_time": "x"}, {}, VIDEO | {"like_count": "1"}]), info)
    assert read.rows_read == 5
    assert sorted(read.reasons) == [
        (1, "neither a video nor a comment nor an account with a handle"),
        (1, "not a message of this format: Expected `int | null`, got `str` - at `$.like_count`"),
        (1, "unreadable time 'x'"),
        (2, "neither a video nor a comment nor an account with a handle"),
    ]


def test_ids_and_times_saved_as_text(tmp_path: Path) -> None:
    # programs that cannot store numbers of 64 bits, such as R, save them as text
    read = whole(tmp_path, *(VIDEO | {"id": str(VIDEO["id"]), "create_time": str(VIDEO["create_time"])} for _ in "ab"))
    assert read.format == "tiktok-research"
    assert read.rows.equals(whole(tmp_path, VIDEO, VIDEO).rows)
