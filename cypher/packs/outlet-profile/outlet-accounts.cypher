// The accounts of an outlet
// question: Which accounts does an outlet run, since when, with how many followers, and how often is each retweeted?
// finding: 6
// columns:
//   outlet: the outlet's name
//   id: the outlet's id
//   account: the account's key, platform:id
//   handle: its handle, where known
//   joined: day on which it was created, UTC, where known
//   followers: followers when they were counted, where known
//   labelled: day of the platform's label, UTC; empty where none is known
//   status: active, suspended or deleted; empty is unknown
//   posts: its posts whose day is known
//   retweets: retweets of its posts
//   accounts: accounts that retweeted it
//   bySuspended: of the retweets, those by accounts known to be suspended; empty where the status of none is known
//   suspendedShare: their share, 0 to 1
//   timed: of the retweets, those whose delay is known
//   rapid: of these, those within 10 seconds of the post; empty where no delay is known
//   rapidShare: their share of timed, 0 to 1
//   first: day of the first retweet, UTC
//   last: day of the last retweet, UTC
// parameters:
//   outlet: an outlet's id, or part of its name in any case; of several, and of '', the one with the most retweets
//   top: most rows; the most retweeted come first
// view: table
:param outlet => '';
:param top => 25;
MATCH (o:Outlet)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
WITH o ORDER BY o.outletId = coalesce($outlet, '') DESC, coalesce(o.retweets, 0) DESC, o.outletId LIMIT 1
MATCH (o)<-[:OPERATED_BY]-(t:Account)
CALL (t) {
  MATCH (t)-[r:ON_DAY]->(d:Day)
  RETURN sum(r.posts) AS posts, sum(r.retweets) AS retweets, sum(r.timed) AS timed, sum(r.rapid) AS rapid,
         sum(reduce(n = 0, x IN r.bySuspended | n + x)) AS bySuspended,
         min(CASE WHEN r.retweets > 0 THEN d.date END) AS first, max(CASE WHEN r.retweets > 0 THEN d.date END) AS last
}
WITH * ORDER BY retweets DESC, t.accountId LIMIT $top
WITH *, CASE WHEN bySuspended > 0 OR EXISTS { MATCH (t)<-[:AMPLIFIED]-(a:Account) WHERE a.status IS NOT NULL }
             THEN bySuspended END AS bySuspended
RETURN coalesce(o.name, o.outletId) AS outlet, o.outletId AS id, t.accountId AS account, t.handle AS handle,
       date(t.createdAt) AS joined, t.followers AS followers, date(t.labelledAt) AS labelled, t.status AS status,
       posts, retweets, COUNT { (t)<-[:AMPLIFIED]-() } AS accounts, bySuspended,
       toFloat(bySuspended) / nullIf(retweets, 0) AS suspendedShare,
       timed, CASE WHEN timed > 0 THEN rapid END AS rapid, toFloat(rapid) / nullIf(timed, 0) AS rapidShare, first, last
ORDER BY retweets DESC, account;
