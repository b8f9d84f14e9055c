// Accounts that retweet outlets most
// question: Which accounts make the most retweets of outlets, which outlets do they retweet, and are they in a cluster?
// finding: 3
// columns:
//   rank "Rank": 1 means the most retweets. Accounts with the same number share a rank.
//   account "Account key": Key of the account (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   retweets "Retweets": Retweets of the chosen outlets. An account operated from two states counts in both.
//   shareOfRetweets "% of retweets": Its retweets divided by all retweets of these outlets.
//   outlets "Outlets": Number of these outlets that it retweeted.
//   topOutlet "Most retweeted outlet": Outlet that it retweeted most.
//   rapidShare "% rapid": Share of these retweets within 10 seconds of the post, among those with a known delay. Empty if no delay is known.
//   status "Status": Account status: active, suspended or deleted. Empty if unknown.
//   createdDay "Account created": Day on which the account was created (UTC). Empty if unknown.
//   cluster "Cluster": Rank of the account's cluster in the run. Empty if it is in no cluster.
//   members "Members": Accounts in the cluster.
//   operator "Operated by": Outlet that operates the account. Empty if none does.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, there are no clusters.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   top: Maximum number of rows.
// view: table
:param run => 'latest';
:param outlet => '';
:param state => '';
:param top => 25;
MATCH (o:Outlet)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
// an account operated by two outlets of one state counts once, as in the accounts' roll-ups
OPTIONAL MATCH (o)<-[:OPERATED_BY]-(t:Account)
WITH DISTINCT coalesce(o.state, '') AS of, t
OPTIONAL MATCH (t)-[d:ON_DAY]->(:Day)
WITH sum(d.retweets) AS total
// for all outlets or one state, use the roll-ups of accounts; for one outlet, sum over its amplifiers, which are few
CALL () {
  MATCH (a:Account)
  WHERE a.boostedRetweets IS NOT NULL AND coalesce($outlet, '') = '' AND coalesce($state, '') = ''
  WITH a, reduce(n = 0, x IN a.boostedRetweets | n + x) AS retweets
  RETURN a, retweets ORDER BY retweets DESC, a.accountId LIMIT $top
  UNION ALL
  MATCH (a:Account)
  WHERE toUpper($state) IN a.boostedStates AND $state <> '' AND coalesce($outlet, '') = ''
  WITH a, a.boostedStates AS states, a.boostedRetweets AS made
  WITH a, [i IN range(0, size(states) - 1) WHERE states[i] = toUpper($state) | made[i]][0] AS retweets
  RETURN a, retweets ORDER BY retweets DESC, a.accountId LIMIT $top
  UNION ALL
  MATCH (o:Outlet)<-[:OPERATED_BY]-(:Account)<-[x:AMPLIFIED]-(a:Account)
  WHERE coalesce($outlet, '') <> ''
    AND (coalesce($outlet, '') IN ['', o.outletId]
         OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  WITH DISTINCT a, x, coalesce(o.state, '') AS of
  WITH a, sum(x.retweets) AS retweets
  RETURN a, retweets ORDER BY retweets DESC, a.accountId LIMIT $top
}
WITH total, collect({account: a, retweets: retweets}) AS rows
UNWIND rows AS row
WITH total, row.account AS a, row.retweets AS retweets, 1 + size([x IN rows WHERE x.retweets > row.retweets]) AS rank
CALL (a) {
  MATCH (a)-[x:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet)
  WHERE (coalesce($outlet, '') IN ['', o.outletId]
         OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  WITH o, sum(x.retweets) AS n, collect(x) AS pairs ORDER BY n DESC, o.outletId
  WITH count(o) AS outlets, collect(coalesce(o.name, o.outletId))[0] AS topOutlet, collect(pairs) AS byOutlet
  CALL (byOutlet) {
    UNWIND byOutlet AS pairs
    UNWIND pairs AS x
    WITH DISTINCT x
    RETURN toFloat(sum(x.rapid)) / nullIf(sum(x.timed), 0) AS rapidShare
  }
  RETURN outlets, topOutlet, rapidShare
}
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH total, rank, a, retweets, outlets, topOutlet, rapidShare, run ORDER BY run.createdAt DESC, run.runId
WITH total, rank, a, retweets, outlets, topOutlet, rapidShare, collect(run)[0] AS run
OPTIONAL MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
RETURN rank, a.accountId AS account, a.handle AS handle,
       retweets, toFloat(retweets) / total AS shareOfRetweets, outlets, topOutlet,
       rapidShare, a.status AS status, date(a.createdAt) AS createdDay,
       c.rank AS cluster, c.size AS members,
       COLLECT {
         MATCH (a)-[:OPERATED_BY]->(o:Outlet)
         RETURN coalesce(o.name, o.outletId) ORDER BY o.outletId
       }[0] AS operator
ORDER BY rank, account;
