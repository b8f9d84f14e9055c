// Picture of a cluster's suspended and remaining members
// question: Which members of a cluster were suspended, which remain, and which outlets did both retweet?
// finding: 12
// columns:
//   part "Part": What the path shows: membership, amplification or operation.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster. 0 means the cluster that lost the most members and has some left.
//   members: Maximum number of suspended members drawn, and of remaining ones, most retweets of outlets first.
//   targets: Maximum number of outlets' accounts drawn. Accounts that both retweeted come first, then the most retweeted.
// view: graph
:param run => 'latest';
:param cluster => 0;
:param members => 6;
:param targets => 4;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(m:Account)
WHERE $cluster IN [0, c.rank]
WITH c, count(CASE m.status WHEN 'suspended' THEN 1 END) AS lost,
     count(CASE coalesce(m.status, 'active') WHEN 'active' THEN 1 END) AS left
WHERE $cluster <> 0 OR (lost > 0 AND left > 0)
WITH c ORDER BY lost DESC, c.rank LIMIT 1
WITH c,
     COLLECT {
       MATCH (c)<-[:MEMBER_OF]-(m:Account)
       WHERE m.status = 'suspended'
       RETURN m ORDER BY reduce(n = 0, x IN coalesce(m.boostedRetweets, []) | n + x) DESC, m.accountId LIMIT $members
     } AS gone,
     COLLECT {
       MATCH (c)<-[:MEMBER_OF]-(m:Account)
       WHERE coalesce(m.status, 'active') = 'active'
       RETURN m ORDER BY reduce(n = 0, x IN coalesce(m.boostedRetweets, []) | n + x) DESC, m.accountId LIMIT $members
     } AS still
WITH c, gone + still AS members,
     COLLECT {
       UNWIND gone + still AS m
       MATCH (m)-[r:AMPLIFIED]->(t:Account)
       WHERE EXISTS { (t)-[:OPERATED_BY]->(:Outlet) }
       WITH t, sum(r.retweets) AS retweets, count(CASE WHEN m IN gone THEN 1 END) AS byGone,
            count(CASE WHEN m IN still THEN 1 END) AS byStill
       RETURN t ORDER BY byGone > 0 AND byStill > 0 DESC, retweets DESC, t.accountId LIMIT $targets
     } AS targets
CALL (c, members, targets) {
  UNWIND members AS m
  MATCH path = (m)-[:MEMBER_OF]->(c)
  RETURN 1 AS step, 'membership' AS part, path
  UNION
  UNWIND members AS m
  MATCH path = (m)-[:AMPLIFIED]->(t:Account)
  WHERE t IN targets
  RETURN 2 AS step, 'amplification' AS part, path
  UNION
  UNWIND targets AS t
  MATCH path = (t)-[:OPERATED_BY]->(:Outlet)
  RETURN 3 AS step, 'operation' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)];
