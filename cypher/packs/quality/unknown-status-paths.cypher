// The most active amplifiers whose fate nobody looked up, as a picture
// question: Which accounts of unknown status retweet outlets most, whom do they amplify, and are they in clusters?
// finding: 6, 10
// columns:
//   part: what the path shows: membership, amplification or operation
//   path: the path, for Browser to draw
// parameters:
//   run: a run's id, or 'latest'; without a run no clusters are drawn
//   state: only retweets of outlets of this state count, two letters; '' is every state
//   accounts: most accounts drawn; those with the most retweets of outlets come first
//   targets: most accounts of outlets drawn; those that these accounts retweeted most come first
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
