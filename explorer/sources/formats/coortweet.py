"""The four columns of the R package CooRTweet: ``object_id, account_id, content_id, timestamp_share``.

An account shares an object (here: a post) by a content (its retweet) at a time; its author is not given.
A row whose content is the object itself is the original post.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from explorer.common.errors import InputError
from explorer.model.batches import Batch
from explorer.model.tables import POSTS, RETWEETS
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import tabular
from explorer.sources.parsing.parser import Parser, ReadOptions, batches_from_rows
from explorer.sources.parsing.validation import validate

AS_RETWEET: Final = {
    "object_id": "post_id",
    "account_id": "account_id",
    "content_id": "retweet_id",
    "timestamp_share": "retweeted_at",
}
"""What CooRTweet's columns are in the table of retweets."""

_BEFORE: Final = {"account_id": "id_user"}
"""What they were called before CooRTweet 2."""

_AS_POST: Final = {"account_id": "author_id", "retweeted_at": "created_at"}


def matches(file: InputFile) -> bool:
    """Whether the file has the four columns."""
    return set(AS_RETWEET) == set(_present(tabular.columns(file)))


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read shares as retweets; originals come as posts, in batches of their own.

    Raises:
        InputError: if one of the four columns is missing.
    """
    seen = tabular.columns(file)
    present = _present(seen)
    missing = [name for name in AS_RETWEET if name not in present]
    if missing:
        raise InputError(
            f"{file.name} has no column {', '.join(missing)}; its columns are {', '.join(seen)}.",
            hint=f"CooRTweet's columns are {', '.join(AS_RETWEET)}.",
        )

    def make(frame: pl.DataFrame) -> list[Batch]:
        original = (pl.col("retweet_id") == pl.col("post_id")).fill_null(value=False)
        originals = frame.filter(original).drop("retweet_id").rename(_AS_POST)
        made = [validate(RETWEETS, frame.filter(~original), source=file.name, platform=options.platform)]
        if originals.height:
            made.append(validate(POSTS, originals, source=file.name, platform=options.platform))
        return made

    fields = {written: AS_RETWEET[name] for name, written in present.items()}
    return batches_from_rows(tabular.read_rows(file, fields), file, options, make)


def _present(seen: Sequence[str]) -> dict[str, str]:
    """Which of the four columns there are, and what the file calls them."""
    called = {name: name if name in seen else _BEFORE.get(name, name) for name in AS_RETWEET}
    return {name: written for name, written in called.items() if written in seen}


COORTWEET: Final = Parser(
    expects=f"the columns {', '.join(AS_RETWEET)}",
    matches=matches,
    read=read,
)
