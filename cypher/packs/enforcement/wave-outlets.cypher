// What a wave took from outlets
// question: What share of each outlet's retweets, or each kind's or state's, had been made by the accounts of one wave?
// finding: 11
// columns:
//   wave: the day on which the accounts were found suspended, UTC
//   group: the outlet's id, the kind or the state
//   name: the outlet's name, by outlet; else as group
//   accounts: accounts of the group that were retweeted in these days
//   retweets: their retweets in these days
//   taken: of these, by accounts of the wave
//   share: taken over retweets, 0 to 1
//   bySuspended: of the retweets, by accounts known to be suspended, in whatever wave
//   suspendedShare: their share, 0 to 1
// parameters:
//   wave: the day, YYYY-MM-DD, UTC; '' is the one that took the most retweets of outlets
//   by: what makes a group, one of outlet, kind or state
//   outlet: an outlet's id, or part of its name in any case; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   since: count retweets from this day on, YYYY-MM-DD, UTC; '' is the first there is
//   until: and to this day; '' is the last there is
//   minRetweets: leave out groups with fewer retweets in these days
//   top: most rows; the groups from which it took most come first
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
RETURN wave, group, name, accounts, retweets, taken, toFloat(taken) / retweets AS share,
       bySuspended, toFloat(bySuspended) / retweets AS suspendedShare
ORDER BY taken DESC, retweets DESC, group
LIMIT $top;
