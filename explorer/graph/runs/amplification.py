"""Which outlets the clusters of a run retweet, and which of them they boost.

A cluster has at most one relationship to an outlet: BOOSTS if the interval of the lift is above 1, else AMPLIFIES. Both
have the same properties, see `explorer.model.relationships`. `explorer.communities.lift` computes the interval.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import neo4j
import numpy as np

from explorer.communities.lift import Counts, lift_intervals
from explorer.graph.connection.connect import trusted_query

Read = Callable[[str, Mapping[str, Any]], Sequence[Sequence[Any]]]
"""Runs a query with parameters and returns its rows, in a transaction or outside."""

_ROWS_PER_STATEMENT: Final = 20_000

_COUNT_RETWEETS: Final = """
MATCH (account:Account)-[m:AMPLIFIED]->(:Account) WHERE account.platform IN $platforms
WITH sum(m.retweets) AS retweets
MATCH (run:Run {runId: $runId})
SET run.retweets = retweets
WITH run
MATCH (cluster:Cluster {runId: $runId})
CALL (cluster) {
  OPTIONAL MATCH (cluster)<-[:MEMBER_OF]-(:Account)-[m:AMPLIFIED]->(:Account)
  RETURN coalesce(sum(m.retweets), 0) AS retweets
}
SET cluster.retweets = retweets
"""
_MEMBERS: Final = """
MATCH (cluster:Cluster {runId: $runId})<-[:MEMBER_OF]-(member:Account)-[m:AMPLIFIED]->(:Account)
WITH cluster, member, sum(m.retweets) AS retweets
RETURN cluster.rank, collect(member.accountId), collect(retweets)
"""
_OUTLETS: Final = """
MATCH (cluster:Cluster {runId: $runId})<-[:MEMBER_OF]-(member:Account)
MATCH (member)-[m:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(outlet:Outlet)
WITH cluster, outlet, member, sum(m.retweets) AS retweets, sum(m.rapid) AS rapid, count(m.rapid) AS timed,
     min(m.firstAt) AS firstAt, max(m.lastAt) AS lastAt
WITH cluster, outlet, collect(member.accountId) AS members, collect(retweets) AS made,
     {retweets: sum(retweets), accounts: count(*), topMemberRetweets: max(retweets),
      rapid: CASE WHEN sum(timed) > 0 THEN sum(rapid) END,
      suspended: CASE WHEN count(member.status) > 0
                   THEN sum(CASE member.status WHEN 'suspended' THEN retweets ELSE 0 END) END,
      firstAt: min(firstAt), lastAt: max(lastAt)} AS facts
RETURN cluster.rank AS rank, outlet.outletId AS outlet, members, made, facts
ORDER BY rank, facts.retweets DESC, outlet
"""
_RECEIVED: Final = """
UNWIND $outlets AS outlet
MATCH (:Outlet {outletId: outlet})<-[:OPERATED_BY]-(:Account)<-[m:AMPLIFIED]-(account:Account)
WHERE account.platform IN $platforms
RETURN outlet, sum(m.retweets)
"""
_WRITE: Final = """
UNWIND $rows AS row
MATCH (cluster:Cluster {clusterId: $runId + '/' + row.rank}) USING INDEX SEEK cluster:Cluster(clusterId)
MATCH (outlet:Outlet {outletId: row.outlet}) USING INDEX SEEK outlet:Outlet(outletId)
"""
_WRITE_KIND: Final = {
    "BOOSTS": _WRITE + "CREATE (cluster)-[found:BOOSTS]->(outlet) SET found = row.properties",
    "AMPLIFIES": _WRITE + "CREATE (cluster)-[found:AMPLIFIES]->(outlet) SET found = row.properties",
}


@dataclass(frozen=True, slots=True)
class ClusterRetweets:
    """What the active members of a cluster retweeted. Members are active if they retweeted any known account.

    Attributes:
        rank: Rank of the cluster.
        members: Keys of the active members.
        everything: Retweets of any account by each member, int64 (members).
        outlets: Ids of the outlets that they retweeted, most retweets first.
        of_outlets: Retweets of each outlet by each member, int64 (outlets, members).
        facts: Properties of the relationship with each outlet that do not need the lift.
    """

    rank: int
    members: list[str]
    everything: Counts
    outlets: list[str]
    of_outlets: Counts
    facts: list[dict[str, Any]]

    def without(self, accounts: frozenset[str]) -> "ClusterRetweets":
        """Return the same without the retweets of some accounts, and without facts."""
        kept = np.array([member not in accounts for member in self.members], dtype=np.bool_)
        members = [member for member in self.members if member not in accounts]
        return ClusterRetweets(
            self.rank, members, self.everything[kept], self.outlets, self.of_outlets[:, kept], [{}] * len(self.outlets)
        )


def read_cluster_retweets(read: Read, run_id: str) -> Iterator[ClusterRetweets]:
    """Yield what each cluster of a run retweets, by rank. Clusters that retweet no outlet are missing."""
    active = {rank: (members, retweets) for rank, members, retweets in read(_MEMBERS, {"runId": run_id})}
    for rank, rows in groupby(read(_OUTLETS, {"runId": run_id}), key=itemgetter(0)):
        members, retweets = active[rank]
        column = {member: number for number, member in enumerate(members)}
        outlets = list(rows)
        of_outlets = np.zeros((len(outlets), len(members)), dtype=np.int64)
        for line, (_, _, who, made, _) in enumerate(outlets):
            of_outlets[line, [column[member] for member in who]] = made
        yield ClusterRetweets(
            rank,
            members,
            np.array(retweets, dtype=np.int64),
            [row[1] for row in outlets],
            of_outlets,
            [row[4] for row in outlets],
        )


def read_received(read: Read, outlets: Sequence[str], platforms: Sequence[str]) -> dict[str, int]:
    """Return how many retweets outlets received from accounts on some platforms."""
    rows = read(_RECEIVED, {"outlets": list(outlets), "platforms": list(platforms)})
    return {outlet: retweets for outlet, retweets in rows}  # noqa: C416 - drivers return lists


def amplification(cluster: ClusterRetweets, received: Mapping[str, int], total: int) -> list[dict[str, Any]]:
    """Return the cluster's relationships with outlets.

    Args:
        cluster: What its members retweeted.
        received: Retweets of each outlet by all accounts on the run's platforms.
        total: Retweets of any account by all accounts on the run's platforms.

    Returns:
        Dicts with rank, outlet (its id), kind (BOOSTS or AMPLIFIES) and properties of the relationship.
    """
    of_outlet = np.array([received[outlet] for outlet in cluster.outlets], dtype=np.int64)
    lifts = lift_intervals(cluster.of_outlets, cluster.everything, of_outlet, total)
    made = cluster.of_outlets.sum(axis=1)
    rows = zip(
        cluster.outlets,
        cluster.facts,
        (made / cluster.everything.sum()).tolist(),
        (made / of_outlet).tolist(),
        *(values.tolist() for values in (lifts.lift, lifts.low, lifts.high, lifts.reason, lifts.is_boost)),
        strict=True,
    )
    return [
        {
            "rank": cluster.rank,
            "outlet": outlet,
            "kind": "BOOSTS" if is_boost else "AMPLIFIES",
            "properties": facts
            | {"activeMembers": len(cluster.members)}
            | {"shareOfCluster": share_of_cluster, "shareOfOutlet": share_of_outlet, "lift": lift}
            | ({"noIntervalReason": reason} if reason else {"liftLow": low, "liftHigh": high}),
        }
        for outlet, facts, share_of_cluster, share_of_outlet, lift, low, high, reason, is_boost in rows
    ]


def write_amplification(transaction: neo4j.ManagedTransaction, run_id: str, platforms: Sequence[str]) -> None:
    """Count the retweets of a run's clusters, and write which outlets they boost or amplify.

    Args:
        transaction: A transaction in which the run, its clusters and its members exist.
        run_id: Id of the run.
        platforms: The run's platforms.
    """
    transaction.run(_COUNT_RETWEETS, runId=run_id, platforms=list(platforms)).consume()
    write_relationships(transaction, run_id, compute_amplification(reader(transaction), run_id, platforms))


def compute_amplification(read: Read, run_id: str, platforms: Sequence[str]) -> list[dict[str, Any]]:
    """Return the relationships of a run's clusters with outlets, as `amplification` does, from the current retweets."""
    ((total,),) = read("MATCH (run:Run {runId: $runId}) RETURN run.retweets", {"runId": run_id})
    clusters = list(read_cluster_retweets(read, run_id))
    received = read_received(read, sorted({outlet for one in clusters for outlet in one.outlets}), platforms)
    return [row for cluster in clusters for row in amplification(cluster, received, total)]


def write_relationships(transaction: neo4j.ManagedTransaction, run_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write relationships that `amplification` returned."""
    for kind, statement in _WRITE_KIND.items():
        some = [row for row in rows if row["kind"] == kind]
        for start in range(0, len(some), _ROWS_PER_STATEMENT):
            transaction.run(statement, runId=run_id, rows=some[start : start + _ROWS_PER_STATEMENT]).consume()


def reader(transaction: neo4j.ManagedTransaction) -> Read:
    """Return a function that runs queries in a transaction."""
    return lambda statement, parameters: transaction.run(trusted_query(statement), dict(parameters)).values()
