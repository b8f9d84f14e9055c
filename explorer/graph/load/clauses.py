"""What the loaders share: running a statement over rows, the keys of accounts, and what rows say of a thing.

What is looked up for every row has the hint USING INDEX SEEK. Neo4j learns how much an index holds seconds after it is
filled; without the hint, a plan made in between takes the index for empty, and reads all of it for every row.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, LiteralString

import neo4j
import polars as pl

from explorer.graph.load.handles import resolve_handles
from explorer.model.keys import account_key, is_handle
from explorer.model.tables import Table

Row = dict[str, Any]


def provenance_clause(name: LiteralString) -> LiteralString:
    """Return the clause by which the import ``$importId`` is noted on something that another one has brought."""
    return (
        f"FOREACH (_ IN CASE WHEN {name}.importId <> $importId AND NOT $importId IN coalesce({name}.alsoIn, []) "
        f"THEN [1] END | SET {name}.alsoIn = coalesce({name}.alsoIn, []) + $importId)"
    )


def from_import_condition(name: LiteralString) -> LiteralString:
    """Return the condition that the import ``$importId`` has described a node; null for one that nothing has."""
    return f"({name}.importId = $importId OR $importId IN coalesce({name}.alsoIn, []))"


def mark_stale_clause(name: LiteralString) -> LiteralString:
    """Return the clause by which a node is marked for the next roll-up; one that is marked is not locked again.

    No condition of a MATCH: on that, and where nearly all accounts are due, the planner would read all accounts for
    every row, in the hope that none is not.
    """
    return f"FOREACH (_ IN CASE WHEN {name}:RollupDue THEN [] ELSE [1] END | SET {name}:RollupDue)"


def run_with_rows(
    transaction: neo4j.ManagedTransaction, cypher: LiteralString, rows: Sequence[object], **parameters: object
) -> int:
    """Run a statement that takes ``$rows`` and returns one number."""
    if not rows:
        return 0
    return int(transaction.run(cypher, {"rows": rows, **parameters}).single(strict=True)[0])


def count_loaded(transaction: neo4j.ManagedTransaction, import_id: str, count: int) -> None:
    """Add to what an import has loaded, in the transaction that loads it; of a finished one the account stays."""
    transaction.run(
        "MATCH (i:Import {importId: $id}) WHERE i.finishedAt IS NULL SET i.loaded = i.loaded + $count",
        id=import_id,
        count=count,
    ).consume()


def account_keys(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, column: str) -> list[Any]:
    """Return the accounts' keys, one per row; handles become ids where an id is known, nulls stay null."""
    keys = rows.select(account_key(pl.col("platform"), pl.col(column))).to_series()
    known = resolve_handles(transaction, keys.filter(keys.str.contains(":@", literal=True)).unique().to_list())
    return [known.get(key, key) for key in keys] if known else keys.to_list()


def named_accounts(rows: pl.DataFrame, column: str, keys: Sequence[str | None]) -> pl.DataFrame:
    """Return the accounts that a column names, with their keys, one per row: platform, key, handle where it has one."""
    accounts = rows.select("platform", key=pl.Series(keys, dtype=pl.String), handle=handle_of(column))
    return accounts.drop_nulls("key").unique("key", keep="first", maintain_order=True)


def merge_accounts(transaction: neo4j.ManagedTransaction, accounts: pl.DataFrame) -> None:
    """Create accounts (columns as those of `named_accounts`); one that is named by its handle is known by it."""
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


def known_properties(rows: pl.DataFrame, table: Table, *, without: set[str]) -> list[Row]:
    """Return, one per row, what it says of a thing, under the graph's property names and without nulls."""
    described = rows.select(
        pl.col(column.name).alias(camel(column.name)) for column in table.columns if column.name not in without
    )
    return [{name: _zoned(value) for name, value in row.items() if value is not None} for row in described.to_dicts()]


def handle_of(column: str) -> pl.Expr:
    """Return the handle by which a column names an account, null where it gives an id."""
    return pl.when(is_handle(pl.col(column))).then(pl.col(column).str.strip_prefix("@"))


def _zoned(value: object) -> object:
    # one spelling of UTC in the graph: Z, as datetime({epochMillis: …}) writes it
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def camel(name: str) -> str:
    """Return the graph's name for a column: created_at is createdAt."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
