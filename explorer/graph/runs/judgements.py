"""What people judge clusters and accounts to be, kept in the graph.

A judgement is a node that is never changed, and no run, import or undo takes it away. One of a cluster keeps the
members of that moment, by which it finds the cluster again: it holds for every cluster of any run that is the same by
`explorer.communities.matching.SAME`, and is called carried but for the very cluster that was judged. What counts for a
cluster is the newest judgement made on it; only if there is none, the newest that is carried to it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import uuid4

import neo4j
import polars as pl

from explorer.common.errors import UsageError
from explorer.communities.matching import same
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

# whoever writes judgements or clusters takes it before looking at the other: else one of two that work side by side
# would miss what the other is about to commit
_LOCK: Final = "MERGE (lock:Lock {name: 'judgements'}) SET lock.holder = 0"

_WRITE: Final = """
UNWIND $rows AS row
MERGE (judgement:Judgement {judgementId: row.judgementId})
  ON CREATE SET judgement = row, judgement.at = datetime.realtime()
"""

_ABOUT: Final = """
UNWIND $rows AS row
MATCH (judgement:Judgement {judgementId: row.judgementId})
MATCH (account:Account {accountId: row.members[0]}) USING INDEX SEEK account:Account(accountId)
MERGE (judgement)-[:ABOUT]->(account)
"""

_HOLDS: Final = """
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

# in every run, the clusters that one of these accounts is in, whole
_CLUSTERS_OF: Final = """
UNWIND $members AS member
MATCH (account:Account {accountId: member})-[:MEMBER_OF]->(cluster:Cluster) USING INDEX SEEK account:Account(accountId)
WITH DISTINCT cluster
MATCH (cluster)<-[:MEMBER_OF]-(account:Account)
RETURN cluster.clusterId, collect(account.accountId)
"""

_IN_FORCE: Final = """
MATCH (account:Account)<-[:ABOUT]-(judgement:Judgement)
WITH account, judgement ORDER BY judgement.at DESC, judgement.judgementId
WITH account, collect(judgement)[0] AS judgement
"""


def judge_cluster(
    graph: Connection, run: Mapping[str, Any], rank: int, *, verdict: Verdict, author: str, note: str = ""
) -> int:
    """Judge a cluster, in one transaction; other runs' clusters that are the same take the judgement over.

    Args:
        graph: the graph.
        run: properties of the cluster's run.
        rank: the cluster's.
        verdict: one of `VERDICTS`.
        author: who judges.
        note: why.

    Returns:
        How many clusters of other runs it is carried to.

    Raises:
        UsageError: if there is no such verdict, or the cluster is not there.
        GraphError: if Neo4j cannot be reached; nothing is written then.
    """
    judgement = _judgement("cluster", verdict, author, note) | {"runId": run["runId"], "rank": rank}
    cluster = f"{run['runId']}/{rank}"

    def work(transaction: neo4j.ManagedTransaction) -> int:
        transaction.run(_LOCK).consume()
        members = [record[0] for record in transaction.run(_MEMBERS, cluster=cluster)]
        if not members:
            raise UsageError(f"There is no cluster {cluster}.", hint="explorer clusters list shows those there are.")
        transaction.run(_WRITE, rows=[judgement | {"members": members}]).consume()
        clusters = _groups(record.values() for record in transaction.run(_CLUSTERS_OF, members=members))
        return _hold(transaction, _groups([(judgement["judgementId"], members)]), clusters) - 1

    return graph.write(work)


def judge_accounts(
    graph: Connection, notes: Mapping[str, str], *, verdict: Verdict, author: str, allowed: bool | None = None
) -> int:
    """Judge accounts, in one transaction.

    Args:
        graph: the graph.
        notes: why, by account key.
        verdict: one of `VERDICTS`.
        author: who judges.
        allowed: of these, only accounts that are on the allow list (True) or are not (False); None: all.

    Returns:
        How many were judged.

    Raises:
        UsageError: if there is no such verdict.
        GraphError: if Neo4j cannot be reached; nothing is written then.
    """
    judgements = [_judgement("account", verdict, author, note) | {"members": [key]} for key, note in notes.items()]

    def work(transaction: neo4j.ManagedTransaction) -> int:
        transaction.run(_LOCK).consume()
        found = transaction.run(
            _IN_FORCE + "WHERE judgement.verdict = $allowed RETURN account.accountId", allowed=ALLOW_LIST_VERDICT
        )
        listed = {record[0] for record in found}
        rows = [one for one in judgements if allowed is None or (one["members"][0] in listed) is allowed]
        transaction.run(_WRITE, rows=rows).consume()
        transaction.run(_ABOUT, rows=rows).consume()
        return len(rows)

    return graph.write(work)


def carry_judgements(transaction: neo4j.ManagedTransaction, run_id: str, members: pl.DataFrame) -> None:
    """Let all judgements of clusters hold for the clusters of a run that are the same, in the run's transaction.

    Args:
        transaction: writes the run; its clusters and members are written.
        run_id: the run's.
        members: account (key) and rank.
    """
    transaction.run(_LOCK).consume()
    judged = transaction.run(
        "MATCH (judgement:Judgement {kind: 'cluster'}) RETURN judgement.judgementId, judgement.members"
    )
    clusters = members.select(group=pl.format("{}/{}", pl.lit(run_id), "rank"), account="account")
    _hold(transaction, _groups(record.values() for record in judged), clusters)


def read_judgements(graph: Connection, run_id: str) -> pl.DataFrame:
    """Return what counts for each judged cluster of a run, by rank; columns `CLUSTER_JUDGEMENT_COLUMNS`.

    ``carriedFrom`` is the cluster (run/rank) that was judged, ``overlap`` how much of it this one is (Jaccard, 0 to 1);
    both are null where this very cluster was judged.
    """
    found = graph.read(
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
    return pl.DataFrame(found.rows, schema=CLUSTER_JUDGEMENT_COLUMNS, orient="row")


def read_account_judgements(graph: Connection, *, verdict: Verdict | None = None) -> pl.DataFrame:
    """Return each judged account's newest judgement, by account; columns `ACCOUNT_JUDGEMENT_COLUMNS`.

    Args:
        graph: the graph.
        verdict: only these; None: all but those that were withdrawn.
    """
    found = graph.read(
        f"""
        {_IN_FORCE}
        WHERE judgement.verdict IN $verdicts
        RETURN account.accountId, account.handle, judgement.verdict, judgement.note, judgement.author, judgement.at
        ORDER BY account.accountId
        """,
        {"verdicts": [verdict] if verdict else [one for one in VERDICTS if one != "withdrawn"]},
    )
    return pl.DataFrame(found.rows, schema=ACCOUNT_JUDGEMENT_COLUMNS, orient="row")


def list_judgements(graph: Connection) -> pl.DataFrame:
    """Return every judgement that was ever made, the newest first; columns `JUDGEMENT_COLUMNS`.

    ``of`` is the cluster (run/rank) or account that was judged, ``holdsFor`` the clusters that are the same.
    """
    found = graph.read(
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
    return pl.DataFrame(found.rows, schema=JUDGEMENT_COLUMNS, orient="row")


def _judgement(kind: str, verdict: Verdict, author: str, note: str) -> dict[str, Any]:
    if verdict not in VERDICTS:
        raise UsageError(f"There is no verdict {verdict!r}.", hint=f"Verdicts are: {', '.join(VERDICTS)}")
    # made before the transaction, so that one that is repeated writes it once
    return {"judgementId": uuid4().hex[:12], "kind": kind, "verdict": verdict, "author": author, "note": note}


def _groups(rows: Iterable[Iterable[Any]]) -> pl.DataFrame:
    schema: Mapping[str, Polars] = {"group": pl.String, "account": pl.List(pl.String)}
    # two names of one account may have become one
    return pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row").explode("account").unique()


def _hold(transaction: neo4j.ManagedTransaction, judged: pl.DataFrame, clusters: pl.DataFrame) -> int:
    found = same(judged, clusters)
    transaction.run(_HOLDS, rows=found.select("before", "after", "jaccard").to_dicts()).consume()
    return found.height
