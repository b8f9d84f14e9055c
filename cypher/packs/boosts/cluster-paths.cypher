// Picture of a cluster and its boosts
// question: How are the members of a cluster connected, and which accounts do they retweet, and which outlets do they boost?
// finding: 12
// columns:
//   part "Part": What the path shows: membership, coordination, amplification, operation or boost.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster.
//   members: Maximum number of members drawn, strongest edges first.
//   targets: Maximum number of retweeted accounts drawn, most retweeted by the cluster first.
// view: graph
:param run => 'latest';
:param cluster => 1;
:param members => 15;
:param targets => 5;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)
WHERE c.rank = $cluster
WITH run, c,
     COLLECT {
       MATCH (c)<-[:MEMBER_OF]-(m:Account)
       OPTIONAL MATCH (m)-[e:COORDINATED]-(:Account) WHERE e.runId = run.runId AND coalesce(e.tier, 'A') IN ['A', 'joined']
       WITH m, sum(e.weight) AS strength
       RETURN m ORDER BY strength DESC, m.accountId LIMIT $members
     } AS members,
     COLLECT {
       MATCH (c)<-[:MEMBER_OF]-(:Account)-[a:AMPLIFIED]->(t:Account)
       WITH t, sum(a.retweets) AS retweets
       RETURN t ORDER BY retweets DESC, t.accountId LIMIT $targets
     } AS targets
CALL (run, c, members, targets) {
  UNWIND members AS m
  MATCH path = (c)<-[:MEMBER_OF]-(m)
  RETURN 1 AS step, 'membership' AS part, path
  UNION
  UNWIND members AS m
  MATCH path = (m)-[e:COORDINATED]->(other:Account)
  WHERE e.runId = run.runId AND coalesce(e.tier, 'A') IN ['A', 'joined'] AND other IN members
  RETURN 2 AS step, 'coordination' AS part, path
  UNION
  UNWIND members AS m
  MATCH path = (m)-[:AMPLIFIED]->(t:Account)
  WHERE t IN targets
  RETURN 3 AS step, 'amplification' AS part, path
  UNION
  UNWIND targets AS t
  MATCH path = (t)-[:OPERATED_BY]->(o:Outlet)
  RETURN 4 AS step, 'operation' AS part, path
  UNION
  UNWIND targets AS t
  MATCH (t)-[:OPERATED_BY]->(o:Outlet)
  MATCH path = (c)-[:BOOSTS]->(o)
  RETURN 5 AS step, 'boost' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)],
         [r IN relationships(path) | r.signal];
