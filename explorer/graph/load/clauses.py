"""Cypher clauses that the loaders share.

Every look-up per row has the hint USING INDEX SEEK. Neo4j updates the statistics of an index only seconds after it is
filled. A plan made in between would assume that the index is empty and scan it for every row.
"""

from typing import LiteralString


def match_account_clause(name: LiteralString, key: LiteralString) -> LiteralString:
    """Return the clause that finds an account by its key, an expression such as ``row.key``."""
    return f"MATCH ({name}:Account {{accountId: {key}}}) USING INDEX SEEK {name}:Account(accountId)"


def match_post_clause(name: LiteralString, key: LiteralString) -> LiteralString:
    """Return the clause that finds a post by its key, an expression such as ``row.post``."""
    return f"MATCH ({name}:Post {{postId: {key}}}) USING INDEX SEEK {name}:Post(postId)"


def provenance_clause(name: LiteralString) -> LiteralString:
    """Return the clause that adds the import ``$importId`` to something that another import added first."""
    return (
        f"FOREACH (_ IN CASE WHEN {name}.importId <> $importId AND NOT $importId IN coalesce({name}.alsoIn, []) "
        f"THEN [1] END | SET {name}.alsoIn = coalesce({name}.alsoIn, []) + $importId)"
    )


def from_import_condition(name: LiteralString) -> LiteralString:
    """Return the condition that the import ``$importId`` contains something; null if no import contains it."""
    return f"({name}.importId = $importId OR $importId IN coalesce({name}.alsoIn, []))"


def mark_stale_clause(name: LiteralString) -> LiteralString:
    """Return the clause that marks a node for the next roll-up, without locking a node that is already marked.

    The check is not a condition of MATCH. If nearly all accounts are marked, the planner would otherwise scan all
    accounts for every row to find one that is not marked.
    """
    return f"FOREACH (_ IN CASE WHEN {name}:RollupDue THEN [] ELSE [1] END | SET {name}:RollupDue)"
