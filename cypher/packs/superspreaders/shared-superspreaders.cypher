// The outlets that superspreaders share, as a picture
// question: Which outlets do several of the accounts that retweet most have among their favourites?
// finding: 3
// columns:
//   part: what the path shows: amplification, operation or membership
//   path: the path, for Browser to draw
// parameters:
//   run: a run's id, or 'latest'; without a run there are no clusters
//   state: only outlets of this state, two letters; '' is every state
//   accounts: how many accounts are looked at, those with the most retweets of outlets first
//   each: how many outlets of each are looked at, those that it retweeted most
//   shared: most outlets drawn, those that most of the accounts share first
// view: graph
:param run => 'latest';
:param state => '';
:param accounts => 12;
:param each => 3;
:param shared => 8;
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
  // of an outlet's accounts the one that it retweeted most is drawn
  WITH o, sum(x.retweets) AS retweets, collect(x)[0] AS x
  RETURN o, x, retweets ORDER BY retweets DESC, o.outletId LIMIT $each
}
WITH o, collect(x) AS acts, sum(retweets) AS retweets
WHERE size(acts) > 1
WITH o, acts ORDER BY size(acts) DESC, retweets DESC, o.outletId LIMIT $shared
WITH collect({outlet: o, acts: acts}) AS ties
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH ties, run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (ties, run) {
  UNWIND ties AS tie
  UNWIND tie.acts AS x
  MATCH path = ()-[x]->()
  RETURN 1 AS step, 'amplification' AS part, path
  UNION
  UNWIND ties AS tie
  UNWIND tie.acts AS x
  WITH tie.outlet AS o, endNode(x) AS t
  MATCH path = (t)-[:OPERATED_BY]->(o)
  RETURN 2 AS step, 'operation' AS part, path
  UNION
  UNWIND ties AS tie
  UNWIND tie.acts AS x
  WITH run, startNode(x) AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 3 AS step, 'membership' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)];
