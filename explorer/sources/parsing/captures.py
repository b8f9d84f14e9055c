"""Posts that Zeeschuimer captured from web pages, and the same posts in the NDJSON of 4CAT.

Zeeschuimer (https://github.com/digitalmethodsinitiative/zeeschuimer, ``js/zs-background.js``) wraps each item that a
page loaded: ``{"nav_index": …, "item_id": …, "source_platform": …, "data": {…}}``. 4CAT
(https://github.com/digitalmethodsinitiative/4cat) removes this envelope and keeps its fields in ``__import_meta``.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from explorer.model.batches import Batch
from explorer.sources.io import documents
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import jsonl
from explorer.sources.parsing.jsonl import NotAMessage
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions


class _Origin(msgspec.Struct, gc=False):
    source_platform: str | None = None


class _Capture(msgspec.Struct, gc=False):
    item_id: msgspec.Raw = msgspec.Raw()
    source_platform: str | None = None
    data: msgspec.Raw = msgspec.Raw()
    origin: _Origin | None = msgspec.field(default=None, name="__import_meta")


_capture = msgspec.json.Decoder(_Capture).decode


def capture_parser(
    expects: str,
    sources: frozenset[str],
    decode: Callable[[bytes], Iterable[Message]],
    is_item: Callable[[bytes], bool],
) -> Parser:
    """Return the parser of the posts of one platform.

    Args:
        expects: As in `Parser`.
        sources: Names of the platform in ``source_platform``.
        decode: Decodes an item without envelope.
        is_item: Whether an item without envelope that names no platform is one of this platform; may raise
            ``msgspec.DecodeError`` or `NotAMessage` if it is not.
    """

    def matches(file: InputFile) -> bool:
        return not file.parquet and any(_matches(text.encode()) for text in documents.beginnings(file))

    def _matches(value: bytes) -> bool:
        try:
            item, source = _opened(value)
            return is_item(item) and (source is None or source in sources)
        except (msgspec.DecodeError, NotAMessage, RecursionError):
            return False

    def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
        return jsonl.read_messages(file, options, _decode)

    def _decode(value: bytes) -> Iterable[Message]:
        item, source = _opened(value)
        if source is not None and source not in sources:
            raise NotAMessage(f"captured from another platform ({source[:40]})")
        return decode(item)

    return Parser(expects, matches, read)


def _opened(value: bytes) -> tuple[bytes, str | None]:
    """Return the item in an envelope, or the value itself, and the platform that it names."""
    capture = _capture(value)
    if bytes(capture.data)[:1] == b"{" and bytes(capture.item_id):
        return bytes(capture.data), capture.source_platform
    return value, capture.origin.source_platform if capture.origin else None
