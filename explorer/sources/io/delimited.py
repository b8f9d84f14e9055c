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

from explorer.sources.io.headings import Heading
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import LINE, META, PROBLEM, RAW, RawRows

LONGEST_FIELD: Final = csv.field_size_limit()

LONGEST_ROW: Final = 1 << 20
"""Maximum number of characters of a row that spans several lines."""

_COUNTED = "\x00width"
_WIDTH = "the row has {} columns, the heading has {}"
_QUOTES = "a quotation mark is not closed, or not doubled inside a quoted field"
_RETURN = "the row contains a carriage return"
_FIELD = f"a field is longer than {LONGEST_FIELD:,} characters"


def read_rows(file: InputFile, head: Heading, fields: Mapping[int, str]) -> Iterator[RawRows]:
    """Yield the rows after the heading, one block at a time.

    Blank lines are skipped. A broken row does not affect other rows: reading continues at the line after its first
    line. Time is linear, because the lines that a broken row would have spanned are then read one by one.

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
    notes = head.notes
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
        yield RawRows(frame, consumed, notes)
        notes = ()
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
        rows = (
            pl.DataFrame({RAW: lines})
            .with_row_index(LINE, offset=first)
            .filter(pl.col(RAW) != "")
            .with_columns(
                pl.col(LINE).cast(pl.Int64),
                (pl.col(RAW).str.count_matches(self.delimiter, literal=True) + 1).alias(_COUNTED),
            )
        )
        fits = rows[_COUNTED] == self.width
        if fits.all():
            return self._fields(rows)
        # rows of another width are not split: a heading of many columns would make many fields of every short line
        bad = rows.filter(~fits).select(LINE, RAW, pl.format(_WIDTH, _COUNTED, pl.lit(self.width)).alias(PROBLEM))
        return pl.concat([self._fields(rows.filter(fits)), bad], how="diagonal").sort(LINE)

    def _fields(self, rows: pl.DataFrame) -> pl.DataFrame:
        split = pl.col("split").struct
        return rows.with_columns(pl.col(RAW).str.split_exact(self.delimiter, self.width - 1).alias("split")).select(
            LINE,
            RAW,
            pl.lit(None, pl.String).alias(PROBLEM),
            *(split[position].alias(name) for position, name in self.fields.items()),
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

        def add(start: int, end: int, row: list[str]) -> None:
            if row:
                fits = len(row) == self.width
                starts.append(start)
                ends.append(end)
                rows.append(row if fits else [])
                problems.append(None if fits else _WIDTH.format(len(row), self.width))

        def reject(line: int) -> None:
            starts.append(line)
            ends.append(line + 1)
            rows.append([])
            problems.append(_quoting_problem(lines[line]))

        start = 0
        feed = _LineFeed(lines)
        while start < len(lines):
            feed.go_to(start)
            try:
                for row in csv.reader(feed, delimiter=self.delimiter, strict=True):
                    add(start, feed.at, row)
                    start = feed.at
                    feed.go_to(start)
            except csv.Error:
                if feed.exhausted and not final:
                    break
                reject(start)
                # A row that starts at one of these lines and spans more than it is inside a quoted field where the
                # broken row is, and therefore breaks where that breaks.
                broken_at = len(lines) if feed.exhausted else feed.at - 1
                for line in range(start + 1, broken_at):
                    single = self._single(lines[line])
                    if single is None:
                        reject(line)
                    else:
                        add(line, line + 1, single)
                start = max(start + 1, broken_at)
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
                **{name: [row[position] if row else None for row in rows] for position, name in self.fields.items()},
            },
            schema={**META, **dict.fromkeys(self.fields.values(), pl.String)},
        )
        return frame, "".join(lines[start:])

    def _single(self, line: str) -> list[str] | None:
        """Split one line; return None if it is not a whole row."""
        try:
            return next(csv.reader([line], delimiter=self.delimiter, strict=True), [])
        except csv.Error:
            return None


class _LineFeed:
    """Yields the lines of one row after another.

    Attributes:
        at: Position of the next line.
        exhausted: Whether the reader tried to read past the last line.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self.go_to(0)

    def go_to(self, line: int) -> None:
        """Begin a row at a line."""
        self.at = line
        self._length = 0
        self.exhausted = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at == len(self._lines):
            self.exhausted = True
            raise StopIteration
        line = self._lines[self.at]
        self.at += 1
        self._length += len(line)
        if self._length > LONGEST_ROW and self._length > len(line):
            raise csv.Error("the row is too long")
        return line


def _quoting_problem(line: str) -> str:
    if '"' in line:
        return _QUOTES
    return _RETURN if "\r" in line.rstrip("\r\n") else _FIELD
