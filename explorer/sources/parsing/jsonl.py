"""Decode JSON Lines into messages, with a reason for every line that is not a message."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, TypeVar

import msgspec
import polars as pl

from explorer.common.errors import InputError
from explorer.model.batches import Batch
from explorer.model.tables import Polars
from explorer.sources.io import documents
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import LARGEST_BATCH, LINE, META, OTHER
from explorer.sources.parsing.messages import FIELDS, Message, split_messages
from explorer.sources.parsing.parser import ReadOptions

_decode = msgspec.json.Decoder().decode

_Row = tuple[int, str | None, str | None, Message]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unusable:
    """An item that is not a message. It counts as a row and is rejected.

    Attributes:
        raw: The item as read.
        problem: Reason.
    """

    raw: str
    problem: str


Decode = Callable[[bytes], Iterable[Message | Unusable]]
"""Returns the messages in a value; raises ``msgspec.DecodeError`` or `NotAMessage` if the value as a whole has none."""


class NotAMessage(Exception):  # noqa: N818 - not an error: streams contain other records too
    """Raised for a line that is valid JSON but not a message; the text says what it is.

    Such rows do not count as unusable, see `explorer.model.outcome`.
    """


def first_values(file: InputFile, kind: type[T]) -> Iterator[T]:
    """Yield the file's first values that decode as ``kind``.

    A value that is longer than the file's head is skipped.
    """
    if file.parquet:
        return
    for text in documents.beginnings(file):
        for value in with_and_without_empty_fields(text.encode()):
            try:
                yield msgspec.json.decode(value, type=kind)
            except (msgspec.DecodeError, RecursionError):
                continue
            break


def decoded(decode: Callable[[bytes], T], value: bytes) -> T | None:
    """Return a decoded value, or None if it is not JSON or not of the decoder's type."""
    try:
        return decode(value)
    except (msgspec.DecodeError, RecursionError):
        return None


def with_and_without_empty_fields(value: bytes) -> Iterator[bytes]:
    """Yield a JSON value, and then the same without the fields that are null or ``{}``, if it has any.

    R's jsonlite writes ``{}`` for a missing list, and many programs write null for any missing value, so these say as
    little as a field that is absent.
    """
    yield value
    try:
        decoded = _decode(value)
        if _remove_empty_fields(decoded):
            yield msgspec.json.encode(decoded)
    except (msgspec.DecodeError, RecursionError):
        return


def _remove_empty_fields(decoded: Any) -> bool:
    """Remove the empty fields of all objects; return whether there were any."""
    is_changed, waiting = False, [decoded]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            empty = [name for name, inner in part.items() if inner is None or inner == {}]
            is_changed |= bool(empty)
            for name in empty:
                del part[name]
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return is_changed


def read_messages(
    file: InputFile,
    options: ReadOptions,
    decode: Decode,
    *,
    pages: bool = False,
    parts: Iterator[documents.Values] | None = None,
    notes: Callable[[], Iterable[str]] = tuple,
) -> Iterator[Batch]:
    """Read a file of messages.

    Args:
        file: A text file.
        options: Options for reading the file.
        decode: Decodes a value; `each_item` decodes the items of a page one by one.
        pages: Whether ``decode`` accepts an array on a line as a single value.
        parts: The values of the file, if they are neither on separate lines nor in an array.
        notes: Returns notes about the file; called when all messages have been read.

    Raises:
        InputError: If the file is truncated; raised after the messages before that point.
    """
    pending: list[_Row] = []
    reported = consumed = size = 0
    failure: InputError | None = None

    def batches(rows: Sequence[_Row], consumed: int) -> Iterator[Batch]:
        nonlocal reported
        for batch in _accept(rows, file, options):
            yield replace(batch, bytes_read=consumed - reported)
            reported = consumed

    if parts is None:
        split_values = documents.is_spread(file) or (not pages and file.text.lstrip().startswith("["))
        parts = documents.values(file) if split_values else documents.lines(file)
    while True:
        try:
            part = next(parts, None)
        except InputError as error:
            failure, part = error, None
        if part is None:
            break
        consumed, values = part
        for number, value, problem in values:
            pending.extend(_decoded(number, value, problem, decode))
            size += len(value)
        # hold back the last row, because the last batch reports the whole file as consumed
        while len(pending) > options.batch_rows or (size > LARGEST_BATCH and len(pending) > 1):
            rows = min(options.batch_rows, len(pending) - 1)
            yield from batches(pending[:rows], consumed)
            del pending[:rows]
            if len(pending) == 1:
                size = 0
    last = list(batches(pending, file.size if failure is None else consumed))
    yield from (*last[:-1], replace(last[-1], notes=tuple(notes())))
    if failure is not None:
        raise failure


def each_item(items: Iterable[msgspec.Raw], decode: Decode) -> list[Message | Unusable]:
    """Decode the items of a page one by one, so that an unusable item does not affect the others."""
    return [message for item in items for message in _messages(bytes(item), decode)]


def _decoded(number: int, line: bytes, problem: str | None, decode: Decode) -> list[_Row]:
    messages = _messages(line, decode) if problem is None else [Unusable(line.decode("utf-8"), problem)]
    return [
        (number, message.raw.rstrip("\r"), message.problem, Message())
        if isinstance(message, Unusable)
        else (number, None, None, message)
        for message in messages
        if not isinstance(message, Unusable) or not message.raw.isspace()
    ]


def _messages(value: bytes, decode: Decode) -> list[Message | Unusable]:
    problem = ""
    for variant in with_and_without_empty_fields(value):
        try:
            return list(decode(variant))
        except msgspec.ValidationError as error:
            problem = problem or f"not a message of this format: {error}"
            continue
        except NotAMessage as error:
            problem = f"{OTHER}{error}"
        except msgspec.DecodeError as error:
            problem = f"unreadable JSON: {error}"
        except RecursionError:
            problem = "unreadable JSON: nested too deeply"
        break
    return [Unusable(value.decode("utf-8"), problem)]


def _accept(rows: Sequence[_Row], file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    lines, raws, problems, messages = zip(*rows, strict=True) if rows else ((), (), (), ())
    meta = pl.DataFrame(dict(zip(META, (lines, raws, problems), strict=True)), schema=META)
    inside = [(number, inner) for number, _, _, message in rows for inner in message.inside]
    return split_messages(
        meta.hstack(_frame(messages)),
        source=file.name,
        platform=options.platform,
        times=options.times,
        inside=pl.DataFrame({LINE: [n for n, _ in inside]}, schema={LINE: pl.Int64}).hstack(
            _frame([inner for _, inner in inside])
        ),
    )


def _frame(messages: Sequence[Message]) -> pl.DataFrame:
    return pl.DataFrame([_column(name, dtype, list(map(attrgetter(name), messages))) for name, dtype in FIELDS.items()])


def _column(name: str, dtype: Polars, values: list[Any]) -> pl.Series:
    if dtype != pl.String:
        return _lists(name, values)
    # numbers and Booleans become the text that a CSV file would contain
    try:
        return pl.Series(name, values).cast(pl.String)
    except (TypeError, OverflowError):  # a number outside the range of Polars' types; validation rejects it
        return pl.Series(name, [None if value is None else str(value) for value in values], dtype=pl.String)


def _lists(name: str, values: list[list[str] | None]) -> pl.Series:
    # build one flat column of items and group it: building list by list takes ten times as long
    rows = [row for row, items in enumerate(values) if items for _ in items]
    items = pl.Series(name, [item for items in values if items for item in items], dtype=pl.String)
    lists = pl.DataFrame([pl.Series("row", rows, dtype=pl.UInt32), items]).group_by("row").agg(name)
    all_rows = pl.DataFrame({"row": range(len(values))}, schema={"row": pl.UInt32})
    return all_rows.join(lists, on="row", how="left", maintain_order="left")[name]
