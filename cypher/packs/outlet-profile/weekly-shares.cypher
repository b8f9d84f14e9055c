// Weekly retweets of an outlet by type of account
// question: In each week, what share of an outlet's retweets comes from suspended accounts, clusters and rapid accounts?
// finding: 7, 12
// columns:
//   outlet "Outlet": Name of the outlet.
//   week "Week from": Monday on which the week begins (UTC).
//   retweets "Retweets": Retweets of the outlet in the week.
//   suspendedRetweets "Retweets by suspended accounts": Retweets by accounts known to be suspended now.
//   suspendedShare "% by suspended accounts": suspendedRetweets divided by retweets.
//   clusterRetweets "Retweets by clusters": Retweets by members of the run's clusters. Empty without a run.
//   clusterShare "% by clusters": clusterRetweets divided by retweets.
//   rapidAccountRetweets "Retweets by rapid accounts": Retweets by rapid accounts, as the parameters define them.
//   rapidAccountShare "% by rapid accounts": rapidAccountRetweets divided by retweets.
// parameters:
//   outlet: Id of an outlet, or part of its name (case-insensitive). If several match, or for '', the most retweeted one.
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster. 0 means every cluster.
//   since: First day (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   minRetweets: Minimum number of retweets in a week.
//   rapidShareAbove: A rapid account makes more than this share (0 to 1) of its retweets with a known delay within 10 seconds, both of the outlet and overall.
//   minRetweetsWithDelay: A rapid account has at least this many retweets with a known delay.
//   top: Maximum number of rows, earliest first.
// view: table
:param outlet => '';
:param run => 'latest';
:param cluster => 0;
:param since => '';
:param until => '';
:param minRetweets => 10;
:param rapidShareAbove => 0.5;
:param minRetweetsWithDelay => 20;
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
// rapid accounts: read only accounts that are rapid with this outlet, which are few
CALL (targets) {
  UNWIND targets AS t
  MATCH (t)<-[x:AMPLIFIED]-(a:Account)
  WHERE x.rapid > $rapidShareAbove * x.timed
  WITH DISTINCT a
  CALL (a) {
    MATCH (a)-[x:AMPLIFIED]->(:Account)
    RETURN sum(x.timed) AS timed, sum(x.rapid) AS rapid
  }
  WITH a WHERE timed >= $minRetweetsWithDelay AND rapid > $rapidShareAbove * timed
  RETURN collect(a) AS rapids
}
// start at the outlet's posts, because these accounts may have made many retweets of other accounts
CALL (targets, members, rapids, since, until) {
  UNWIND targets AS t
  MATCH (t)-[:POSTED]->(:Post)<-[r:RETWEETED]-(a:Account)
  WHERE a IN members OR a IN rapids
  WITH date(r.at) AS day, a IN members AS member, a IN rapids AS rapid, since, until
  WHERE since <= day <= until
  WITH date.truncate('week', day) AS week, sum(toInteger(member)) AS byClusters,
       sum(toInteger(rapid)) AS byRapid
  RETURN collect({week: week, byClusters: byClusters, byRapid: byRapid}) AS parts
}
UNWIND targets AS t
MATCH (t)-[r:ON_DAY]->(d:Day)
WHERE since <= d.date <= until
WITH run, o, parts, date.truncate('week', d.date) AS week,
     sum(r.retweets) AS retweets, sum(reduce(n = 0, x IN r.bySuspended | n + x)) AS bySuspended
WHERE retweets >= $minRetweets AND retweets > 0
WITH *, [x IN parts WHERE x.week = week][0] AS part, toFloat(retweets) AS of
WITH *, CASE WHEN run IS NOT NULL THEN coalesce(part.byClusters, 0) END AS clusterRetweets,
     coalesce(part.byRapid, 0) AS rapidAccountRetweets
RETURN coalesce(o.name, o.outletId) AS outlet, week, retweets,
       bySuspended AS suspendedRetweets, bySuspended / of AS suspendedShare,
       clusterRetweets, clusterRetweets / of AS clusterShare,
       rapidAccountRetweets, rapidAccountRetweets / of AS rapidAccountShare
ORDER BY week
LIMIT $top;
