// Delays of an outlet's retweets
// question: How long after a post do retweets of an outlet come, and what share of them is rapid?
// finding: 4
// columns:
//   outlet "Outlet": Name of the outlet.
//   outletId "Outlet id": Id of the outlet.
//   state "State": Country code of the outlet's state (ISO 3166-1 alpha-2).
//   retweets "Retweets": Retweets of the outlet in the chosen period.
//   retweetsWithDelay "Retweets with known delay": Retweets of posts whose time is known and not later than the retweet.
//   rapidRetweets "Rapid retweets": Retweets within 10 seconds of the post, or within the time that the parameter seconds sets.
//   rapidShare "% rapid": rapidRetweets divided by retweetsWithDelay.
//   shareWithinMinute "% within 1 minute": Share of the retweets with a known delay that came within 60 seconds.
//   shareWithinTenMinutes "% within 10 minutes": Share of the retweets with a known delay that came within 600 seconds.
//   shareWithinHour "% within 1 hour": Share of the retweets with a known delay that came within 3,600 seconds.
//   lowerQuartileDelay "Lower quartile delay (s)": A quarter of the retweets with a known delay came within this time.
//   medianDelay "Median delay (s)": Half of the retweets with a known delay came within this time.
//   upperQuartileDelay "Upper quartile delay (s)": Three quarters of the retweets with a known delay came within this time.
// parameters:
//   seconds: Maximum delay of a rapid retweet, in seconds.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   since: First day (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   top: Maximum number of outlets, most retweeted first. The query reads all their retweets, which takes seconds per million.
// view: table
:param seconds => 10;
:param outlet => '';
:param state => '';
:param since => '';
:param until => '';
:param top => 10;
WITH date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
WITH datetime({date: since}) AS since, datetime({date: until}) + duration('P1D') AS end
MATCH (o:Outlet)
WHERE o.retweets > 0
  AND (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
WITH since, end, o ORDER BY o.retweets DESC, o.outletId LIMIT $top
CALL (o, since, end) {
  MATCH (o)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(p:Post)<-[r:RETWEETED]-()
  WHERE since <= r.at < end
  WITH (r.at.epochMillis - p.createdAt.epochMillis) / 1000.0 AS seconds
  // one of the two times is wrong if the retweet comes before the post
  WITH CASE WHEN seconds >= 0 THEN seconds END AS delay
  RETURN count(*) AS retweets, count(delay) AS retweetsWithDelay,
         count(CASE WHEN delay <= $seconds THEN 1 END) AS rapid, count(CASE WHEN delay <= 60 THEN 1 END) AS minute,
         count(CASE WHEN delay <= 600 THEN 1 END) AS tenMinutes, count(CASE WHEN delay <= 3600 THEN 1 END) AS hour,
         percentileCont(delay, 0.25) AS lowerQuartileDelay, percentileCont(delay, 0.5) AS medianDelay,
         percentileCont(delay, 0.75) AS upperQuartileDelay
}
WITH *, CASE WHEN retweetsWithDelay > 0 THEN toFloat(retweetsWithDelay) END AS base
RETURN coalesce(o.name, o.outletId) AS outlet, o.outletId AS outletId, o.state AS state,
       retweets, retweetsWithDelay, rapid AS rapidRetweets, rapid / base AS rapidShare,
       minute / base AS shareWithinMinute, tenMinutes / base AS shareWithinTenMinutes, hour / base AS shareWithinHour,
       lowerQuartileDelay, medianDelay, upperQuartileDelay
ORDER BY retweets DESC, outletId;
