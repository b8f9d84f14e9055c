// The accounts that retweet outlets most
// question: Which accounts make the most retweets of the outlets, whom do they boost, and are they in a cluster?
// finding: 3
// columns:
//   rank: 1 made the most retweets; accounts with as many share a rank
//   account: the account's key, platform:id
//   handle: its handle, where known
//   retweets: its retweets of the outlets asked for
//   ofRetweets: share of all retweets of these outlets, 0 to 1
//   outlets: how many of these outlets it retweeted
//   most: the one it retweeted most
//   rapid: share of its retweets of these outlets that came within 10 seconds of the post, 0 to 1; empty where post times
//     are unknown
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
CALL () {
  MATCH (a:Account)
  WHERE a.boostedRetweets IS NOT NULL AND coalesce($outlet, '') = ''
  RETURN sum(reduce(n = 0, i IN range(0, size(a.boostedStates) - 1) |
           n + CASE WHEN toUpper(coalesce($state, '')) IN ['', a.boostedStates[i]] THEN a.boostedRetweets[i] ELSE 0 END)) AS all
  UNION ALL
  MATCH (o:Outlet)<-[:OPERATED_BY]-(t:Account)
  WHERE coalesce($outlet, '') <> ''
    AND (o.outletId = $outlet OR toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  WITH DISTINCT t
  MATCH (t)<-[x:AMPLIFIED]-()
  RETURN sum(x.retweets) AS all
}
WITH sum(all) AS all
CALL () {
  MATCH (a:Account)
  WHERE a.boostedRetweets IS NOT NULL AND coalesce($outlet, '') = ''
  WITH a, reduce(n = 0, i IN range(0, size(a.boostedStates) - 1) |
            n + CASE WHEN toUpper(coalesce($state, '')) IN ['', a.boostedStates[i]] THEN a.boostedRetweets[i] ELSE 0 END) AS retweets
  WHERE retweets > 0
  RETURN a, retweets ORDER BY retweets DESC, a.accountId LIMIT $top
  UNION ALL
  MATCH (o:Outlet)<-[:OPERATED_BY]-(t:Account)
  WHERE coalesce($outlet, '') <> ''
    AND (o.outletId = $outlet OR toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  WITH DISTINCT t
  MATCH (t)<-[x:AMPLIFIED]-(a:Account)
  WITH a, sum(x.retweets) AS retweets
  RETURN a, retweets ORDER BY retweets DESC, a.accountId LIMIT $top
}
WITH all, collect({account: a, retweets: retweets}) AS rows
UNWIND rows AS row
WITH all, row.account AS a, row.retweets AS retweets, 1 + size([x IN rows WHERE x.retweets > row.retweets]) AS rank
CALL (a) {
  MATCH (a)-[x:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet)
  WHERE (o.outletId = $outlet OR toLower(o.name) CONTAINS toLower(coalesce($outlet, '')))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  WITH o, collect(x) AS boosts, sum(x.retweets) AS n ORDER BY n DESC, o.outletId
  WITH collect(o.name) AS names, collect(boosts) AS boosts
  // an account that two outlets run is in the lists of both
  UNWIND boosts AS some
  UNWIND some AS x
  WITH DISTINCT names, x
  RETURN size(names) AS outlets, names[0] AS most, sum(x.rapid) AS rapid,
         sum(CASE WHEN x.rapid IS NOT NULL THEN x.retweets END) AS told
}
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH all, rank, a, retweets, outlets, most, rapid, told, run ORDER BY run.createdAt DESC, run.runId
WITH all, rank, a, retweets, outlets, most, rapid, told, collect(run)[0] AS run
OPTIONAL MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
RETURN rank, a.accountId AS account, a.handle AS handle, retweets, toFloat(retweets) / all AS ofRetweets, outlets, most,
       CASE WHEN told > 0 THEN toFloat(rapid) / told END AS rapid, a.status AS status, date(a.createdAt) AS created,
       c.rank AS cluster, c.size AS size,
       COLLECT { MATCH (a)-[:OPERATED_BY]->(o:Outlet) RETURN o.name ORDER BY o.outletId }[0] AS operator
ORDER BY rank, account;
