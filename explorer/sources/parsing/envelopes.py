"""Split the answers of an API into their items.

An API wraps its items in an object: ``{"statuses": […], "search_metadata": {…}}``. A format declares the keys under
which its answers contain items; this module finds the items in pages, arrays of pages and pages within pages.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import msgspec

from explorer.sources.io import documents
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import OTHER
from explorer.sources.parsing.jsonl import Decode, NotAMessage, Unusable, each_item, with_and_without_empty_fields
from explorer.sources.parsing.messages import Message

_DEEPEST: Final = 5
"""Number of levels of envelopes that are opened; each level reads the value once more."""

_WRAPPERS: Final = ("data", "response", "result", "body")
"""Keys under which clients of APIs store a whole answer, next to its status and headers."""

_object = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_array = msgspec.json.Decoder(list[msgspec.Raw]).decode

Item = tuple[msgspec.Raw, str | None]
"""An item of a page, and the reason why it is not imported, if the page alone determines that."""


@dataclass(frozen=True, slots=True)
class Envelopes:
    """The envelopes of an API.

    Attributes:
        keys: Keys of an envelope that contain items, either an array or a single object. The value says what these
            items are if they are of a kind that is not imported, and is None if they can be used.
        maps: Keys of an envelope whose value is an object with the items as values, by id.
        marks: Sets of keys that identify an answer of this API even if it contains no items.
    """

    keys: Mapping[str, str | None]
    marks: tuple[frozenset[str], ...] = ()
    maps: frozenset[str] = frozenset()

    def open(self, value: bytes) -> list[Item] | None:
        """Return the items of an array or an envelope; None if the value is neither.

        Raises:
            msgspec.DecodeError: If the value is not JSON.
        """
        begin = value.lstrip()[:1]
        if begin == b"[":
            return [(item, None) for item in _array(value)]
        fields = _object(value) if begin == b"{" else {}
        items: list[Item] = []
        for name in self.maps:
            by_id = _object(fields[name]) if _begin(fields.get(name)) == b"{" else {}
            if any(_begin(item) == b"{" for item in by_id.values()):
                items += [(item, None) for item in by_id.values()]
        containers = [name for name in self.keys if _begin(fields.get(name)) in {b"[", b"{"}]
        if not containers and not items:
            containers = [name for name in _WRAPPERS if _begin(fields.get(name)) in {b"[", b"{"}][:1]
        if not containers and not items:
            return None
        for name in containers:
            inner = _array(fields[name]) if _begin(fields[name]) == b"[" else [fields[name]]
            items += [(item, self.keys.get(name)) for item in inner]
        return items

    def is_marked(self, value: bytes) -> bool:
        """Whether the keys of a value identify it as an answer of this API."""
        try:
            names = frozenset(_object(value)) if self.marks else frozenset()
        except (msgspec.DecodeError, RecursionError):
            return False
        return any(mark <= names for mark in self.marks)


def _begin(value: msgspec.Raw | None) -> bytes:
    return b"" if value is None else bytes(value)[:1]


def opened(decode: Decode, envelopes: Envelopes) -> Decode:
    """Return a function that decodes a value or, if it is an array or an envelope, each item in it.

    Args:
        decode: Decodes a single item. A value that it accepts is not opened.
        envelopes: The envelopes to open.
    """

    def rows(value: bytes, levels: int = _DEEPEST) -> list[Message | Unusable]:
        try:
            return list(decode(value))
        except (msgspec.ValidationError, NotAMessage):
            items = envelopes.open(value) if levels else None
            if items is None:
                raise
        inner = partial(rows, levels=levels - 1)
        return [
            row
            for item, problem in items
            for row in (
                each_item([item], inner) if problem is None else [Unusable(bytes(item).decode(), f"{OTHER}{problem}")]
            )
        ]

    return rows


def first_items(file: InputFile, envelopes: Envelopes) -> Iterator[bytes]:
    """Yield the first values of a file, each followed by the items in it.

    If the beginning of the file ends within a value, the complete part of that value counts.
    """
    if not file.parquet:
        for text in documents.beginnings(file):
            yield from _with_items(text.encode(), envelopes)


def _with_items(value: bytes, envelopes: Envelopes, levels: int = _DEEPEST) -> Iterator[bytes]:
    yield from with_and_without_empty_fields(value)
    try:
        items = envelopes.open(value) if levels else None
    except (msgspec.DecodeError, RecursionError):
        return
    for item, _ in (items or ())[: documents.LOOK_AT]:
        yield from _with_items(bytes(item), envelopes, levels - 1)
