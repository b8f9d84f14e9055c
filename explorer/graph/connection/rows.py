"""Results of queries: rows, streams of rows, and plans."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl


@dataclass(frozen=True, slots=True)
class Rows:
    """Result of a query: column names, and one tuple per row with values converted by `values.to_python`."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def frame(self) -> pl.DataFrame:
        """Return the rows as a frame.

        Types are inferred from the values. A column without values has the type null, and values of mixed types are
        converted to text unless all are numbers.
        """
        return pl.DataFrame([_series(name, [row[i] for row in self.rows]) for i, name in enumerate(self.columns)])


@dataclass(frozen=True, slots=True)
class RowStream:
    """Result of a query whose rows are converted while they arrive, see `Rows`. They can be read once."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


def _series(name: str, values: list[Any]) -> pl.Series:
    types = {type(value) for value in values if value is not None}
    if len(types) > 1 and not types <= {int, float}:
        return pl.Series(name, [None if value is None else str(value) for value in values], dtype=pl.String)
    return pl.Series(name, values, strict=False)


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """Neo4j's plan for a statement.

    Attributes:
        columns: Columns that the statement returns.
        operators: Type and details of each operator.
        only_reads: Whether Neo4j classifies the statement as read-only.
    """

    columns: tuple[str, ...]
    operators: list[tuple[str, str]]
    only_reads: bool
