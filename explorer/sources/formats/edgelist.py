"""Activity edge lists as published by SNAP: ``userA userB unixtime [RT|MT|RE]``, where userA retweets userB.

Fields are separated by whitespace, there is no heading, and lines that begin with ``#`` are comments. Posts have no
ids, so the id of a retweet is built from its other fields.
"""

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from explorer.model.batches import Batch
from explorer.model.tables import RETWEETS
from explorer.sources.io.input_file import InputFile, LineBlock
from explorer.sources.io.raw_rows import LINE, OTHER, PROBLEM, RAW, RawRows
from explorer.sources.parsing.parser import Parser, ReadOptions, batches_from_rows
from explorer.sources.parsing.validation import validate

_EDGE = re.compile(r"\s*\S+\s+\S+\s+[0-9]{9,13}(\.[0-9]*)?(\s+\S+)?\s*", re.ASCII)
_HEADING = re.compile(r"\s*[^\W\d]\w*(\s+[^\W\d]\w*){2,3}\s*")
_LINES_EXAMINED: Final = 50
_SHAPE: Final = "{} columns; expected `userA userB unixtime` with an optional RT, MT or RE"


def matches(file: InputFile) -> bool:
    """Whether most of the first lines are two names and a Unix time, and the first line is not a heading."""
    if file.parquet:
        return False
    lines = [line for line in file.text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    # a table of accounts, posts and times with a heading has such lines too
    if lines and _HEADING.fullmatch(lines[0]):
        return False
    matches_count = sum(_EDGE.fullmatch(line) is not None for line in lines[:_LINES_EXAMINED])
    return matches_count * 2 > len(lines[:_LINES_EXAMINED])


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read an edge list; ``retweet_id`` is ``userA:userB:unixtime`` as written, ``post_id`` is null."""

    def make(frame: pl.DataFrame, options: ReadOptions) -> list[Batch]:
        return [validate(RETWEETS, frame, source=file.name, platform=options.platform, times=options.times)]

    return batches_from_rows(map(_parse_block, file.lines()), file, options, make)


def _parse_block(block: LineBlock) -> RawRows:
    lines = pl.Series(RAW, [block.text]).str.split("\n").explode()
    fields = pl.col(RAW).str.strip_chars()
    if "\t" in block.text or "  " in block.text:
        fields = fields.str.replace_all(r"[ \t]+", " ")
    split = pl.col("fields").str.split_exact(" ", 3).struct
    width = pl.when(pl.col("fields") != "").then(pl.col("fields").str.count_matches(" ", literal=True) + 1)
    kind = pl.col("kind")
    line_problem = pl.col(LINE).replace_strict(dict(block.bad), default=None, return_dtype=pl.String)
    frame = (
        pl.DataFrame({RAW: lines})
        .with_row_index(LINE, offset=block.first)
        .with_columns(pl.col(LINE).cast(pl.Int64), pl.col(RAW).str.strip_chars_end("\r"), fields=fields)
        .filter(pl.col("fields") != "", ~pl.col("fields").str.starts_with("#"))
        .with_columns(
            split[0].alias("account_id"),
            split[1].alias("author_id"),
            split[2].alias("retweeted_at"),
            split[3].alias("kind"),
            width=width,
        )
        .select(
            LINE,
            RAW,
            pl.coalesce(
                line_problem if block.bad else pl.lit(None, pl.String),
                pl.when(~pl.col("width").is_in([3, 4])).then(pl.format(_SHAPE, "width")),
                pl.when(~kind.is_in(["RT", "rt"])).then(pl.format(f"{OTHER}not a retweet ({{}})", kind.str.head(40))),
            ).alias(PROBLEM),
            "account_id",
            "author_id",
            "retweeted_at",
            retweet_id=pl.concat_str("account_id", "author_id", "retweeted_at", separator=":"),
        )
    )
    return RawRows(frame, block.consumed)


EDGELIST: Final = Parser(
    expects="lines of `userA userB unixtime` with an optional RT, MT or RE, separated by whitespace",
    matches=matches,
    read=read,
)
