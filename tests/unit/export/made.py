"""A run's tables without a graph."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from explorer.export.run import JUDGEMENTS, RunTables
from explorer.graph.runs.run_tables import (
    ACCOUNT_COLUMNS,
    AMPLIFICATION_COLUMNS,
    CLUSTER_COLUMNS,
    EDGE_COLUMNS,
    MEMBER_COLUMNS,
)

TIME = pl.Datetime("ms", "UTC")


def made(accounts: Sequence[dict[str, Any]], edges: Sequence[dict[str, Any]] = ()) -> RunTables:
    """Return tables of these accounts and edges, all else empty."""
    return RunTables(
        {"runId": "r", "signal": "co-retweet", "createdAt": datetime(2021, 1, 1, tzinfo=UTC)},
        pl.DataFrame(accounts, schema=dict(ACCOUNT_COLUMNS)),
        pl.DataFrame(edges, schema=dict(EDGE_COLUMNS) | {"weight": pl.Int64, "firstAt": TIME, "lastAt": TIME}),
        pl.DataFrame(schema=dict(CLUSTER_COLUMNS)),
        pl.DataFrame(schema=dict(MEMBER_COLUMNS)).drop("handle"),
        pl.DataFrame(schema=dict(AMPLIFICATION_COLUMNS)),
        pl.DataFrame(schema=dict(JUDGEMENTS)),
    )
