// The suspended accounts that retweeted outlets most
// question: Which suspended accounts retweeted outlets most, from when to when, and which clusters were they in?
// finding: 10
// columns:
//   account: the account's key, platform:id
//   handle: its handle, where known
//   retweets: its retweets of outlets
//   outlets: outlets it retweeted
//   outlet: the one it retweeted most
//   first: day of its first retweet of outlets, UTC
//   last: day of the last
//   created: day on which it was created, where known
//   statusAt: day on which it was found suspended; empty where nobody says
//   days: from the first of these retweets to that day
//   cluster: rank of its cluster in the run, if it is in one
// parameters:
//   run: a run's id, or 'latest'
//   since: only accounts found suspended on or after this day, YYYY-MM-DD, UTC; '' is any, or nobody says when
//   until: only those found suspended on or before it
//   top: most rows
// view: table
:param run => 'latest';
:param since => '';
:param until => '';
:param top => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
MATCH (a:Account)
WHERE a.status = 'suspended'
WITH run, a, since, until, reduce(n = 0, x IN a.boostedRetweets | n + x) AS boosted
WHERE boosted > 0 AND (coalesce($since, '') + coalesce($until, '') = '' OR since <= date(a.statusAt) <= until)
WITH run, a, boosted ORDER BY boosted DESC, a.accountId LIMIT $top
CALL (a) {
  MATCH (a)-[r:AMPLIFIED]->(t:Account)-[:OPERATED_BY]->(o:Outlet)
  WITH o, sum(r.retweets) AS retweets, date(min(r.firstAt)) AS first, date(max(r.lastAt)) AS last
  ORDER BY retweets DESC, o.outletId
  RETURN count(*) AS outlets, collect(o.name)[0] AS outlet, min(first) AS first, max(last) AS last
}
RETURN a.accountId AS account, a.handle AS handle, boosted AS retweets, outlets, outlet, first, last,
       date(a.createdAt) AS created, date(a.statusAt) AS statusAt, duration.inDays(first, date(a.statusAt)).days AS days,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run) RETURN c.rank ORDER BY c.rank }[0] AS cluster
ORDER BY retweets DESC, account;
