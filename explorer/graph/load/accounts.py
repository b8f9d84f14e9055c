"""Load accounts and outlets into the graph."""

from typing import Any, Final, LiteralString

import neo4j
import polars as pl

from explorer.graph.load.account_keys import account_keys, handle_of, merge_accounts, named_accounts
from explorer.graph.load.clauses import from_import_condition, match_account_clause, provenance_clause
from explorer.graph.load.handles import merge_placeholders
from explorer.graph.load.renames import NEWER, SET_HANDLE, observe_handles
from explorer.graph.load.rows import StatementRow, known_properties, run_with_rows, with_utc
from explorer.model.keys import is_handle
from explorer.model.nodes import ACCOUNT, OUTLET
from explorer.model.tables import ACCOUNTS, OUTLET_ACCOUNTS, OUTLETS, TIME, Table

# the roll-ups of outlets count suspended accounts separately
_STATUS_CHANGES: Final = """
row.properties.status IS NOT NULL AND EXISTS { (account)-[:RETWEETED]->() }
AND any(name IN ['status', 'statusAt'] WHERE coalesce(account[name] <> row.properties[name], true))
"""


def load_accounts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Create or update accounts; return how many rows added something new.

    If rows of one import contradict each other, the first row counts; if imports do, the last import counts. Of handles
    with a time, the newest counts; see `explorer.graph.load.renames`.
    """
    keys, profiles = _profiles(transaction, rows, ACCOUNTS)
    loaded = run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MERGE (account:Account {{accountId: row.key}})
        WITH row, account, NOT coalesce({from_import_condition("account")}, false) AS first
        WITH row, account, first, first AND (account.importId IS NULL
             OR any(name IN keys(row.properties) WHERE coalesce(account[name] <> row.properties[name], true))
             OR row.handleAt IS NULL AND coalesce(row.handle <> account.handle, row.handle IS NOT NULL)) AS isNew,
             first AND row.handle IS NOT NULL AS named, row.handleAt IS NULL OR {NEWER} AS newest
        FOREACH (_ IN CASE WHEN first AND {_STATUS_CHANGES} THEN [1] END | SET account:RollupDue)
        FOREACH (_ IN CASE WHEN first THEN [1] END |
          SET account += row.properties, account.importId = coalesce(account.importId, $importId))
        FOREACH (_ IN CASE WHEN named THEN [1] END | {SET_HANDLE})
        {provenance_clause("account")}
        RETURN count(CASE WHEN isNew THEN 1 END)
        """,
        profiles,
        importId=import_id,
    )
    merge_placeholders(transaction, keys)
    return loaded


def fill_accounts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, _import_id: str) -> int:
    """Set properties of accounts that have no value yet, and their handles; return how many accounts were filled."""
    keys, profiles = _profiles(transaction, rows, ACCOUNTS)
    filled = run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MERGE (account:Account {{accountId: row.key}})
        WITH row, account, properties(account) AS before
        WHERE any(name IN keys(row.properties) WHERE before[name] IS NULL)
        FOREACH (_ IN CASE WHEN {_STATUS_CHANGES} THEN [1] END | SET account:RollupDue)
        SET account += row.properties
        SET account += before
        RETURN count(*)
        """,
        # the rows of an account differ only in the handle
        list({profile["key"]: profile for profile in reversed(profiles)}.values()),
    )
    observe_handles(transaction, profiles)
    merge_placeholders(transaction, keys)
    return filled


def load_statuses(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Set the statuses of accounts; return how many rows are later than the stored status."""
    return _load_observations(
        transaction,
        rows.rename({"observed_at": "at"}),
        f"""
        UNWIND $rows AS row
        {match_account_clause("account", "row.key")}
        WITH account, row ORDER BY row.at
        WITH account, collect(row) AS observations
        WITH account, [row IN observations
                       WHERE coalesce(datetime({{epochMillis: row.at}}) > account.statusAt, true)] AS later
        FOREACH (row IN later[-1..] |
          SET account.status = row.status, account.statusAt = datetime({{epochMillis: row.at}}), account:RollupDue)
        RETURN coalesce(sum(size(later)), 0)
        """,
        import_id,
    )


def load_labels(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Set when accounts were labelled; return how many rows are earlier than the stored date."""
    return _load_observations(
        transaction,
        rows.rename({"labelled_at": "at"}),
        f"""
        UNWIND $rows AS row
        {match_account_clause("account", "row.key")}
        WHERE coalesce(datetime({{epochMillis: row.at}}) < account.labelledAt, true)
        SET account.labelledAt = datetime({{epochMillis: row.at}})
        RETURN count(*)
        """,
        import_id,
    )


def _load_observations(
    transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, cypher: LiteralString, import_id: str
) -> int:
    """Run a statement with observations of accounts at a time; return the number that the statement returns."""
    keys = account_keys(transaction, rows, "account_id")
    merge_accounts(transaction, named_accounts(rows, "account_id", keys))
    observations = rows.select(pl.col("at").dt.epoch("ms"), *({"status"} & set(rows.columns)), key=pl.Series(keys))
    loaded = run_with_rows(transaction, cypher, observations.to_dicts())
    run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        {match_account_clause("account", "row.key")}
        SET account.importId = coalesce(account.importId, $importId)
        {provenance_clause("account")}
        RETURN count(*)
        """,
        observations.select("key").unique().to_dicts(),
        importId=import_id,
    )
    return loaded


def load_outlets(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Create or update outlets; return how many rows added something new."""
    descriptions = known_properties(rows, OUTLETS, OUTLET)
    return run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MERGE (outlet:Outlet {{outletId: row.key}})
        WITH row, outlet, NOT coalesce({from_import_condition("outlet")}, false) AS first
        WITH row, outlet, first, first AND (outlet.importId IS NULL
             OR any(name IN keys(row.properties) WHERE coalesce(outlet[name] <> row.properties[name], true))) AS isNew
        CALL (row, outlet, first) {{
          MATCH (outlet)<-[:OPERATED_BY]-(account)
          WHERE first AND coalesce(outlet.state <> row.properties.state, row.properties.state IS NOT NULL)
          SET account:OperatorDue
        }}
        FOREACH (_ IN CASE WHEN first THEN [1] END |
          SET outlet += row.properties, outlet.importId = coalesce(outlet.importId, $importId))
        {provenance_clause("outlet")}
        RETURN count(CASE WHEN isNew THEN 1 END)
        """,
        [{"key": key, "properties": one} for key, one in zip(rows["outlet_id"], descriptions, strict=True)],
        importId=import_id,
    )


def load_outlet_accounts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Connect accounts to outlets; return how many rows added something new."""
    keys, profiles = _profiles(transaction, rows, OUTLET_ACCOUNTS)
    belongs = rows.select(
        "source", "tenure", outlet="outlet_id", validFrom="valid_from", validUntil="valid_until"
    ).to_dicts()
    loaded = run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MERGE (account:Account {{accountId: row.key}})
        SET account += row.properties
        MERGE (outlet:Outlet {{outletId: row.outlet}})
        WITH row, account, outlet, NOT EXISTS {{ (account)-[:OPERATED_BY]->(outlet) }} AS isNew
        FOREACH (_ IN CASE WHEN isNew THEN [1] END | SET account:OperatorDue, outlet:RollupDue)
        MERGE (account)-[operated:OPERATED_BY]->(outlet)
        SET operated.source = row.source, operated.tenure = row.tenure, operated.validFrom = row.validFrom,
            operated.validUntil = row.validUntil, operated.importId = coalesce(operated.importId, $importId)
        {provenance_clause("operated")}
        RETURN count(CASE WHEN isNew THEN 1 END)
        """,
        [profile | one for profile, one in zip(profiles, belongs, strict=True)],
        importId=import_id,
    )
    # the registry may know an older handle than the data
    observe_handles(transaction, profiles)
    merge_placeholders(transaction, keys)
    return loaded


def _profiles(
    transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, table: Table
) -> tuple[list[Any], list[StatementRow]]:
    """Return the keys of the accounts in the rows, and for each a map of key, handle, handleAt and other properties."""
    keys = account_keys(transaction, rows, "account_id")
    observed = pl.col("handle_at") if "handle_at" in rows.columns else pl.lit(None, TIME)
    # an account that was found by its handle may have another handle by now
    is_found = is_handle(pl.col("account_id")) & ~pl.col("key").str.contains(":@", literal=True)
    seen = rows.with_columns(key=pl.Series(keys, dtype=pl.String)).select(
        "key",
        handle=pl.when(~is_found).then(pl.coalesce("handle", handle_of("account_id"))),
        handleAt=pl.when(~is_handle(pl.col("account_id"))).then(observed),
    )
    unknown = (pl.lit(None).alias(name) for name in ("handle", "handle_at") if name in rows.columns)
    others = known_properties(rows.with_columns(unknown), table, ACCOUNT)
    return keys, [
        {**handle, "handleAt": with_utc(handle["handleAt"]), "properties": properties}
        for handle, properties in zip(seen.to_dicts(), others, strict=True)
    ]
