// Picture of the outlets that superspreaders share
// question: Which outlets do several of the most active accounts retweet most?
// finding: 3
// columns:
//   part "Part": What the path shows: amplification, operation or membership.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no clusters are drawn.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   accounts: Maximum number of accounts, most retweets of outlets first.
//   outletsPerAccount: Maximum number of outlets considered for each account, most retweeted first.
//   outlets: Maximum number of outlets drawn. Those shared by the most accounts come first.
// view: graph
:param run => 'latest';
:param state => '';
:param accounts => 12;
:param outletsPerAccount => 3;
:param outlets => 8;
CALL () {
  MATCH (a:Account)
  WHERE a.boostedRetweets IS NOT NULL AND coalesce($state, '') = ''
  RETURN a ORDER BY reduce(n = 0, x IN a.boostedRetweets | n + x) DESC, a.accountId LIMIT $accounts
  UNION ALL
  MATCH (a:Account)
  WHERE toUpper($state) IN a.boostedStates AND $state <> ''
  WITH a, a.boostedStates AS states, a.boostedRetweets AS made
  WITH a, [i IN range(0, size(states) - 1) WHERE states[i] = toUpper($state) | made[i]][0] AS retweets
  RETURN a ORDER BY retweets DESC, a.accountId LIMIT $accounts
}
CALL (a) {
  MATCH (a)-[x:AMPLIFIED]->(t:Account)-[:OPERATED_BY]->(o:Outlet)
  WHERE toUpper(coalesce($state, '')) IN ['', o.state]
  WITH o, x, t ORDER BY x.retweets DESC, t.accountId
  // draw only the account of each outlet that it retweeted most
  WITH o, sum(x.retweets) AS retweets, collect(x)[0] AS x
  RETURN o, x, retweets ORDER BY retweets DESC, o.outletId LIMIT $outletsPerAccount
}
WITH o, collect(x) AS pairs, sum(retweets) AS retweets
WHERE size(pairs) > 1
WITH o, pairs ORDER BY size(pairs) DESC, retweets DESC, o.outletId LIMIT $outlets
WITH collect({outlet: o, pairs: pairs}) AS ties
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH ties, run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (ties, run) {
  UNWIND ties AS tie
  UNWIND tie.pairs AS x
  MATCH path = ()-[x]->()
  RETURN 1 AS step, 'amplification' AS part, path
  UNION
  UNWIND ties AS tie
  UNWIND tie.pairs AS x
  WITH tie.outlet AS o, endNode(x) AS t
  MATCH path = (t)-[:OPERATED_BY]->(o)
  RETURN 2 AS step, 'operation' AS part, path
  UNION
  UNWIND ties AS tie
  UNWIND tie.pairs AS x
  WITH run, startNode(x) AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 3 AS step, 'membership' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)];
