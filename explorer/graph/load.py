"""Batches of canonical tables into the graph. Loading the same rows again changes nothing.

Every part of a batch is one managed transaction, which the driver repeats whole when the server asks for it. What it
adds to the account of its import is written in that same transaction, so that an import killed at any moment and run
again ends in the same state as one clean run.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, LiteralString

import neo4j
import polars as pl

from explorer import tables
from explorer.graph.connect import Graph
from explorer.graph.handles import meet_handles, resolve_handles
from explorer.tables import Table

ROWS_PER_TRANSACTION: Final = 20_000

_Row = dict[str, Any]


def load_rows(graph: Graph, table: Table, rows: pl.DataFrame, *, import_id: str) -> int:
    """Load rows of one table; return how many of them brought something new.

    Args:
        graph: the graph, with its schema applied and an Import node ``import_id``.
        table: the canonical table of ``rows``.
        rows: conforming rows; of duplicates the first counts.
        import_id: the import that the rows belong to; its ``loaded`` grows in the same transactions.

    Raises:
        GraphError: if Neo4j cannot be reached; whole parts of the rows are then loaded, the rest not.
    """
    load = _LOADERS[table.name]
    loaded = 0
    for part in tables.drop_duplicates(table, rows).iter_slices(ROWS_PER_TRANSACTION):

        def work(transaction: neo4j.ManagedTransaction, part: pl.DataFrame = part) -> int:
            count = load(transaction, part, import_id)
            transaction.run(
                "MATCH (i:Import {importId: $id}) WHERE i.finishedAt IS NULL SET i.loaded = i.loaded + $count",
                id=import_id,
                count=count,
            ).consume()
            return count

        loaded += graph.write(work)
    return loaded


def _load_accounts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, _import_id: str) -> int:
    known = _known(_with_handles(rows), tables.ACCOUNTS, without={"account_id"})
    keys = _account_keys(transaction, rows, "account_id")
    records = [
        {"key": key, "known": properties | _handle_key(properties)} for key, properties in zip(keys, known, strict=True)
    ]
    news = _run(
        transaction,
        """
        UNWIND $rows AS row
        OPTIONAL MATCH (old:Account {accountId: row.key})
        WITH row, old IS NULL
                  OR any(name IN keys(row.known) WHERE coalesce(old[name] <> row.known[name], true)) AS news
        MERGE (account:Account {accountId: row.key})
        SET account += row.known
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        records,
    )
    meet_handles(transaction, keys)
    return news


def _load_posts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, _import_id: str) -> int:
    known = _known(rows, tables.POSTS, without={"post_id", "author_id"})
    keys = rows.select(tables.item_key(pl.col("platform"), pl.col("post_id"))).to_series()
    news = _run(
        transaction,
        """
        UNWIND $rows AS row
        OPTIONAL MATCH (old:Post {postId: row.key})
        WITH row, old IS NULL
                  OR any(name IN keys(row.known) WHERE coalesce(old[name] <> row.known[name], true)) AS news
        MERGE (post:Post {postId: row.key})
        SET post += row.known, post.identified = true
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        [{"key": key, "known": properties} for key, properties in zip(keys, known, strict=True)],
    )
    _run(
        transaction,
        """
        UNWIND $rows AS row
        MATCH (:Post {postId: row.key})<-[:RETWEETED]-(account:Account)
        SET account:RollupDue
        RETURN count(*)
        """,
        [{"key": key} for key in keys],
    )
    authored = rows.with_columns(key=keys).filter(pl.col("author_id").is_not_null())
    authors = _account_keys(transaction, authored, "author_id")
    _merge_accounts(transaction, authored, "author_id", authors)
    _set_authors(transaction, authored["key"].to_list(), authors)
    return news


def _load_retweets(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, import_id: str) -> int:
    accounts = _account_keys(transaction, rows, "account_id")
    authors = _account_keys(transaction, rows, "author_id")
    _merge_accounts(transaction, rows, "account_id", accounts)
    _merge_accounts(transaction, rows.filter(pl.col("author_id").is_not_null()), "author_id", [a for a in authors if a])
    keyed = rows.select(
        "platform",
        action=tables.item_key(pl.col("platform"), pl.col("retweet_id")),
        account=pl.Series(accounts, dtype=pl.String),
        author=pl.Series(authors, dtype=pl.String),
        identified=pl.col("post_id").is_not_null(),
        post=tables.item_key(pl.col("platform"), pl.col("post_id")),
        at=pl.col("retweeted_at").dt.epoch("ms"),
    ).with_columns(post=pl.coalesce("post", tables.stub_post_key(pl.col("author"))))
    posts = keyed.select("post", "platform", "identified").unique("post", keep="first", maintain_order=True)
    _run(
        transaction,
        """
        UNWIND $rows AS row
        MERGE (post:Post {postId: row.post})
          ON CREATE SET post.platform = row.platform, post.identified = row.identified
        RETURN count(*)
        """,
        posts.to_dicts(),
    )
    authored = keyed.filter(pl.col("author").is_not_null()).unique("post", keep="first", maintain_order=True)
    _set_authors(transaction, authored["post"].to_list(), authored["author"].to_list())
    # without the hint a plan made while the index was empty reads all of it for every row
    return _run(
        transaction,
        """
        UNWIND $rows AS row
        OPTIONAL MATCH ()-[known:RETWEETED]->()
        USING INDEX SEEK known:RETWEETED(actionId) WHERE known.actionId = row.action
        WITH row WHERE known IS NULL
        MATCH (account:Account {accountId: row.account})
        MATCH (post:Post {postId: row.post})
        CREATE (account)-[:RETWEETED {actionId: row.action, at: datetime({epochMillis: row.at}),
                                      importId: $importId}]->(post)
        SET account:RollupDue
        RETURN count(*)
        """,
        keyed.select("action", "account", "post", "at").to_dicts(),
        importId=import_id,
    )


def _load_links(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, _import_id: str) -> int:
    host = pl.col("url").str.extract(r"^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)")
    records = rows.select(
        "platform",
        "url",
        post=tables.item_key(pl.col("platform"), pl.col("post_id")),
        domain=host.str.to_lowercase().str.strip_prefix("www."),
    )
    return _run(
        transaction,
        """
        UNWIND $rows AS row
        MERGE (post:Post {postId: row.post}) ON CREATE SET post.platform = row.platform, post.identified = true
        MERGE (link:Link {url: row.url}) ON CREATE SET link.domain = row.domain
        WITH post, link, NOT EXISTS { (post)-[:LINKS_TO]->(link) } AS news
        MERGE (post)-[:LINKS_TO]->(link)
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        records.to_dicts(),
    )


def _load_hashtags(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, _import_id: str) -> int:
    records = rows.select("platform", "tag", post=tables.item_key(pl.col("platform"), pl.col("post_id")))
    return _run(
        transaction,
        """
        UNWIND $rows AS row
        MERGE (post:Post {postId: row.post}) ON CREATE SET post.platform = row.platform, post.identified = true
        MERGE (hashtag:Hashtag {tag: row.tag})
        WITH post, hashtag, NOT EXISTS { (post)-[:TAGGED]->(hashtag) } AS news
        MERGE (post)-[:TAGGED]->(hashtag)
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        records.to_dicts(),
    )


def _load_outlets(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, _import_id: str) -> int:
    known = _known(rows, tables.OUTLETS, without={"outlet_id"})
    return _run(
        transaction,
        """
        UNWIND $rows AS row
        OPTIONAL MATCH (old:Outlet {outletId: row.key})
        WITH row, old IS NULL
                  OR any(name IN keys(row.known) WHERE coalesce(old[name] <> row.known[name], true)) AS news
        MERGE (outlet:Outlet {outletId: row.key})
        SET outlet += row.known
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        [{"key": key, "known": properties} for key, properties in zip(rows["outlet_id"], known, strict=True)],
    )


def _load_outlet_accounts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, _import_id: str) -> int:
    keys = _account_keys(transaction, rows, "account_id")
    known = [
        properties | _handle_key(properties)
        for properties in _known(
            _with_handles(rows), tables.OUTLET_ACCOUNTS, without={"account_id", "outlet_id", "source"}
        )
    ]
    columns = zip(keys, known, rows["outlet_id"], rows["source"], strict=True)
    news = _run(
        transaction,
        """
        UNWIND $rows AS row
        MERGE (account:Account {accountId: row.key})
        SET account += row.known
        MERGE (outlet:Outlet {outletId: row.outlet})
        WITH row, account, outlet, NOT EXISTS { (account)-[:OPERATED_BY]->(outlet) } AS news
        MERGE (account)-[operated:OPERATED_BY]->(outlet)
        SET operated.source = row.source
        RETURN count(CASE WHEN news THEN 1 END)
        """,
        [{"key": key, "known": k, "outlet": outlet, "source": source} for key, k, outlet, source in columns],
    )
    meet_handles(transaction, keys)
    return news


_LOADERS: Final[Mapping[str, Callable[[neo4j.ManagedTransaction, pl.DataFrame, str], int]]] = {
    "accounts": _load_accounts,
    "posts": _load_posts,
    "retweets": _load_retweets,
    "links": _load_links,
    "hashtags": _load_hashtags,
    "outlets": _load_outlets,
    "outlet_accounts": _load_outlet_accounts,
}


def _run(transaction: neo4j.ManagedTransaction, cypher: LiteralString, rows: list[_Row], **parameters: object) -> int:
    """Run a statement that takes ``$rows`` and returns one number."""
    if not rows:
        return 0
    return int(transaction.run(cypher, {"rows": rows, **parameters}).single(strict=True)[0])


def _account_keys(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, column: str) -> list[Any]:
    """Return the accounts' keys, one per row; handles become ids where an id is known, nulls stay null."""
    keys = rows.select(tables.account_key(pl.col("platform"), pl.col(column))).to_series()
    known = resolve_handles(transaction, keys.filter(keys.str.contains(":@", literal=True)).unique().to_list())
    return [known.get(key, key) for key in keys] if known else keys.to_list()


def _merge_accounts(transaction: neo4j.ManagedTransaction, rows: pl.DataFrame, column: str, keys: list[str]) -> None:
    """Create the accounts that a row names; where it names a handle, the handle is known with it."""
    named = rows.select("platform", handle=_handle_of(column), key=pl.Series(keys, dtype=pl.String)).unique(
        "key", keep="first", maintain_order=True
    )
    _run(
        transaction,
        """
        UNWIND $rows AS row
        MERGE (account:Account {accountId: row.key})
          ON CREATE SET account.platform = row.platform, account.handle = row.handle,
                        account.handleKey = row.platform + ':' + toLower(row.handle)
        RETURN count(*)
        """,
        named.to_dicts(),
    )


def _set_authors(transaction: neo4j.ManagedTransaction, posts: list[str], authors: list[Any]) -> None:
    """Give posts without an author theirs; who retweeted them must be rolled up again."""
    _run(
        transaction,
        """
        UNWIND $rows AS row
        MATCH (post:Post {postId: row.post}) WHERE NOT EXISTS { (post)<-[:POSTED]-() }
        MATCH (author:Account {accountId: row.author})
        CREATE (author)-[:POSTED]->(post)
        WITH post
        MATCH (post)<-[:RETWEETED]-(account:Account)
        SET account:RollupDue
        RETURN count(*)
        """,
        [{"post": post, "author": author} for post, author in zip(posts, authors, strict=True)],
    )


def _known(rows: pl.DataFrame, table: Table, *, without: set[str]) -> list[_Row]:
    """Return, one per row, what it says of a thing, under the graph's property names and without nulls."""
    described = rows.select(
        pl.col(column.name).alias(_camel(column.name)) for column in table.columns if column.name not in without
    )
    return [{name: _zoned(value) for name, value in row.items() if value is not None} for row in described.to_dicts()]


def _zoned(value: object) -> object:
    # one spelling of UTC in the graph: Z, as datetime({epochMillis: …}) writes it
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _handle_of(column: str) -> pl.Expr:
    return pl.when(tables.is_handle(pl.col(column))).then(pl.col(column).str.strip_prefix("@"))


def _with_handles(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(handle=pl.coalesce("handle", _handle_of("account_id")))


def _handle_key(properties: _Row) -> _Row:
    handle = properties.get("handle")
    return {"handleKey": f"{properties['platform']}:{handle.lower()}"} if handle else {}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
