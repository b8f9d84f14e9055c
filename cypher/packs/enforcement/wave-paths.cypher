// Picture of a suspension wave
// question: Which accounts were suspended in a wave, which clusters were they in, and which outlets did they retweet?
// finding: 11
// columns:
//   part "Part": What the path shows: membership, amplification, operation or boost.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   wave: Day of the wave (YYYY-MM-DD, UTC). '' means the wave whose accounts made the most retweets of outlets.
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is drawn.
//   accounts: Maximum number of accounts drawn, most retweets of outlets first.
//   targets: Maximum number of outlets' accounts drawn, most retweeted by these accounts first.
// view: graph
:param wave => '';
:param run => 'latest';
:param accounts => 30;
:param targets => 8;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL () {
  MATCH (t:Account)-[:OPERATED_BY]->(:Outlet)
  WHERE coalesce($wave, '') = ''
  WITH DISTINCT t
  MATCH (t)-[r:ON_DAY]->(:Day)
  UNWIND range(0, size(r.suspendedOn) - 1) AS i
  WITH r.suspendedOn[i] AS wave, sum(r.bySuspended[i]) AS retweets
  WHERE wave > date('0001-01-01')
  RETURN wave ORDER BY retweets DESC, wave LIMIT 1
  UNION
  WITH $wave AS wave
  WHERE coalesce(wave, '') <> ''
  RETURN date(wave) AS wave
}
WITH run,
     COLLECT {
       MATCH (a:Account)
       WHERE a.status = 'suspended' AND date(a.statusAt) = wave
       WITH a, reduce(n = 0, x IN a.boostedRetweets | n + x) AS retweets
       WHERE retweets > 0
       RETURN a ORDER BY retweets DESC, a.accountId LIMIT $accounts
     } AS taken
WITH run, taken,
     COLLECT {
       UNWIND taken AS a
       MATCH (a)-[r:AMPLIFIED]->(t:Account)
       WHERE EXISTS { (t)-[:OPERATED_BY]->(:Outlet) }
       WITH t, sum(r.retweets) AS retweets
       RETURN t ORDER BY retweets DESC, t.accountId LIMIT $targets
     } AS targets
CALL (run, taken, targets) {
  UNWIND taken AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 1 AS step, 'membership' AS part, path
  UNION
  UNWIND taken AS a
  MATCH path = (a)-[:AMPLIFIED]->(t:Account)
  WHERE t IN targets
  RETURN 2 AS step, 'amplification' AS part, path
  UNION
  UNWIND targets AS t
  MATCH path = (t)-[:OPERATED_BY]->(:Outlet)
  RETURN 3 AS step, 'operation' AS part, path
  UNION
  UNWIND taken AS a
  MATCH (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  WITH DISTINCT c, targets
  MATCH path = (c)-[:BOOSTS]->(o:Outlet)
  WHERE EXISTS { MATCH (o)<-[:OPERATED_BY]-(t:Account) WHERE t IN targets }
  RETURN 4 AS step, 'boost' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)];
