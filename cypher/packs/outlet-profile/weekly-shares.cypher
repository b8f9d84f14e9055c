// An outlet's retweets by the week, and who made them
// question: Each week, what share of an outlet's retweets comes from suspended accounts, from clusters, and from rapid
//   accounts?
// finding: 7, 12
// columns:
//   outlet: the outlet's name
//   week: its Monday, UTC
//   retweets: retweets of the outlet's accounts in the week
//   bySuspended: of these, by accounts known to be suspended by now
//   suspendedShare: their share, 0 to 1
//   byClusters: of these, by members of the run's clusters; empty without a run
//   clusterShare: their share
//   byRapid: of these, by rapid accounts, see the parameters
//   rapidShare: their share
// parameters:
//   outlet: an outlet's id, or part of its name in any case; of several, and of '', the one with the most retweets
//   run: a run's id, or 'latest'
//   cluster: the rank of the cluster that counts; 0 is every cluster
//   since: first day, YYYY-MM-DD, UTC; '' is the first there is
//   until: last day; '' is the last there is
//   minRetweets: leave out weeks with fewer retweets
//   rapidOver: of a rapid account's retweets with a known delay, here and overall, more than this share is within 10 s
//   rapidLeast: and it has at least this many retweets with a known delay
//   top: most rows, the earliest first
// view: table
:param outlet => '';
:param run => 'latest';
:param cluster => 0;
:param since => '';
:param until => '';
:param minRetweets => 10;
:param rapidOver => 0.5;
:param rapidLeast => 20;
:param top => 1000;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (o:Outlet)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
WITH run, o ORDER BY o.outletId = coalesce($outlet, '') DESC, coalesce(o.retweets, 0) DESC, o.outletId LIMIT 1
WITH *, date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until,
     COLLECT { MATCH (o)<-[:OPERATED_BY]-(t:Account) RETURN t } AS targets,
     COLLECT {
       MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(a:Account)
       WHERE $cluster IN [0, c.rank]
       RETURN a
     } AS members
// rapid accounts: among those that are rapid with this outlet, which are few
CALL (targets) {
  UNWIND targets AS t
  MATCH (t)<-[x:AMPLIFIED]-(a:Account)
  WHERE x.rapid > $rapidOver * x.timed
  WITH DISTINCT a
  CALL (a) {
    MATCH (a)-[x:AMPLIFIED]->(:Account)
    RETURN sum(x.timed) AS told, sum(x.rapid) AS rapid
  }
  WITH a WHERE told >= $rapidLeast AND rapid > $rapidOver * told
  RETURN collect(a) AS rapids
}
// from the outlet's posts, however many retweets of others these accounts made
CALL (targets, members, rapids, since, until) {
  UNWIND targets AS t
  MATCH (t)-[:POSTED]->(:Post)<-[r:RETWEETED]-(a:Account)
  WHERE a IN members OR a IN rapids
  WITH date(r.at) AS day, a IN members AS member, a IN rapids AS rapid, since, until
  WHERE since <= day <= until
  WITH date.truncate('week', day) AS week, sum(toInteger(member)) AS byClusters, sum(toInteger(rapid)) AS byRapid
  RETURN collect({week: week, byClusters: byClusters, byRapid: byRapid}) AS parts
}
UNWIND targets AS t
MATCH (t)-[r:ON_DAY]->(d:Day)
WHERE since <= d.date <= until
WITH run, o, parts, date.truncate('week', d.date) AS week,
     sum(r.retweets) AS retweets, sum(reduce(n = 0, x IN r.bySuspended | n + x)) AS bySuspended
WHERE retweets >= $minRetweets AND retweets > 0
WITH *, [x IN parts WHERE x.week = week][0] AS part, toFloat(retweets) AS of
WITH *, CASE WHEN run IS NOT NULL THEN coalesce(part.byClusters, 0) END AS byClusters,
     coalesce(part.byRapid, 0) AS byRapid
RETURN coalesce(o.name, o.outletId) AS outlet, week, retweets, bySuspended, bySuspended / of AS suspendedShare,
       byClusters, byClusters / of AS clusterShare, byRapid, byRapid / of AS rapidShare
ORDER BY week
LIMIT $top;
