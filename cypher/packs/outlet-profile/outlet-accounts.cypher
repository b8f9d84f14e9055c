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
//   bySuspended: of the retweets, those by accounts known to be suspended
//   suspendedShare: their share, 0 to 1
//   rapid: of the retweets, those within 10 seconds of the post
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
  RETURN sum(r.posts) AS posts, sum(r.retweets) AS retweets, sum(r.rapid) AS rapid,
         sum(reduce(n = 0, x IN r.bySuspended | n + x)) AS bySuspended,
         min(CASE WHEN r.retweets > 0 THEN d.date END) AS first, max(CASE WHEN r.retweets > 0 THEN d.date END) AS last
}
RETURN o.name AS outlet, o.outletId AS id, t.accountId AS account, t.handle AS handle,
       date(t.createdAt) AS joined, t.followers AS followers, date(t.labelledAt) AS labelled, t.status AS status,
       posts, retweets, COUNT { (t)<-[:AMPLIFIED]-() } AS accounts, bySuspended,
       CASE WHEN retweets > 0 THEN toFloat(bySuspended) / retweets END AS suspendedShare, rapid, first, last
ORDER BY retweets DESC, account
LIMIT $top;
