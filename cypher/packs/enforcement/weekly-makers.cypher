// Weekly retweets of outlets by clusters, suspended accounts and others
// question: How many retweets of outlets came from clusters, from suspended accounts and from others each week?
// finding: 7, 10, 12
// columns:
//   week "Week from": Monday on which the week begins (UTC). Weeks without a retweet have no row.
//   retweets "Retweets": Retweets of the outlets' accounts in the week.
//   clusterRetweets "Retweets by clusters": Retweets by members of the run's clusters, of any status.
//   suspendedMemberRetweets "By suspended members": Part of clusterRetweets by members known to be suspended.
//   otherSuspendedRetweets "By other suspended accounts": Retweets by accounts known to be suspended that are in no cluster.
//   otherRetweets "By everyone else": Retweets by all other accounts, including accounts of unknown status.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no account is in a cluster.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   top: Maximum number of rows, earliest weeks first.
// view: table
:param run => 'latest';
:param state => '';
:param top => 1000;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (run) {
  MATCH (run)<-[:FOUND_IN]-(:Cluster)<-[:MEMBER_OF]-(m:Account)
  WHERE m.boostedStates IS NOT NULL
    AND (coalesce($state, '') = '' OR toUpper($state) IN m.boostedStates)
  // An account is in at most one cluster of a run.
  MATCH (m)-[r:RETWEETED]->(:Post)<-[:POSTED]-(t:Account)
  WHERE EXISTS { (t)-[:OPERATED_BY]->(o:Outlet) WHERE toUpper(coalesce($state, '')) IN ['', o.state] }
  WITH date.truncate('week', date(r.at)) AS week, count(*) AS n, count(CASE m.status WHEN 'suspended' THEN 1 END) AS s
  RETURN collect({week: week, n: n, suspended: s}) AS parts
}
MATCH (t:Account)-[:OPERATED_BY]->(o:Outlet)
WHERE toUpper(coalesce($state, '')) IN ['', o.state]
WITH DISTINCT parts, t
MATCH (t)-[r:ON_DAY]->(d:Day)
WITH parts, date.truncate('week', d.date) AS week, sum(r.retweets) AS retweets,
     sum(reduce(n = 0, x IN r.bySuspended | n + x)) AS suspended
WHERE retweets > 0
WITH week, retweets, suspended, [x IN parts WHERE x.week = week][0] AS part
WITH week, retweets, suspended, coalesce(part.n, 0) AS byClusters, coalesce(part.suspended, 0) AS suspendedMembers
RETURN week, retweets, byClusters AS clusterRetweets, suspendedMembers AS suspendedMemberRetweets,
       suspended - suspendedMembers AS otherSuspendedRetweets,
       retweets - byClusters - suspended + suspendedMembers AS otherRetweets
ORDER BY week
LIMIT $top;
