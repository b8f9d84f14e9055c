"""Retweets into the graph, by transactions side by side: the accounts and posts at their ends, then the retweets."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

import neo4j
import polars as pl

from explorer.graph.connection.connect import Connection
from explorer.graph.load.clauses import (
    account_keys,
    count_loaded,
    from_import_condition,
    handle_of,
    mark_stale_clause,
    merge_accounts,
    provenance_clause,
    run_with_rows,
)
from explorer.graph.load.posts import merge_posts, set_authors, target_posts
from explorer.model.keys import item_key

SESSIONS: Final = 2
"""Transactions at a time; measured on two cores, where more are no faster."""

ROWS_AT_ONCE: Final = 50_000
"""Rows that are divided among the transactions."""

Part = TypeVar("Part")
Outcome = TypeVar("Outcome")


def load_retweets(
    graph: Connection, rows: pl.DataFrame, import_id: str, *, told: Callable[[int], None] | None = None
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

        def at_once(
            work: Callable[[neo4j.ManagedTransaction, Part, str], Outcome], parts: Sequence[Part]
        ) -> list[Outcome]:
            def one(part: Part) -> Outcome:
                return graph.write(lambda transaction: work(transaction, part, import_id))

            return list(pool.map(one, parts))

        for part in rows.iter_slices(ROWS_AT_ONCE):
            acts = pl.concat(at_once(_look_up, list(part.iter_slices(-(-part.height // SESSIONS)))))
            again = acts.filter(~pl.col("told"))
            # by one: two that confirm the same authorships could wait for each other
            at_once(_confirm, [again] if again.height else [])
            new = acts.filter(pl.col("told").is_null())
            at_once(_make_ends, _ends(new))
            for apart in disjoint_parts(_authorships(new)):
                at_once(_set_authors, apart)
            done += part.height - new.height
            for apart in disjoint_parts(new):
                added = sum(at_once(_add, apart))
                loaded, done = loaded + added, done + added
                if told:
                    told(done)
    return loaded


def disjoint_parts(acts: pl.DataFrame) -> Iterator[list[pl.DataFrame]]:
    """Divide retweets and authorships (columns account, post) into lists of parts with no account and post in common.

    A new relationship locks the nodes at its ends: transactions that add the parts of one list do not wait for each
    other's nodes, and so not in a circle.
    """
    by_account, by_post = (acts.select(pl.col(end).hash() % SESSIONS).to_series() for end in ("account", "post"))
    for shift in range(SESSIONS):
        cells = ((by_account == n) & (by_post == (n + shift) % SESSIONS) for n in range(SESSIONS))
        yield [part for part in map(acts.filter, cells) if part.height]


def _look_up(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> pl.DataFrame:
    """Return the rows by the graph's keys.

    Returns:
        platform, action, account and handle, author and author_handle, post, identified, at; told: whether this import
        has told of the retweet before, null where it is not in the graph.
    """
    actions = rows.select(item_key(pl.col("platform"), pl.col("retweet_id"))).to_series()
    known = transaction.run(
        f"""
        UNWIND $actions AS action
        MATCH ()-[known:RETWEETED]->()
        USING INDEX SEEK known:RETWEETED(actionId) WHERE known.actionId = action
        RETURN collect(action) AS action, collect(coalesce({from_import_condition("known")}, false)) AS told
        """,
        actions=actions.to_list(),
        importId=import_id,
    ).single(strict=True)
    told = pl.DataFrame(dict(known), schema={"action": pl.String, "told": pl.Boolean})
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
        .join(told, on="action", how="left", maintain_order="left")
    )


def _confirm(transaction: neo4j.ManagedTransaction, acts: pl.DataFrame, import_id: str) -> None:
    """Note on retweets that the graph has, and on the authorships that they tell, that this import has them, too."""
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
        MATCH (post:Post {{postId: row.post}})<-[posted:POSTED]-(author:Account) USING INDEX SEEK post:Post(postId)
        WHERE author.accountId = row.author
        {provenance_clause("posted")}
        RETURN count(*)
        """,
        acts.select("post", "author").drop_nulls().unique().to_dicts(),
        importId=import_id,
    )


def _ends(acts: pl.DataFrame) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """Return the accounts and the posts that retweets name, each once, in parts."""
    authors = acts.select("platform", account="author", handle="author_handle")
    accounts = pl.concat([acts.select("platform", "account", "handle"), authors])
    accounts = accounts.select("platform", "handle", key="account").drop_nulls("key")
    accounts = accounts.unique("key", keep="first", maintain_order=True)
    posts = acts.unique("post", keep="first", maintain_order=True)
    return [(accounts[n::SESSIONS], posts[n::SESSIONS]) for n in range(SESSIONS)]


def _make_ends(transaction: neo4j.ManagedTransaction, ends: tuple[pl.DataFrame, pl.DataFrame], _import_id: str) -> None:
    accounts, posts = ends
    merge_accounts(transaction, accounts)
    merge_posts(transaction, posts)


def _authorships(acts: pl.DataFrame) -> pl.DataFrame:
    """Return who posted what is retweeted; of contradicting authors the first."""
    return acts.select("post", account="author").drop_nulls().unique("post", keep="first", maintain_order=True)


def _set_authors(transaction: neo4j.ManagedTransaction, authorships: pl.DataFrame, import_id: str) -> None:
    set_authors(transaction, authorships.rename({"account": "author"}), import_id)


def _add(transaction: neo4j.ManagedTransaction, retweets: pl.DataFrame, import_id: str) -> int:
    """Add retweets whose ends are there; each end is looked up once, for that takes most of the time."""
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
        MATCH (account:Account {{accountId: $accounts[n]}}) USING INDEX SEEK account:Account(accountId)
        {mark_stale_clause("account")}
        WITH n, account ORDER BY n
        WITH collect(account) AS accounts
        UNWIND range(0, size($posts) - 1) AS n
        MATCH (post:Post {{postId: $posts[n]}}) USING INDEX SEEK post:Post(postId)
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
    # last, so that who waits for the import's node holds no lock of a commit
    count_loaded(transaction, import_id, added)
    return added
