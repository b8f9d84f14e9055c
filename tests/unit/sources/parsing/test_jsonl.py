"""A field that is null or ``{}`` says as little as a field that is absent, in every format."""

import json
from pathlib import Path
from typing import Any

import pytest

from explorer.sources.formats import twitter_v1
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import jsonl
from explorer.sources.parsing.jsonl import with_and_without_empty_fields
from explorer.sources.parsing.parser import ReadOptions
from tests.unit.sources.reading import read_all, write
from tests.unit.sources.test_fuzz import SAMPLES

NUMBER = 10**40


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('{"a": {}, "b": [null, {"c": null, "d": {}}], "e": ""}', {"b": [None, {}], "e": ""}),
        ('[{"a": {"b": {}}}, 1, "{}"]', [{"a": {}}, 1, "{}"]),
        ('{"a": [], "b": "{}"}', None),
        ("[" * 100_000, None),
        (f'{{"a": {{}}, "b": {NUMBER}}}', {"b": NUMBER}),
        ('{"a": {}, "b"', None),
    ],
)
def test_values_without_empty_fields(value: str, expected: Any) -> None:
    first, *others = with_and_without_empty_fields(value.encode())
    assert first == value.encode()
    assert list(map(json.loads, others)) == ([] if expected is None else [expected])


LISTS: dict[str, dict[str, Any]] = {
    "twitter-v1": {"entities": {"urls": {}, "hashtags": {}, "user_mentions": {}}},
    "twitter-v2": {"entities": {"urls": None, "hashtags": {}}, "referenced_tweets": {}},
    "mastodon": {"tags": {}, "mentions": {}, "media_attachments": {}},
    "snscrape": {"hashtags": {}, "outlinks": {}, "links": {}, "tcooutlinks": {}},
    "tiktok-research": {"hashtag_names": {}, "effect_ids": {}},
}


@pytest.mark.parametrize("name", LISTS)
def test_empty_objects_in_place_of_lists(tmp_path: Path, name: str) -> None:
    lines = [json.loads(line) for line in SAMPLES[name].splitlines()]
    items = [line for line in lines if "data" not in line]
    whole = read_all(write(tmp_path / "file", (json.dumps(item | LISTS[name]) for item in items)))
    absent = read_all(
        write(tmp_path / "file", (json.dumps({k: v for k, v in i.items() if k not in LISTS[name]}) for i in items))
    )
    assert whole.format == name
    assert whole.rejects.height == absent.rejects.height == 0
    assert {key: rows.height for key, rows in whole.tables.items()} == {
        key: rows.height for key, rows in absent.tables.items()
    }


def test_large_messages_make_batches_of_few_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LARGEST_BATCH", 1_000)
    tweets = [
        {
            "id_str": str(n),
            "created_at": "Mon Mar 01 10:00:00 +0000 2021",
            "full_text": "t" * 900,
            "user": {"id_str": "7"},
        }
        for n in range(3_000)
    ]
    path = tmp_path / "tweets.jsonl"
    path.write_text("\n".join(map(json.dumps, tweets)), encoding="utf-8")
    batches = list(twitter_v1.TWITTER_V1.read(InputFile.open(path), ReadOptions()))
    assert sum(batch.rows.height for batch in batches) == 3_000
    assert len(batches) > 1
    assert sum(batch.bytes_read for batch in batches) == path.stat().st_size
