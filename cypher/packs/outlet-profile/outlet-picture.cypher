// Picture of an outlet and its amplifiers
// question: Which accounts retweet an outlet most, and which clusters are they in?
// finding: 6
// columns:
//   part "Part": What the path shows: operation, amplification, membership or boost.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   outlet: Id of an outlet, or part of its name (case-insensitive). If several match, or for '', the most retweeted one.
//   run: Id of a detection run, or 'latest'. Without a run, no clusters are drawn.
//   amplifiers: Maximum number of amplifiers drawn, most retweets first.
//   targets: Maximum number of accounts of the outlet drawn. Those with the most amplifiers come first.
// view: graph
:param outlet => '';
:param run => 'latest';
:param amplifiers => 30;
:param targets => 5;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (o:Outlet)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
WITH run, o ORDER BY o.outletId = coalesce($outlet, '') DESC, coalesce(o.retweets, 0) DESC, o.outletId LIMIT 1
WITH run, o,
     COLLECT {
       MATCH (o)<-[:OPERATED_BY]-(t:Account)
       WITH t, COUNT { (t)<-[:AMPLIFIED]-() } AS accounts
       RETURN t ORDER BY accounts DESC, t.accountId LIMIT $targets
     } AS targets
WITH *,
     COLLECT {
       UNWIND targets AS t
       MATCH (t)<-[r:AMPLIFIED]-(a:Account)
       WITH a, sum(r.retweets) AS retweets
       RETURN a ORDER BY retweets DESC, a.accountId LIMIT $amplifiers
     } AS amplifiers
CALL (run, o, targets, amplifiers) {
  UNWIND targets AS t
  MATCH path = (t)-[:OPERATED_BY]->(o)
  RETURN 1 AS step, 'operation' AS part, path
  UNION
  UNWIND amplifiers AS a
  MATCH path = (a)-[:AMPLIFIED]->(t:Account)
  WHERE t IN targets
  RETURN 2 AS step, 'amplification' AS part, path
  UNION
  UNWIND amplifiers AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 3 AS step, 'membership' AS part, path
  UNION
  UNWIND amplifiers AS a
  MATCH (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  WITH DISTINCT c, o
  MATCH path = (c)-[:BOOSTS]->(o)
  RETURN 4 AS step, 'boost' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)];
