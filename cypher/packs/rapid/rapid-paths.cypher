// Whom rapid accounts amplify within seconds, as a picture
// question: Which accounts retweet outlets within 10 seconds most of the time, whose posts, and in which clusters?
// finding: 4
// columns:
//   part: what the path shows: amplification, operation or membership
//   path: the path, for Browser to draw
// parameters:
//   run: a run's id, or 'latest'; without a run there are no clusters
//   state: only outlets of this state, two letters; '' is every state
//   share: of an account's retweets of an outlet's account whose delay is known, at least this share is rapid, 0 to 1
//   least: and at least so many are rapid
//   accounts: most accounts drawn; those with the most such retweets come first
//   targets: most accounts of outlets drawn; those that most of these accounts retweet so come first
// view: graph
:param run => 'latest';
:param state => '';
:param share => 0.5;
:param least => 5;
:param accounts => 25;
:param targets => 10;
MATCH (o:Outlet)<-[:OPERATED_BY]-(t:Account)
WHERE toUpper(coalesce($state, '')) IN ['', o.state]
WITH DISTINCT t
MATCH (t)<-[x:AMPLIFIED]-(a:Account)
WHERE x.rapid >= $least AND x.rapid > 0 AND x.rapid >= $share * x.timed
WITH a, sum(x.rapid) AS rapid, collect(x) AS acts ORDER BY rapid DESC, a.accountId LIMIT $accounts
UNWIND acts AS x
WITH endNode(x) AS t, sum(x.rapid) AS rapid, collect(x) AS acts
ORDER BY size(acts) DESC, rapid DESC, t.accountId LIMIT $targets
WITH collect(acts) AS byTarget
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH byTarget, run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (byTarget, run) {
  UNWIND byTarget AS acts
  UNWIND acts AS x
  MATCH path = ()-[x]->()
  RETURN 1 AS step, 'amplification' AS part, path
  UNION
  UNWIND byTarget AS acts
  WITH endNode(acts[0]) AS t
  MATCH path = (t)-[:OPERATED_BY]->(o:Outlet)
  WHERE toUpper(coalesce($state, '')) IN ['', o.state]
  RETURN 2 AS step, 'operation' AS part, path
  UNION
  UNWIND byTarget AS acts
  UNWIND acts AS x
  WITH run, startNode(x) AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 3 AS step, 'membership' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)];
