"""Meta Content Library's CSV; expected values by hand."""

import json
from pathlib import Path

import pytest

from tests.helpers.paths import DATA
from tests.unit.sources.reading import csv_sample, learnt, read_all, table, write

POST = {
    "id": "90",
    "creation_time": "2024-05-01T10:00:00+00:00",
    "text": "see https://example.org/b (#China)",
    "hashtags": "",
    "link_attachment.link": "https://example.org/a",
    "post_owner.id": "440",
    "post_owner.name": "Page 0",
    "post_owner.type": "page",
    "post_owner.username": "page.0",
    "shared_post_id": "",
    "statistics.like_count": "3",
    "surface.id": "440",
}
SHARE = POST | {"id": "91", "post_owner.id": "441", "post_owner.username": "page.1", "shared_post_id": "80"}
INSTAGRAM = {
    "id": "90",
    "creation_time": "2024-05-01T10:00:00+00:00",
    "text": "x",
    "hashtags": '["China", "news"]',
    "post_owner.id": "7",
    "post_owner.type": "creator",
    "post_owner.username": "anna",
}
COMMENT = {
    "id": "500",
    "post_id": "90",
    "parent_comment_id": "",
    "creation_time": "2024-05-01T10:05:00+00:00",
    "text": "nice",
    "owner.id": "450",
    "owner.username": "carl",
}
SAMPLES = {"meta-content-library": csv_sample(POST, SHARE)}


def test_posts_have_their_owner_and_link() -> None:
    path = DATA / "cases" / "mcl.csv"
    whole = read_all(path)
    assert (whole.format, whole.reasons) == ("meta-content-library", [])
    assert whole.rows.select("platform", "post_id", "author_id", "text").rows() == [
        ("facebook", "90", "440", "x"),
        ("facebook", "91", "441", "x"),
    ]
    assert [at.isoformat() for at in whole.rows["created_at"]] == [
        "2024-05-01T10:00:00+00:00",
        "2024-05-01T10:00:01+00:00",
    ]
    links = [(row["post_id"], row["url"]) for row in learnt(path, "links")]
    assert links == [("90", "https://example.org/a"), ("91", "https://example.org/a")]


def test_a_share_is_a_retweet_of_the_shared_post(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.csv", POST, SHARE)
    columns = ("platform", "retweet_id", "account_id", "post_id", "author_id")
    assert whole.tables["retweets"].select(columns).rows() == [("facebook", "91", "441", "80", None)]
    links = [(row["post_id"], row["url"]) for row in learnt(tmp_path / "t.csv", "links")]
    assert links == [("90", "https://example.org/a"), ("90", "https://example.org/b")]
    assert [(row["post_id"], row["tag"]) for row in learnt(tmp_path / "t.csv", "hashtags")] == [("90", "china")]
    assert "co-amplify" in whole.notes[0]


def test_the_type_of_the_owner_names_the_platform(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.csv", INSTAGRAM)
    assert whole.format == "meta-content-library"
    assert whole.rows.select("platform", "post_id", "author_id").rows() == [("instagram", "90", "7")]
    assert [row["tag"] for row in learnt(tmp_path / "t.csv", "hashtags")] == ["china", "news"]
    unknown = {name: value for name, value in INSTAGRAM.items() if name != "post_owner.type"}
    table(tmp_path / "u.csv", unknown)
    assert read_all(tmp_path / "u.csv", platform="instagram").rows["platform"].to_list() == ["instagram"]


def test_a_comment_replies_to_a_post_or_to_a_comment(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.csv", COMMENT, COMMENT | {"id": "501", "parent_comment_id": "500"})
    assert whole.format == "meta-content-library"
    assert whole.rows.select("post_id", "author_id", "reply_to_id").rows() == [
        ("500", "450", "90"),
        ("501", "450", "500"),
    ]


@pytest.mark.parametrize("indent", [None, 1])
def test_answers_of_the_api_have_the_same_fields(tmp_path: Path, indent: int | None) -> None:
    post: dict[str, object] = {
        "id": "90",
        "creation_time": "2024-05-01T10:00:00+0000",
        "text": None,
        "hashtags": ["China"],
    }
    post |= {"post_owner": {"type": "business", "id": "440", "name": "Anna"}, "statistics": {"like_count": 3}}
    share = post | {"id": "91", "shared_post_id": "80", "post_owner": {"type": "page", "id": "441"}}
    page = {"data": [post, share, 7], "paging": {"cursors": {"after": "x"}}}
    whole = read_all(write(tmp_path / "t.json", json.dumps(page, indent=indent)))
    assert whole.format == "meta-content-library"
    assert [reason for _, reason in whole.reasons] == ["not a JSON object"]
    assert whole.tables["posts"].select("platform", "post_id", "author_id", "likes").rows() == [
        ("instagram", "90", "440", 3)
    ]
    assert whole.tables["retweets"].select("platform", "retweet_id", "account_id", "post_id").rows() == [
        ("facebook", "91", "441", "80")
    ]
