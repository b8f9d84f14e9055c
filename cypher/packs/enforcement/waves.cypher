// Suspension waves
// question: On which days were many accounts found suspended, and what share of the outlets' retweets did they make?
// finding: 11
// columns:
//   waveDay "Day found suspended": Day on which the accounts were found suspended (UTC). Empty if unknown.
//   suspendedAccounts "Suspended accounts": Accounts found suspended on that day.
//   amplifiers "Amplifiers": Accounts of the wave that retweeted outlets.
//   waveRetweets "Retweets by the wave": Retweets of outlets by accounts of the wave.
//   waveShare "% by the wave": waveRetweets divided by all retweets of outlets.
// parameters:
//   state: Count only retweets of this state's outlets (two-letter country code). '' means every state.
//   suspendedSince: First day of waves (YYYY-MM-DD, UTC). '' means any day. With either limit, the unknown day is left out.
//   suspendedUntil: Last day of waves, inclusive (YYYY-MM-DD, UTC). '' means any day.
//   minAmplifiers: Minimum number of amplifiers in a wave.
//   top: Maximum number of rows, most retweets first.
// view: table
:param state => '';
:param suspendedSince => '';
:param suspendedUntil => '';
:param minAmplifiers => 10;
:param top => 25;
WITH toUpper(coalesce($state, '')) AS state,
     date(CASE coalesce($suspendedSince, '') WHEN '' THEN '0001-01-01' ELSE $suspendedSince END) AS since,
     date(CASE coalesce($suspendedUntil, '') WHEN '' THEN '9999-12-31' ELSE $suspendedUntil END) AS until
CALL (state) {
  MATCH (t:Account)-[:OPERATED_BY]->(o:Outlet)
  WHERE state IN ['', o.state]
  // An account operated from two states counts for both, as in the accounts' roll-ups.
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
WHERE amplifiers >= $minAmplifiers
  AND (coalesce($suspendedSince, '') + coalesce($suspendedUntil, '') = '' OR since <= wave <= until)
RETURN wave AS waveDay, accounts AS suspendedAccounts, amplifiers, retweets AS waveRetweets,
       CASE WHEN received > 0 THEN retweets / received END AS waveShare
ORDER BY waveRetweets DESC, suspendedAccounts DESC, waveDay
LIMIT $top;
