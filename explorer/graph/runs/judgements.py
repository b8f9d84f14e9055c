"""Judgements of clusters and accounts, stored in the graph.

A judgement is a node that never changes. Runs, imports and undos do not remove it. A judgement of a cluster stores the
members at that time. It applies to every cluster of any run that is the same by `explorer.communities.matching.SAME`;
for all clusters except the judged one, it is called carried. The newest judgement of a cluster itself counts. If there
is none, the newest carried judgement counts.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import uuid4

import neo4j
import polars as pl

from explorer.common.errors import UsageError
from explorer.communities.matching import same_clusters
from explorer.graph.connection.clock import NOW
from explorer.graph.connection.connect import Connection
from explorer.model.tables import Polars
from explorer.model.verdicts import ALLOW_LIST_VERDICT, VERDICTS, Verdict

CLUSTER_JUDGEMENT_COLUMNS: Final[Mapping[str, Polars]] = {
    "rank": pl.Int64,
    "verdict": pl.String,
    "note": pl.String,
    "author": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "carriedFrom": pl.String,
    "overlap": pl.Float64,
}
ACCOUNT_JUDGEMENT_COLUMNS: Final[Mapping[str, Polars]] = {
    "account": pl.String,
    "handle": pl.String,
    "verdict": pl.String,
    "note": pl.String,
    "author": pl.String,
    "at": pl.Datetime("us", "UTC"),
}
JUDGEMENT_COLUMNS: Final[Mapping[str, Polars]] = {
    "at": pl.Datetime("us", "UTC"),
    "author": pl.String,
    "of": pl.String,
    "handle": pl.String,
    "members": pl.Int64,
    "verdict": pl.String,
    "note": pl.String,
    "holdsFor": pl.List(pl.String),
    "judgement": pl.String,
}

# Acquired before judgements or clusters are read or written. Otherwise one of two concurrent transactions would miss
# what the other one commits.
_LOCK: Final = "MERGE (lock:Lock {name: 'judgements'}) SET lock.holder = 0"

_WRITE: Final = f"""
OPTIONAL MATCH (earlier:Judgement)
WITH max(earlier.at) AS newest
UNWIND $rows AS row
MERGE (judgement:Judgement {{judgementId: row.judgementId}})
  ON CREATE SET judgement = row, judgement.at = {NOW}
"""

_ABOUT: Final = """
UNWIND $rows AS row
MATCH (judgement:Judgement {judgementId: row.judgementId})
MATCH (account:Account {accountId: row.members[0]}) USING INDEX SEEK account:Account(accountId)
MERGE (judgement)-[:ABOUT]->(account)
"""

_LINK: Final = """
UNWIND $rows AS row
MATCH (judgement:Judgement {judgementId: row.before})
MATCH (cluster:Cluster {clusterId: row.after}) USING INDEX SEEK cluster:Cluster(clusterId)
MERGE (judgement)-[holds:HOLDS_FOR]->(cluster)
SET holds.overlap = row.jaccard, holds.carried = NOT (judgement.runId = cluster.runId AND row.jaccard = 1.0)
"""

_MEMBERS: Final = """
MATCH (cluster:Cluster {clusterId: $cluster})<-[:MEMBER_OF]-(account:Account)
RETURN account.accountId ORDER BY account.accountId
"""

# clusters of all runs that contain one of these accounts, with all their members
_CLUSTERS_OF: Final = """
UNWIND $members AS member
MATCH (account:Account {accountId: member})-[:MEMBER_OF]->(cluster:Cluster) USING INDEX SEEK account:Account(accountId)
WITH DISTINCT cluster
MATCH (cluster)<-[:MEMBER_OF]-(account:Account)
RETURN cluster.clusterId, collect(account.accountId)
"""

_NEWEST_OF_CLUSTER: Final = """
MATCH (judgement:Judgement {kind: 'cluster', runId: $runId, rank: $rank})
WITH judgement ORDER BY judgement.at DESC, judgement.judgementId LIMIT 1
RETURN judgement
"""

_CURRENT: Final = """
MATCH (account:Account)<-[:ABOUT]-(judgement:Judgement)
WITH account, judgement ORDER BY judgement.at DESC, judgement.judgementId
WITH account, collect(judgement)[0] AS judgement
"""


def judge_cluster(
    graph: Connection, run: Mapping[str, Any], rank: int, *, verdict: Verdict, author: str, note: str = ""
) -> int:
    """Judge a cluster in one transaction. The judgement is carried over to the same cluster in other runs.

    Args:
        graph: The graph.
        run: Properties of the cluster's run.
        rank: Rank of the cluster.
        verdict: One of `VERDICTS`.
        author: Name of the analyst.
        note: Reason.

    Returns:
        Number of clusters of other runs that it is carried over to.

    Raises:
        UsageError: If the verdict or the cluster does not exist.
        GraphError: If Neo4j cannot be reached; nothing is written then.
    """
    judgement = _judgement("cluster", verdict, author, note) | {"runId": run["runId"], "rank": rank}
    cluster = f"{run['runId']}/{rank}"

    def work(transaction: neo4j.ManagedTransaction) -> int:
        transaction.run(_LOCK).consume()
        members = [record[0] for record in transaction.run(_MEMBERS, cluster=cluster)]
        if not members:
            raise UsageError(f"There is no cluster {cluster}.", hint="List the clusters: explorer clusters list")
        current = transaction.run(_NEWEST_OF_CLUSTER, runId=run["runId"], rank=rank).single()
        row = _unless_repeated(judgement | {"members": members}, current)
        transaction.run(_WRITE, rows=[row]).consume()
        clusters = _groups(record.values() for record in transaction.run(_CLUSTERS_OF, members=members))
        return _link_to_clusters(transaction, _groups([(row["judgementId"], members)]), clusters) - 1

    return graph.write(work)


def judge_accounts(
    graph: Connection, notes: Mapping[str, str], *, verdict: Verdict, author: str, allowed: bool | None = None
) -> int:
    """Judge accounts, in one transaction.

    Args:
        graph: The graph.
        notes: Reasons, by account key.
        verdict: One of `VERDICTS`.
        author: Name of the analyst.
        allowed: True judges only accounts on the allow list, False only the others, None all.

    Returns:
        Number of judged accounts.

    Raises:
        UsageError: If the verdict does not exist.
        GraphError: If Neo4j cannot be reached; nothing is written then.
    """
    judgements = [_judgement("account", verdict, author, note) | {"members": [key]} for key, note in notes.items()]

    def work(transaction: neo4j.ManagedTransaction) -> int:
        transaction.run(_LOCK).consume()
        records = transaction.run(
            _CURRENT + "WHERE account.accountId IN $accounts RETURN account.accountId AS key, judgement",
            accounts=[*notes],
        )
        current = {record["key"]: record for record in records}
        listed = {key for key, record in current.items() if record["judgement"]["verdict"] == ALLOW_LIST_VERDICT}
        rows = [
            _unless_repeated(one, current.get(key))
            for one in judgements
            if (key := one["members"][0]) and (allowed is None or (key in listed) is allowed)
        ]
        transaction.run(_WRITE, rows=rows).consume()
        transaction.run(_ABOUT, rows=rows).consume()
        return len(rows)

    return graph.write(work)


def carry_judgements(transaction: neo4j.ManagedTransaction, run_id: str, members: pl.DataFrame) -> None:
    """Carry all judgements of clusters over to the same clusters of a run, in the transaction that writes the run.

    Args:
        transaction: The transaction that wrote the run's clusters and members.
        run_id: Id of the run.
        members: account (key) and rank.
    """
    transaction.run(_LOCK).consume()
    judged = transaction.run(
        "MATCH (judgement:Judgement {kind: 'cluster'}) RETURN judgement.judgementId, judgement.members"
    )
    clusters = members.select(group=pl.format("{}/{}", pl.lit(run_id), "rank"), account="account")
    _link_to_clusters(transaction, _groups(record.values() for record in judged), clusters)


def read_judgements(graph: Connection, run_id: str) -> pl.DataFrame:
    """Return the judgement that counts for each judged cluster of a run, by rank; columns `CLUSTER_JUDGEMENT_COLUMNS`.

    ``carriedFrom`` is the judged cluster (run/rank), and ``overlap`` the Jaccard index of the members. Both are null if
    the cluster itself was judged.
    """
    result = graph.read(
        """
        MATCH (cluster:Cluster {runId: $runId})<-[holds:HOLDS_FOR]-(judgement:Judgement)
        WITH cluster, holds, judgement ORDER BY holds.carried, judgement.at DESC, judgement.judgementId
        WITH cluster, collect({judgement: judgement, holds: holds})[0] AS counts
        WITH cluster, counts.judgement AS judgement, counts.holds AS holds
        RETURN cluster.rank, judgement.verdict, judgement.note, judgement.author, judgement.at,
               CASE WHEN holds.carried THEN judgement.runId + '/' + judgement.rank END,
               CASE WHEN holds.carried THEN holds.overlap END
        ORDER BY cluster.rank
        """,
        {"runId": run_id},
    )
    return pl.DataFrame(result.rows, schema=CLUSTER_JUDGEMENT_COLUMNS, orient="row")


def read_account_judgements(graph: Connection, *, verdict: Verdict | None = None) -> pl.DataFrame:
    """Return each judged account's newest judgement, by account; columns `ACCOUNT_JUDGEMENT_COLUMNS`.

    Args:
        graph: The graph.
        verdict: Verdict to select; None selects all judgements except withdrawn ones.
    """
    result = graph.read(
        f"""
        {_CURRENT}
        WHERE judgement.verdict IN $verdicts
        RETURN account.accountId, account.handle, judgement.verdict, judgement.note, judgement.author, judgement.at
        ORDER BY account.accountId
        """,
        {"verdicts": [verdict] if verdict else [one for one in VERDICTS if one != "withdrawn"]},
    )
    return pl.DataFrame(result.rows, schema=ACCOUNT_JUDGEMENT_COLUMNS, orient="row")


def list_judgements(graph: Connection) -> pl.DataFrame:
    """Return every judgement, newest first; columns `JUDGEMENT_COLUMNS`.

    ``of`` is the judged cluster (run/rank) or account, and ``holdsFor`` lists the clusters that the judgement applies
    to.
    """
    result = graph.read(
        """
        MATCH (judgement:Judgement)
        RETURN judgement.at, judgement.author,
               coalesce(judgement.runId + '/' + judgement.rank, judgement.members[0]),
               [(judgement)-[:ABOUT]->(account) | account.handle][0], size(judgement.members),
               judgement.verdict, judgement.note,
               COLLECT { MATCH (judgement)-[:HOLDS_FOR]->(c:Cluster) RETURN c.clusterId ORDER BY c.runId, c.rank },
               judgement.judgementId
        ORDER BY judgement.at DESC, judgement.judgementId
        """
    )
    return pl.DataFrame(result.rows, schema=JUDGEMENT_COLUMNS, orient="row")


def _judgement(kind: str, verdict: Verdict, author: str, note: str) -> dict[str, Any]:
    if verdict not in VERDICTS:
        raise UsageError(f"There is no verdict {verdict!r}.", hint=f"Use one of {', '.join(VERDICTS)}.")
    # create the id before the transaction, so that a repeated transaction writes the judgement once
    return {"judgementId": uuid4().hex[:12], "kind": kind, "verdict": verdict, "author": author, "note": note}


def _unless_repeated(judgement: dict[str, Any], current: neo4j.Record | None) -> dict[str, Any]:
    """Return a judgement, with the id of the current one if they are the same.

    A command that is run again, because it was killed before it could report that the judgement is stored, then changes
    nothing.
    """
    stored = current["judgement"] if current else {}
    is_same = all(stored.get(name) == value for name, value in judgement.items() if name != "judgementId")
    return judgement | {"judgementId": stored["judgementId"]} if is_same else judgement


def _groups(rows: Iterable[Iterable[Any]]) -> pl.DataFrame:
    schema: Mapping[str, Polars] = {"group": pl.String, "account": pl.List(pl.String)}
    # two keys of one account may have been merged
    return pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row").explode("account").unique()


def _link_to_clusters(transaction: neo4j.ManagedTransaction, judged: pl.DataFrame, clusters: pl.DataFrame) -> int:
    matches = same_clusters(judged, clusters)
    transaction.run(_LINK, rows=matches.select("before", "after", "jaccard").to_dicts()).consume()
    return matches.height
