"""Long arrays inside objects become slices of one item."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.common.errors import InputError
from explorer.sources.io import documents, long_arrays
from explorer.sources.io import input_file as files
from explorer.sources.io.input_file import InputFile

PATHS = frozenset({("messages",), ("chats", "list", "messages")})
CHAT: dict[str, Any] = {"name": 'A "b" {[', "id": 7, "tags": ["x"], "messages": [{"id": 1}, {"id": 2, "messages": [3]}]}
ACCOUNT: dict[str, Any] = {
    "about": "x",
    "messages_of_others": [1, 2],
    "contacts": {"list": [{"messages": [{"id": 9}]}]},
    "chats": {"about": "y", "list": [CHAT, {"id": 8, "messages": []}, CHAT | {"id": 9}]},
}


def slices(path: Path, content: str | bytes) -> list[tuple[int, Any]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [
        (number, json.loads(value))
        for _, part in long_arrays.slices(InputFile.open(path), PATHS)
        for number, value, _ in part
    ]


@pytest.mark.parametrize("indent", [None, 0, 1, "\t"])
@pytest.mark.parametrize("block", [1 << 20, 8])
def test_each_item_is_a_slice_with_the_fields_before_it(
    tmp_path: Path, indent: int | str | None, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "BLOCK", block)
    start = {"name": 'A "b" {[', "id": 7}
    expected = [start | {"messages": [item]} for item in CHAT["messages"]]
    assert [part for _, part in slices(tmp_path / "a", json.dumps(CHAT, indent=indent))] == expected
    both = [*expected, *(part | {"id": 9} for part in expected)]
    assert [part for _, part in slices(tmp_path / "b", json.dumps(ACCOUNT, indent=indent))] == both


def test_several_documents_and_arrays_of_documents(tmp_path: Path) -> None:
    line = json.dumps({"id": 1, "messages": [1]})
    for content in (f"{line}\n{line}\n", f"[{line},\n {line}]", f"\ufeff{line}{line}"):
        assert [part for _, part in slices(tmp_path / "a", content)] == [{"id": 1, "messages": [1]}] * 2


def test_slices_know_their_line(tmp_path: Path) -> None:
    content = '{"id": 1,\n"messages": [\n{"a":\n 1}, 2,\n3\n]}'
    assert [number for number, _ in slices(tmp_path / "a", content)] == [3, 4, 5]


def test_only_short_plain_fields_are_repeated(tmp_path: Path) -> None:
    chat = {"long": "x" * 5_000} | {str(number): number for number in range(40)} | {"messages": [1]}
    ((_, part),) = slices(tmp_path / "a", json.dumps(chat))
    assert part == {str(number): number for number in range(32)} | {"messages": [1]}


def test_control_characters_in_the_notation_of_c(tmp_path: Path) -> None:
    content = r'{"messages": ["a\x1Fb", "c\\x1F", "\\\x01"]}'
    assert [part["messages"] for _, part in slices(tmp_path / "a", content)] == [["a\x1fb"], [r"c\x1F"], ["\\\x01"]]


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ('{"messages": [1,\n2', 2),
        ('{"messages": [1,\n2]', 2),
        ('{"messages": [1,\n{"a', 2),
        ('{"messages": [1, 2}', 2),
        ('{"messages": [1, 2]}}', 2),
        ('{"messages": [1, nothing', 1),
        ('{3: "messages"', 0),
        ("[" * 100_000, 0),
    ],
)
def test_a_document_without_end_or_with_other_text_fails_after_its_items(
    tmp_path: Path, content: str, read: int
) -> None:
    path = tmp_path / "a"
    path.write_text(content)
    parts: list[documents.Values] = []
    with pytest.raises(InputError):
        parts.extend(long_arrays.slices(InputFile.open(path), PATHS))
    assert sum(len(values) for _, values in parts) == read


def test_a_long_array_is_not_held_in_memory_and_is_decoded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[int] = []
    longest: list[int] = []
    decode = documents.decode_value

    def counted(text: str, at: int) -> Any:
        value, end = decode(text, at)
        decoded.append(end - at)
        longest.append(len(text))
        return value, end

    monkeypatch.setattr(long_arrays, "decode_value", counted)
    item = {"text": "x" * 1_000, "parts": list(range(100))}
    sizes = []
    for count in (2_000, 4_000):
        path = tmp_path / f"{count}.json.gz"
        path.write_bytes(gzip.compress(json.dumps({"id": 1, "messages": [item] * count}, indent=1).encode()))
        decoded.clear()
        assert sum(len(part) for _, part in long_arrays.slices(InputFile.open(path), PATHS)) == count
        sizes.append(sum(decoded))
    assert sizes[1] < 2.01 * sizes[0]
    assert max(longest) < 3 * files.BLOCK


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    st.lists(
        st.recursive(
            st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
        )
    ),
    st.sampled_from([None, 1]),
)
def test_items_are_unchanged(tmp_path: Path, items: list[Any], indent: int | None) -> None:
    content = json.dumps({"messages": items}, indent=indent)
    assert [part["messages"] for _, part in slices(tmp_path / "a", content)] == [[item] for item in items]


@pytest.mark.parametrize("name", ["id", "1.5e3"])
@pytest.mark.parametrize("block", [1, 2, 3, 7, 64])
def test_a_document_on_one_line_is_read_in_parts(
    tmp_path: Path, block: int, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "BLOCK", block)
    monkeypatch.setattr(documents, "LONGEST_LINE", 300)
    items = [{"text": "\u20ac\U0001f600é" * 3, "n": [number]} for number in range(60)]
    messages = [*items, 17]
    chat = {name: 1234567890123, "part": 12.5e10, "messages": messages}
    content = json.dumps(chat, ensure_ascii=False)
    expected = [{name: 1234567890123, "part": 12.5e10, "messages": [item]} for item in messages]
    assert [part for _, part in slices(tmp_path / "a", content)] == expected


def test_first_slices(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text(json.dumps({"id": 1, "messages": list(range(100))}))
    found = long_arrays.first_slices(InputFile.open(path), PATHS)
    assert len(found) == documents.LOOK_AT
    assert json.loads(found[1]) == {"id": 1, "messages": [1]}
