// From an account's first retweet of outlets to its suspension
// question: How many days lay between an account's first retweet of outlets and its suspension, and how many between
//   its first retweet and its last?
// finding: 10
// columns:
//   state: the state behind the outlets; 'all' is every outlet, '' those without a state
//   accounts: suspended accounts measured: those with the most retweets of the outlets asked for
//   retweets: their retweets of these outlets
//   quarter: days from an account's first retweet of them to its suspension: a quarter of the accounts had fewer
//   median: half of them had fewer
//   threeQuarters: three quarters had fewer
//   active: median days from an account's first to its last retweet of them
//   quiet: median days from its last to its suspension; negative where a time is wrong or the account came back
// parameters:
//   state: only outlets of this state, two letters; '' is every state, and all together
//   foundSince: only accounts found suspended on or after this day, YYYY-MM-DD, UTC; '' is any day that is known
//   foundUntil: only those found suspended on or before it
//   accounts: most accounts measured; more take longer
//   top: most rows; below all, the states with the most accounts come first
// view: table
:param state => '';
:param foundSince => '';
:param foundUntil => '';
:param accounts => 1000;
:param top => 25;
WITH toUpper(coalesce($state, '')) AS state,
     date(CASE coalesce($foundSince, '') WHEN '' THEN '0001-01-01' ELSE $foundSince END) AS since,
     date(CASE coalesce($foundUntil, '') WHEN '' THEN '9999-12-31' ELSE $foundUntil END) AS until
MATCH (a:Account)
WHERE a.status = 'suspended'
WITH a, since, until, reduce(n = 0, i IN range(0, size(coalesce(a.boostedStates, [])) - 1) |
       n + CASE WHEN state IN ['', a.boostedStates[i]] THEN a.boostedRetweets[i] ELSE 0 END) AS boosted
WHERE boosted > 0 AND since <= date(a.statusAt) <= until
WITH a, boosted ORDER BY boosted DESC, a.accountId LIMIT $accounts
MATCH (a)-[r:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet)
UNWIND ['all', coalesce(o.state, '')] AS state
WITH a, state, collect(DISTINCT r) AS pairs
WHERE toUpper(coalesce($state, '')) IN ['', state]
UNWIND pairs AS r
WITH a, state, sum(r.retweets) AS retweets, date(min(r.firstAt)) AS first, date(max(r.lastAt)) AS last
WITH state, retweets, duration.inDays(first, date(a.statusAt)).days AS days,
     duration.inDays(first, last).days AS active, duration.inDays(last, date(a.statusAt)).days AS quiet
RETURN state, count(*) AS accounts, sum(retweets) AS retweets, percentileCont(days, 0.25) AS quarter,
       percentileCont(days, 0.5) AS median, percentileCont(days, 0.75) AS threeQuarters,
       percentileCont(active, 0.5) AS active, percentileCont(quiet, 0.5) AS quiet
ORDER BY state <> 'all', accounts DESC, retweets DESC, state
LIMIT $top;
