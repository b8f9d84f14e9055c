// Picture of an outlet's neighbours
// question: Which other outlets do an outlet's top amplifiers retweet, and which accounts connect the outlets?
// finding: 6
// columns:
//   part "Part": What the path shows: amplification, operation or membership.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   outlet: Id of an outlet, or part of its name (case-insensitive). If several match, or for '', the most retweeted one.
//   run: Id of a detection run, or 'latest'. Without a run, no clusters are drawn.
//   amplifiers: Maximum number of amplifiers considered, most retweets of the outlet first.
//   neighbours: Maximum number of other outlets drawn. Those that most of these amplifiers retweet come first.
//   accountsPerNeighbour: Maximum number of accounts drawn per neighbour. Accounts that often retweet both outlets come first.
// view: graph
:param outlet => '';
:param run => 'latest';
:param amplifiers => 120;
:param neighbours => 5;
:param accountsPerNeighbour => 5;
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
  // draw only the account of each outlet that it retweets most
  WITH n, sum(x.retweets) AS retweets, collect(x)[0] AS amplified
  RETURN collect({outlet: n, retweets: retweets, amplified: amplified}) AS of
}
WITH o, a, here, of, [x IN of WHERE x.outlet = o][0].amplified AS amplified
UNWIND [x IN of WHERE x.outlet <> o] AS other
WITH o, other.outlet AS n, a, amplified, other.amplified AS otherAmplified,
     CASE WHEN here < other.retweets THEN here ELSE other.retweets END AS tie
ORDER BY tie DESC, a.accountId
WITH o, n, count(*) AS accounts, sum(tie) AS strength,
     collect({here: amplified, there: otherAmplified})[..$accountsPerNeighbour] AS ties
ORDER BY accounts DESC, strength DESC, n.outletId LIMIT $neighbours
UNWIND ties AS tie
WITH o, collect({outlet: n, here: tie.here, there: tie.there}) AS ties
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH o, ties, run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (o, ties, run) {
  UNWIND ties AS tie
  UNWIND [tie.here, tie.there] AS amplified
  MATCH path = ()-[amplified]->()
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
