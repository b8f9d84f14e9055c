// Share of each outlet's retweets lost in a suspension wave
// question: What share of the retweets of each outlet, kind or state came from the accounts of one wave?
// finding: 11
// columns:
//   waveDay "Day found suspended": Day on which the accounts were found suspended (UTC).
//   groupId "Group id": Id of the outlet, or the kind or state.
//   group "Group": Name of the outlet, or the kind or state.
//   accounts "Accounts": Accounts of the group that were retweeted in these days.
//   retweets "Retweets": Retweets of these accounts in these days.
//   waveRetweets "Retweets by the wave": Retweets by accounts of the wave.
//   waveShare "% by the wave": waveRetweets divided by retweets.
//   suspendedRetweets "Retweets by suspended accounts": Retweets by accounts known to be suspended, in any wave.
//   suspendedShare "% by suspended accounts": suspendedRetweets divided by retweets.
// parameters:
//   wave: Day of the wave (YYYY-MM-DD, UTC). '' means the wave whose accounts made the most retweets of outlets.
//   by: What forms a group: one of outlet, kind or state.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   since: First day of retweets (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day of retweets, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   minRetweets: Minimum number of retweets of a group in these days.
//   top: Maximum number of rows, most retweets by the wave first.
// view: table
:param wave => '';
:param by => 'outlet';
:param outlet => '';
:param state => '';
:param since => '';
:param until => '';
:param minRetweets => 20;
:param top => 25;
CALL () {
  MATCH (t:Account)-[:OPERATED_BY]->(:Outlet)
  WHERE coalesce($wave, '') = ''
  WITH DISTINCT t
  MATCH (t)-[r:ON_DAY]->(:Day)
  UNWIND range(0, size(r.suspendedOn) - 1) AS i
  WITH r.suspendedOn[i] AS wave, sum(r.bySuspended[i]) AS retweets
  WHERE wave > date('0001-01-01')
  RETURN wave ORDER BY retweets DESC, wave LIMIT 1
  UNION
  WITH $wave AS wave
  WHERE coalesce(wave, '') <> ''
  RETURN date(wave) AS wave
}
WITH wave, date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
MATCH (t:Account)-[:OPERATED_BY]->(o:Outlet)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
WITH DISTINCT wave, since, until, t,
     CASE $by WHEN 'outlet' THEN o.outletId WHEN 'kind' THEN o.kind WHEN 'state' THEN o.state END AS group,
     CASE $by
       WHEN 'outlet' THEN coalesce(o.name, o.outletId) WHEN 'kind' THEN o.kind WHEN 'state' THEN o.state
     END AS name
MATCH (t)-[r:ON_DAY]->(d:Day)
WHERE since <= d.date <= until AND r.retweets > 0
WITH wave, group, name, count(DISTINCT t) AS accounts, sum(r.retweets) AS retweets,
     sum(reduce(n = 0, i IN range(0, size(r.suspendedOn) - 1) |
       n + CASE WHEN r.suspendedOn[i] = wave THEN r.bySuspended[i] ELSE 0 END)) AS taken,
     sum(reduce(n = 0, x IN r.bySuspended | n + x)) AS bySuspended
WHERE retweets >= $minRetweets
RETURN wave AS waveDay, group AS groupId, name AS group, accounts, retweets, taken AS waveRetweets,
       toFloat(taken) / retweets AS waveShare,
       bySuspended AS suspendedRetweets, toFloat(bySuspended) / retweets AS suspendedShare
ORDER BY waveRetweets DESC, retweets DESC, groupId
LIMIT $top;
