// How soon after the post an outlet is retweeted
// question: How long after a post do an outlet's retweets come, and what share of them within seconds?
// finding: 4
// columns:
//   outlet: the outlet's name
//   id: the outlet's id; the parameter outlet takes it
//   state: ISO 3166-1 alpha-2 code of the state behind the outlet
//   retweets: retweets of its accounts within the span of days
//   known: of these, those with a known delay: the post's time is known, and not later than the retweet
//   rapid: of these, those within so many seconds of the post
//   ofRapid: rapid over known, 0 to 1
//   withinMinute: share of known within 60 seconds, 0 to 1
//   withinTenMinutes: share of known within 600 seconds
//   withinHour: share of known within 3,600 seconds
//   quarter: seconds within which a quarter of known came
//   median: seconds within which half of known came
//   threeQuarters: seconds within which three quarters of known came
// parameters:
//   seconds: a retweet within so many seconds of the post is rapid
//   outlet: an outlet's id, or part of its name; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   since: only retweets from this day on, UTC; '' is from the beginning
//   until: only retweets to the end of this day, UTC; '' is to the end
//   top: most outlets, the most retweeted first; every retweet of these is read, which takes seconds a million
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
  WITH (r.at.epochMillis - p.createdAt.epochMillis) / 1000.0 AS told
  // a retweet before its post: one of the two times is wrong
  WITH CASE WHEN told >= 0 THEN told END AS delay
  RETURN count(*) AS retweets, count(delay) AS known,
         count(CASE WHEN delay <= $seconds THEN 1 END) AS rapid, count(CASE WHEN delay <= 60 THEN 1 END) AS minute,
         count(CASE WHEN delay <= 600 THEN 1 END) AS tenMinutes, count(CASE WHEN delay <= 3600 THEN 1 END) AS hour,
         percentileCont(delay, 0.25) AS quarter, percentileCont(delay, 0.5) AS median,
         percentileCont(delay, 0.75) AS threeQuarters
}
WITH *, CASE WHEN known > 0 THEN toFloat(known) END AS base
RETURN coalesce(o.name, o.outletId) AS outlet, o.outletId AS id, o.state AS state,
       retweets, known, rapid, rapid / base AS ofRapid,
       minute / base AS withinMinute, tenMinutes / base AS withinTenMinutes, hour / base AS withinHour,
       quarter, median, threeQuarters
ORDER BY retweets DESC, id;
