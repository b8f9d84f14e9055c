// Weeks by share of retweets from suspended accounts
// question: In how many weeks was the share of an outlet's retweets by accounts suspended later in a given range?
// finding: 7
// columns:
//   outlet "Outlet": Name of the outlet.
//   outletId "Outlet id": Id of the outlet.
//   state "State": Country code of the outlet's state (ISO 3166-1 alpha-2).
//   retweets "Retweets": Retweets of the outlet in the counted weeks.
//   suspendedShare "% by suspended accounts": Share of these retweets by accounts known to be suspended now.
//   weeks "Weeks": Counted weeks. Weeks with fewer than minRetweets retweets are not counted.
//   weeksInRange "Weeks in range": Weeks with a share in the range, ends included.
//   weeksBelow "Weeks below": Weeks with a share below the range.
//   weeksAbove "Weeks above": Weeks with a share above the range.
//   lowestShare "% in the lowest week": Lowest weekly share.
//   medianShare "% in the median week": Median weekly share.
//   highestShare "% in the highest week": Highest weekly share.
// parameters:
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   since: First day (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   minShare: Lower end of the range, inclusive (0 to 1).
//   maxShare: Upper end of the range, inclusive (0 to 1).
//   minRetweets: Minimum number of retweets in a week.
//   top: Maximum number of outlets, most retweeted first.
// view: table
:param outlet => '';
:param state => '';
:param since => '';
:param until => '';
:param minShare => 0.3;
:param maxShare => 0.5;
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
     count(CASE WHEN $minShare <= share <= $maxShare THEN 1 END) AS weeksInRange,
     count(CASE WHEN share < $minShare THEN 1 END) AS weeksBelow,
     count(CASE WHEN share > $maxShare THEN 1 END) AS weeksAbove,
     min(share) AS lowestShare, percentileCont(share, 0.5) AS medianShare, max(share) AS highestShare
RETURN coalesce(o.name, o.outletId) AS outlet, o.outletId AS outletId, o.state AS state, retweets, suspendedShare,
       weeks, weeksInRange, weeksBelow, weeksAbove, lowestShare, medianShare, highestShare
ORDER BY retweets DESC, outletId
LIMIT $top;
