// Picture of one superspreader
// question: Which outlets does one account retweet, through which of their accounts, and in which cluster is it?
// finding: 3
// columns:
//   part "Part": What the path shows: amplification, operation, membership or boost.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is drawn.
//   account: Account key (x:123) or handle (x:name, @name). '' means the account with the most retweets of outlets.
//   targets: Maximum number of outlet accounts drawn, most retweeted by the account first.
// view: graph
:param run => 'latest';
:param account => '';
:param targets => 15;
CALL () {
  MATCH (a:Account)
  WHERE a.boostedRetweets IS NOT NULL AND coalesce($account, '') = ''
  RETURN a ORDER BY reduce(n = 0, x IN a.boostedRetweets | n + x) DESC, a.accountId LIMIT 1
  UNION
  WITH replace(toLower($account), '@', '') AS key
  WHERE key <> ''
  MATCH (a:Account)
  WHERE a.accountId IN [$account, toLower($account)]
     OR (NOT EXISTS { MATCH (:Account {accountId: $account}) }
         AND (a.handleKey = key OR a.handleKey ENDS WITH ':' + key))
  RETURN a
}
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH a, run ORDER BY run.createdAt DESC, run.runId
WITH a, collect(run)[0] AS run
WITH a, run,
     COLLECT {
       MATCH (a)-[x:AMPLIFIED]->(t:Account)
       WHERE EXISTS { (t)-[:OPERATED_BY]->(:Outlet) }
       RETURN t ORDER BY x.retweets DESC, t.accountId LIMIT $targets
     } AS targets
CALL (a, run, targets) {
  UNWIND targets AS t
  MATCH path = (a)-[:AMPLIFIED]->(t)
  RETURN 1 AS step, 'amplification' AS part, path
  UNION
  UNWIND targets AS t
  MATCH path = (t)-[:OPERATED_BY]->(:Outlet)
  RETURN 2 AS step, 'operation' AS part, path
  UNION
  MATCH path = (a)-[:MEMBER_OF]->(:Cluster)-[:FOUND_IN]->(run)
  RETURN 3 AS step, 'membership' AS part, path
  UNION
  UNWIND targets AS t
  MATCH (t)-[:OPERATED_BY]->(o:Outlet)
  MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
  MATCH path = (c)-[:BOOSTS]->(o)
  RETURN 4 AS step, 'boost' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId, n.runId)];
