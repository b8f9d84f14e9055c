"""Load retweets into the graph, with concurrent transactions: first their accounts and posts, then the retweets."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from typing import Final, TypeVar

import neo4j
import polars as pl

from explorer.common.pools import thread_pool
from explorer.graph.connection.connect import Connection
from explorer.graph.load.account_keys import account_keys, handle_of, merge_accounts
from explorer.graph.load.clauses import (
    from_import_condition,
    mark_stale_clause,
    match_account_clause,
    match_post_clause,
    provenance_clause,
)
from explorer.graph.load.posts import merge_posts, set_authors, target_posts
from explorer.graph.load.rows import count_loaded, run_with_rows, transaction_parts
from explorer.model.keys import item_key

SESSIONS: Final = 2
"""Number of concurrent transactions; on two cores, more are no faster."""

ROWS_AT_ONCE: Final = 50_000
"""Number of rows that are divided among the transactions."""

_Part = TypeVar("_Part")
_Result = TypeVar("_Result")


def load_retweets(
    graph: Connection, rows: pl.DataFrame, import_id: str, *, on_loaded: Callable[[int], None] | None = None
) -> int:
    """Add retweets; return how many are new.

    If loading is interrupted, accounts and posts may exist without their retweets. Loading the same rows again adds the
    missing retweets.

    Args:
        graph: The graph, with its schema applied and an Import node ``import_id``.
        rows: Rows of the table of retweets, without duplicates.
        import_id: The import that the rows belong to; its property ``loaded`` is updated in the same transactions.
        on_loaded: Called with the number of rows loaded so far.

    Raises:
        GraphError: If Neo4j cannot be reached.
    """
    loaded = done = 0
    interrupted = threading.Event()
    with thread_pool(SESSIONS, interrupted=interrupted) as pool:

        def concurrently(
            work: Callable[[neo4j.ManagedTransaction, _Part, str], _Result], parts: Sequence[_Part]
        ) -> list[_Result]:
            def one(part: _Part) -> _Result:
                def unless_interrupted(transaction: neo4j.ManagedTransaction) -> _Result:
                    result = work(transaction, part, import_id)
                    # rows that are loaded after the message about the interrupt would make it false
                    if interrupted.is_set():
                        raise CancelledError
                    return result

                return graph.write(unless_interrupted)

            return list(pool.map(one, parts))

        for part in transaction_parts(rows, ROWS_AT_ONCE):
            acts = pl.concat(concurrently(_look_up, list(part.iter_slices(-(-part.height // SESSIONS)))))
            known = acts.filter(~pl.col("imported"))
            # one transaction, because two that confirm the same authorships could deadlock
            concurrently(_confirm, [known] if known.height else [])
            new = acts.filter(pl.col("imported").is_null())
            concurrently(_merge_ends, _ends(new))
            for parts in disjoint_parts(_authorships(new)):
                concurrently(_set_authors, parts)
            done += part.height - new.height
            for parts in disjoint_parts(new):
                added = sum(concurrently(_add, parts))
                loaded, done = loaded + added, done + added
                if on_loaded:
                    on_loaded(done)
    return loaded


def disjoint_parts(acts: pl.DataFrame) -> Iterator[list[pl.DataFrame]]:
    """Split retweets or authorships (columns account, post) into lists of parts that share no account and no post.

    A new relationship locks the nodes at its ends. Transactions that add the parts of one list never wait for each
    other, so they cannot deadlock.
    """
    by_account, by_post = (acts.select(pl.col(end).hash() % SESSIONS).to_series() for end in ("account", "post"))
    for shift in range(SESSIONS):
        cells = ((by_account == n) & (by_post == (n + shift) % SESSIONS) for n in range(SESSIONS))
        yield [part for part in map(acts.filter, cells) if part.height]


def _look_up(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> pl.DataFrame:
    """Return the rows with their keys in the graph.

    Returns:
        platform, action, account and handle, author and author_handle, post, identified, at, and imported: whether this
        import already added the retweet; null if the retweet is not in the graph.
    """
    actions = rows.select(item_key(pl.col("platform"), pl.col("retweet_id"))).to_series()
    outcome = transaction.run(
        f"""
        UNWIND $actions AS action
        MATCH ()-[known:RETWEETED]->()
        USING INDEX SEEK known:RETWEETED(actionId) WHERE known.actionId = action
        RETURN collect(action) AS action, collect(coalesce({from_import_condition("known")}, false)) AS imported
        """,
        actions=actions.to_list(),
        importId=import_id,
    ).single(strict=True)
    known = pl.DataFrame(dict(outcome), schema={"action": pl.String, "imported": pl.Boolean})
    return (
        target_posts(rows, account_keys(transaction, rows, "author_id"), "post_id")
        .with_columns(
            actions.alias("action"),
            pl.Series("account", account_keys(transaction, rows, "account_id"), dtype=pl.String),
            *rows.select(
                handle=handle_of("account_id"),
                author_handle=handle_of("author_id"),
                at=pl.col("retweeted_at").dt.epoch("ms"),
            ),
        )
        .join(known, on="action", how="left", maintain_order="left")
    )


def _confirm(transaction: neo4j.ManagedTransaction, acts: pl.DataFrame, import_id: str) -> None:
    """Add this import to retweets that exist in the graph, and to the authorships that they imply."""
    run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS action
        MATCH ()-[known:RETWEETED]->()
        USING INDEX SEEK known:RETWEETED(actionId) WHERE known.actionId = action
        {provenance_clause("known")}
        RETURN count(*)
        """,
        acts["action"].to_list(),
        importId=import_id,
    )
    run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        {match_post_clause("post", "row.post")}
        MATCH (post)<-[posted:POSTED]-(author:Account)
        WHERE author.accountId = row.author
        {provenance_clause("posted")}
        RETURN count(*)
        """,
        acts.select("post", "author").drop_nulls().unique().to_dicts(),
        importId=import_id,
    )


def _ends(acts: pl.DataFrame) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """Return the distinct accounts and posts of the retweets, in one part per transaction."""
    authors = acts.select("platform", account="author", handle="author_handle")
    accounts = pl.concat([acts.select("platform", "account", "handle"), authors])
    accounts = accounts.select("platform", "handle", key="account").drop_nulls("key")
    accounts = accounts.unique("key", keep="first", maintain_order=True)
    posts = acts.unique("post", keep="first", maintain_order=True)
    return [(accounts[n::SESSIONS], posts[n::SESSIONS]) for n in range(SESSIONS)]


def _merge_ends(
    transaction: neo4j.ManagedTransaction, ends: tuple[pl.DataFrame, pl.DataFrame], _import_id: str
) -> None:
    accounts, posts = ends
    merge_accounts(transaction, accounts)
    merge_posts(transaction, posts)


def _authorships(acts: pl.DataFrame) -> pl.DataFrame:
    """Return the authors of retweeted posts. If rows contradict each other, the first row counts."""
    return acts.select("post", account="author").drop_nulls().unique("post", keep="first", maintain_order=True)


def _set_authors(transaction: neo4j.ManagedTransaction, authorships: pl.DataFrame, import_id: str) -> None:
    set_authors(transaction, authorships.rename({"account": "author"}), import_id)


def _add(transaction: neo4j.ManagedTransaction, retweets: pl.DataFrame, import_id: str) -> int:
    """Add retweets between existing accounts and posts. Each node is looked up once, which is the slowest part."""
    accounts, posts = (retweets[end].unique().sort() for end in ("account", "post"))
    numbered = retweets.select(
        pl.col("account").cast(pl.Enum(accounts)).to_physical(),
        pl.col("post").cast(pl.Enum(posts)).to_physical(),
        "action",
        "at",
    )
    added = run_with_rows(
        transaction,
        f"""
        UNWIND range(0, size($accounts) - 1) AS n
        {match_account_clause("account", "$accounts[n]")}
        {mark_stale_clause("account")}
        WITH n, account ORDER BY n
        WITH collect(account) AS accounts
        UNWIND range(0, size($posts) - 1) AS n
        {match_post_clause("post", "$posts[n]")}
        WITH accounts, post ORDER BY n
        WITH accounts, collect(post) AS posts
        UNWIND $rows AS row
        WITH row, accounts[row[0]] AS account, posts[row[1]] AS post
        CREATE (account)-[:RETWEETED {{actionId: row[2], at: datetime({{epochMillis: row[3]}}),
                                      importId: $importId}}]->(post)
        RETURN count(*)
        """,
        list(map(list, numbered.rows())),
        accounts=accounts.to_list(),
        posts=posts.to_list(),
        importId=import_id,
    )
    # do this last, to lock the shared Import node as briefly as possible
    count_loaded(transaction, import_id, added)
    return added
