"""Posts, likes, links and hashtags into the graph."""

from typing import Any, Final

import neo4j
import polars as pl

from explorer.graph.load.clauses import (
    Row,
    account_keys,
    from_import_condition,
    known_properties,
    mark_stale_clause,
    merge_accounts,
    named_accounts,
    provenance_clause,
    run_with_rows,
)
from explorer.model import tables
from explorer.model.keys import item_key, stub_post_key

REPLY_COLUMNS: Final = ("reply_to_id", "reply_to_author_id")
"""The columns that name the post replied to, and its author."""
QUOTE_COLUMNS: Final = ("quoted_id", "quoted_author_id")
"""The columns that name the post quoted, and its author."""


def load_posts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Describe posts; return how many rows brought something new.

    Of rows of one import that contradict each other the first counts, of imports the one that came last.
    """
    keys, records = _described(rows)
    described = transaction.run(
        f"""
        UNWIND $rows AS row
        MERGE (post:Post {{postId: row.key}}) SET post.identified = true
        WITH row, post, NOT coalesce({from_import_condition("post")}, false) AS first
        WITH row, post, first, first AND (post.importId IS NULL
             OR any(name IN keys(row.known) WHERE coalesce(post[name] <> row.known[name], true))) AS news
        FOREACH (_ IN CASE WHEN first THEN [1] END |
          SET post += row.known, post.importId = coalesce(post.importId, $importId))
        {provenance_clause("post")}
        RETURN collect(CASE WHEN first THEN row.key END) AS told, count(CASE WHEN news THEN 1 END) AS news
        """,
        rows=records,
        importId=import_id,
    ).single(strict=True)
    first = keys.is_in(pl.Series(described["told"], dtype=pl.String).implode())
    _tie(transaction, rows.filter(first), keys.filter(first), import_id)
    return int(described["news"])


def fill_posts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Fill in what is not known of posts yet; return for how many that was something."""
    keys, records = _described(rows)
    news = run_with_rows(
        transaction,
        """
        UNWIND $rows AS row
        MERGE (post:Post {postId: row.key}) ON CREATE SET post.identified = true
        WITH post, row.known AS known, properties(post) AS before
        WHERE any(name IN keys(known) WHERE before[name] IS NULL)
        SET post += known
        SET post += before
        RETURN count(*)
        """,
        records,
    )
    _tie(transaction, rows, keys, import_id)
    return news


def load_likes(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Add likes; return how many were not known."""
    accounts = account_keys(transaction, rows, "account_id")
    merge_accounts(transaction, named_accounts(rows, "account_id", accounts))
    likes = rows.select(
        "platform",
        post=item_key(pl.col("platform"), pl.col("post_id")),
        account=pl.Series(accounts, dtype=pl.String),
        at=pl.col("liked_at").dt.epoch("ms"),
    )
    return run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MERGE (post:Post {{postId: row.post}}) ON CREATE SET post.platform = row.platform, post.identified = true
        WITH row, post
        MATCH (account:Account {{accountId: row.account}}) USING INDEX SEEK account:Account(accountId)
        WITH row, post, account, NOT EXISTS {{ (account)-[:LIKED]->(post) }} AS news
        MERGE (account)-[liked:LIKED]->(post)
          ON CREATE SET liked.importId = $importId,
                        liked.at = CASE WHEN row.at IS NOT NULL THEN datetime({{epochMillis: row.at}}) END
        {provenance_clause("liked")}
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        likes.to_dicts(),
        importId=import_id,
    )


def load_links(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Tie posts to links; return how many rows brought something new."""
    records = rows.select(
        "platform",
        "url",
        post=item_key(pl.col("platform"), pl.col("post_id")),
        domain=domain_of("url"),
    )
    return run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MERGE (post:Post {{postId: row.post}}) ON CREATE SET post.platform = row.platform, post.identified = true
        MERGE (link:Link {{url: row.url}}) ON CREATE SET link.domain = row.domain
        WITH post, link, NOT EXISTS {{ (post)-[:LINKS_TO]->(link) }} AS news
        MERGE (post)-[tie:LINKS_TO]->(link) ON CREATE SET tie.importId = $importId
        {provenance_clause("tie")}
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        records.to_dicts(),
        importId=import_id,
    )


def load_hashtags(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Tie posts to hashtags; return how many rows brought something new."""
    records = rows.select("platform", "tag", post=item_key(pl.col("platform"), pl.col("post_id")))
    return run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MERGE (post:Post {{postId: row.post}}) ON CREATE SET post.platform = row.platform, post.identified = true
        MERGE (hashtag:Hashtag {{tag: row.tag}})
        WITH post, hashtag, NOT EXISTS {{ (post)-[:TAGGED]->(hashtag) }} AS news
        MERGE (post)-[tie:TAGGED]->(hashtag) ON CREATE SET tie.importId = $importId
        {provenance_clause("tie")}
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        records.to_dicts(),
        importId=import_id,
    )


def domain_of(column: str) -> pl.Expr:
    """Return the host of a web address, lower case, without www.; null where there is none."""
    host = pl.col(column).str.extract(r"^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)")
    return host.str.to_lowercase().str.strip_prefix("www.")


def _described(rows: pl.DataFrame) -> tuple[pl.Series, list[Row]]:
    keys = rows.select(item_key(pl.col("platform"), pl.col("post_id"))).to_series()
    told = known_properties(rows, tables.POSTS, without={"post_id", "author_id", *REPLY_COLUMNS, *QUOTE_COLUMNS})
    return keys, [{"key": key, "known": properties} for key, properties in zip(keys, told, strict=True)]


def _tie(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, keys: pl.Series, import_id: str) -> None:
    """Tie posts to their authors, and to the posts that they reply to or quote; their times and counts may be news."""
    run_with_rows(
        transaction,
        """
        UNWIND $rows AS row
        MATCH (post:Post {postId: row.key})<-[:RETWEETED]-(account:Account) USING INDEX SEEK post:Post(postId)
        SET account:RollupDue
        RETURN count(*)
        """,
        [{"key": key} for key in keys],
    )
    run_with_rows(
        transaction,
        """
        UNWIND $rows AS row
        MATCH (post:Post {postId: row.key})<-[:POSTED]-(:Account)-[:OPERATED_BY]->(outlet:Outlet)
        USING INDEX SEEK post:Post(postId)
        SET outlet:RollupDue
        RETURN count(*)
        """,
        [{"key": key} for key in keys],
    )
    keyed = rows.with_columns(key=keys)
    authored = keyed.filter(pl.col("author_id").is_not_null())
    authors = account_keys(transaction, authored, "author_id")
    merge_accounts(transaction, named_accounts(authored, "author_id", authors))
    set_authors(transaction, authored.select(post="key", author=pl.Series(authors, dtype=pl.String)), import_id)
    for ends, cypher in ((REPLY_COLUMNS, _REPLIES), (QUOTE_COLUMNS, _QUOTES)):
        tied = keyed.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in ends))
        ties = tied.select(post="key", target=_merge_targets(transaction, tied, *ends, import_id))
        run_with_rows(transaction, cypher, ties.to_dicts(), importId=import_id)


_REPLIES: Final = f"""
UNWIND $rows AS row
MATCH (post:Post {{postId: row.post}}) USING INDEX SEEK post:Post(postId)
MATCH (target:Post {{postId: row.target}}) USING INDEX SEEK target:Post(postId)
MERGE (post)-[tie:REPLY_TO]->(target) ON CREATE SET tie.importId = $importId
{provenance_clause("tie")}
RETURN count(*)
"""

_QUOTES: Final = f"""
UNWIND $rows AS row
MATCH (post:Post {{postId: row.post}}) USING INDEX SEEK post:Post(postId)
MATCH (target:Post {{postId: row.target}}) USING INDEX SEEK target:Post(postId)
MERGE (post)-[tie:QUOTES]->(target) ON CREATE SET tie.importId = $importId
{provenance_clause("tie")}
RETURN count(*)
"""


def _merge_targets(
    transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, post_column: str, author_column: str, import_id: str
) -> pl.Series:
    """Create the posts that rows aim at, with their authors, and return their keys, one per row.

    Where only the author is known, that is the stub which stands for all posts of theirs.
    """
    authors = account_keys(transaction, rows, author_column)
    merge_accounts(transaction, named_accounts(rows, author_column, authors))
    aimed_at = target_posts(rows, authors, post_column)
    merge_posts(transaction, aimed_at)
    set_authors(transaction, aimed_at, import_id)
    return aimed_at["post"]


def merge_posts(transaction: neo4j.ManagedTransaction, aimed_at: pl.DataFrame) -> None:
    """Create posts (columns as those of `target_posts`)."""
    posts = aimed_at.select("post", "platform", "identified").unique("post", keep="first", maintain_order=True)
    run_with_rows(
        transaction,
        """
        UNWIND $rows AS row
        MERGE (post:Post {postId: row.post})
          ON CREATE SET post.platform = row.platform, post.identified = row.identified
        RETURN count(*)
        """,
        posts.to_dicts(),
    )


def target_posts(rows: pl.DataFrame, authors: list[Any], post_column: str) -> pl.DataFrame:
    """Return the posts that rows aim at: platform, author, identified, post."""
    return rows.select(
        "platform",
        author=pl.Series(authors, dtype=pl.String),
        identified=pl.col(post_column).is_not_null(),
        post=item_key(pl.col("platform"), pl.col(post_column)),
    ).with_columns(post=pl.coalesce("post", stub_post_key(pl.col("author"))))


def set_authors(transaction: neo4j.ManagedTransaction, posts: pl.DataFrame, import_id: str) -> None:
    """Give posts without an author theirs (keys: post, author); who retweeted them must be rolled up again."""
    authored = posts.select("post", "author").drop_nulls().unique("post", keep="first", maintain_order=True)
    run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MATCH (post:Post {{postId: row.post}}) USING INDEX SEEK post:Post(postId)
        OPTIONAL MATCH (post)<-[posted:POSTED]-(known:Account)
        WITH row, post, posted, CASE known.accountId WHEN row.author THEN posted END AS same
        {provenance_clause("same")}
        WITH row, post, posted WHERE posted IS NULL
        MATCH (author:Account {{accountId: row.author}}) USING INDEX SEEK author:Account(accountId)
        CREATE (author)-[:POSTED {{importId: $importId}}]->(post)
        WITH author, post
        CALL (author) {{
          MATCH (author)-[:OPERATED_BY]->(outlet:Outlet)
          {mark_stale_clause("outlet")}
        }}
        WITH post
        MATCH (post)<-[:RETWEETED]-(account:Account)
        {mark_stale_clause("account")}
        RETURN count(*)
        """,
        authored.to_dicts(),
        importId=import_id,
    )
