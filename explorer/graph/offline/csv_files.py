"""A whole graph at once: folded columns as CSV for Neo4j's own offline import."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from explorer.graph.load.clauses import camel
from explorer.graph.load.posts import domain_of
from explorer.graph.offline.builder import DESCRIPTION, PROFILE, ColumnarGraph
from explorer.model.nodes import IMPORT

_LISTS: Final = "\x1f"
"""Between the items of a list; no key and no id holds control characters."""

_TEXTS: Final = ("Account", "Post", "Link", "Import")
"""Nodes whose values may hold line ends."""

_ENDS: Final = {
    "POSTED": ("Account", "Post"),
    "RETWEETED": ("Account", "Post"),
    "LIKED": ("Account", "Post"),
    "REPLY_TO": ("Post", "Post"),
    "QUOTES": ("Post", "Post"),
    "TAGGED": ("Post", "Hashtag"),
    "LINKS_TO": ("Post", "Link"),
    "AMPLIFIED": ("Account", "Account"),
}


def write_import_files(folded: ColumnarGraph, imports: Sequence[Mapping[str, Any]], folder: Path) -> list[str]:
    """Write a graph for ``database import full``.

    Args:
        folded: the graph.
        imports: the properties of the Import nodes, by number.
        folder: where the files go.

    Returns:
        The tool's arguments that name the files and say how they are to be read.
    """
    writer = _Writer(folder, [one["importId"] for one in imports])
    platform = pl.col("key").str.extract("^([^:]*)").alias("platform")
    handle_key = (pl.col("key").str.extract("^([^:]*:)") + pl.col("handle").str.to_lowercase()).alias("handleKey")
    suspended = pl.when(pl.col("status") == "suspended").then(pl.lit("Suspended")).alias(":LABEL")
    accounts = folded.accounts.with_columns(platform)
    writer.nodes("Account", "accountId", accounts, ["platform", *PROFILE], [handle_key, suspended])
    writer.nodes("Post", "postId", folded.posts.with_columns(platform), ["platform", *DESCRIPTION, "identified"])
    for label, kind, key in (("Hashtag", "TAGGED", "tag"), ("Link", "LINKS_TO", "url")):
        targets = folded.relationships[kind].select(key="target").unique().with_row_index("number")
        extra = [domain_of("key").alias("domain")] if label == "Link" else []
        writer.nodes(label, key, targets, [], extra)
        writer.numbers[kind] = targets
    _write_imports(writer, imports)
    for kind, frame in folded.relationships.items():
        writer.relationships(kind, frame, [name for name in ("actionId", "at") if name in frame.columns])
    rollup = ["retweets", "firstAt", "lastAt", "medianDelay", "timed", "rapid"]
    writer.relationships("AMPLIFIED", folded.amplified, rollup)
    return [*writer.arguments, *_reading(writer.multiline)]


def _reading(multiline: Sequence[Path]) -> list[str]:
    return [
        "--id-type=integer",
        f"--array-delimiter=U+{ord(_LISTS):04X}",
        # nothing here is an empty text: what is not known is left out
        "--ignore-empty-strings=true",
        "--multiline-fields-format=v2",
        f"--multiline-fields={','.join(map(str, multiline))}",
    ]


def _write_imports(writer: "_Writer", imports: Sequence[Mapping[str, Any]]) -> None:
    types = {p.name: p.type for p in IMPORT.properties}
    names = [name for name in types if any(one.get(name) is not None for one in imports)]
    columns: dict[str, pl.Series] = {}
    for name in names:
        values = [one.get(name) for one in imports]
        if types[name] == "LIST<STRING>":
            # reasons quote rows, which may hold anything
            texts = [_LISTS.join(item.replace(_LISTS, " ") for item in value or ()) for value in values]
            columns[f"{name}:string[]"] = pl.Series(texts, dtype=pl.String)
        elif types[name] == "INTEGER":
            columns[f"{name}:long"] = pl.Series(values, dtype=pl.Int64)
        elif types[name] == "DATETIME":
            columns[f"{name}:datetime"] = pl.Series(values, dtype=pl.Datetime("us", "UTC"))
        else:
            columns[name] = pl.Series(values, dtype=pl.String)
    writer.write("Import", pl.DataFrame({":ID(Import)": range(len(imports)), **columns}), "--nodes=Import")


class _Writer:
    """Writes CSV files with the headings that the tool wants."""

    def __init__(self, folder: Path, imports: Sequence[str]) -> None:
        self.arguments: list[str] = []
        self.multiline: list[Path] = []
        self.numbers: dict[str, pl.DataFrame] = {}
        self._folder = folder
        self._imports = pl.Series(imports, dtype=pl.String)

    def nodes(
        self, label: str, key: str, frame: pl.DataFrame, known: Sequence[str], extra: Sequence[pl.Expr] = ()
    ) -> None:
        """Write nodes; the columns ``known`` under the graph's names for them."""
        columns = [_column(frame, name, camel(name)) for name in known if frame[name].null_count() < frame.height]
        named = frame.select(
            pl.col("number").alias(f":ID({label})"),
            pl.col("key").alias(key),
            *columns,
            *extra,
            *self._provenance(frame),
        )
        self.write(label, named, f"--nodes={label}")

    def relationships(self, kind: str, frame: pl.DataFrame, known: Sequence[str]) -> None:
        """Write relationships of one type."""
        if frame.is_empty():
            return
        start, end = _ENDS[kind]
        target = pl.col("target")
        if kind in self.numbers:
            frame = frame.join(self.numbers[kind], left_on="target", right_on="key")
            target = pl.col("number")
        named = frame.select(
            pl.col("source").alias(f":START_ID({start})"),
            target.alias(f":END_ID({end})"),
            *(_column(frame, name, name) for name in known if frame[name].null_count() < frame.height),
            *self._provenance(frame),
        )
        self.write(kind, named, f"--relationships={kind}")

    def _provenance(self, frame: pl.DataFrame) -> list[pl.Expr]:
        """The columns importId and alsoIn, where there is anything in them."""
        found = []
        ids = dict(enumerate(self._imports))
        if "import" in frame.columns:
            found.append(pl.col("import").replace_strict(ids, return_dtype=pl.String).alias("importId"))
            if frame["also"].null_count() < frame.height:
                names = pl.col("also").list.eval(pl.element().replace_strict(ids, return_dtype=pl.String))
                found.append(names.list.join(_LISTS).alias("alsoIn:string[]"))
        return found

    def write(self, name: str, frame: pl.DataFrame, argument: str) -> None:
        """Write one file; every text in quotation marks where there may be line ends in it."""
        path = self._folder / f"{name}.csv"
        frame.write_csv(
            path,
            datetime_format="%Y-%m-%dT%H:%M:%S%.fZ",
            quote_style="non_numeric" if name in _TEXTS else "necessary",
        )
        self.arguments.append(f"{argument}={path}")
        if name in _TEXTS:
            self.multiline.append(path)


def _column(frame: pl.DataFrame, name: str, graph_name: str) -> pl.Expr:
    dtype = frame.schema[name]
    if isinstance(dtype, pl.Datetime):
        kind = "datetime"
    elif dtype.is_integer():
        kind = "long"
    elif dtype.is_float():
        kind = "double"
    elif dtype == pl.Boolean:
        kind = "boolean"
    else:
        kind = "string"
    return pl.col(name).alias(f"{graph_name}:{kind}")
