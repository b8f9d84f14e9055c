// Days from first retweet to suspension
// question: How many days passed from an account's first retweet of outlets to its suspension, and how many to its last
//   retweet?
// finding: 10
// columns:
//   state "State": Country code of the outlets' state. 'all' means every outlet, '' outlets without a state.
//   measuredAccounts "Accounts measured": Suspended accounts with the most retweets of these outlets.
//   retweets "Retweets": Their retweets of these outlets.
//   lowerQuartileDays "Lower quartile (days)": A quarter of the accounts were found suspended within this many days of their first retweet.
//   medianDays "Median (days)": Half of the accounts were found suspended within this many days of their first retweet.
//   upperQuartileDays "Upper quartile (days)": Three quarters of the accounts were found suspended within this many days of their first retweet.
//   medianActiveDays "Median active time (days)": Median of the days from an account's first to its last retweet.
//   medianQuietDays "Median quiet time (days)": Median of the days from the last retweet to the suspension. Negative if a time is wrong or the account came back.
// parameters:
//   state: Only outlets of this state (two-letter country code). '' means every state, and all together.
//   suspendedSince: Only accounts found suspended on or after this day (YYYY-MM-DD, UTC). '' means any known day.
//   suspendedUntil: Only accounts found suspended on or before this day (YYYY-MM-DD, UTC). '' means any known day.
//   maxAccounts: Maximum number of accounts measured. A higher number takes longer.
//   top: Maximum number of rows. 'all' comes first, then the states with the most accounts.
// view: table
:param state => '';
:param suspendedSince => '';
:param suspendedUntil => '';
:param maxAccounts => 1000;
:param top => 25;
WITH toUpper(coalesce($state, '')) AS state,
     date(CASE coalesce($suspendedSince, '') WHEN '' THEN '0001-01-01' ELSE $suspendedSince END) AS since,
     date(CASE coalesce($suspendedUntil, '') WHEN '' THEN '9999-12-31' ELSE $suspendedUntil END) AS until
MATCH (a:Account)
WHERE a.status = 'suspended'
WITH a, since, until, reduce(n = 0, i IN range(0, size(coalesce(a.boostedStates, [])) - 1) |
       n + CASE WHEN state IN ['', a.boostedStates[i]] THEN a.boostedRetweets[i] ELSE 0 END) AS boosted
WHERE boosted > 0 AND since <= date(a.statusAt) <= until
WITH a, boosted ORDER BY boosted DESC, a.accountId LIMIT $maxAccounts
MATCH (a)-[r:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet)
UNWIND ['all', coalesce(o.state, '')] AS state
WITH a, state, collect(DISTINCT r) AS pairs
WHERE toUpper(coalesce($state, '')) IN ['', state]
UNWIND pairs AS r
WITH a, state, sum(r.retweets) AS retweets, date(min(r.firstAt)) AS first, date(max(r.lastAt)) AS last
WITH state, retweets, duration.inDays(first, date(a.statusAt)).days AS days,
     duration.inDays(first, last).days AS active, duration.inDays(last, date(a.statusAt)).days AS quiet
RETURN state, count(*) AS measuredAccounts, sum(retweets) AS retweets, percentileCont(days, 0.25) AS lowerQuartileDays,
       percentileCont(days, 0.5) AS medianDays, percentileCont(days, 0.75) AS upperQuartileDays,
       percentileCont(active, 0.5) AS medianActiveDays, percentileCont(quiet, 0.5) AS medianQuietDays
ORDER BY state <> 'all', measuredAccounts DESC, retweets DESC, state
LIMIT $top;
