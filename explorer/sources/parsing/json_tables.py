"""Read JSON objects as the rows of a table, for tools that write the same fields as CSV and as JSON.

A nested object becomes columns with dots in their names (``post_owner.id``), a list becomes its JSON text, and every
other value becomes the text that a CSV file would contain.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec
import polars as pl

from explorer.model.batches import Batch
from explorer.sources.io import documents
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import LINE, META, PROBLEM, RAW, RawRows
from explorer.sources.parsing.envelopes import Envelopes, first_items
from explorer.sources.parsing.message_tables import MessageTable, table_parser
from explorer.sources.parsing.parser import Parser, ReadOptions

_DEEPEST: Final = 5
"""Number of levels of envelopes and of nested objects that are opened."""

_NO_ENVELOPES: Final = Envelopes({})

_decode = msgspec.json.Decoder().decode
_Row = tuple[int, str, str | None, Mapping[str, str | None]]


def table_or_json_parser(*tables: MessageTable, envelopes: Envelopes = _NO_ENVELOPES) -> Parser:
    """Return the parser of a format whose files are tables, or JSON objects with the columns of one of the tables.

    Args:
        tables: The tables, the most specific first.
        envelopes: The envelopes that contain the objects, if there are any.
    """
    of_tables = table_parser(*tables)

    def json_table(file: InputFile) -> MessageTable | None:
        if file.parquet or file.text.lstrip()[:1] not in {"{", "["}:
            return None
        names = [set(_flat(value)) for value in first_items(file, envelopes)]
        return next((table for table in tables if any(map(table.recognises, names))), None)

    def matches(file: InputFile) -> bool:
        return json_table(file) is not None or of_tables.matches(file)

    def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
        table = json_table(file)
        if table is None:
            return of_tables.read(file, options)
        return table.batches(_parts(file, table.fields, envelopes), set(table.fields.values()), file, options)

    expects = f"{of_tables.expects}, or JSON with these fields"
    return Parser(expects, matches, read, columns=of_tables.columns, lacks=of_tables.lacks)


def _flat(value: bytes) -> dict[str, str | None]:
    try:
        decoded = _decode(value)
    except (msgspec.DecodeError, RecursionError):
        return {}
    return dict(_cells(decoded)) if isinstance(decoded, dict) else {}


def _cells(nested: Mapping[str, Any], prefix: str = "", levels: int = _DEEPEST) -> Iterator[tuple[str, str | None]]:
    for name, value in nested.items():
        path = f"{prefix}{name.lower()}"
        if isinstance(value, dict) and value and levels:
            yield from _cells(value, f"{path}.", levels - 1)
        elif value is None or value == {} or isinstance(value, str):
            yield path, value if isinstance(value, str) else None
        else:
            yield path, msgspec.json.encode(value).decode()


def _parts(file: InputFile, fields: Mapping[str, str], envelopes: Envelopes) -> Iterator[RawRows]:
    spread = documents.is_spread(file) or file.text.lstrip().startswith("[")
    for consumed, values in documents.values(file) if spread else documents.lines(file):
        rows = [row for number, value, problem in values for row in _rows(number, value, problem, envelopes)]
        frame = pl.DataFrame(
            {
                LINE: [number for number, _, _, _ in rows],
                RAW: [raw for _, raw, _, _ in rows],
                PROBLEM: [problem for _, _, problem, _ in rows],
                **{field: [cells.get(name) for _, _, _, cells in rows] for name, field in fields.items()},
            },
            schema={**META, **dict.fromkeys(fields.values(), pl.String)},
        )
        yield RawRows(frame, consumed)


def _rows(
    number: int, value: bytes, problem: str | None, envelopes: Envelopes, levels: int = _DEEPEST
) -> Iterator[_Row]:
    raw = value.decode().rstrip("\r")
    if problem is None:
        try:
            items = envelopes.open(value) if levels else None
            decoded = None if items is not None else _decode(value)
        except msgspec.DecodeError as error:
            problem = f"unreadable JSON: {error}"
        except RecursionError:
            problem = "unreadable JSON: nested too deeply"
        else:
            if items is not None:
                for item, item_problem in items:
                    yield from _rows(number, bytes(item), item_problem, envelopes, levels - 1)
                return
            if isinstance(decoded, dict):
                yield number, raw, None, dict(_cells(decoded))
                return
            problem = "not a JSON object"
    if raw.strip():
        yield number, raw, problem, {}
