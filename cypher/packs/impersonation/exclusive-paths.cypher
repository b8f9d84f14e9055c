// Picture of a cluster and the accounts it retweets
// question: Which outlets do a cluster's members retweet, and do they retweet anyone else?
// finding: 12
// columns:
//   part "Part": What the path shows: membership, amplification, operation or boost.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster. 0 means every cluster.
//   members: Maximum number of members drawn. Members that retweet the fewest accounts come first.
//   targets: Maximum number of accounts drawn for each member, most retweeted first.
// view: graph
:param run => 'latest';
:param cluster => 1;
:param members => 12;
:param targets => 5;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(m:Account)
WHERE $cluster IN [0, c.rank]
WITH c, m, COUNT { (m)-[:AMPLIFIED]->() } AS targets
ORDER BY targets, m.accountId, c.rank LIMIT $members
WITH collect({cluster: c, member: m}) AS members
WITH members, COLLECT {
  UNWIND members AS x
  WITH x.cluster AS c, x.member AS m
  CALL (m) {
    MATCH (m)-[a:AMPLIFIED]->(t:Account)
    RETURN t, a ORDER BY a.retweets DESC, t.accountId LIMIT $targets
  }
  RETURN {cluster: c, act: a, to: t}
} AS acts
CALL (members, acts) {
  UNWIND members AS x
  WITH x.cluster AS c, x.member AS m
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
  WITH x.cluster AS c, x.to AS t
  MATCH (t)-[:OPERATED_BY]->(o:Outlet)
  MATCH path = (c)-[:BOOSTS]->(o)
  RETURN 4 AS step, 'boost' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)];
