// A cluster around the outlets that it serves, as a picture
// question: Which outlets do a cluster's members retweet, and does the cluster serve anybody else?
// finding: 12
// columns:
//   part: what the path shows: membership, amplification, operation or boost
//   path: the path, for Browser to draw
// parameters:
//   run: a run's id, or 'latest'
//   cluster: the cluster's rank
//   members: most members drawn; those that retweet the fewest accounts come first
//   targets: most accounts drawn for each member; those that it retweets most come first
// view: graph
:param run => 'latest';
:param cluster => 1;
:param members => 12;
:param targets => 8;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)
WHERE c.rank = $cluster
WITH c, COLLECT {
  MATCH (c)<-[:MEMBER_OF]-(m:Account)
  WITH m, COUNT { (m)-[:AMPLIFIED]->() } AS targets
  RETURN m ORDER BY targets, m.accountId LIMIT $members
} AS members
WITH c, members, COLLECT {
  UNWIND members AS m
  CALL (m) {
    MATCH (m)-[a:AMPLIFIED]->(t:Account)
    RETURN t, a ORDER BY a.retweets DESC, t.accountId LIMIT $targets
  }
  RETURN {from: m, act: a, to: t}
} AS acts
CALL (c, members, acts) {
  UNWIND members AS m
  MATCH path = (c)<-[:MEMBER_OF]-(m)
  RETURN 1 AS step, 'membership' AS part, path
  UNION
  UNWIND acts AS x
  WITH x.act AS a
  MATCH path = ()-[a]->()
  RETURN 2 AS step, 'amplification' AS part, path
  UNION
  UNWIND acts AS x
  WITH x.to AS t
  MATCH path = (t)-[:OPERATED_BY]->(:Outlet)
  RETURN 3 AS step, 'operation' AS part, path
  UNION
  UNWIND acts AS x
  WITH c, x.to AS t
  MATCH (t)-[:OPERATED_BY]->(o:Outlet)
  MATCH path = (c)-[:BOOSTS]->(o)
  RETURN 4 AS step, 'boost' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)];
