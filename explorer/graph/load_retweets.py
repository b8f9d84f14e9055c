"""Retweets into the graph: the accounts and posts at their ends in one transaction, then the retweets side by side."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import neo4j
import polars as pl

from explorer.graph.connect import Graph
from explorer.graph.load_posts import merge_posts, targets
from explorer.graph.writing import account_keys, also, count_loaded, described_here, merge_accounts, run_over
from explorer.tables import item_key

SESSIONS: Final = 2
"""Transactions at a time; measured on two cores, which the server has for itself."""

ROWS_AT_ONCE: Final = 50_000
"""Rows whose ends are made in one transaction; the retweets of these take ``SESSIONS`` squared."""


def load_retweets(
    graph: Graph, rows: pl.DataFrame, import_id: str, *, told: Callable[[int], None] | None = None
) -> int:
    """Add retweets; return how many were not known.

    Broken off, the ends of some retweets may be there without these; the same rows again add what is missing.

    Args:
        graph: the graph, with its schema applied and an Import node ``import_id``.
        rows: of the table of retweets, no two of one key.
        import_id: the import that the rows belong to; its ``loaded`` grows with the retweets.
        told: told how many of the rows are loaded so far.

    Raises:
        GraphError: if Neo4j cannot be reached.
    """
    loaded = done = 0
    with ThreadPoolExecutor(SESSIONS) as pool:
        for part in rows.iter_slices(ROWS_AT_ONCE):

            def prepare(transaction: neo4j.ManagedTransaction, part: pl.DataFrame = part) -> pl.DataFrame:
                return _prepare(transaction, part, import_id)

            def add(retweets: pl.DataFrame) -> int:
                return graph.write(lambda transaction: _add(transaction, retweets, import_id))

            new = graph.write(prepare)
            done += part.height - new.height
            for apart in side_by_side(new):
                added = sum(pool.map(add, apart))
                loaded, done = loaded + added, done + added
                if told:
                    told(done)
    return loaded


def side_by_side(retweets: pl.DataFrame) -> Iterator[list[pl.DataFrame]]:
    """Divide retweets (columns account and post) into lists of parts that have no account and no post in common.

    A new relationship locks the nodes at its ends: transactions that add the parts of one list cannot wait for each
    other's nodes, and so not deadlock.
    """
    by_account, by_post = (retweets.select(pl.col(end).hash() % SESSIONS).to_series() for end in ("account", "post"))
    for shift in range(SESSIONS):
        cells = ((by_account == n) & (by_post == (n + shift) % SESSIONS) for n in range(SESSIONS))
        yield [part for part in map(retweets.filter, cells) if part.height]


def _prepare(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> pl.DataFrame:
    """Make the accounts and posts of the retweets that are not known; return these: action, account, post, at."""
    actions = rows.select(item_key(pl.col("platform"), pl.col("retweet_id"))).to_series()
    known, news_here = _known_actions(transaction, actions, import_id)
    if len(news_here):
        again = actions.is_in(news_here.implode())
        _confirm(transaction, actions.filter(again), rows.filter(again), import_id)
    new = ~actions.is_in(known.implode())
    rows, actions = rows.filter(new), actions.filter(new)
    accounts = account_keys(transaction, rows, "account_id")
    merge_accounts(transaction, rows, "account_id", accounts)
    return rows.select(
        action=actions,
        account=pl.Series(accounts, dtype=pl.String),
        post=merge_posts(transaction, rows, "post_id", "author_id", import_id),
        at=pl.col("retweeted_at").dt.epoch("ms"),
    )


def _add(transaction: neo4j.ManagedTransaction, retweets: pl.DataFrame, import_id: str) -> int:
    """Add retweets whose ends are there; each end is looked up once, for that takes most of the time."""
    accounts, posts = (retweets[end].unique().sort() for end in ("account", "post"))
    numbered = retweets.select(
        pl.col("account").cast(pl.Enum(accounts)).to_physical(),
        pl.col("post").cast(pl.Enum(posts)).to_physical(),
        "action",
        "at",
    )
    added = run_over(
        transaction,
        """
        UNWIND range(0, size($accounts) - 1) AS n
        MATCH (account:Account {accountId: $accounts[n]})
        SET account:RollupDue
        WITH account ORDER BY n
        WITH collect(account) AS accounts
        UNWIND range(0, size($posts) - 1) AS n
        MATCH (post:Post {postId: $posts[n]})
        WITH accounts, post ORDER BY n
        WITH accounts, collect(post) AS posts
        UNWIND $rows AS row
        WITH row, accounts[row[0]] AS account, posts[row[1]] AS post
        CREATE (account)-[:RETWEETED {actionId: row[2], at: datetime({epochMillis: row[3]}),
                                      importId: $importId}]->(post)
        RETURN count(*)
        """,
        list(map(list, numbered.rows())),
        accounts=accounts.to_list(),
        posts=posts.to_list(),
        importId=import_id,
    )
    count_loaded(transaction, import_id, added)
    return added


def _known_actions(
    transaction: neo4j.ManagedTransaction, actions: pl.Series, import_id: str
) -> tuple[pl.Series, pl.Series]:
    """Return which retweets the graph has, and which of these this import has not told yet."""
    # without the hint a plan made while the index was empty reads all of it for every row
    found = transaction.run(
        f"""
        UNWIND $actions AS action
        MATCH ()-[known:RETWEETED]->()
        USING INDEX SEEK known:RETWEETED(actionId) WHERE known.actionId = action
        RETURN collect(action) AS known, collect(CASE WHEN NOT {described_here("known")} THEN action END) AS news
        """,
        actions=actions.to_list(),
        importId=import_id,
    ).single(strict=True)
    return pl.Series(found["known"], dtype=pl.String), pl.Series(found["news"], dtype=pl.String)


def _confirm(transaction: neo4j.ManagedTransaction, actions: pl.Series, rows: pl.DataFrame, import_id: str) -> None:
    """Note on retweets that the graph has, and on the authorships that they tell, that this import has them, too."""
    run_over(
        transaction,
        f"""
        UNWIND $rows AS action
        MATCH ()-[known:RETWEETED]->()
        USING INDEX SEEK known:RETWEETED(actionId) WHERE known.actionId = action
        {also("known")}
        RETURN count(*)
        """,
        actions.to_list(),
        importId=import_id,
    )
    authors = account_keys(transaction, rows, "author_id")
    run_over(
        transaction,
        f"""
        UNWIND $rows AS row
        MATCH (post:Post {{postId: row.post}})<-[posted:POSTED]-(author:Account)
        WHERE author.accountId = row.author
        {also("posted")}
        RETURN count(*)
        """,
        targets(rows, authors, "post_id").select("post", "author").drop_nulls().unique().to_dicts(),
        importId=import_id,
    )
