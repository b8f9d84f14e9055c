// Accounts of an outlet
// question: Which accounts does an outlet operate, when were they created, and how often are they retweeted?
// finding: 6
// columns:
//   outlet "Outlet": Name of the outlet.
//   outletId "Outlet id": Id of the outlet.
//   account "Account key": Key of the account (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   createdDay "Account created": Day on which the account was created (UTC). Empty if unknown.
//   followers "Followers": Followers when they were last observed. Empty if unknown.
//   labelledDay "Labelled": Day on which the platform labelled the account (UTC). Empty if no label is known.
//   status "Status": Account status: active, suspended or deleted. Empty if unknown.
//   posts "Posts": Posts of the account whose day is known.
//   retweets "Retweets": Retweets of the account's posts.
//   amplifiers "Amplifiers": Accounts that retweeted the account.
//   suspendedRetweets "Retweets by suspended accounts": Retweets by accounts known to be suspended. Empty if no status is known.
//   suspendedShare "% by suspended accounts": suspendedRetweets divided by retweets.
//   retweetsWithDelay "Retweets with known delay": Retweets of posts whose time is known and not later than the retweet.
//   rapidRetweets "Rapid retweets": Retweets within 10 seconds of the post. Empty if no delay is known.
//   rapidShare "% rapid": rapidRetweets divided by retweetsWithDelay.
//   firstDay "First retweet": Day of the first of these retweets (UTC).
//   lastDay "Last retweet": Day of the last of these retweets (UTC).
// parameters:
//   outlet: Id of an outlet, or part of its name (case-insensitive). If several match, or for '', the most retweeted one.
//   top: Maximum number of rows, most retweets first.
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
  RETURN sum(r.posts) AS posts, sum(r.retweets) AS retweets, sum(r.timed) AS retweetsWithDelay,
         sum(r.rapid) AS rapid,
         sum(reduce(n = 0, x IN r.bySuspended | n + x)) AS suspendedRetweets,
         min(CASE WHEN r.retweets > 0 THEN d.date END) AS firstDay,
         max(CASE WHEN r.retweets > 0 THEN d.date END) AS lastDay
}
WITH * ORDER BY retweets DESC, t.accountId LIMIT $top
WITH *, CASE WHEN suspendedRetweets > 0 OR EXISTS { MATCH (t)<-[:AMPLIFIED]-(a:Account) WHERE a.status IS NOT NULL }
             THEN suspendedRetweets END AS suspendedRetweets
RETURN coalesce(o.name, o.outletId) AS outlet, o.outletId AS outletId, t.accountId AS account, t.handle AS handle,
       date(t.createdAt) AS createdDay, t.followers AS followers, date(t.labelledAt) AS labelledDay, t.status AS status,
       posts, retweets, COUNT { (t)<-[:AMPLIFIED]-() } AS amplifiers, suspendedRetweets,
       toFloat(suspendedRetweets) / nullIf(retweets, 0) AS suspendedShare,
       retweetsWithDelay, CASE WHEN retweetsWithDelay > 0 THEN rapid END AS rapidRetweets,
       toFloat(rapid) / nullIf(retweetsWithDelay, 0) AS rapidShare, firstDay, lastDay
ORDER BY retweets DESC, account;
