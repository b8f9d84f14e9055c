"""Read complete files, for tests."""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from explorer.common.errors import InputError
from explorer.model.batches import Batch, rejects_frame
from explorer.model.resolution import Resolution
from explorer.model.tables import TABLES
from explorer.sources.format_detection import find_format
from explorer.sources.parsing.parser import ReadOptions
from explorer.sources.reading import read_batches, resolve_platform

SAMPLE_ROWS = 12


@dataclass(frozen=True)
class Whole:
    """All batches of a file combined."""

    format: str
    tables: dict[str, pl.DataFrame]
    rejects: pl.DataFrame
    rows_read: int
    bytes_read: int
    resolution: Resolution
    notes: tuple[str, ...]
    failure: InputError | None

    @property
    def rows(self) -> pl.DataFrame:
        """The accepted rows of a file that holds one table."""
        (rows,) = self.tables.values()
        return rows

    @property
    def reasons(self) -> list[tuple[int, str]]:
        """Line and reason of every reject."""
        return list(self.rejects.select("line", "reason").iter_rows())

    def same_as(self, other: "Whole") -> bool:
        """Whether both reached the same outcome."""
        return (
            self.tables.keys() == other.tables.keys()
            and all(self.tables[name].equals(other.tables[name]) for name in self.tables)
            and self.rejects.equals(other.rejects)
            and self.resolution == other.resolution
            and self.rows_read == other.rows_read
            and self.notes == other.notes
            and str(self.failure) == str(other.failure)
        )


def detect_and_read(path: Path, *, batch_rows: int = 50_000) -> Iterator[Batch]:
    """Detect the format of a file and read it."""
    input_format = find_format(path)
    return read_batches(path, input_format, ReadOptions(input_format.platform, batch_rows))


def read_all(
    path: Path,
    *,
    name: str = "auto",
    platform: str | None = None,
    batch_rows: int = 50_000,
    options: ReadOptions = ReadOptions(),
) -> Whole:
    """Read a file to its end. Errors while reading are stored; errors at the start are raised."""
    input_format = find_format(path, name, options)
    platform = resolve_platform(input_format, platform)
    batches = read_batches(path, input_format, replace(options, platform=platform, batch_rows=batch_rows))
    collected: list[Batch] = []
    failure = None
    try:
        for batch in batches:
            assert batch.rows_read <= batch_rows
            collected.append(batch)
    except InputError as error:
        failure = error
    resolution = Resolution()
    for batch in collected:
        resolution |= batch.resolution
    # ignore tables without rows, unless there is no other table
    names = [name for name in TABLES if any(b.table.name == name and b.rows_read for b in collected)]
    names = names or [b.table.name for b in collected[:1]]
    return Whole(
        input_format.name,
        {name: pl.concat(b.rows for b in collected if b.table.name == name) for name in names},
        pl.concat([rejects_frame(), *(b.rejects for b in collected)]),
        sum(b.rows_read for b in collected),
        sum(b.bytes_read for b in collected),
        resolution,
        tuple(note for b in collected for note in b.notes),
        failure,
    )


def write(path: Path, content: str | bytes | Iterable[str]) -> Path:
    """Write lines to a file, compressed with gzip if the name ends in .gz."""
    if not isinstance(content, bytes):
        content = (content if isinstance(content, str) else "".join(f"{line}\n" for line in content)).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def jsonl_sample(*values: object) -> bytes:
    """Return a file of JSON lines in which each value occurs several times."""
    return "".join(json.dumps(value) + "\n" for value in values for _ in range(SAMPLE_ROWS // len(values))).encode()


def csv_sample(*rows: Mapping[str, str]) -> bytes:
    """Return a CSV file in which each row occurs several times."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    for _ in range(SAMPLE_ROWS // len(rows)):
        writer.writerows(rows)
    return text.getvalue().encode()


def table(path: Path, *rows: dict[str, str]) -> Whole:
    """Write rows as CSV and read them."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(json.dumps(name) for name in names)]
    lines += [",".join('"' + row.get(name, "").replace('"', '""') + '"' for name in names) for row in rows]
    return read_all(write(path, lines))


def learnt(path: Path, name: str) -> list[dict[str, object]]:
    """Return the rows of a table that are embedded in the messages of a file, without missing values.

    The time of an account's handle, which is that of the message, is left out.
    """
    batches = detect_and_read(path)
    frames = [frame for batch in batches for about, frame in batch.embedded if about.name == name]
    return [
        {key: value for key, value in row.items() if value is not None and key != "handle_at"}
        for frame in frames
        for row in frame.to_dicts()
    ]


def embedded_values(path: Path, table: str, column: str) -> list[Any]:
    """Return a column of the rows of a table that are embedded in other rows."""
    found = (rows for batch in detect_and_read(path) for each, rows in batch.embedded if each.name == table)
    return [value for rows in found for value in rows[column]]


def captured(item: dict[str, Any], source: str) -> dict[str, Any]:
    """Return an item as Zeeschuimer stores it."""
    return {
        "id": 12,
        "nav_index": "1:2:0",
        "item_id": "a",
        "timestamp_collected": 1714557700000,
        "source_platform": source,
        "source_platform_url": f"https://www.{source}/",
        "data": item,
    }


def stored(item: dict[str, Any], source: str) -> dict[str, Any]:
    """Return an item as 4CAT stores it."""
    return item | {"__import_meta": {"source_platform": source, "nav_index": "1:2:0"}}
