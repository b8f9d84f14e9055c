"""Write a graph as CSV files for Neo4j's offline import."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from explorer.graph.load.posts import domain_of
from explorer.graph.offline.builder import ColumnarGraph
from explorer.model.nodes import ACCOUNT, HASHTAG, IMPORT, LINK, POST
from explorer.model.properties import Node, Property, PropertyType
from explorer.model.relationships import AMPLIFIED, LINKS_TO, RELATIONSHIPS, TAGGED
from explorer.model.tables import GRAPH_TYPES

_SEPARATOR: Final = "\x1f"
"""Separates the items of a list; keys and ids contain no control characters."""

_MULTILINE: Final = ("Account", "Post", "Link", "Import")
"""Labels of nodes with values that may contain line ends."""

_CSV_TYPES: Final[Mapping[PropertyType, str]] = {
    "STRING": "string",
    "INTEGER": "long",
    "FLOAT": "double",
    "BOOLEAN": "boolean",
    "DATETIME": "datetime",
    "LIST<STRING>": "string[]",
}
"""Types in the headings of the files, by property type."""


def write_import_files(graph: ColumnarGraph, imports: Sequence[Mapping[str, Any]], folder: Path) -> list[str]:
    """Write a graph for ``database import full``.

    Args:
        graph: The graph.
        imports: Properties of the Import nodes, by number.
        folder: Folder for the files.

    Returns:
        Arguments of the tool that name the files and their options.
    """
    writer = _Writer(folder, [one["importId"] for one in imports])
    platform = pl.col("key").str.extract("^([^:]*)").alias("platform")
    handle_key = (pl.col("key").str.extract("^([^:]*:)") + pl.col("handle").str.to_lowercase()).alias("handle_key")
    suspended = pl.when(pl.col("status") == "suspended").then(pl.lit("Suspended")).alias(":LABEL")
    writer.nodes(ACCOUNT, graph.accounts.with_columns(platform, handle_key), labels=[suspended])
    writer.nodes(POST, graph.posts.with_columns(platform))
    hashtags, links = (
        graph.relationships[kind.type].select(key="target").unique().with_row_index("number")
        for kind in (TAGGED, LINKS_TO)
    )
    writer.nodes(HASHTAG, hashtags)
    writer.nodes(LINK, links.with_columns(domain=domain_of("key")))
    writer.nodes(IMPORT, _import_nodes(imports))
    targets = {TAGGED.type: hashtags, LINKS_TO.type: links}
    for kind, frame in {**graph.relationships, AMPLIFIED.type: graph.amplified}.items():
        writer.relationships(kind, _number_targets(frame, targets[kind]) if kind in targets else frame)
    return [*writer.arguments, *_reading_arguments(writer.multiline)]


def _reading_arguments(multiline: Sequence[Path]) -> list[str]:
    return [
        "--id-type=integer",
        f"--array-delimiter=U+{ord(_SEPARATOR):04X}",
        # unknown values are empty; the graph has no empty texts
        "--ignore-empty-strings=true",
        "--multiline-fields-format=v2",
        f"--multiline-fields={','.join(map(str, multiline))}",
    ]


def _import_nodes(imports: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    columns = {
        declared.snake_name: pl.Series([one.get(declared.name) for one in imports], dtype=GRAPH_TYPES[declared.type])
        for declared in IMPORT.properties
    }
    return pl.DataFrame(columns).rename({"import_id": "key"}).with_row_index("number")


def _number_targets(relationships: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """Replace the keys of target nodes by their numbers."""
    joined = relationships.join(nodes, left_on="target", right_on="key")
    return joined.with_columns(target="number").drop("number")


class _Writer:
    """Writes CSV files with the headings that Neo4j's import expects."""

    def __init__(self, folder: Path, imports: Sequence[str]) -> None:
        self.arguments: list[str] = []
        self.multiline: list[Path] = []
        self._folder = folder
        self._imports = pl.Series(imports, dtype=pl.String)

    def nodes(self, node: Node, frame: pl.DataFrame, *, labels: Sequence[pl.Expr] = ()) -> None:
        """Write nodes.

        Args:
            node: The kind of node.
            frame: number, key, properties in snake case, and optionally import and also.
            labels: Columns with additional labels.
        """
        properties = [one for one in node.properties if _has_values(frame, one.snake_name)]
        columns = frame.select(
            pl.col("number").alias(f":ID({node.label})"),
            pl.col("key").alias(node.key),
            *(_column(one.snake_name, one) for one in properties),
            *labels,
            *self._provenance(frame),
        )
        self._write(node.label, columns, f"--nodes={node.label}")

    def relationships(self, kind: str, frame: pl.DataFrame) -> None:
        """Write relationships of one type.

        Args:
            kind: The type.
            frame: source and target (numbers), properties by name, and optionally import and also.
        """
        if frame.is_empty():
            return
        (declared,) = (one for one in RELATIONSHIPS if one.type == kind)
        columns = frame.select(
            pl.col("source").alias(f":START_ID({declared.start})"),
            pl.col("target").alias(f":END_ID({declared.end})"),
            *(_column(one.name, one) for one in declared.properties if _has_values(frame, one.name)),
            *self._provenance(frame),
        )
        self._write(kind, columns, f"--relationships={kind}")

    def _provenance(self, frame: pl.DataFrame) -> list[pl.Expr]:
        """Return the columns importId and alsoIn, if they have values."""
        columns = []
        ids = dict(enumerate(self._imports))
        if "import" in frame.columns:
            columns.append(pl.col("import").replace_strict(ids, return_dtype=pl.String).alias("importId"))
            if _has_values(frame, "also"):
                names = pl.col("also").list.eval(pl.element().replace_strict(ids, return_dtype=pl.String))
                columns.append(names.list.join(_SEPARATOR).alias("alsoIn:string[]"))
        return columns

    def _write(self, name: str, frame: pl.DataFrame, argument: str) -> None:
        """Write one file. Every text is quoted if values may contain line ends."""
        path = self._folder / f"{name}.csv"
        frame.write_csv(
            path,
            datetime_format="%Y-%m-%dT%H:%M:%S%.fZ",
            quote_style="non_numeric" if name in _MULTILINE else "necessary",
        )
        self.arguments.append(f"{argument}={path}")
        if name in _MULTILINE:
            self.multiline.append(path)


def _has_values(frame: pl.DataFrame, name: str) -> bool:
    return name in frame.columns and frame[name].null_count() < frame.height


def _column(name: str, declared: Property) -> pl.Expr:
    values = pl.col(name)
    if declared.type == "LIST<STRING>":
        # reject reasons quote rows, which may contain any character
        values = values.list.eval(pl.element().str.replace_all(_SEPARATOR, " ", literal=True)).list.join(_SEPARATOR)
    return values.alias(f"{declared.name}:{_CSV_TYPES[declared.type]}")
