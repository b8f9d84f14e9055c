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
//   since: first day, YYYY-MM-DD, UTC; '' is the first there is
//   until: last day; '' is the last there is
//   least: a wave is a day with at least this many amplifiers
//   top: most rows; the waves that took the most retweets come first
// view: table
:param state => '';
:param since => '';
:param until => '';
:param least => 10;
:param top => 25;
WITH toUpper(coalesce($state, '')) AS state,
     date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
CALL (state) {
  MATCH (t:Account)-[:OPERATED_BY]->(o:Outlet)
  WHERE state IN ['', o.state]
  WITH DISTINCT t
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
WHERE amplifiers >= $least AND since <= coalesce(wave, date('0001-01-01')) <= until
RETURN wave, accounts, amplifiers, retweets, CASE WHEN received > 0 THEN retweets / received END AS share
ORDER BY retweets DESC, accounts DESC, wave
LIMIT $top;
