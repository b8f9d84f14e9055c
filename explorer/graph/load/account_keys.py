"""Keys, handles and nodes of the accounts in table rows."""

from collections.abc import Sequence
from typing import Any

import neo4j
import polars as pl

from explorer.graph.load.handles import resolve_handles
from explorer.graph.load.rows import run_with_rows
from explorer.model.keys import account_key, is_handle


def account_keys(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, column: str) -> list[Any]:
    """Return the keys of the accounts in a column, one per row; nulls stay null.

    If exactly one account in the graph has a handle, the key of this account replaces the handle.
    """
    keys = rows.select(account_key(pl.col("platform"), pl.col(column))).to_series()
    resolved = resolve_handles(transaction, keys.filter(keys.str.contains(":@", literal=True)).unique().to_list())
    return [resolved.get(key, key) for key in keys] if resolved else keys.to_list()


def handle_of(column: str) -> pl.Expr:
    """Return the handle in a column of account ids, or null if the account is given by id."""
    return pl.when(is_handle(pl.col(column))).then(pl.col(column).str.strip_prefix("@"))


def named_accounts(rows: pl.DataFrame, column: str, keys: Sequence[str | None]) -> pl.DataFrame:
    """Return the distinct accounts of a column.

    Args:
        rows: Rows with the column and ``platform``.
        column: Column of account ids.
        keys: Keys of the accounts, one per row.

    Returns:
        platform, key and handle; the handle is null for accounts given by id.
    """
    accounts = rows.select("platform", key=pl.Series(keys, dtype=pl.String), handle=handle_of(column))
    return accounts.drop_nulls("key").unique("key", keep="first", maintain_order=True)


def merge_accounts(transaction: neo4j.ManagedTransaction, accounts: pl.DataFrame) -> None:
    """Create missing accounts; the columns are those of `named_accounts`."""
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
