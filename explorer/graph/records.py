"""Read records for detection from the graph, with one grouped query per kind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from explorer.common.errors import GraphError
from explorer.common.progress import Progress, silent
from explorer.detect.signals import kinds
from explorer.detect.signals.kinds import RECORD_KINDS, RecordKind
from explorer.detect.signals.records import ACTS, Records, thing_schema
from explorer.graph.connection.connect import Connection
from explorer.graph.imports.unfinished import unfinished_imports
from explorer.model.tables import Polars

# The server groups records by their object. This is several times faster than row by row, and no aggregation needs the
# whole graph in memory. A collected list cannot contain null, so '' and $unknown replace it.
_AUTHOR: Final = "[(post)<-[:POSTED]-(author:Account) | author.accountId][0]"
_POSTED_BY: Final = f"coalesce({_AUTHOR}, '')"
_POSTED_AT: Final = "coalesce(post.createdAt.epochMillis, $unknown)"
_COLLECT: Final = f"RETURN collect({_POSTED_BY}) AS account, collect({_POSTED_AT}) AS time"
_NOT_LEFT_OUT: Final = "NOT coalesce(post.importId, '') IN $withoutImports"
_ON_PLATFORM: Final = "($platform IS NULL OR post.platform = $platform)"
_HAS_CONTENT: Final = (
    "(post.text IS NOT NULL OR post.createdAt IS NOT NULL)"  # not only mentioned, for example by a retweet
)
_ABOUT: Final = f"""post.postId AS post, post.platform AS platform, coalesce(post.identified, false) AS identified,
        {_AUTHOR} AS author, post.createdAt.epochMillis AS posted"""

_RECORDS: Final = {
    kinds.RETWEET_RECORDS: f"""
        MATCH (post:Post) WHERE {_ON_PLATFORM}
        CALL (post) {{
          MATCH (post)<-[r:RETWEETED]-(account:Account) WHERE NOT r.importId IN $withoutImports
          RETURN collect(account.accountId) AS account, collect(r.at.epochMillis) AS time
        }}
        WITH post, account, time WHERE size(time) > 0
        RETURN {_ABOUT}, account, time
        """,
    kinds.AMPLIFICATION_RECORDS: f"""
        MATCH (author:Account) WHERE $platform IS NULL OR author.platform = $platform
        CALL (author) {{
          MATCH (author)-[:POSTED]->(:Post)<-[r:RETWEETED]-(account:Account) WHERE NOT r.importId IN $withoutImports
          RETURN collect(account.accountId) AS account, collect(r.at.epochMillis) AS time
        }}
        WITH author, account, time WHERE size(time) > 0
        RETURN author.accountId AS author, account, time
        UNION ALL
        MATCH (post:Post) WHERE {_ON_PLATFORM} AND NOT EXISTS {{ (post)<-[:POSTED]-(:Account) }}
        CALL (post) {{
          MATCH (post)<-[r:RETWEETED]-(account:Account) WHERE NOT r.importId IN $withoutImports
          RETURN collect(account.accountId) AS account, collect(r.at.epochMillis) AS time
        }}
        WITH account, time WHERE size(time) > 0
        RETURN null AS author, account, time
        """,
    kinds.REPLY_RECORDS: f"""
        MATCH (target:Post) WHERE $platform IS NULL OR target.platform = $platform
        CALL (target) {{
          MATCH (target)<-[:REPLY_TO]-(post:Post) WHERE {_NOT_LEFT_OUT}
          {_COLLECT}
        }}
        WITH target AS post, account, time WHERE size(time) > 0
        RETURN {_ABOUT}, account, time
        """,
    kinds.HASHTAG_RECORDS: f"""
        MATCH (hashtag:Hashtag)
        CALL (hashtag) {{
          MATCH (hashtag)<-[:TAGGED]-(post:Post) WHERE {_ON_PLATFORM} AND {_NOT_LEFT_OUT}
          {_COLLECT}
        }}
        WITH hashtag, account, time WHERE size(time) > 0
        RETURN hashtag.tag AS tag, account, time
        """,
    kinds.LINK_RECORDS: f"""
        MATCH (link:Link)
        CALL (link) {{
          MATCH (link)<-[:LINKS_TO]-(post:Post) WHERE {_ON_PLATFORM} AND {_NOT_LEFT_OUT}
          {_COLLECT}
        }}
        WITH link, account, time WHERE size(time) > 0
        RETURN link.url AS url, account, time
        """,
    # grouped by author, because there are as many texts as posts
    kinds.POST_RECORDS: f"""
        MATCH (author:Account)
        CALL (author) {{
          MATCH (author)-[:POSTED]->(post:Post) WHERE {_ON_PLATFORM} AND {_NOT_LEFT_OUT} AND {_HAS_CONTENT}
          RETURN collect(coalesce(post.text, '')) AS text, collect({_POSTED_AT}) AS time
        }}
        WITH author, text, time WHERE size(time) > 0
        RETURN text, author.accountId AS account, time
        UNION ALL
        MATCH (post:Post)
        WHERE {_ON_PLATFORM} AND {_NOT_LEFT_OUT} AND {_HAS_CONTENT} AND NOT EXISTS {{ (post)<-[:POSTED]-(:Account) }}
        RETURN [coalesce(post.text, '')] AS text, '' AS account, [{_POSTED_AT}] AS time
        """,
    kinds.HANDLE_RECORDS: """
        MATCH (account:Account)
        WHERE account.handleKey IS NOT NULL AND ($platform IS NULL OR account.platform = $platform)
        UNWIND [account.handleKey] + [alias IN coalesce(account.aliases, []) | account.platform + ':' + alias] AS handle
        WITH handle, collect(account.accountId) AS account WHERE size(account) > 1
        RETURN handle, account, [one IN account | $unknown] AS time
        """,
}

_COUNTS: Final = {
    kinds.RETWEET_RECORDS: "MATCH ()-[act:RETWEETED]->() RETURN count(act)",
    kinds.AMPLIFICATION_RECORDS: "MATCH ()-[act:RETWEETED]->() RETURN count(act)",
    kinds.REPLY_RECORDS: "MATCH ()-[act:REPLY_TO]->() RETURN count(act)",
    kinds.HASHTAG_RECORDS: "MATCH ()-[act:TAGGED]->() RETURN count(act)",
    kinds.LINK_RECORDS: "MATCH ()-[act:LINKS_TO]->() RETURN count(act)",
    kinds.POST_RECORDS: "MATCH (act:Post) RETURN count(act)",
    kinds.HANDLE_RECORDS: "MATCH (act:Account) RETURN count(act)",
}
"""Upper bounds of the number of records, from Neo4j's count store."""

_ACCOUNT_AND_TIME: Final = {"account": pl.String, "time": pl.Int64}
_UNKNOWN: Final = -(2**63)
_CHUNK: Final = 250_000


@dataclass(frozen=True, slots=True)
class EventImport:
    """An import that can contain events, and its time precision in seconds."""

    import_id: str
    file: str
    resolution: int


def read_event_imports(graph: Connection, kind: RecordKind, *, platform: str | None = None) -> list[EventImport]:
    """Return the imports that can contain records of a kind, coarsest time precision first.

    Raises:
        GraphError: If one of them is incomplete, so that rows are missing and its time precision is unknown.
    """
    imports = graph.read(
        """
        MATCH (i:Import) WHERE $platform IS NULL OR $platform IN i.platforms
        WITH i, CASE WHEN $retweets THEN i.resolution ELSE coalesce(i.postResolution, i.resolution) END AS resolution
        RETURN i.importId, i.file, resolution
        ORDER BY resolution DESC, i.importId
        """,
        {"platform": platform, "retweets": kind.of_retweets},
    )
    if unfinished := unfinished_imports(graph):
        raise GraphError(unfinished[0].message, hint=unfinished[0].hint)
    return [EventImport(*row) for row in imports.rows]


def read_records(
    graph: Connection,
    kind: RecordKind,
    *,
    platform: str | None = None,
    without_imports: tuple[str, ...] = (),
    progress: Progress = silent,
) -> Records:
    """Return the graph's records of a kind. Accounts and posts are identified by their keys.

    Args:
        graph: The graph.
        kind: Kind of records.
        platform: Platform of the posts (for handles, of the accounts); None for all platforms.
        without_imports: Ids of imports to exclude.
        progress: Called with the number of records read.
    """
    parameters: dict[str, Any] = {
        "platform": platform,
        "withoutImports": list(without_imports),
        "unknown": _UNKNOWN,
    }
    total: int = graph.read(_COUNTS[kind]).rows[0][0]
    columns = {**thing_schema(kind), **_ACCOUNT_AND_TIME}
    by_author = kind is kinds.POST_RECORDS
    lists = ("text", "time") if by_author else ("account", "time")
    things, acts = [pl.DataFrame(schema=thing_schema(kind))], [pl.DataFrame(schema=columns if by_author else ACTS)]
    seen = done = 0
    for chunk in _chunks(graph.stream(_RECORDS[kind], parameters), columns, lists):
        part = chunk
        if not by_author:
            things.append(chunk.select(*thing_schema(kind)))
            part = chunk.select(*_ACCOUNT_AND_TIME, thing=pl.int_range(seen, seen + pl.len(), dtype=pl.UInt32)).select(
                *ACTS
            )
            seen += chunk.height
        acts.append(part.explode(lists).with_columns(_known("account", ""), _known("time", _UNKNOWN)))
        done += acts[-1].height
        progress(f"reading {kind.acts}", done, max(total, done))
    if by_author:
        return Records.of(kind, pl.concat(acts).with_columns(_known("text", "")))
    return Records(kind, pl.concat(things), pl.concat(acts))


def recorded_kinds(graph: Connection) -> list[RecordKind]:
    """Return the kinds of records that the graph probably contains, by a quick check."""
    (recorded,) = graph.read(
        """
        RETURN EXISTS { ()-[:RETWEETED]->(post:Post) WHERE post.identified },
               EXISTS { ()-[:RETWEETED]->()<-[:POSTED]-() }, EXISTS { ()-[:REPLY_TO]->() }, EXISTS { ()-[:TAGGED]->() },
               EXISTS { ()-[:LINKS_TO]->() }, EXISTS { (post:Post) WHERE post.text IS NOT NULL },
               EXISTS { (account:Account) WHERE account.handle IS NOT NULL }
        """
    ).rows
    return [kind for kind, is_recorded in zip(RECORD_KINDS, recorded, strict=True) if is_recorded]


def _known(column: str, unknown: object) -> pl.Expr:
    return pl.when(pl.col(column) != unknown).then(column)


def _chunks(
    rows: Iterator[tuple[Any, ...]], schema: Mapping[str, Polars], lists: Sequence[str]
) -> Iterator[pl.DataFrame]:
    """Yield rows as frames of about `_CHUNK` records.

    Args:
        rows: Values in the order of the schema.
        schema: Columns and the types of their values.
        lists: Columns that contain lists, all of the same length within a row; the last column is one of them.
    """
    types = {name: pl.List(dtype) if name in lists else dtype for name, dtype in schema.items()}
    pending: list[tuple[Any, ...]] = []
    size = 0
    for row in rows:
        pending.append(row)
        size += len(row[-1])
        if size >= _CHUNK:
            yield _frame(pending, types)
            pending, size = [], 0
    if pending:
        yield _frame(pending, types)


def _frame(rows: list[tuple[Any, ...]], types: Mapping[str, Polars]) -> pl.DataFrame:
    # building the frame by columns is several times faster than by rows
    return pl.DataFrame(dict(zip(types, map(list, zip(*rows, strict=True)), strict=True)), schema=dict(types))
