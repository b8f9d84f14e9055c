"""Batches of canonical tables into the graph. Loading the same rows again changes nothing.

Every part of a batch is one managed transaction, which the driver repeats whole when the server asks for it. What it
adds to the account of its import is written in that same transaction, so that an import killed at any moment and run
again ends in the same state as one clean run.
"""

from collections.abc import Callable, Mapping
from typing import Final

import neo4j
import polars as pl

from explorer.graph.connection.connect import Connection
from explorer.graph.load.accounts import (
    fill_accounts,
    load_accounts,
    load_labels,
    load_outlet_accounts,
    load_outlets,
    load_statuses,
)
from explorer.graph.load.clauses import count_loaded
from explorer.graph.load.posts import fill_posts, load_hashtags, load_likes, load_links, load_posts
from explorer.graph.load.retweets import load_retweets
from explorer.model import tables
from explorer.model.batches import Batch
from explorer.model.tables import RETWEETS, Table

ROWS_PER_TRANSACTION: Final = 20_000

_Loader = Callable[[neo4j.ManagedTransaction, pl.DataFrame, str], int]


def load_batch(graph: Connection, batch: Batch, *, import_id: str, told: Callable[[int], None] | None = None) -> int:
    """Load a batch and what it teaches in passing; return how many of its own rows brought something new.

    Args:
        graph: as for `load_rows`.
        batch: of a file.
        import_id: as for `load_rows`.
        told: told how many of its own rows are loaded so far.

    Raises:
        GraphError: as `load_rows`.
    """
    loaded = load_rows(graph, batch.table, batch.rows, import_id=import_id, told=told)
    for table, rows in batch.learnt:
        for part in rows.iter_slices(ROWS_PER_TRANSACTION):

            def work(
                transaction: neo4j.ManagedTransaction, learn: _Loader = _LEARNERS[table.name], part: pl.DataFrame = part
            ) -> int:
                return learn(transaction, part, import_id)

            graph.write(work)
    return loaded


def load_rows(
    graph: Connection, table: Table, rows: pl.DataFrame, *, import_id: str, told: Callable[[int], None] | None = None
) -> int:
    """Load rows of one table; return how many of them brought something new.

    Args:
        graph: the graph, with its schema applied and an Import node ``import_id``.
        table: the canonical table of ``rows``.
        rows: conforming rows; of duplicates the first counts.
        import_id: the import that the rows belong to; its ``loaded`` grows in the same transactions.
        told: told how many of the rows are loaded so far.

    Raises:
        GraphError: if Neo4j cannot be reached; whole parts of the rows are then loaded, the rest not.
    """
    unique = tables.drop_duplicates(table, rows)
    if table is RETWEETS:
        return load_retweets(graph, unique, import_id, told=told)
    load = _LOADERS[table.name]
    loaded = done = 0
    for part in unique.iter_slices(ROWS_PER_TRANSACTION):

        def work(transaction: neo4j.ManagedTransaction, part: pl.DataFrame = part) -> int:
            count = load(transaction, part, import_id)
            count_loaded(transaction, import_id, count)
            return count

        loaded += graph.write(work)
        done += part.height
        if told:
            told(done)
    return loaded


_LOADERS: Final[Mapping[str, _Loader]] = {
    "accounts": load_accounts,
    "posts": load_posts,
    "links": load_links,
    "hashtags": load_hashtags,
    "likes": load_likes,
    "statuses": load_statuses,
    "labels": load_labels,
    "outlets": load_outlets,
    "outlet_accounts": load_outlet_accounts,
}

_LEARNERS: Final[Mapping[str, _Loader]] = {**_LOADERS, "accounts": fill_accounts, "posts": fill_posts}
