"""The labels of columns in the report: those that queries declare, and those of the report's own columns."""

from functools import cache
from typing import Final

from explorer.packs.catalog import find_packs

OWN_LABELS: Final = {
    "accounts_kept": "% of accounts in common with adjacent settings",
    "acts": "Actions",
    "boosted": "Outlet boosted most",
    "edges_kept": "% of edges in common with adjacent settings",
    "first": "First action",
    "importStatus": "Import status",
    "last": "Last action",
    "loaded": "Imported",
    "minWeight": "Minimum weight",
    "ofSuspended": "% suspended",
    "rows": "Rows read",
    "who": "Accounts",
}
"""The labels of columns that no query declares."""


@cache
def column_labels() -> dict[str, str]:
    """Return the label of each column by its identifier, which has one meaning in all shipped packs."""
    queries = (query for pack in find_packs().values() for query in pack.queries)
    return {name: label for query in queries for name, label in query.labels.items()} | OWN_LABELS
