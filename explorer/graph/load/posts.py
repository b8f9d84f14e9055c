"""Load posts, likes, links and hashtags into the graph."""

from typing import Any, Final, LiteralString

import neo4j
import polars as pl

from explorer.graph.load.account_keys import account_keys, merge_accounts, named_accounts
from explorer.graph.load.clauses import (
    from_import_condition,
    mark_stale_clause,
    match_account_clause,
    match_post_clause,
    provenance_clause,
)
from explorer.graph.load.rows import StatementRow, known_properties, run_with_rows
from explorer.model.keys import item_key, stub_post_key
from explorer.model.nodes import POST
from explorer.model.tables import POSTS

REPLY_COLUMNS: Final = ("reply_to_id", "reply_to_author_id")
"""Columns with the post replied to and its author."""
QUOTE_COLUMNS: Final = ("quoted_id", "quoted_author_id")
"""Columns with the quoted post and its author."""

_REFERENCES: Final[tuple[tuple[tuple[str, str], LiteralString], ...]] = (
    (REPLY_COLUMNS, "REPLY_TO"),
    (QUOTE_COLUMNS, "QUOTES"),
)


def load_posts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Create or update posts; return how many rows added something new.

    If rows of one import contradict each other, the first row counts; if imports do, the last import counts.
    """
    keys, descriptions = _descriptions(rows)
    outcome = transaction.run(
        f"""
        UNWIND $rows AS row
        MERGE (post:Post {{postId: row.key}}) SET post.identified = true
        WITH row, post, NOT coalesce({from_import_condition("post")}, false) AS first
        WITH row, post, first, first AND (post.importId IS NULL
             OR any(name IN keys(row.properties) WHERE coalesce(post[name] <> row.properties[name], true))) AS isNew
        FOREACH (_ IN CASE WHEN first THEN [1] END |
          SET post += row.properties, post.importId = coalesce(post.importId, $importId))
        {provenance_clause("post")}
        RETURN collect(CASE WHEN first THEN row.key END) AS described, count(CASE WHEN isNew THEN 1 END) AS loaded
        """,
        rows=descriptions,
        importId=import_id,
    ).single(strict=True)
    first = keys.is_in(pl.Series(outcome["described"], dtype=pl.String).implode())
    _connect(transaction, rows.filter(first), keys.filter(first), import_id)
    return int(outcome["loaded"])


def fill_posts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Set properties of posts that have no value yet; return how many posts changed."""
    keys, descriptions = _descriptions(rows)
    filled = run_with_rows(
        transaction,
        """
        UNWIND $rows AS row
        MERGE (post:Post {postId: row.key}) ON CREATE SET post.identified = true
        WITH post, row.properties AS known, properties(post) AS before
        WHERE any(name IN keys(known) WHERE before[name] IS NULL)
        SET post += known
        SET post += before
        RETURN count(*)
        """,
        descriptions,
    )
    _connect(transaction, rows, keys, import_id)
    return filled


def load_likes(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Add likes; return how many are new."""
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
        {match_account_clause("account", "row.account")}
        WITH row, post, account, NOT EXISTS {{ (account)-[:LIKED]->(post) }} AS isNew
        MERGE (account)-[liked:LIKED]->(post)
          ON CREATE SET liked.importId = $importId,
                        liked.at = CASE WHEN row.at IS NOT NULL THEN datetime({{epochMillis: row.at}}) END
        {provenance_clause("liked")}
        RETURN count(CASE WHEN isNew THEN 1 END)
        """,
        likes.to_dicts(),
        importId=import_id,
    )


def load_links(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Connect posts to links; return how many rows added something new."""
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
        WITH post, link, NOT EXISTS {{ (post)-[:LINKS_TO]->(link) }} AS isNew
        MERGE (post)-[carries:LINKS_TO]->(link) ON CREATE SET carries.importId = $importId
        {provenance_clause("carries")}
        RETURN count(CASE WHEN isNew THEN 1 END)
        """,
        records.to_dicts(),
        importId=import_id,
    )


def load_hashtags(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    """Connect posts to hashtags; return how many rows added something new."""
    records = rows.select("platform", "tag", post=item_key(pl.col("platform"), pl.col("post_id")))
    return run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        MERGE (post:Post {{postId: row.post}}) ON CREATE SET post.platform = row.platform, post.identified = true
        MERGE (hashtag:Hashtag {{tag: row.tag}})
        WITH post, hashtag, NOT EXISTS {{ (post)-[:TAGGED]->(hashtag) }} AS isNew
        MERGE (post)-[carries:TAGGED]->(hashtag) ON CREATE SET carries.importId = $importId
        {provenance_clause("carries")}
        RETURN count(CASE WHEN isNew THEN 1 END)
        """,
        records.to_dicts(),
        importId=import_id,
    )


def domain_of(column: str) -> pl.Expr:
    """Return the host of a web address in lower case without www., or null if there is none."""
    host = pl.col(column).str.extract(r"^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)")
    return host.str.to_lowercase().str.strip_prefix("www.")


def _descriptions(rows: pl.DataFrame) -> tuple[pl.Series, list[StatementRow]]:
    keys = rows.select(item_key(pl.col("platform"), pl.col("post_id"))).to_series()
    properties = known_properties(rows, POSTS, POST)
    return keys, [{"key": key, "properties": one} for key, one in zip(keys, properties, strict=True)]


def _connect(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, keys: pl.Series, import_id: str) -> None:
    """Connect posts to their authors, and to the posts that they reply to or quote.

    Their times and counts may have changed, so their roll-ups are marked as stale.
    """
    run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        {match_post_clause("post", "row.key")}
        MATCH (post)<-[:RETWEETED]-(account:Account)
        {mark_stale_clause("account")}
        RETURN count(*)
        """,
        [{"key": key} for key in keys],
    )
    run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        {match_post_clause("post", "row.key")}
        MATCH (post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(outlet:Outlet)
        {mark_stale_clause("outlet")}
        RETURN count(*)
        """,
        [{"key": key} for key in keys],
    )
    keyed = rows.with_columns(key=keys)
    authored = keyed.filter(pl.col("author_id").is_not_null())
    authors = account_keys(transaction, authored, "author_id")
    merge_accounts(transaction, named_accounts(authored, "author_id", authors))
    set_authors(transaction, authored.select(post="key", author=pl.Series(authors, dtype=pl.String)), import_id)
    for ends, relationship in _REFERENCES:
        references = keyed.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in ends))
        pairs = references.select(post="key", target=_merge_targets(transaction, references, *ends, import_id))
        run_with_rows(transaction, _reference_statement(relationship), pairs.to_dicts(), importId=import_id)


def _reference_statement(relationship: LiteralString) -> LiteralString:
    return f"""
        UNWIND $rows AS row
        {match_post_clause("post", "row.post")}
        {match_post_clause("target", "row.target")}
        MERGE (post)-[refers:{relationship}]->(target) ON CREATE SET refers.importId = $importId
        {provenance_clause("refers")}
        RETURN count(*)
        """


def _merge_targets(
    transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, post_column: str, author_column: str, import_id: str
) -> pl.Series:
    """Create the posts that the rows refer to and their authors; return the keys of the posts, one per row.

    If only the author is known, the row refers to the author's stub post.
    """
    authors = account_keys(transaction, rows, author_column)
    merge_accounts(transaction, named_accounts(rows, author_column, authors))
    posts = target_posts(rows, authors, post_column)
    merge_posts(transaction, posts)
    set_authors(transaction, posts, import_id)
    return posts["post"]


def merge_posts(transaction: neo4j.ManagedTransaction, posts: pl.DataFrame) -> None:
    """Create missing posts; the columns are those of `target_posts`."""
    unique = posts.select("post", "platform", "identified").unique("post", keep="first", maintain_order=True)
    run_with_rows(
        transaction,
        """
        UNWIND $rows AS row
        MERGE (post:Post {postId: row.post})
          ON CREATE SET post.platform = row.platform, post.identified = row.identified
        RETURN count(*)
        """,
        unique.to_dicts(),
    )


def target_posts(rows: pl.DataFrame, authors: list[Any], post_column: str) -> pl.DataFrame:
    """Return the posts that the rows refer to, one per row.

    Returns:
        platform, author (key), identified and post (key); the post is the author's stub post if only the author is
        known.
    """
    return rows.select(
        "platform",
        author=pl.Series(authors, dtype=pl.String),
        identified=pl.col(post_column).is_not_null(),
        post=item_key(pl.col("platform"), pl.col(post_column)),
    ).with_columns(post=pl.coalesce("post", stub_post_key(pl.col("author"))))


def set_authors(transaction: neo4j.ManagedTransaction, posts: pl.DataFrame, import_id: str) -> None:
    """Set the authors (columns post and author, both keys) of posts without one, and mark their roll-ups as stale."""
    authored = posts.select("post", "author").drop_nulls().unique("post", keep="first", maintain_order=True)
    run_with_rows(
        transaction,
        f"""
        UNWIND $rows AS row
        {match_post_clause("post", "row.post")}
        OPTIONAL MATCH (post)<-[posted:POSTED]-(current:Account)
        WITH row, post, posted, CASE current.accountId WHEN row.author THEN posted END AS confirmed
        {provenance_clause("confirmed")}
        WITH row, post, posted WHERE posted IS NULL
        {match_account_clause("author", "row.author")}
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
