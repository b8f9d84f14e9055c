// Who retweets an outlet most
// question: Which accounts retweet an outlet most, since when, how fast, and what became of them?
// finding: 6
// columns:
//   outlet: the outlet's name
//   account: the account's key, platform:id
//   handle: its handle, where known
//   retweets: its retweets of the outlet's accounts
//   ofOutlet: their share of all the outlet's retweets, 0 to 1
//   first: day of the first, UTC
//   last: day of the last, UTC
//   delay: median seconds from post to retweet, of the outlet's account that it retweets most; empty where unknown
//   timed: of the retweets, those whose delay is known
//   rapid: of these, those within 10 seconds of the post; empty where no delay is known
//   created: day on which the account was created, UTC, where known
//   followers: its followers when they were counted, where known
//   status: active, suspended or deleted; empty is unknown
//   statusAt: day on which that was observed, UTC
//   cluster: rank of its cluster in the run, if it is in one
// parameters:
//   outlet: an outlet's id, or part of its name in any case; of several, and of '', the one with the most retweets
//   run: a run's id, or 'latest'
//   status: only accounts whose status is one of active, suspended, deleted or unknown; '' is all
//   top: most rows
// view: table
:param outlet => '';
:param run => 'latest';
:param status => '';
:param top => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (o:Outlet)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
WITH run, o ORDER BY o.outletId = coalesce($outlet, '') DESC, coalesce(o.retweets, 0) DESC, o.outletId LIMIT 1
CALL (o) {
  MATCH (o)<-[:OPERATED_BY]-(:Account)<-[r:AMPLIFIED]-(a:Account)
  WHERE coalesce($status, '') = '' OR coalesce(a.status, 'unknown') = $status
  WITH a, sum(r.retweets) AS retweets
  RETURN a, retweets ORDER BY retweets DESC, a.accountId LIMIT $top
}
CALL (o, a) {
  MATCH (a)-[r:AMPLIFIED]->(t:Account)-[:OPERATED_BY]->(o)
  WITH r ORDER BY r.retweets DESC, t.accountId
  RETURN date(min(r.firstAt)) AS first, date(max(r.lastAt)) AS last, collect({delay: r.medianDelay})[0].delay AS delay,
         sum(r.timed) AS timed, CASE WHEN sum(r.timed) > 0 THEN sum(r.rapid) END AS rapid
}
RETURN coalesce(o.name, o.outletId) AS outlet, a.accountId AS account, a.handle AS handle, retweets,
       toFloat(retweets) / o.retweets AS ofOutlet, first, last, delay, timed, rapid,
       date(a.createdAt) AS created, a.followers AS followers, a.status AS status, date(a.statusAt) AS statusAt,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run) RETURN c.rank ORDER BY c.rank }[0] AS cluster
ORDER BY retweets DESC, account;
