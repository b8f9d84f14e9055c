"""Convert table rows to parameters of Cypher statements, and run statements with them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final, LiteralString

import neo4j
import polars as pl

from explorer.model.properties import Node
from explorer.model.tables import Table

BYTES_PER_TRANSACTION: Final = 16 << 20
"""Maximum size of the texts in the rows of a transaction, so that the server has room for them."""

StatementRow = dict[str, Any]
"""A row as a parameter of a statement, or its properties."""


def transaction_parts(rows: pl.DataFrame, most: int) -> Iterator[pl.DataFrame]:
    """Yield slices of at most ``most`` rows and `BYTES_PER_TRANSACTION`; a slice has at least one row."""
    sizes = rows.select(
        pl.sum_horizontal(pl.repeat(0, pl.len(), dtype=pl.UInt64), pl.col(pl.String).str.len_bytes().cast(pl.UInt64))
    ).to_series()
    start = 0
    while start < rows.height:
        total = sizes.slice(start, most).cum_sum()
        height = len(total) if total[-1] <= BYTES_PER_TRANSACTION else int((total <= BYTES_PER_TRANSACTION).sum())
        yield rows.slice(start, max(height, 1))
        start += max(height, 1)


def run_with_rows(
    transaction: neo4j.ManagedTransaction, cypher: LiteralString, rows: Sequence[object], **parameters: object
) -> int:
    """Run a statement with ``$rows`` and return its number; return 0 if there are no rows."""
    if not rows:
        return 0
    return int(transaction.run(cypher, {"rows": rows, **parameters}).single(strict=True)[0])


def count_loaded(transaction: neo4j.ManagedTransaction, import_id: str, count: int) -> None:
    """Add to the ``loaded`` count of an import, in the transaction that loads the rows, unless it is complete."""
    transaction.run(
        "MATCH (i:Import {importId: $id}) WHERE i.finishedAt IS NULL SET i.loaded = i.loaded + $count",
        id=import_id,
        count=count,
    ).consume()


def known_properties(rows: pl.DataFrame, table: Table, node: Node) -> list[StatementRow]:
    """Return the properties of nodes that are not null, one map per row.

    Args:
        rows: Rows of ``table``.
        table: A canonical table.
        node: The kind of node that the rows describe.
    """
    columns = rows.select(pl.col(column).alias(name) for column, name in table.properties_of(node).items())
    return [{name: with_utc(value) for name, value in row.items() if value is not None} for row in columns.to_dicts()]


def with_utc(value: object) -> object:
    """Return a time in UTC as Neo4j notates it throughout the graph: Z, as in datetime({epochMillis: …})."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
