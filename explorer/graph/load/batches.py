"""Load batches of canonical tables into the graph. Loading is idempotent.

Every part of a batch is one managed transaction, which the driver repeats as a whole after transient errors. The same
transaction updates the counts of the import. An import that is killed at any moment and run again therefore ends in the
same state as an uninterrupted import.
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
from explorer.graph.load.posts import fill_posts, load_hashtags, load_likes, load_links, load_posts
from explorer.graph.load.retweets import load_retweets
from explorer.graph.load.rows import count_loaded, transaction_parts
from explorer.model.batches import Batch
from explorer.model.tables import RETWEETS, Table, drop_duplicates

ROWS_PER_TRANSACTION: Final = 20_000

_Loader = Callable[[neo4j.ManagedTransaction, pl.DataFrame, str], int]


def load_batch(
    graph: Connection, batch: Batch, *, import_id: str, on_loaded: Callable[[int], None] | None = None
) -> int:
    """Load a batch and its embedded rows; return how many of its own rows added something new.

    Args:
        graph: As for `load_rows`.
        batch: A batch of a file.
        import_id: As for `load_rows`.
        on_loaded: Called with the number of its own rows loaded so far.

    Raises:
        GraphError: As `load_rows`.
    """
    loaded = load_rows(graph, batch.table, batch.rows, import_id=import_id, on_loaded=on_loaded)
    for table, rows in batch.embedded:
        for part in transaction_parts(rows, ROWS_PER_TRANSACTION):

            def work(
                transaction: neo4j.ManagedTransaction,
                load: _Loader = _EMBEDDED_LOADERS[table.name],
                part: pl.DataFrame = part,
            ) -> int:
                return load(transaction, part, import_id)

            graph.write(work)
    return loaded


def load_rows(
    graph: Connection,
    table: Table,
    rows: pl.DataFrame,
    *,
    import_id: str,
    on_loaded: Callable[[int], None] | None = None,
) -> int:
    """Load rows of one table; return how many of them added something new.

    Args:
        graph: The graph, with its schema applied and an Import node ``import_id``.
        table: The canonical table of ``rows``.
        rows: Conforming rows; the first of duplicate rows counts.
        import_id: The import that the rows belong to; its property ``loaded`` is updated in the same transactions.
        on_loaded: Called with the number of rows loaded so far.

    Raises:
        GraphError: If Neo4j cannot be reached; the rows are then loaded in part, in whole transactions.
    """
    unique = drop_duplicates(table, rows)
    if table is RETWEETS:
        return load_retweets(graph, unique, import_id, on_loaded=on_loaded)
    load = _LOADERS[table.name]
    loaded = done = 0
    for part in transaction_parts(unique, ROWS_PER_TRANSACTION):

        def work(transaction: neo4j.ManagedTransaction, part: pl.DataFrame = part) -> int:
            count = load(transaction, part, import_id)
            count_loaded(transaction, import_id, count)
            return count

        loaded += graph.write(work)
        done += part.height
        if on_loaded:
            on_loaded(done)
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

_EMBEDDED_LOADERS: Final[Mapping[str, _Loader]] = {**_LOADERS, "accounts": fill_accounts, "posts": fill_posts}
