"""JSON in all layouts: one value per line, arrays, and a document that spans many lines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.common.errors import InputError
from explorer.sources.io import documents
from explorer.sources.io import input_file as files
from explorer.sources.io.input_file import InputFile
from tests.unit.sources.formats import (
    test_bluesky,
    test_gab_web,
    test_instagram_web,
    test_mastodon,
    test_snscrape,
    test_threads_web,
    test_tiktok_research,
    test_tiktok_web,
    test_twitter_v1,
    test_twitter_v2,
    test_twitter_web,
    test_twitter_web_exporter_json,
    test_vk,
    test_youtube,
)
from tests.unit.sources.reading import Whole, read_all, write

V1 = [test_twitter_v1.RETWEET, test_twitter_v1.ORIGINAL | {"id_str": "5"}]
SAMPLES: dict[str, list[Any]] = {
    "twitter-v1": V1,
    "twitter-v2": test_twitter_v2.flattened(test_twitter_v2.PAGE),
    "twitter-web": [test_twitter_web.RETWEET, test_twitter_web.QUOTE],
    "bluesky": [test_bluesky.first(test_bluesky.commit(test_bluesky.REPOST))],
    "mastodon": [test_mastodon.BOOST, test_mastodon.ORIGINAL],
    "tiktok-research": [test_tiktok_research.VIDEO, test_tiktok_research.COMMENT],
    "tiktok-web": [test_tiktok_web.VIDEO, test_tiktok_web.COMMENT],
    "youtube": [test_youtube.VIDEO, test_youtube.COMMENT],
    "instagram-web": [test_instagram_web.POST, test_instagram_web.GRAPH],
    "threads-web": [test_threads_web.REPOST, test_threads_web.POST],
    "gab-web": [test_gab_web.SHORT, test_gab_web.REPOST],
    "vk": [test_vk.POST, test_vk.REPOST],
    "snscrape": [test_snscrape.TWEET, test_snscrape.QUOTE],
    "twitter-web-exporter-json": [test_twitter_web_exporter_json.TWEET, test_twitter_web_exporter_json.RETWEET],
}
NOTICES = [
    '{"delete":{"status":{"id_str":"1","user_id_str":"2"}}}',
    '{"errors":[{"code":88}]}',
    '{"limit":{"track":1}}',
]


def by_lines(values: list[Any]) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


LAYOUTS: dict[str, Callable[[list[Any]], str]] = {
    "array": json.dumps,
    "array, a value a line": lambda values: "[\n" + ",\n".join(map(json.dumps, values)) + "\n]\n",
    "array, spread": lambda values: json.dumps(values, indent=2),
    "array, spread by tabs": lambda values: json.dumps(values, indent="\t") + "\n",
    "one after the other, spread": lambda values: "\n".join(json.dumps(value, indent=1) for value in values),
    "array, each part of the line": lambda values: ",\n".join(map(json.dumps, values)).join("[]"),
}


def same(found: Whole, expected: Whole) -> bool:
    return found.format == expected.format and all(
        found.tables[name].equals(rows) for name, rows in expected.tables.items()
    )


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", SAMPLES)
def test_json_layout_does_not_change_the_result(tmp_path: Path, name: str, layout: str) -> None:
    expected = read_all(write(tmp_path / "a.jsonl", by_lines(SAMPLES[name])))
    found = read_all(write(tmp_path / "b.json", LAYOUTS[layout](SAMPLES[name])))
    assert expected.format == name
    assert same(found, expected)
    assert found.rows_read == expected.rows_read
    assert found.bytes_read == (tmp_path / "b.json").stat().st_size


def test_a_page_may_span_many_lines(tmp_path: Path) -> None:
    expected = read_all(write(tmp_path / "a.jsonl", by_lines([test_twitter_v2.PAGE])))
    for text in (json.dumps(test_twitter_v2.PAGE, indent=4), json.dumps([test_twitter_v2.PAGE], indent=4)):
        assert same(read_all(write(tmp_path / "b.json", text)), expected)


@pytest.mark.parametrize("name", SAMPLES)
def test_notices_before_the_first_message_are_skipped_in_detection(tmp_path: Path, name: str) -> None:
    expected = read_all(write(tmp_path / "a.jsonl", by_lines(SAMPLES[name])))
    found = read_all(write(tmp_path / "b.jsonl", "\n" + "\n".join(NOTICES) + "\n" + by_lines(SAMPLES[name])))
    assert same(found, expected)
    assert [line for line, _ in found.reasons][:3] == [2, 3, 4]
    assert found.rows_read == expected.rows_read + 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_lines_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    expected = read_all(write(tmp_path / "a.jsonl", by_lines(V1)))
    for text in (by_lines(V1), by_lines(V1).replace("\n", "\r\n"), by_lines(V1).rstrip(), json.dumps(V1, indent=2)):
        assert same(read_all(write(tmp_path / "b.json", text.encode(encoding))), expected)


def test_a_truncated_line_and_a_nul_affect_only_their_line(tmp_path: Path) -> None:
    text = by_lines([*V1, *V1])
    torn = read_all(write(tmp_path / "a.jsonl", text[:-100]))
    assert (torn.rows_read, torn.reasons) == (4, [(4, "unreadable JSON: Input data was truncated")])
    nul = read_all(write(tmp_path / "b.jsonl", text.replace("RT @", "RT\0 @", 1)))
    assert (nul.format, nul.rows_read) == ("twitter-v1", 4)
    assert [line for line, _ in nul.reasons] == [1]
    first = read_all(write(tmp_path / "c.jsonl", text[: text.index("\n") // 2] + "\n" + text))
    assert (first.rows_read, [line for line, _ in first.reasons]) == (5, [1])


def test_a_truncated_document_yields_its_values_before_the_error(tmp_path: Path) -> None:
    text = json.dumps(V1, indent=2)
    whole = read_all(write(tmp_path / "a.json", text[:-50]))
    second = text.count("\n", 0, text.index('"5"') - 5) + 1
    assert whole.rows_read == 2
    ((line, reason),) = whole.reasons
    assert second - 3 <= line <= second
    assert reason == "unreadable JSON: Input data was truncated"


def test_invalid_json_is_reported_with_its_line(tmp_path: Path) -> None:
    text = json.dumps(V1, indent=2)
    at = text.index('"5"')
    whole = read_all(write(tmp_path / "a.json", text[:at] + "nonsense" + text[at:]))
    assert whole.rows_read == 1
    assert "cannot be read beyond line" in str(whole.failure)
    assert whole.failure is not None
    assert "jq -c" in whole.failure.hint


def test_a_bad_value_in_a_document_does_not_affect_other_values(tmp_path: Path) -> None:
    spoilt = json.dumps([V1[0], {"a": 1}, "text", V1[1]], indent=2).encode()
    whole = read_all(write(tmp_path / "a.json", spoilt))
    assert (whole.rows_read, whole.rejects.height) == (4, 2)
    foreign = json.dumps(V1, indent=2).replace('"id_str": "5"', '"id_str": "5\xff"')
    whole = read_all(write(tmp_path / "b.json", foreign.encode("latin-1")))
    assert (whole.rows_read, [reason for _, reason in whole.reasons]) == (2, [files.NOT_UTF8])


parts = st.recursive(st.none() | st.integers(-9, 9) | st.text('a"\\[]{},\n é', max_size=5), st.lists, max_leaves=5)
objects = st.dictionaries(st.text('a"[{', max_size=3), parts, min_size=1, max_size=3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(
    st.lists(objects, min_size=1, max_size=12), st.sampled_from([1, 7, 64, files.BLOCK]), st.sampled_from([None, 1, 3])
)
def test_values_are_read_with_their_line_numbers(
    tmp_path: Path, expected: list[Any], block: int, indent: int | None
) -> None:
    text = "\n[" + json.dumps(expected, indent=indent, ensure_ascii=False) + "]"
    path = write(tmp_path / "a.json", text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "BLOCK", block)
        found = [value for _, some in documents.values(InputFile.open(path)) for value in some]
    assert [json.loads(value) for _, value, _ in found] == expected
    lines = text.split("\n")
    for number, value, _ in found:
        assert value.decode().split("\n")[0] in lines[number - 1]


def test_an_endless_value_uses_bounded_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LONGEST_LINE", 10_000)
    monkeypatch.setattr(files, "BLOCK", 1_000)
    path = write(tmp_path / "a.json", "[\n" + '{"a": [\n' + '"x",\n' * 10_000)
    with pytest.raises(InputError, match="cannot be read beyond line 2"):
        list(documents.values(InputFile.open(path)))


@pytest.mark.parametrize("block", [1, 2, 3, 7, 64])
def test_an_array_on_one_long_line_is_read_in_parts(
    tmp_path: Path, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "BLOCK", block)
    monkeypatch.setattr(documents, "LONGEST_LINE", 100)
    items = [{"text": "\u20ac\U0001f600é" * 3, "n": number} for number in range(60)] + [12345, -1.5e10, True, None]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
    found = [json.loads(value) for _, part in documents.values(InputFile.open(path)) for _, value, _ in part]
    assert found == items


def test_a_value_that_is_too_long_stops_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BLOCK", 10)
    monkeypatch.setattr(documents, "LONGEST_LINE", 50)
    path = tmp_path / "a.json"
    path.write_text(json.dumps([1, "x" * 200, 2]))
    parts: list[documents.Values] = []
    with pytest.raises(InputError, match="beyond line 1: the value there is longer than 50 characters"):
        parts.extend(documents.values(InputFile.open(path)))
    assert [value for _, values in parts for _, value, _ in values] == [b"1"]
