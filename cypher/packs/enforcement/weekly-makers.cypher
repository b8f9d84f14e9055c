// Who made the outlets' retweets, by the week
// question: Each week, how many retweets of outlets came from clusters, from accounts suspended later, and from others?
// finding: 7, 10, 12
// columns:
//   week: its Monday, UTC; the first and the last are seldom whole, weeks without a retweet have no row
//   retweets: retweets of the outlets' accounts in the week
//   byClusters: of these, by members of the run's clusters, whatever became of them
//   suspendedMembers: of byClusters, by members known to be suspended by now
//   bySuspended: of retweets, by accounts known to be suspended by now that are in none of the clusters
//   byOthers: of retweets, by everyone else, accounts of unknown status among them
// parameters:
//   run: a run's id, or 'latest'; without a run nobody is in a cluster
//   state: only outlets of this state, two letters; '' is every state
//   top: most rows, the earliest first
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
  // an account is in one cluster of a run at most
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
RETURN week, retweets, byClusters, suspendedMembers, suspended - suspendedMembers AS bySuspended,
       retweets - byClusters - suspended + suspendedMembers AS byOthers
ORDER BY week
LIMIT $top;
