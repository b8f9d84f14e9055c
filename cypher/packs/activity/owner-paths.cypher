// Picture of one owner's outlets and their amplifiers
// question: Which accounts amplify several outlets of one owner, and which clusters are they in?
// finding: 14
// columns:
//   part "Part": What the path shows: operation, amplification or membership.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is drawn.
//   outlet: Id of an outlet, or part of its name (case-insensitive), whose owner is shown. If several match, or for '', the most retweeted one.
//   outlets: Maximum number of outlets drawn, most retweeted first.
//   accounts: Maximum number of amplifiers drawn. Accounts that amplify the most of these outlets come first.
// view: graph
:param run => 'latest';
:param outlet => '';
:param outlets => 5;
:param accounts => 6;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (o:Outlet)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
WITH run, o ORDER BY coalesce(o.retweets, 0) DESC, o.outletId LIMIT 1
WITH run, COLLECT {
  MATCH (x:Outlet)
  // An outlet without a known owner and parent has no related outlets.
  WHERE x = o OR (coalesce(o.owner, o.parent) IS NOT NULL AND coalesce(x.owner, '') = coalesce(o.owner, '')
                  AND coalesce(x.parent, '') = coalesce(o.parent, ''))
  RETURN x ORDER BY coalesce(x.retweets, 0) DESC, x.outletId LIMIT $outlets
} AS owned
WITH run, owned, COLLECT {
  UNWIND owned AS x
  MATCH (x)<-[:OPERATED_BY]-(t:Account)<-[y:AMPLIFIED]-(a:Account)
  WITH a, count(DISTINCT x) AS several, collect(DISTINCT y) AS acts
  RETURN a ORDER BY several DESC, reduce(n = 0, y IN acts | n + y.retweets) DESC, a.accountId LIMIT $accounts
} AS amplifiers
CALL (run, owned, amplifiers) {
  UNWIND owned AS x
  MATCH path = (x)<-[:OPERATED_BY]-(t:Account)
  WHERE EXISTS { MATCH (t)<-[:AMPLIFIED]-(a:Account) WHERE a IN amplifiers }
  RETURN 1 AS step, 'operation' AS part, path
  UNION
  UNWIND owned AS x
  MATCH (x)<-[:OPERATED_BY]-(t:Account)
  MATCH path = (t)<-[:AMPLIFIED]-(a:Account)
  WHERE a IN amplifiers
  RETURN 2 AS step, 'amplification' AS part, path
  UNION
  UNWIND amplifiers AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 3 AS step, 'membership' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)];
