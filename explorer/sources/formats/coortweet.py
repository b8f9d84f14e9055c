"""The four columns of the R package CooRTweet: ``object_id, account_id, content_id, timestamp_share``.

An account shares an object (here a post) through a content (its retweet) at a time. The author of the object is not
given. A row whose content is the object itself is the original post.
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
"""Maps CooRTweet's columns to columns of the table of retweets."""

_OLD_NAMES: Final = {"account_id": ("id_user", "id_account")}
"""Names of columns in earlier versions (https://github.com/nicolarighetti/CooRTweet, ``R/detect_groups.R``)."""

_AS_POST: Final = {"account_id": "author_id", "retweeted_at": "created_at"}


def matches(file: InputFile) -> bool:
    """Whether the file has the four columns."""
    return set(AS_RETWEET) == set(_present(tabular.columns(file)))


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read shares as retweets, and originals as posts in separate batches.

    Raises:
        InputError: If one of the four columns is missing.
    """
    file_columns = tabular.columns(file)
    present = _present(file_columns)
    if missing := _missing(file_columns):
        raise InputError(
            f"{file.name} lacks the columns {', '.join(missing)}; its columns are {', '.join(file_columns)}.",
            hint=f"CooRTweet's columns are {', '.join(AS_RETWEET)}.",
        )

    def make(frame: pl.DataFrame, options: ReadOptions) -> list[Batch]:
        original = (pl.col("retweet_id") == pl.col("post_id")).fill_null(value=False)
        originals = frame.filter(original).drop("retweet_id").rename(_AS_POST)
        batches = [
            validate(
                RETWEETS, frame.filter(~original), source=file.name, platform=options.platform, times=options.times
            )
        ]
        if originals.height:
            batches.append(validate(POSTS, originals, source=file.name, platform=options.platform, times=options.times))
        return batches

    fields = {file_name: AS_RETWEET[name] for name, file_name in present.items()}
    return batches_from_rows(tabular.read_rows(file, fields), file, options, make)


def _present(file_columns: Sequence[str]) -> dict[str, str]:
    """Map each of the four columns that the file has to its name in the file."""
    candidates = {name: (name, *_OLD_NAMES.get(name, ())) for name in AS_RETWEET}
    return {
        name: next(given for given in names if given in file_columns)
        for name, names in candidates.items()
        if not set(names).isdisjoint(file_columns)
    }


def _missing(file_columns: Sequence[str]) -> list[str]:
    present = _present(file_columns)
    return [name for name in AS_RETWEET if name not in present]


COORTWEET: Final = Parser(
    expects=f"the columns {', '.join(AS_RETWEET)}",
    matches=matches,
    read=read,
    columns=frozenset((*AS_RETWEET, *_OLD_NAMES["account_id"])),
    lacks=lambda file: _missing(tabular.columns(file)),
)
