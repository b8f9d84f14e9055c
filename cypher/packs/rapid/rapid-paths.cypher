// Picture of rapid accounts and the accounts they amplify
// question: Which accounts make most of their retweets of outlets within 10 seconds, of which accounts, and in which clusters?
// finding: 4
// columns:
//   part "Part": What the path shows: amplification, operation or membership.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no clusters are drawn.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   minShare: Minimum share of rapid retweets (0 to 1), among an account's retweets of one outlet account with a known delay.
//   minRapidRetweets: Minimum number of rapid retweets by an account of one outlet account.
//   accounts: Maximum number of accounts drawn, most rapid retweets first.
//   targets: Maximum number of outlet accounts drawn. Those with the most rapid accounts come first.
// view: graph
:param run => 'latest';
:param state => '';
:param minShare => 0.5;
:param minRapidRetweets => 5;
:param accounts => 25;
:param targets => 10;
MATCH (o:Outlet)<-[:OPERATED_BY]-(t:Account)
WHERE toUpper(coalesce($state, '')) IN ['', o.state]
WITH DISTINCT t
MATCH (t)<-[x:AMPLIFIED]-(a:Account)
WHERE x.rapid >= $minRapidRetweets AND x.rapid > 0 AND x.rapid >= $minShare * x.timed
WITH a, sum(x.rapid) AS rapid, collect(x) AS pairs ORDER BY rapid DESC, a.accountId LIMIT $accounts
UNWIND pairs AS x
WITH endNode(x) AS t, sum(x.rapid) AS rapid, collect(x) AS pairs
ORDER BY size(pairs) DESC, rapid DESC, t.accountId LIMIT $targets
WITH collect(pairs) AS byTarget
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH byTarget, run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (byTarget, run) {
  UNWIND byTarget AS pairs
  UNWIND pairs AS x
  MATCH path = ()-[x]->()
  RETURN 1 AS step, 'amplification' AS part, path
  UNION
  UNWIND byTarget AS pairs
  WITH endNode(pairs[0]) AS t
  MATCH path = (t)-[:OPERATED_BY]->(o:Outlet)
  WHERE toUpper(coalesce($state, '')) IN ['', o.state]
  RETURN 2 AS step, 'operation' AS part, path
  UNION
  UNWIND byTarget AS pairs
  UNWIND pairs AS x
  WITH run, startNode(x) AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 3 AS step, 'membership' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)];
