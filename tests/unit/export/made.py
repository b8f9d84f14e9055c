"""A run's tables without a graph."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from explorer.export.run_tables import JUDGEMENTS, RunTables
from explorer.graph.runs.run_tables import ACCOUNTS, BOOSTED, CLUSTERS, EDGES, MEMBERS

TIME = pl.Datetime("ms", "UTC")


def made(accounts: Sequence[dict[str, Any]], edges: Sequence[dict[str, Any]] = ()) -> RunTables:
    """Return tables of these accounts and edges, all else empty."""
    return RunTables(
        {"runId": "r", "signal": "co-retweet", "createdAt": datetime(2021, 1, 1, tzinfo=UTC)},
        pl.DataFrame(accounts, schema=dict(ACCOUNTS)),
        pl.DataFrame(edges, schema=dict(EDGES) | {"weight": pl.Int64, "firstAt": TIME, "lastAt": TIME}),
        pl.DataFrame(schema=dict(CLUSTERS)),
        pl.DataFrame(schema=dict(MEMBERS)).drop("handle"),
        pl.DataFrame(schema=dict(BOOSTED)),
        pl.DataFrame(schema=dict(JUDGEMENTS)),
    )
