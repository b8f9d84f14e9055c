import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.common.errors import InputError
from explorer.sources.declarations.all_formats import INPUT_FORMATS
from explorer.sources.io.input_file import InputFile
from tests.unit.sources.reading import Whole, captured, embedded_values, jsonl_sample, read_all, stored, write

SHORT: dict[str, Any] = {
    "i": "111",
    "id": "111",
    "ca": "2024-05-01T10:00:00.000Z",
    "c": "look https://example.org/x",
    "ul": "https://gab.com/ada/posts/111",
    "ai": "55",
    "l": "en",
    "author_info": {"i": "55", "un": "ada", "ac": "ada", "dn": "Ada", "nt": "bio", "foc": 7},
    "fbc": 1,
    "rc": 2,
    "rbc": 3,
    "qc": 4,
    "tg": [{"name": "News"}],
    "link_info": {"id": 1, "url": "https://example.org/y"},
}
SHORT_REPOST: dict[str, Any] = SHORT | {"i": "112", "id": "112", "c": "", "roi": "111", "ai": "56", "author_info": None}
FULL: dict[str, Any] = {
    "id": "113",
    "created_at": "2024-05-01T10:00:20.000Z",
    "content": '<p>hello <a href="https://example.org/z">z</a></p>',
    "url": "https://gab.com/bea/posts/113",
    "account": {"id": "57", "username": "bea", "acct": "bea", "display_name": "Bea", "url": "https://gab.com/bea"},
    "favourites_count": 5,
    "in_reply_to_id": "110",
    "in_reply_to_account_id": "54",
    "reblog": None,
    "quote_of_id": "109",
    "tags": [],
    "c": "hello z",
}
REPOST: dict[str, Any] = FULL | {"id": "114", "reblog": FULL, "account": FULL["account"] | {"id": "58"}}
SAMPLES = {"gab-web": jsonl_sample(captured(SHORT, "gab.com"), SHORT_REPOST, FULL, REPOST)}


def whole(folder: Path, *values: object, name: str = "auto") -> Whole:
    return read_all(write(folder / "a.ndjson", [json.dumps(value) for value in values]), name=name)


def test_posts_in_both_structures(tmp_path: Path) -> None:
    read = whole(tmp_path, *(captured(each, "gab.com") for each in (SHORT, SHORT_REPOST, FULL, REPOST)))
    columns = ("post_id", "author_id", "created_at", "text", "likes", "replies", "reposts", "quotes")
    assert read.tables["posts"].select(columns).rows() == [
        ("111", "55", datetime(2024, 5, 1, 10, tzinfo=UTC), "look https://example.org/x", 1, 2, 3, 4),
        ("113", "57", datetime(2024, 5, 1, 10, 0, 20, tzinfo=UTC), "hello z", 5, None, None, None),
    ]
    ties = ("reply_to_id", "reply_to_author_id", "quoted_id")
    assert read.tables["posts"].select(ties).rows() == [(None, None, None), ("110", "54", "109")]
    assert read.tables["retweets"].rows() == [
        ("gab", "112", "56", "111", None, datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("gab", "114", "58", "113", "57", datetime(2024, 5, 1, 10, 0, 20, tzinfo=UTC)),
    ]
    links = {"https://example.org/x", "https://example.org/y", "https://example.org/z"}
    assert set(embedded_values(tmp_path / "a.ndjson", "links", "url")) == links
    assert set(embedded_values(tmp_path / "a.ndjson", "hashtags", "tag")) == {"news"}
    assert "bio" in embedded_values(tmp_path / "a.ndjson", "accounts", "bio")


def test_numbers_of_reactions_are_not_replies(tmp_path: Path) -> None:
    assert whole(tmp_path, SHORT | {"rc": {"1": 5}}).rows["replies"].to_list() == [None]


@pytest.mark.parametrize("item", [SHORT, SHORT_REPOST, FULL, REPOST])
def test_all_envelopes_give_the_same_posts_in_one_format_only(tmp_path: Path, item: dict[str, Any]) -> None:
    expected = whole(tmp_path, captured(item, "gab.com"))
    assert (expected.format, expected.rejects.height) == ("gab-web", 0)
    for value in (item, stored(item, "gab.com")):
        assert whole(tmp_path, value).same_as(expected)
        file = InputFile.open(tmp_path / "a.ndjson")
        assert [name for name, each in INPUT_FORMATS.items() if each.load_parser().matches(file)] == ["gab-web"]


def test_items_of_other_platforms_are_not_taken(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        whole(tmp_path, captured(SHORT, "example.com"))
    read = whole(tmp_path, captured(SHORT, "gab.com"), captured(SHORT, "example.com"), {"id": "1"})
    assert [line for line, _ in read.reasons] == [2, 3]
    assert read.reasons[0][1] == "captured from another platform (example.com)"
