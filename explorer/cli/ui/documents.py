"""Write rows as CSV, JSON or JSON Lines while they arrive, one row in memory."""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from typing import Any

from explorer.cli.options.output import Format
from explorer.common.spreadsheets import cell, line


def as_document(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: Format) -> Iterator[str]:
    """Yield the parts of a document that contains rows: CSV that is safe to open in spreadsheets, or JSON."""
    if form is Format.CSV:
        yield f"{line(columns)}\n"
        for row in rows:
            yield f"{line(map(_spreadsheet, row))}\n"
        return
    records = (dict(zip(columns, row, strict=True)) for row in rows)
    if form is Format.JSONL:
        for record in records:
            yield f"{to_json(record)}\n"
        return
    yield from as_array(records)
    yield "\n"


def as_array(records: Iterable[object], margin: str = "") -> Iterator[str]:
    """Yield the parts of a JSON array, indented as `json.dumps` does.

    Args:
        records: The items.
        margin: Spaces before the lines of the array.
    """
    before = "["
    for record in records:
        text = to_json(record, indent=2).replace("\n", f"\n{margin}  ")
        yield f"{before}\n{margin}  {text}"
        before = ","
    yield "[]" if before == "[" else f"\n{margin}]"


def to_json(value: object, *, indent: int | None = None) -> str:
    """Return a value as JSON. JSON has no infinite numbers, so these become the texts NaN, Infinity and -Infinity."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent, default=as_text, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, indent=indent, default=as_text)


def as_text(value: object) -> str:
    """Return a value that JSON cannot represent as text."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, list):
        return [_finite(item) for item in value]
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    return value


def _spreadsheet(value: object) -> str | float | None:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date | time | timedelta):
        return as_text(value)
    return cell(to_json(value) if isinstance(value, list | dict) else str(value))
