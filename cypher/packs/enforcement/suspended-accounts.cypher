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
//   state: only outlets of this state, two letters, and accounts that retweeted them; '' is every state
//   foundSince: only accounts found suspended on or after this day, YYYY-MM-DD, UTC; '' is any
//   foundUntil: only those found suspended on or before it; with either, none whose day is unknown
//   top: most rows
// view: table
:param run => 'latest';
:param state => '';
:param foundSince => '';
:param foundUntil => '';
:param top => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, toUpper(coalesce($state, '')) AS state,
     date(CASE coalesce($foundSince, '') WHEN '' THEN '0001-01-01' ELSE $foundSince END) AS since,
     date(CASE coalesce($foundUntil, '') WHEN '' THEN '9999-12-31' ELSE $foundUntil END) AS until
MATCH (a:Account)
WHERE a.status = 'suspended'
WITH run, a, state, since, until, reduce(n = 0, i IN range(0, size(coalesce(a.boostedStates, [])) - 1) |
       n + CASE WHEN state IN ['', a.boostedStates[i]] THEN a.boostedRetweets[i] ELSE 0 END) AS boosted
WHERE boosted > 0
  AND (coalesce($foundSince, '') + coalesce($foundUntil, '') = '' OR since <= date(a.statusAt) <= until)
WITH run, a, state, boosted ORDER BY boosted DESC, a.accountId LIMIT $top
CALL (a, state) {
  MATCH (a)-[r:AMPLIFIED]->(t:Account)-[:OPERATED_BY]->(o:Outlet)
  WHERE state IN ['', o.state]
  WITH o, sum(r.retweets) AS retweets, date(min(r.firstAt)) AS first, date(max(r.lastAt)) AS last
  ORDER BY retweets DESC, o.outletId
  RETURN count(*) AS outlets, collect(coalesce(o.name, o.outletId))[0] AS outlet, min(first) AS first, max(last) AS last
}
RETURN a.accountId AS account, a.handle AS handle, boosted AS retweets, outlets, outlet, first, last,
       date(a.createdAt) AS created, date(a.statusAt) AS statusAt,
       duration.inDays(first, date(a.statusAt)).days AS days,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run) RETURN c.rank ORDER BY c.rank }[0] AS cluster
ORDER BY retweets DESC, account;
