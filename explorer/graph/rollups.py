"""Roll-ups: summary counts that are stored in the graph and updated by every import.

They count retweets for each pair of accounts, the daily activity of outlets' accounts, and the distribution of an
outlet's retweets over accounts. A transaction that changes something that a roll-up counts also marks its node as
stale. If an import is interrupted, the next import, undo, detection or `explorer rollups` updates stale roll-ups:

- ``RollupDue`` on an account: its retweets, its status, or the author or time of a retweeted post changed
- ``RollupDue`` on an outlet: its accounts or one of their posts changed; new retweets mark the outlet through the
  accounts that made them
- ``OperatorDue`` on an account: its outlets or the state of one of them changed

This module also maintains the label ``Suspended``, which repeats the status for programs that colour nodes by label.
"""

from typing import Final

import neo4j

from explorer.common.progress import Progress, silent
from explorer.graph.connection.connect import Connection
from explorer.model.relationships import RAPID_SECONDS

_ACCOUNTS_PER_TRANSACTION: Final = 5_000
_BOOSTERS_PER_TRANSACTION: Final = 20_000
_PAIRS_PER_TRANSACTION: Final = 200_000
"""Maximum number of account pairs per transaction, except for a single outlet with more pairs."""

# number of an account's retweets of outlets, by state
_BOOSTED: Final = """
CALL (account) {
  MATCH (account)-[m:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(outlet:Outlet)
  // an account that two outlets of one state operate counts once
  WITH DISTINCT m, coalesce(outlet.state, '') AS state
  WITH state, sum(m.retweets) AS made ORDER BY state
  WITH collect(state) AS states, collect(made) AS retweets
  SET account.boostedStates = nullIf(states, []), account.boostedRetweets = nullIf(retweets, [])
}
"""

_REFRESH_ACCOUNTS: Final = (
    """
MATCH (account:RollupDue&Account) WITH account LIMIT $limit
REMOVE account:RollupDue
WITH account
CALL (account) {
  MATCH (account)-[old:AMPLIFIED]->(author)
  CALL (author) { MATCH (author)-[:OPERATED_BY]->(outlet) SET outlet:RollupDue }
  DELETE old
}
CALL (account) {
  MATCH (account)-[r:RETWEETED]->(post:Post)<-[:POSTED]-(author:Account)
  WITH author, r.at AS at, (r.at.epochMillis - post.createdAt.epochMillis) / 1000.0 AS seconds
  // a retweet before its post: one of the two times is wrong
  WITH author, at, CASE WHEN seconds >= 0 THEN seconds END AS delay
  WITH author, count(*) AS retweets, min(at) AS firstAt, max(at) AS lastAt,
       percentileCont(delay, 0.5) AS medianDelay, nullIf(count(delay), 0) AS timed,
       CASE WHEN count(delay) > 0 THEN count(CASE WHEN delay <= $rapidSeconds THEN 1 END) END AS rapid
  CREATE (account)-[:AMPLIFIED {retweets: retweets, firstAt: firstAt, lastAt: lastAt,
                                medianDelay: medianDelay, timed: timed, rapid: rapid}]->(author)
  WITH author
  MATCH (author)-[:OPERATED_BY]->(outlet)
  SET outlet:RollupDue
}
"""
    + _BOOSTED
    + "RETURN count(DISTINCT account) AS accounts"
)

_REFRESH_BOOSTERS: Final = (
    "UNWIND $keys AS key MATCH (account:Account {accountId: key}) USING INDEX SEEK account:Account(accountId)"
    + _BOOSTED
    + "RETURN count(*) AS accounts"
)

_END_OPERATORS: Final = """
MATCH (account:OperatorDue)
REMOVE account:OperatorDue
WITH account WHERE NOT EXISTS { (account)-[:OPERATED_BY]->() }
MATCH (account)-[day:ON_DAY]->()
DELETE day
"""

_REFRESH_DAYS: Final = """
UNWIND $outlets AS id
MATCH (:Outlet {outletId: id})<-[:OPERATED_BY]-(account:Account)
WITH DISTINCT account
CALL (account) { MATCH (account)-[old:ON_DAY]->() DELETE old }
CALL (account) {
  MATCH (account)-[:POSTED]->(p:Post)
  WHERE p.createdAt IS NOT NULL AND coalesce(p.identified, true)
  RETURN date(p.createdAt) AS day, count(*) AS posts, sum(p.likes) AS likes, sum(p.replies) AS replies,
         sum(p.reposts) AS reposts, sum(p.quotes) AS quotes, count(CASE WHEN p.promoted THEN 1 END) AS promoted,
         0 AS retweets, 0 AS timed, 0 AS rapid, [] AS gone
  UNION ALL
  MATCH (account)-[:POSTED]->(p:Post)<-[r:RETWEETED]-(by:Account)
  WITH date(r.at) AS day, r.at.epochMillis - p.createdAt.epochMillis AS delay,
       CASE by.status WHEN 'suspended' THEN coalesce(date(by.statusAt), date('0001-01-01')) END AS suspendedOn
  WITH day, suspendedOn, count(*) AS retweets, count(CASE WHEN delay >= 0 THEN 1 END) AS timed,
       count(CASE WHEN 0 <= delay <= 1000 * $rapidSeconds THEN 1 END) AS rapid
  ORDER BY day, suspendedOn
  WITH day, sum(retweets) AS retweets, sum(timed) AS timed, sum(rapid) AS rapid,
       [one IN collect({on: suspendedOn, retweets: retweets}) WHERE one.on IS NOT NULL] AS gone
  RETURN day, 0 AS posts, 0 AS likes, 0 AS replies, 0 AS reposts, 0 AS quotes, 0 AS promoted,
         retweets, timed, rapid, gone
}
WITH account, day, sum(posts) AS posts, sum(likes) AS likes, sum(replies) AS replies, sum(reposts) AS reposts,
     sum(quotes) AS quotes, sum(promoted) AS promoted, sum(retweets) AS retweets, sum(timed) AS timed,
     sum(rapid) AS rapid,
     reduce(all = [], part IN collect(gone) | all + part) AS gone
MERGE (on:Day {date: day})
CREATE (account)-[:ON_DAY {posts: posts, likes: likes, replies: replies, reposts: reposts, quotes: quotes,
                           promoted: promoted, retweets: retweets, timed: timed, rapid: rapid,
                           suspendedOn: [one IN gone | one.on], bySuspended: [one IN gone | one.retweets]}]->(on)
"""

_REFRESH_SPREAD: Final = """
UNWIND $outlets AS id
MATCH (outlet:Outlet {outletId: id})
REMOVE outlet:RollupDue
WITH outlet
CALL (outlet) {
  MATCH (outlet)<-[:OPERATED_BY]-(:Account)<-[m:AMPLIFIED]-(by:Account)
  WITH by, sum(m.retweets) AS made
  WITH made, count(*) AS accounts ORDER BY made
  RETURN collect(made) AS made, collect(accounts) AS accounts, sum(made * accounts) AS retweets
}
SET outlet.retweets = nullIf(retweets, 0), outlet.perAmplifier = nullIf(made, []),
    outlet.amplifiers = nullIf(accounts, [])
"""

_RELABEL: Final = (
    "MATCH (a:Suspended) WHERE coalesce(a.status, '') <> 'suspended' REMOVE a:Suspended",
    "MATCH (a:Account) WHERE a.status = 'suspended' AND NOT a:Suspended SET a:Suspended",
)

# the number of retweets at the time of a run cannot be compared with counts after a change
_REMOVE_RUN_RETWEETS: Final = """
MATCH (run:Run) WHERE run.retweets IS NOT NULL AND EXISTS { (:RollupDue&Account) }
REMOVE run.retweets
"""

_MARK_ALL_STALE: Final = (
    "MATCH (a:Account) WHERE NOT a:RollupDue AND EXISTS { (a)-[:RETWEETED|AMPLIFIED]->() } "
    "CALL (a) { SET a:RollupDue } IN TRANSACTIONS OF 20000 ROWS",
    "MATCH (o:Outlet) SET o:RollupDue",
    # also find accounts that no longer have a retweet or an outlet
    "MATCH (a:Account) WHERE a.boostedStates IS NOT NULL AND NOT a:RollupDue "
    "CALL (a) { SET a:RollupDue } IN TRANSACTIONS OF 20000 ROWS",
    "MATCH (a:Account)-[:ON_DAY]->() WITH DISTINCT a SET a:OperatorDue",
)


def refresh_rollups(graph: Connection, *, progress: Progress = silent) -> int:
    """Update stale roll-ups; return the number of updated accounts.

    Raises:
        GraphError: If Neo4j cannot be reached; repeat the call to complete the update.
    """
    for statement in (*_RELABEL, _REMOVE_RUN_RETWEETS):
        graph.execute(statement)
    return _refresh(graph, progress)


def rollups_are_due(graph: Connection) -> bool:
    """Whether roll-ups are stale because a command that changes data was interrupted or is running."""
    return bool(graph.read("MATCH (n:RollupDue|OperatorDue) RETURN 1 LIMIT 1").rows)


def rebuild_rollups(graph: Connection, *, progress: Progress = silent) -> int:
    """Recalculate every roll-up from retweets and posts; return the number of updated accounts.

    Raises:
        GraphError: As `refresh_rollups`.
    """
    progress("finding accounts to recalculate", 0, None)
    for statement in (*_RELABEL, _REMOVE_RUN_RETWEETS, *_MARK_ALL_STALE):
        graph.execute(statement)
    return _refresh(graph, progress)


def _refresh(graph: Connection, progress: Progress) -> int:
    done = _refresh_accounts(graph, progress)
    _refresh_boosters(graph, progress)
    _refresh_outlets(graph, progress)
    graph.execute("MATCH (day:Day) WHERE NOT EXISTS { (day)--() } DELETE day")
    return done


def _refresh_accounts(graph: Connection, progress: Progress) -> int:
    total: int = graph.read("MATCH (a:RollupDue&Account) RETURN count(a)").rows[0][0]
    done = 0

    def work(transaction: neo4j.ManagedTransaction) -> int:
        parameters = {"limit": _ACCOUNTS_PER_TRANSACTION, "rapidSeconds": RAPID_SECONDS}
        return int(transaction.run(_REFRESH_ACCOUNTS, parameters).single(strict=True)["accounts"])

    while count := graph.write(work):
        done += count
        progress("recalculating roll-ups of accounts", done, max(total, done))
    return done


def _refresh_boosters(graph: Connection, progress: Progress) -> None:
    """Recalculate the amplified states of all accounts that retweeted an account with a changed operator."""
    # the accounts keep their label until the end, so that nothing is missed if the command is killed
    due = graph.read("MATCH (:OperatorDue)<-[:AMPLIFIED]-(a:Account) WITH DISTINCT a RETURN a.accountId").rows
    done = 0
    while part := [key for (key,) in due[done : done + _BOOSTERS_PER_TRANSACTION]]:

        def work(transaction: neo4j.ManagedTransaction, part: list[str] = part) -> None:
            transaction.run(_REFRESH_BOOSTERS, keys=part).consume()

        graph.write(work)
        done += len(part)
        progress("recalculating roll-ups of amplifiers", done, len(due))
    graph.execute(_END_OPERATORS)


def _refresh_outlets(graph: Connection, progress: Progress) -> None:
    due = graph.read(
        """
        MATCH (outlet:RollupDue&Outlet)
        OPTIONAL MATCH (outlet)<-[:OPERATED_BY]-(account)
        RETURN outlet.outletId, sum(COUNT { (account)<-[:AMPLIFIED]-() })
        """
    ).rows
    batch: list[str] = []
    pairs = done = 0
    for number, (outlet, size) in enumerate(due, 1):
        batch.append(outlet)
        pairs += size
        if pairs < _PAIRS_PER_TRANSACTION and number < len(due):
            continue

        def work(transaction: neo4j.ManagedTransaction, outlets: tuple[str, ...] = tuple(batch)) -> None:
            transaction.run(_REFRESH_DAYS, outlets=outlets, rapidSeconds=RAPID_SECONDS).consume()
            transaction.run(_REFRESH_SPREAD, outlets=outlets).consume()

        graph.write(work)
        batch, pairs, done = [], 0, number
        progress("recalculating roll-ups of outlets", done, len(due))
