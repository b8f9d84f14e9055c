// Top amplifiers of an outlet
// question: Which accounts retweet an outlet most, since when, how soon after the post, and what is their status?
// finding: 6
// columns:
//   outlet "Outlet": Name of the outlet.
//   account "Account key": Key of the account (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   retweets "Retweets": Retweets of the outlet by the account.
//   shareOfOutlet "% of retweets of the outlet": Retweets of the outlet by the account divided by all its retweets.
//   firstDay "First retweet": Day of the first of these retweets (UTC).
//   lastDay "Last retweet": Day of the last of these retweets (UTC).
//   medianDelay "Median delay (s)": Median delay for the outlet account that it retweets most. Empty if no delay is known.
//   retweetsWithDelay "Retweets with known delay": Retweets of posts whose time is known and not later than the retweet.
//   rapidRetweets "Rapid retweets": Retweets within 10 seconds of the post. Empty if no delay is known.
//   createdDay "Account created": Day on which the account was created (UTC). Empty if unknown.
//   followers "Followers": Followers when they were last observed. Empty if unknown.
//   status "Status": Account status: active, suspended or deleted. Empty if unknown.
//   statusDay "Status observed": Day on which the status was observed (UTC).
//   cluster "Cluster": Rank of the account's cluster in the run. Empty if it is in no cluster.
// parameters:
//   outlet: Id of an outlet, or part of its name (case-insensitive). If several match, or for '', the most retweeted one.
//   run: Id of a detection run, or 'latest'. Without a run, there are no clusters.
//   status: Only accounts whose status is one of active, suspended, deleted or unknown. '' means every account.
//   top: Maximum number of rows, most retweets first.
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
  RETURN date(min(r.firstAt)) AS firstDay, date(max(r.lastAt)) AS lastDay,
         collect({delay: r.medianDelay})[0].delay AS medianDelay,
         sum(r.timed) AS retweetsWithDelay, CASE WHEN sum(r.timed) > 0 THEN sum(r.rapid) END AS rapidRetweets
}
RETURN coalesce(o.name, o.outletId) AS outlet, a.accountId AS account, a.handle AS handle, retweets,
       toFloat(retweets) / o.retweets AS shareOfOutlet, firstDay, lastDay, medianDelay,
       retweetsWithDelay, rapidRetweets,
       date(a.createdAt) AS createdDay, a.followers AS followers, a.status AS status, date(a.statusAt) AS statusDay,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run) RETURN c.rank ORDER BY c.rank }[0] AS cluster
ORDER BY retweets DESC, account;
