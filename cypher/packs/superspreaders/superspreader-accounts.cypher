// The accounts that retweet outlets most
// question: Which accounts make the most retweets of the outlets, whom do they boost, and are they in a cluster?
// finding: 3
// columns:
//   rank: 1 made the most retweets; accounts with as many share a rank
//   account: the account's key, platform:id
//   handle: its handle, where known
//   retweets: its retweets of the outlets asked for; of an account run from two states in both
//   ofRetweets: share of all retweets of these outlets, 0 to 1
//   outlets: how many of these outlets it retweeted
//   most: the one it retweeted most
//   rapid: share of these retweets within 10 seconds of the post, of those whose delay is known; empty: of none it is
//   status: active, suspended or deleted; empty is unknown
//   created: day on which the account was created, UTC, where known
//   cluster: rank of its cluster in the run; empty: in none
//   size: member accounts of the cluster
//   operator: the registered outlet that runs the account itself, if any
// parameters:
//   run: a run's id, or 'latest'; without a run there are no clusters
//   outlet: an outlet's id, or part of its name; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   top: most rows
// view: table
:param run => 'latest';
:param outlet => '';
:param state => '';
:param top => 25;
MATCH (o:Outlet)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
// an account that two outlets of one state run counts once, as in the accounts' roll-ups
OPTIONAL MATCH (o)<-[:OPERATED_BY]-(t:Account)
WITH DISTINCT coalesce(o.state, '') AS of, t
OPTIONAL MATCH (t)-[d:ON_DAY]->(:Day)
WITH sum(d.retweets) AS total
// of all outlets or a state's, accounts carry the roll-up of whom they boost; of one outlet, its amplifiers are few
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
  WITH count(o) AS outlets, collect(coalesce(o.name, o.outletId))[0] AS most, collect(pairs) AS byOutlet
  CALL (byOutlet) {
    UNWIND byOutlet AS pairs
    UNWIND pairs AS x
    WITH DISTINCT x
    RETURN toFloat(sum(x.rapid)) / nullIf(sum(x.timed), 0) AS rapid
  }
  RETURN outlets, most, rapid
}
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH total, rank, a, retweets, outlets, most, rapid, run ORDER BY run.createdAt DESC, run.runId
WITH total, rank, a, retweets, outlets, most, rapid, collect(run)[0] AS run
OPTIONAL MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
RETURN rank, a.accountId AS account, a.handle AS handle,
       retweets, toFloat(retweets) / total AS ofRetweets, outlets, most,
       rapid, a.status AS status, date(a.createdAt) AS created,
       c.rank AS cluster, c.size AS size,
       COLLECT {
         MATCH (a)-[:OPERATED_BY]->(o:Outlet)
         RETURN coalesce(o.name, o.outletId) ORDER BY o.outletId
       }[0] AS operator
ORDER BY rank, account;
