"""Accounts and outlets into the graph."""

from typing import Any, Final, LiteralString

import neo4j
import polars as pl

from explorer.graph.load.clauses import (
    Row,
    account_keys,
    from_import_condition,
    handle_of,
    known_properties,
    merge_accounts,
    named_accounts,
    provenance_clause,
    run_with_rows,
)
from explorer.graph.load.handles import merge_placeholders
from explorer.model import tables

# of roll-ups, those of outlets tell suspended accounts from others
_STATUS_IS_NEWS: Final = """
row.known.status IS NOT NULL AND EXISTS { (account)-[:RETWEETED]->() }
AND any(name IN ['status', 'statusAt'] WHERE coalesce(account[name] <> row.known[name], true))
"""


def load_accounts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Describe accounts; return how many rows brought something new.

    Of rows of one import that contradict each other the first counts, of imports the one that came last.
    """
    keys, records = _profiles(transaction, rows)
    news = run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MERGE (account:Account {{accountId: row.key}})
        WITH row, account, NOT coalesce({from_import_condition("account")}, false) AS first
        WITH row, account, first, first AND (account.importId IS NULL
             OR any(name IN keys(row.known) WHERE coalesce(account[name] <> row.known[name], true))) AS news
        FOREACH (_ IN CASE WHEN first AND {_STATUS_IS_NEWS} THEN [1] END | SET account:RollupDue)
        FOREACH (_ IN CASE WHEN first THEN [1] END |
          SET account += row.known, account.importId = coalesce(account.importId, $importId))
        {provenance_clause("account")}
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        records,
        importId=import_id,
    )
    merge_placeholders(transaction, keys)
    return news


def fill_accounts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, _import_id: str) -> int:
    """Fill in what is not known of accounts yet; return for how many that was something."""
    keys, records = _profiles(transaction, rows)
    news = run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MERGE (account:Account {{accountId: row.key}})
        WITH row, account, row.known AS known, properties(account) AS before
        WHERE any(name IN keys(known) WHERE before[name] IS NULL)
        FOREACH (_ IN CASE WHEN {_STATUS_IS_NEWS} THEN [1] END | SET account:RollupDue)
        SET account += known
        SET account += before
        RETURN count(*)
        """,
        records,
    )
    merge_placeholders(transaction, keys)
    return news


def load_statuses(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Note what became of accounts; return how many rows told something later than what was known."""
    return _note_of_accounts(
        transaction,
        rows.rename({"observed_at": "at"}),
        """
        UNWIND $rows AS row
        MATCH (account:Account {accountId: row.key}) USING INDEX SEEK account:Account(accountId)
        WITH account, row ORDER BY row.at
        WITH account, collect(row) AS told
        WITH account, [row IN told
                       WHERE coalesce(datetime({epochMillis: row.at}) > account.statusAt, true)] AS later
        FOREACH (row IN later[-1..] |
          SET account.status = row.status, account.statusAt = datetime({epochMillis: row.at}), account:RollupDue)
        RETURN coalesce(sum(size(later)), 0)
        """,
        import_id,
    )


def load_labels(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Note labels of accounts; return how many rows told of one, or of an earlier one."""
    return _note_of_accounts(
        transaction,
        rows.rename({"labelled_at": "at"}),
        """
        UNWIND $rows AS row
        MATCH (account:Account {accountId: row.key}) USING INDEX SEEK account:Account(accountId)
        WHERE coalesce(datetime({epochMillis: row.at}) < account.labelledAt, true)
        SET account.labelledAt = datetime({epochMillis: row.at})
        RETURN count(*)
        """,
        import_id,
    )


def _note_of_accounts(
    transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, cypher: LiteralString, import_id: str
) -> int:
    keys = account_keys(transaction, rows, "account_id")
    merge_accounts(transaction, named_accounts(rows, "account_id", keys))
    noted = rows.select(pl.col("at").dt.epoch("ms"), *({"status"} & set(rows.columns)), key=pl.Series(keys))
    news = run_with_rows(transaction, cypher, noted.to_dicts())
    run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MATCH (account:Account {{accountId: row.key}}) USING INDEX SEEK account:Account(accountId)
        SET account.importId = coalesce(account.importId, $importId)
        {provenance_clause("account")}
        RETURN count(*)
        """,
        noted.select("key").unique().to_dicts(),
        importId=import_id,
    )
    return news


def load_outlets(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Describe outlets; return how many rows brought something new."""
    described = known_properties(rows, tables.OUTLETS, without={"outlet_id"})
    return run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MERGE (outlet:Outlet {{outletId: row.key}})
        WITH row, outlet, NOT coalesce({from_import_condition("outlet")}, false) AS first
        WITH row, outlet, first, first AND (outlet.importId IS NULL
             OR any(name IN keys(row.known) WHERE coalesce(outlet[name] <> row.known[name], true))) AS news
        CALL (row, outlet, first) {{
          MATCH (outlet)<-[:OPERATED_BY]-(account)
          WHERE first AND coalesce(outlet.state <> row.known.state, row.known.state IS NOT NULL)
          SET account:OperatorDue
        }}
        FOREACH (_ IN CASE WHEN first THEN [1] END |
          SET outlet += row.known, outlet.importId = coalesce(outlet.importId, $importId))
        {provenance_clause("outlet")}
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        [{"key": key, "known": properties} for key, properties in zip(rows["outlet_id"], described, strict=True)],
        importId=import_id,
    )


def load_outlet_accounts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Tie accounts to outlets; return how many rows brought something new."""
    keys = account_keys(transaction, rows, "account_id")
    profiles = _known_with_handles(rows, tables.OUTLET_ACCOUNTS, without={"account_id", "outlet_id", "source"})
    columns = zip(keys, profiles, rows["outlet_id"], rows["source"], strict=True)
    news = run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MERGE (account:Account {{accountId: row.key}})
        SET account += row.known
        MERGE (outlet:Outlet {{outletId: row.outlet}})
        WITH row, account, outlet, NOT EXISTS {{ (account)-[:OPERATED_BY]->(outlet) }} AS news
        FOREACH (_ IN CASE WHEN news THEN [1] END | SET account:OperatorDue, outlet:RollupDue)
        MERGE (account)-[operated:OPERATED_BY]->(outlet)
        SET operated.source = row.source, operated.importId = coalesce(operated.importId, $importId)
        {provenance_clause("operated")}
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        [{"key": key, "known": k, "outlet": outlet, "source": source} for key, k, outlet, source in columns],
        importId=import_id,
    )
    merge_placeholders(transaction, keys)
    return news


def _profiles(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame) -> tuple[list[Any], list[Row]]:
    keys = account_keys(transaction, rows, "account_id")
    profiles = _known_with_handles(rows, tables.ACCOUNTS, without={"account_id"})
    return keys, [{"key": key, "known": profile} for key, profile in zip(keys, profiles, strict=True)]


def _known_with_handles(rows: pl.DataFrame, table: tables.Table, *, without: set[str]) -> list[Row]:
    handled = rows.with_columns(handle=pl.coalesce("handle", handle_of("account_id")))
    return [profile | _handle_key(profile) for profile in known_properties(handled, table, without=without)]


def _handle_key(profile: Row) -> Row:
    handle = profile.get("handle")
    return {"handleKey": f"{profile['platform']}:{handle.lower()}"} if handle else {}
