"""AMPLIFIED: the roll-up of who retweeted whom, kept true by every import.

Whatever changes an account's retweets, or the author or time of a post it retweeted, marks the account ``RollupDue``
in the same transaction. A broken-off import therefore leaves its debts in the graph, and the next command pays them.
"""

from typing import Final

import neo4j

from explorer.graph.connect import Graph
from explorer.progress import Progress, silent
from explorer.schema import RAPID_SECONDS

_ACCOUNTS_PER_TRANSACTION: Final = 5_000

_REFRESH: Final = """
MATCH (account:RollupDue) WITH account LIMIT $limit
REMOVE account:RollupDue
WITH account
CALL (account) {
  OPTIONAL MATCH (account)-[old:AMPLIFIED]->()
  DELETE old
}
CALL (account) {
  MATCH (account)-[r:RETWEETED]->(post:Post)<-[:POSTED]-(author:Account)
  WITH author, r.at AS at, (r.at.epochMillis - post.createdAt.epochMillis) / 1000.0 AS told
  // a retweet before its post: one of the two times is wrong
  WITH author, at, CASE WHEN told >= 0 THEN told END AS delay
  WITH author, count(*) AS retweets, min(at) AS firstAt, max(at) AS lastAt,
       percentileCont(delay, 0.5) AS medianDelay,
       CASE WHEN count(delay) > 0 THEN count(CASE WHEN delay <= $rapidSeconds THEN 1 END) END AS rapid
  CREATE (account)-[:AMPLIFIED {retweets: retweets, firstAt: firstAt, lastAt: lastAt,
                                medianDelay: medianDelay, rapid: rapid}]->(author)
}
RETURN count(DISTINCT account) AS accounts
"""


def refresh_rollups(graph: Graph, *, progress: Progress = silent) -> int:
    """Recount AMPLIFIED of every account that is due; return how many accounts that were."""
    total: int = graph.read("MATCH (a:RollupDue) RETURN count(a)").rows[0][0]
    done = 0

    def work(transaction: neo4j.ManagedTransaction) -> int:
        record = transaction.run(_REFRESH, limit=_ACCOUNTS_PER_TRANSACTION, rapidSeconds=RAPID_SECONDS).single(
            strict=True
        )
        return int(record["accounts"])

    while count := graph.write(work):
        done += count
        progress("rolling up accounts", done, max(total, done))
    return done
