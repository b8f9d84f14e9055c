// An outlet's neighbours and the accounts that tie them, as a picture
// question: Which other outlets do the accounts that retweet an outlet most retweet, too, and who ties them most?
// finding: 6
// columns:
//   part: what the path shows: amplification, operation or membership
//   path: the path, for Browser to draw
// parameters:
//   outlet: an outlet's id, or part of its name in any case; of several, and of '', the one with the most retweets
//   run: a run's id, or 'latest'; without a run no clusters are drawn
//   amplifiers: how many accounts are looked at, those that retweet the outlet most
//   neighbours: most other outlets drawn; those that most of these accounts retweet come first
//   ties: most accounts drawn for each of them; those with the most retweets of the one they retweet less come first
// view: graph
:param outlet => '';
:param run => 'latest';
:param amplifiers => 120;
:param neighbours => 5;
:param ties => 5;
MATCH (o:Outlet)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
WITH o ORDER BY o.outletId = coalesce($outlet, '') DESC, coalesce(o.retweets, 0) DESC, o.outletId LIMIT 1
CALL (o) {
  MATCH (o)<-[:OPERATED_BY]-(:Account)<-[x:AMPLIFIED]-(a:Account)
  WITH a, sum(x.retweets) AS here
  RETURN a, here ORDER BY here DESC, a.accountId LIMIT $amplifiers
}
CALL (a) {
  MATCH (a)-[x:AMPLIFIED]->(t:Account)-[:OPERATED_BY]->(n:Outlet)
  WITH n, x, t ORDER BY x.retweets DESC, t.accountId
  // of an outlet's accounts the one that it retweets most is drawn
  WITH n, sum(x.retweets) AS retweets, collect(x)[0] AS act
  RETURN collect({outlet: n, retweets: retweets, act: act}) AS of
}
WITH o, a, here, of, [x IN of WHERE x.outlet = o][0].act AS act
UNWIND [x IN of WHERE x.outlet <> o] AS other
WITH o, other.outlet AS n, a, act, other.act AS otherAct,
     CASE WHEN here < other.retweets THEN here ELSE other.retweets END AS tie
ORDER BY tie DESC, a.accountId
WITH o, n, count(*) AS accounts, sum(tie) AS strength, collect({here: act, there: otherAct})[..$ties] AS ties
ORDER BY accounts DESC, strength DESC, n.outletId LIMIT $neighbours
UNWIND ties AS tie
WITH o, collect({outlet: n, here: tie.here, there: tie.there}) AS ties
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH o, ties, run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (o, ties, run) {
  UNWIND ties AS tie
  UNWIND [tie.here, tie.there] AS act
  MATCH path = ()-[act]->()
  RETURN 1 AS step, 'amplification' AS part, path
  UNION
  UNWIND ties AS tie
  UNWIND [[tie.here, o], [tie.there, tie.outlet]] AS end
  WITH endNode(end[0]) AS t, end[1] AS of
  MATCH path = (t)-[:OPERATED_BY]->(of)
  RETURN 2 AS step, 'operation' AS part, path
  UNION
  UNWIND ties AS tie
  WITH run, startNode(tie.here) AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 3 AS step, 'membership' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)];
