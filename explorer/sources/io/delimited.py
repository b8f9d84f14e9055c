"""Split delimited text (CSV, TSV) into rows, with exact line numbers even where quoting is broken.

The rules are those of Python's csv module in strict mode: a field may be quoted, and a quoted field may contain
delimiters, line ends and doubled quotes. Blocks without quotes are split by Polars, with the same result.
"""

import csv
import io
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import LINE, META, PROBLEM, RAW, RawRows

DELIMITERS: Final = (",", "\t", ";")
LONGEST_FIELD: Final = csv.field_size_limit()

_WIDTH = "the row has {} columns, the heading has {}"
_QUOTES = "a quotation mark is not closed, or not doubled inside a quoted field"
_RETURN = "the row contains a carriage return"
_FIELD = f"a field is longer than {LONGEST_FIELD:,} characters"


@dataclass(frozen=True, slots=True)
class Heading:
    """The first row of a file.

    Attributes:
        delimiter: Character that separates fields.
        columns: Column names, trimmed and in lower case.
        lines: Number of lines that the heading occupies, including blank lines before it.
    """

    delimiter: str
    columns: tuple[str, ...]
    lines: int


def heading(file: InputFile) -> Heading:
    """Return the heading of a text file. The delimiter that yields the most columns is used."""
    return max((_heading(file.text, delimiter) for delimiter in DELIMITERS), key=lambda head: len(head.columns))


def _heading(text: str, delimiter: str) -> Heading:
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    try:
        columns = next((row for row in reader if row), [])
    except csv.Error:
        columns = []
    return Heading(delimiter, tuple(name.strip().lower() for name in columns), reader.line_num)


def read_rows(file: InputFile, head: Heading, fields: Mapping[int, str]) -> Iterator[RawRows]:
    """Yield the rows after the heading, one block at a time.

    Blank lines are skipped. A broken row does not affect other rows: reading continues at the line after its first
    line.

    Args:
        file: A text file.
        head: Its heading.
        fields: Fields to read, by position, and the name of each.

    Raises:
        InputError: If the file is truncated; raised after the rows before that point.
    """
    split = _Splitter(head.delimiter, len(head.columns), fields)
    carried = ""
    first = head.lines + 1
    bad_lines: dict[int, str] = {}
    consumed = 0
    for block in file.lines():
        text = block.text
        skip = head.lines + 1 - block.first
        if skip > 0:
            text = text.split("\n", skip)[skip] if text.count("\n") >= skip else ""
        consumed = block.consumed
        frame = None
        if not carried and not block.bad:
            frame = split.plain(text, first)
        if frame is not None:
            first += text.count("\n")
        else:
            bad_lines = {line: problem for line, problem in (bad_lines | dict(block.bad)).items() if line >= first}
            text = carried + text
            frame, carried = split.quoted(text, first, bad_lines, final=False)
            first += text.count("\n") - carried.count("\n")
        yield RawRows(frame, consumed)
    if carried:
        frame, _ = split.quoted(carried, first, bad_lines, final=True)
        yield RawRows(frame, consumed)


@dataclass(frozen=True, slots=True)
class _Splitter:
    """Splits text that starts at the beginning of a row into the frames of `RawRows`."""

    delimiter: str
    width: int
    fields: Mapping[int, str]

    def plain(self, text: str, first: int) -> pl.DataFrame | None:
        """Split text in which every line is a row; return None if it contains quotes or other special cases."""
        text = text.replace("\r\n", "\n")
        if '"' in text or "\r" in text:
            return None
        lines = pl.Series(RAW, [text]).str.split("\n").explode()
        if (lines.str.len_bytes() > LONGEST_FIELD).any():
            return None
        return (
            pl.DataFrame({RAW: lines})
            .with_row_index(LINE, offset=first)
            .filter(pl.col(RAW) != "")
            .with_columns(
                pl.col(LINE).cast(pl.Int64),
                pl.col(RAW).str.split_exact(self.delimiter, self.width - 1).alias("split"),
                (pl.col(RAW).str.count_matches(self.delimiter, literal=True) + 1).alias("width"),
            )
            .select(
                LINE,
                RAW,
                pl.when(pl.col("width") != self.width)
                .then(pl.format(_WIDTH, "width", pl.lit(self.width)))
                .alias(PROBLEM),
                *(pl.col("split").struct[position].alias(name) for position, name in self.fields.items()),
            )
        )

    def quoted(self, text: str, first: int, bad_lines: Mapping[int, str], *, final: bool) -> tuple[pl.DataFrame, str]:
        """Split text with Python's csv module; also return the text of a row that is not complete at the end.

        Args:
            text: Complete lines.
            first: Number of the first line.
            bad_lines: Problems by line number; they make the row that contains the line invalid.
            final: Whether this is the end of the file, so that an incomplete row is a broken one.
        """
        lines = io.StringIO(text, newline="\n").readlines()
        starts: list[int] = []
        ends: list[int] = []
        rows: list[list[str]] = []
        problems: list[str | None] = []
        start = 0
        while start < len(lines):
            feed = _LineFeed(lines, start)
            reader = csv.reader(feed, delimiter=self.delimiter, strict=True)
            begin = start
            try:
                for row in reader:
                    end = begin + reader.line_num
                    if row:
                        starts.append(start)
                        ends.append(end)
                        rows.append(row)
                        has_wrong_width = len(row) != self.width
                        problems.append(_WIDTH.format(len(row), self.width) if has_wrong_width else None)
                    start = end
            except csv.Error:
                if feed.exhausted and not final:
                    break
                starts.append(start)
                ends.append(start + 1)
                rows.append([])
                problems.append(_quoting_problem(lines[start]))
                start += 1
        for line, problem in bad_lines.items():
            # the last row that starts at or before the line
            record = bisect_right(starts, line - first) - 1
            if record >= 0 and line - first < ends[record]:
                problems[record] = problem
        frame = pl.DataFrame(
            {
                LINE: [first + start for start in starts],
                RAW: ["".join(lines[a:b]).rstrip("\r\n") for a, b in zip(starts, ends, strict=True)],
                PROBLEM: problems,
                **{
                    name: [row[position] if position < len(row) else None for row in rows]
                    for position, name in self.fields.items()
                },
            },
            schema={**META, **dict.fromkeys(self.fields.values(), pl.String)},
        )
        return frame, "".join(lines[start:])


class _LineFeed:
    """Yields lines from ``start`` on, and records whether the reader tried to read past the last one."""

    def __init__(self, lines: Sequence[str], start: int) -> None:
        self._lines = iter(lines[start:] if start else lines)
        self.exhausted = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for line in self._lines:
            return line
        self.exhausted = True
        raise StopIteration


def _quoting_problem(line: str) -> str:
    if '"' in line:
        return _QUOTES
    return _RETURN if "\r" in line.rstrip("\r\n") else _FIELD
