// In how many weeks much of an outlet's retweets came from suspended accounts
// question: In how many weeks did the share of an outlet's retweets by accounts suspended later lie in a range?
// finding: 7
// columns:
//   outlet: the outlet's name
//   id: the outlet's id
//   state: ISO 3166-1 alpha-2 code of the state behind it
//   retweets: its retweets in the weeks that count
//   suspendedShare: share of these by accounts known to be suspended by now, 0 to 1
//   weeks: weeks that count, those with enough retweets
//   inRange: of these, weeks whose share lies in the range
//   below: weeks below it
//   above: weeks above it
//   lowest: the lowest share of a week
//   median: the median share
//   highest: the highest share
// parameters:
//   outlet: an outlet's id, or part of its name in any case; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   since: first day, YYYY-MM-DD, UTC; '' is the first there is
//   until: last day; '' is the last there is
//   low: lower end of the range, inclusive, 0 to 1
//   high: upper end, inclusive
//   minRetweets: leave out weeks with fewer retweets
//   top: most outlets; the most retweeted come first
// view: table
:param outlet => '';
:param state => '';
:param since => '';
:param until => '';
:param low => 0.3;
:param high => 0.5;
:param minRetweets => 10;
:param top => 25;
WITH date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
MATCH (o:Outlet)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
MATCH (o)<-[:OPERATED_BY]-(:Account)-[r:ON_DAY]->(d:Day)
WHERE since <= d.date <= until
WITH o, date.truncate('week', d.date) AS week,
     sum(r.retweets) AS retweets, sum(reduce(n = 0, x IN r.bySuspended | n + x)) AS bySuspended
WHERE retweets >= $minRetweets AND retweets > 0
WITH o, retweets, bySuspended, toFloat(bySuspended) / retweets AS share
WITH o, sum(retweets) AS retweets, toFloat(sum(bySuspended)) / sum(retweets) AS suspendedShare, count(*) AS weeks,
     count(CASE WHEN $low <= share <= $high THEN 1 END) AS inRange, count(CASE WHEN share < $low THEN 1 END) AS below,
     count(CASE WHEN share > $high THEN 1 END) AS above,
     min(share) AS lowest, percentileCont(share, 0.5) AS median, max(share) AS highest
RETURN coalesce(o.name, o.outletId) AS outlet, o.outletId AS id, o.state AS state, retweets, suspendedShare,
       weeks, inRange, below, above,
       lowest, median, highest
ORDER BY retweets DESC, id
LIMIT $top;
