// Waves of suspensions
// question: On which days were many accounts found suspended, and what share of the outlets' retweets had they made?
// finding: 11
// columns:
//   wave: the day on which they were found suspended, UTC; empty where nobody says
//   accounts: accounts found suspended on it
//   amplifiers: of these, accounts that had retweeted outlets
//   retweets: their retweets of outlets
//   share: these over all retweets of outlets, 0 to 1
// parameters:
//   state: count retweets of outlets of this state only, two letters; '' is every state
//   foundSince: only days from this one on, YYYY-MM-DD, UTC; '' is any; with it or foundUntil, no unknown day
//   foundUntil: only days up to this one, and it
//   least: a wave is a day with at least this many amplifiers
//   top: most rows; the waves that took the most retweets come first
// view: table
:param state => '';
:param foundSince => '';
:param foundUntil => '';
:param least => 10;
:param top => 25;
WITH toUpper(coalesce($state, '')) AS state,
     date(CASE coalesce($foundSince, '') WHEN '' THEN '0001-01-01' ELSE $foundSince END) AS since,
     date(CASE coalesce($foundUntil, '') WHEN '' THEN '9999-12-31' ELSE $foundUntil END) AS until
CALL (state) {
  MATCH (t:Account)-[:OPERATED_BY]->(o:Outlet)
  WHERE state IN ['', o.state]
  // an account run from two states counts in both, as it does in the accounts' roll-ups
  WITH DISTINCT t, coalesce(o.state, '') AS of
  MATCH (t)-[r:ON_DAY]->(:Day)
  RETURN toFloat(sum(r.retweets)) AS received
}
MATCH (a:Account)
WHERE a.status = 'suspended'
WITH received, since, until, date(a.statusAt) AS wave,
     reduce(n = 0, i IN range(0, size(coalesce(a.boostedStates, [])) - 1) |
       n + CASE WHEN state IN ['', a.boostedStates[i]] THEN a.boostedRetweets[i] ELSE 0 END) AS retweets
WITH received, since, until, wave, count(*) AS accounts, count(CASE WHEN retweets > 0 THEN 1 END) AS amplifiers,
     sum(retweets) AS retweets
WHERE amplifiers >= $least AND (coalesce($foundSince, '') + coalesce($foundUntil, '') = '' OR since <= wave <= until)
RETURN wave, accounts, amplifiers, retweets, CASE WHEN received > 0 THEN retweets / received END AS share
ORDER BY retweets DESC, accounts DESC, wave
LIMIT $top;
