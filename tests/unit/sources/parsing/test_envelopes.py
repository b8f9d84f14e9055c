from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import OTHER
from explorer.sources.parsing.envelopes import Envelopes, first_items, opened
from explorer.sources.parsing.jsonl import NotAMessage, Unusable
from explorer.sources.parsing.messages import Message
from tests.unit.sources.reading import write

ENVELOPES = Envelopes({"items": None, "page": None, "likes": "a like"}, marks=(frozenset({"items", "cursor"}),))


class Item(msgspec.Struct):
    id: str


def decode(value: bytes) -> Iterable[Message]:
    item = msgspec.json.decode(value, type=Item)
    if item.id == "x":
        raise NotAMessage("no message")
    return [Message(message_id=item.id)]


def rows(text: str) -> list[str | None]:
    """Ids of messages and reasons of unusable items."""
    decoded = opened(decode, ENVELOPES)(text.encode())
    return [row.problem.removeprefix(OTHER) if isinstance(row, Unusable) else row.message_id for row in decoded]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"id": "1"}', ["1"]),
        ('{"items": [{"id": "1"}, {"id": "x"}, {"id": "2"}]}', ["1", "no message", "2"]),
        ('[{"items": [{"id": "1"}]}, {"items": [{"id": "2"}]}]', ["1", "2"]),
        ('{"page": {"items": {"id": "1"}}, "cursor": 7}', ["1"]),
        ('{"items": [], "cursor": "c"}', []),
        ('{"success": true, "headers": {}, "data": {"items": [{"id": "1"}]}}', ["1"]),
        ('{"status": 200, "response": [{"id": "1"}, {"id": "2"}], "body": {}}', ["1", "2"]),
        ('{"items": [{"id": "1"}], "likes": [{"id": "2"}, 3]}', ["1", "a like", "a like"]),
        # an item may have a key like that of an envelope
        ('{"id": "1", "items": [{"id": "2"}]}', ["1"]),
    ],
)
def test_pages_are_opened(text: str, expected: list[str]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize("text", ['{"items": 3}', '{"other": []}', "7", "null", '{"items": [', "["])
def test_other_values_are_rejected_as_a_whole(text: str) -> None:
    with pytest.raises((msgspec.DecodeError, NotAMessage)):
        rows(text)


def test_only_some_levels_are_opened() -> None:
    assert rows("[" * 9 + "]" * 9) == ["not a message of this format: Expected `object`, got `array`"]


def test_an_empty_answer_is_recognised_by_its_keys() -> None:
    assert ENVELOPES.is_marked(b'{"items": [], "cursor": "c"}')
    assert not any(map(ENVELOPES.is_marked, (b'{"items": []}', b"[]", b"{", b"3")))


def test_the_first_items_of_a_file_include_those_of_an_incomplete_page(tmp_path: Path) -> None:
    page = '{"items": [{"id": "1", "more": "' + "x" * 40_000 + '"}, {"id": "2", "more": "' + "x" * 40_000 + '"}]}'
    file = InputFile.open(write(tmp_path / "page.json", page))
    assert [item[:10] for item in first_items(file, ENVELOPES)] == [b'{"items": ', b'{"id": "1"', b'{"id": "2"']
