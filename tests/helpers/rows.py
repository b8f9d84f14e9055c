"""Small canonical tables for tests."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import polars as pl

from explorer.model.batches import Batch, rejects_frame
from explorer.model.resolution import Resolution
from explorer.model.tables import ACCOUNTS, OUTLET_ACCOUNTS, OUTLETS, POSTS, RETWEETS, Table

START = datetime(2021, 3, 1, 12, 0, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """Return the time this many seconds after `START`."""
    return START + timedelta(seconds=seconds)


def table(kind: Table, *rows: Mapping[str, object]) -> pl.DataFrame:
    """Return rows as a canonical table; the platform defaults to x."""
    platform = {"platform": "x"} if "platform" in kind.schema else {}
    names = {name for row in rows for name in row} | set(platform)
    schema = {name: dtype for name, dtype in kind.schema.items() if name in names}
    return kind.conform(pl.DataFrame([{**platform, **row} for row in rows], schema=schema))


def accounts(*rows: Mapping[str, object]) -> pl.DataFrame:
    """Return an accounts table."""
    return table(ACCOUNTS, *rows)


def posts(*rows: Mapping[str, object]) -> pl.DataFrame:
    """Return a posts table."""
    return table(POSTS, *rows)


def outlets(*ids: str) -> pl.DataFrame:
    """Return an outlets table of media of the PRC."""
    return table(OUTLETS, *({"outlet_id": i, "name": i, "kind": "media", "state": "CN", "source": "test"} for i in ids))


def outlet_accounts(**operators: str) -> pl.DataFrame:
    """Return an outlet_accounts table from handle=outlet pairs."""
    rows = ({"account_id": f"@{h}", "handle": h, "outlet_id": o, "source": "test"} for h, o in operators.items())
    return table(OUTLET_ACCOUNTS, *rows)


def retweets(*rows: tuple[str, str, str | None, str | None, float]) -> pl.DataFrame:
    """Return a retweets table from (retweet_id, account_id, post_id, author_id, seconds) tuples."""
    names = ("retweet_id", "account_id", "post_id", "author_id")
    return table(RETWEETS, *(dict(zip(names, row[:4], strict=True)) | {"retweeted_at": at(row[4])} for row in rows))


def batch(kind: Table, rows: pl.DataFrame) -> Batch:
    """Return a batch without rejects."""
    return Batch(kind, rows, rejects_frame(), rows.height, Resolution(rows.height))
