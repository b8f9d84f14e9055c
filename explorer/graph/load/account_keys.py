"""Accounts that rows name: their keys, their handles, and their nodes."""

from collections.abc import Sequence
from typing import Any

import neo4j
import polars as pl

from explorer.graph.load.handles import resolve_handles
from explorer.graph.load.rows import run_with_rows
from explorer.model.keys import account_key, is_handle


def account_keys(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, column: str) -> list[Any]:
    """Return the keys of the accounts in a column, one per row; nulls stay null.

    A handle becomes the key of the account that carries it, if the graph knows exactly one.
    """
    keys = rows.select(account_key(pl.col("platform"), pl.col(column))).to_series()
    resolved = resolve_handles(transaction, keys.filter(keys.str.contains(":@", literal=True)).unique().to_list())
    return [resolved.get(key, key) for key in keys] if resolved else keys.to_list()


def handle_of(column: str) -> pl.Expr:
    """Return the handle by which a column names an account; null where it has an id."""
    return pl.when(is_handle(pl.col(column))).then(pl.col(column).str.strip_prefix("@"))


def named_accounts(rows: pl.DataFrame, column: str, keys: Sequence[str | None]) -> pl.DataFrame:
    """Return the accounts that a column names, each once.

    Args:
        rows: Rows with the column and ``platform``.
        column: The column that names accounts.
        keys: Keys of the accounts, one per row.

    Returns:
        platform, key and handle, which is null for accounts that are named by their id.
    """
    accounts = rows.select("platform", key=pl.Series(keys, dtype=pl.String), handle=handle_of(column))
    return accounts.drop_nulls("key").unique("key", keep="first", maintain_order=True)


def merge_accounts(transaction: neo4j.ManagedTransaction, accounts: pl.DataFrame) -> None:
    """Create the accounts that are not there yet, with columns as `named_accounts` returns them."""
    run_with_rows(
        transaction,
        """
        UNWIND $rows AS row
        MERGE (account:Account {accountId: row.key})
          ON CREATE SET account.platform = row.platform, account.handle = row.handle,
                        account.handleKey = row.platform + ':' + toLower(row.handle)
        RETURN count(*)
        """,
        accounts.to_dicts(),
    )
