"""Accounts and outlets into the graph."""

from typing import Any

import neo4j
import polars as pl

from explorer import tables
from explorer.graph.handles import meet_handles
from explorer.graph.writing import Row, account_keys, handle_of, known, run_over


def load_accounts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Describe accounts; return how many rows brought something new.

    Of rows of one import that contradict each other the first counts, however often the file is loaded.
    """
    keys, records = _profiles(transaction, rows)
    news = run_over(
        transaction,
        """
        UNWIND $rows AS row
        OPTIONAL MATCH (old:Account {accountId: row.key})
        WITH row, old IS NULL OR coalesce(old.importId <> $importId, true)
                  AND any(name IN keys(row.known) WHERE coalesce(old[name] <> row.known[name], true)) AS news
        MERGE (account:Account {accountId: row.key})
        FOREACH (_ IN CASE WHEN news THEN [1] END | SET account += row.known, account.importId = $importId)
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        records,
        importId=import_id,
    )
    meet_handles(transaction, keys)
    return news


def learn_accounts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, _import_id: str) -> int:
    """Fill in what is not known of accounts yet; return for how many that was something."""
    keys, records = _profiles(transaction, rows)
    news = run_over(
        transaction,
        """
        UNWIND $rows AS row
        MERGE (account:Account {accountId: row.key})
        WITH account, row.known AS known, properties(account) AS before
        WHERE any(name IN keys(known) WHERE before[name] IS NULL)
        SET account += known
        SET account += before
        RETURN count(*)
        """,
        records,
    )
    meet_handles(transaction, keys)
    return news


def load_outlets(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, _import_id: str) -> int:
    """Describe outlets; return how many rows brought something new."""
    described = known(rows, tables.OUTLETS, without={"outlet_id"})
    return run_over(
        transaction,
        """
        UNWIND $rows AS row
        OPTIONAL MATCH (old:Outlet {outletId: row.key})
        WITH row, old IS NULL
                  OR any(name IN keys(row.known) WHERE coalesce(old[name] <> row.known[name], true)) AS news
        MERGE (outlet:Outlet {outletId: row.key})
        SET outlet += row.known
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        [{"key": key, "known": properties} for key, properties in zip(rows["outlet_id"], described, strict=True)],
    )


def load_outlet_accounts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, _import_id: str) -> int:
    """Tie accounts to outlets; return how many rows brought something new."""
    keys = account_keys(transaction, rows, "account_id")
    profiles = _known_with_handles(rows, tables.OUTLET_ACCOUNTS, without={"account_id", "outlet_id", "source"})
    columns = zip(keys, profiles, rows["outlet_id"], rows["source"], strict=True)
    news = run_over(
        transaction,
        """
        UNWIND $rows AS row
        MERGE (account:Account {accountId: row.key})
        SET account += row.known
        MERGE (outlet:Outlet {outletId: row.outlet})
        WITH row, account, outlet, NOT EXISTS { (account)-[:OPERATED_BY]->(outlet) } AS news
        MERGE (account)-[operated:OPERATED_BY]->(outlet)
        SET operated.source = row.source
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        [{"key": key, "known": k, "outlet": outlet, "source": source} for key, k, outlet, source in columns],
    )
    meet_handles(transaction, keys)
    return news


def _profiles(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame) -> tuple[list[Any], list[Row]]:
    keys = account_keys(transaction, rows, "account_id")
    profiles = _known_with_handles(rows, tables.ACCOUNTS, without={"account_id"})
    return keys, [{"key": key, "known": profile} for key, profile in zip(keys, profiles, strict=True)]


def _known_with_handles(rows: pl.DataFrame, table: tables.Table, *, without: set[str]) -> list[Row]:
    handled = rows.with_columns(handle=pl.coalesce("handle", handle_of("account_id")))
    return [profile | _handle_key(profile) for profile in known(handled, table, without=without)]


def _handle_key(profile: Row) -> Row:
    handle = profile.get("handle")
    return {"handleKey": f"{profile['platform']}:{handle.lower()}"} if handle else {}
