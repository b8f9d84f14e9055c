"""Tables of edges with a heading, as Gephi, networkx and igraph write them, and data sets on Zenodo contain them.

Gephi's edge table has the columns ``Source, Target, Type, Id, Label, timeset, Weight``
(https://github.com/gephi/gephi, ``SpreadsheetUtils``), networkx writes ``source, target`` and attributes
(``to_pandas_edgelist``), igraph ``from, to`` and attributes (``as_data_frame``). With a column of times, each row is a
retweet of the account Target by the account Source. The post is unknown, so the id of a retweet is built from its
other fields. Without times, a table is refused: a weight says how often, not when.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from explorer.common.errors import InputError
from explorer.model.batches import Batch
from explorer.model.tables import RETWEETS
from explorer.sources.essentials import named_tables
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import OTHER, PROBLEM
from explorer.sources.parsing import tabular
from explorer.sources.parsing.parser import Parser, ReadOptions, batches_from_rows
from explorer.sources.parsing.validation import validate

_ENDS: Final = (
    *(("source", "target"), ("from", "to"), ("src", "dst"), ("source_id", "target_id"), ("source_user", "target_user")),
    *(("user1", "user2"), ("user_1", "user_2"), ("usera", "userb"), ("user_a", "user_b"), ("from_user", "to_user")),
    ("retweeter", "retweeted"),
    *(("account1", "account2"), ("account_1", "account_2"), ("node1", "node2"), ("node_1", "node_2")),
)
_TIMES: Final = (
    *("time", "timestamp", "datetime", "date", "created_at", "created", "unixtime", "unix_time", "unix_timestamp"),
    *("time_unix", "epoch", "ts", "utc", "retweeted_at", "retweet_time"),
)
_WEIGHTS: Final = ("weight", "weights", "count", "n", "n_retweets", "retweets", "frequency", "edge_weight")
_KINDS: Final = ("type", "kind", "interaction", "interaction_type", "action", "edge_type", "relation", "relationship")
# attributes without a meaning for who acted when; the first is the index of a data frame
_OTHERS: Final = ("", "unnamed: 0", "id", "edge_id", "label", "timeset", "interval", "key", "color", "thickness")
_RETWEET_WORDS: Final = ("", "directed", "rt", "retweet", "retweets", "retweeted", "repost", "share", "reblog", "boost")
_UNDIRECTED: Final = ("undirected", "mutual")


def matches(file: InputFile) -> bool:
    """Whether the heading names two ends, and either nothing that an edge does not have, or a weight but no time."""
    names = tabular.columns(file)
    ends = _ends(names)
    # a file of likes is not one of retweets, whatever its columns
    if ends is None or RETWEETS.name not in (named_tables(file.name) or (RETWEETS.name,)):
        return False
    weighted = not _first(_TIMES, names) and _first(_WEIGHTS, names) is not None
    return weighted or not _unknown(names, ends)


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read edges; ``retweet_id`` is ``source:target:time`` as written, ``post_id`` is null.

    Raises:
        InputError: If there is no column of times.
    """
    names = tabular.columns(file)
    ends, time = _ends(names), _first(_TIMES, names)
    if ends is None:
        raise InputError(
            f"{file.name} has no columns for the two ends of an edge; its columns are {', '.join(names)}.",
            hint="Name the retweeting account Source and the retweeted account Target, or use --map.",
        )
    if time is None:
        raise _no_times(file, names, ends)
    kinds = [name for name in names if name in _KINDS]
    fields = {ends[0]: "account_id", ends[1]: "author_id", time: "retweeted_at"} | {name: f"\0{name}" for name in kinds}
    notes: tuple[str, ...] = (
        "each row is read as a retweet of the second account by the first; the posts are unknown, so use --signal "
        "co-amplify",
    )
    if weight := _first(_WEIGHTS, names):
        notes += (f"the column {weight} is not used: a row is one retweet at its time",)

    def make(frame: pl.DataFrame, options: ReadOptions) -> list[Batch]:
        rows = frame.with_columns(
            pl.coalesce(PROBLEM, *(_problem(f"\0{name}") for name in kinds)).alias(PROBLEM),
            retweet_id=pl.concat_str("account_id", "author_id", "retweeted_at", separator=":"),
        ).drop(f"\0{name}" for name in kinds)
        return [validate(RETWEETS, rows, source=file.name, platform=options.platform, times=options.times)]

    return batches_from_rows(tabular.read_rows(file, fields), file, options, make, notes=notes)


def _ends(names: Sequence[str]) -> tuple[str, str] | None:
    return next((pair for pair in _ENDS if set(pair) <= set(names)), None)


def _unknown(names: Sequence[str], ends: tuple[str, str]) -> list[str]:
    return [name for name in names if name not in {*ends, *_TIMES, *_WEIGHTS, *_KINDS, *_OTHERS}]


def _first(wanted: Sequence[str], names: Sequence[str]) -> str | None:
    return next((name for name in wanted if name in names), None)


def _problem(kind: str) -> pl.Expr:
    word = pl.col(kind).str.strip_chars().str.to_lowercase()
    return (
        pl.when(word.is_in(_UNDIRECTED))
        .then(pl.lit("the edge has no direction, so it does not say which account acted"))
        .when(~word.is_in(_RETWEET_WORDS))
        .then(pl.format(f"{OTHER}not a retweet ({{}})", pl.col(kind).str.head(40)))
    )


def _no_times(file: InputFile, names: Sequence[str], ends: tuple[str, str]) -> InputError:
    weight = _first(_WEIGHTS, names)
    counted = f"The column {weight} says how often, not when. " if weight else ""
    unknown = _unknown(names, ends)
    named = f" If {unknown[0]} is the time, add --map {unknown[0]}=time." if unknown else ""
    return InputError(
        f"{file.name} is a list of edges without times: its columns are {', '.join(filter(None, names))}. "
        f"{counted}"
        "Coordination is found from when accounts acted, so it cannot be found in this file.",
        hint="Import what the edges were made from: one row for each retweet, with its time, for example under the "
        f"heading {ends[0]},{ends[1]},time.{named}",
    )


EDGE_TABLE: Final = Parser(
    expects="a heading with the ends of an edge and a time, such as Source, Target, Time, and no more columns than a "
    "weight, a type, an id and a label",
    matches=matches,
    read=read,
    columns=frozenset({*(name for pair in _ENDS for name in pair), *_TIMES, *_KINDS}),
)
