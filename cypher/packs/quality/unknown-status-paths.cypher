// Picture of top amplifiers with unknown status
// question: Which accounts of unknown status retweet outlets most, which accounts do they amplify, and are they in clusters?
// finding: 6, 10
// columns:
//   part "Part": What the path shows: membership, amplification or operation.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no clusters are drawn.
//   state: Only retweets of outlets of this state (two-letter country code). '' means every state.
//   accounts: Maximum number of accounts drawn, most retweets of outlets first.
//   targets: Maximum number of outlet accounts drawn. Those that these accounts retweeted most come first.
// view: graph
:param run => 'latest';
:param state => '';
:param accounts => 20;
:param targets => 6;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, COLLECT {
  MATCH (a:Account)
  WHERE a.status IS NULL AND a.boostedStates IS NOT NULL
  WITH a, reduce(n = 0, i IN range(0, size(a.boostedStates) - 1) |
    n + CASE WHEN toUpper(coalesce($state, '')) IN ['', a.boostedStates[i]] THEN a.boostedRetweets[i] ELSE 0 END
  ) AS retweets
  WHERE retweets > 0
  RETURN a ORDER BY retweets DESC, a.accountId LIMIT $accounts
} AS accounts
WITH run, accounts, COLLECT {
  UNWIND accounts AS a
  MATCH (a)-[x:AMPLIFIED]->(t:Account)
  WHERE EXISTS { MATCH (t)-[:OPERATED_BY]->(o:Outlet) WHERE toUpper(coalesce($state, '')) IN ['', o.state] }
  WITH t, sum(x.retweets) AS retweets
  RETURN t ORDER BY retweets DESC, t.accountId LIMIT $targets
} AS targets
CALL (run, accounts, targets) {
  UNWIND accounts AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 1 AS step, 'membership' AS part, path
  UNION
  UNWIND accounts AS a
  MATCH path = (a)-[:AMPLIFIED]->(t:Account)
  WHERE t IN targets
  RETURN 2 AS step, 'amplification' AS part, path
  UNION
  UNWIND targets AS t
  MATCH path = (t)-[:OPERATED_BY]->(:Outlet)
  RETURN 3 AS step, 'operation' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)];
