"""The current handle of an account and its aliases, from the handles that it was seen with.

Accounts are renamed. The newest handle with a time is the current one; the others are aliases, by which the account is
still found. A row of the table ``accounts`` without a time states the current handle, whatever was seen in posts.
"""

from collections.abc import Iterable
from operator import itemgetter
from typing import Final, LiteralString

import neo4j

from explorer.graph.load.clauses import match_account_clause
from explorer.graph.load.rows import StatementRow, run_with_rows
from explorer.model.keys import kept_handles
from explorer.model.properties import MOST_HANDLES

NEWER: Final[LiteralString] = """(account.handle IS NULL
  OR coalesce(account.handleAt < row.handleAt, account.importId IS NULL))"""
"""Condition that the handle of ``row``, which has a time, is newer than that of ``account``.

An account without a time that no row describes has its handle from a version that stored no times.
"""

SET_HANDLE: Final[LiteralString] = f"""
FOREACH (names IN [reduce(names = [], name IN coalesce(account.aliases, [])
                                              + toLower(coalesce(account.handle, row.handle))
                                              + coalesce(row.handles, toLower(row.handle)) |
                          CASE WHEN name IN names THEN names ELSE names + name END)] |
  SET account.aliases = nullIf(
        [name IN names WHERE name <> toLower(CASE WHEN newest THEN row.handle ELSE account.handle END)
                             AND size([other IN names WHERE other < name]) < {MOST_HANDLES}], []),
      account.handleAt = CASE WHEN newest THEN row.handleAt ELSE account.handleAt END,
      account.handleKey = account.platform + ':' + toLower(CASE WHEN newest THEN row.handle ELSE account.handle END),
      account.handle = CASE WHEN newest THEN row.handle ELSE account.handle END)
"""
"""Clause that adds the handle of ``row`` to ``account``: as its current handle if ``newest``, else as an alias.

If there are too many handles, the aliases are those of `kept_handles`.
"""


def observe_handles(transaction: neo4j.ManagedTransaction, seen: Iterable[StatementRow]) -> None:
    """Update the handles of accounts.

    Args:
        transaction: The transaction, in which the accounts exist.
        seen: Maps of key, handle and handleAt (a time or None); without a handle, a map is ignored.
    """
    by_account: dict[str, list[StatementRow]] = {}
    for row in seen:
        if row["handle"] is not None:
            by_account.setdefault(row["key"], []).append(row)
    rows = []
    for key, observations in by_account.items():
        timed = [row for row in observations if row["handleAt"] is not None]
        newest = max(timed, key=itemgetter("handleAt")) if timed else observations[0]
        handles = dict.fromkeys(row["handle"].lower() for row in observations)
        rows.append(
            {"key": key, "handle": newest["handle"], "handleAt": newest["handleAt"], "handles": kept_handles(handles)}
        )
    run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        {match_account_clause("account", "row.key")}
        WITH row, account, CASE WHEN row.handleAt IS NULL THEN account.handle IS NULL ELSE {NEWER} END AS newest
        WHERE newest OR any(name IN row.handles WHERE name <> toLower(account.handle)
                                                      AND NOT name IN coalesce(account.aliases, []))
        {SET_HANDLE}
        RETURN count(*)
        """,
        rows,
    )
