// Which clusters stand behind an outlet's retweets
// question: What share of an outlet's retweets comes from coordinated clusters, and from which?
// finding: 6
// columns:
//   outlet: the outlet's name
//   outletId: the outlet's stable name
//   state: ISO 3166-1 alpha-2 code of the state behind the outlet
//   outletRetweets: all retweets of the outlet's accounts
//   rank: the cluster's rank in its run; 1 has the largest summed edge weight inside
//   clusterId: the cluster, runId/rank
//   size: member accounts
//   retweets: of the outlet's retweets, those by members
//   accounts: members that retweeted the outlet
//   shareOfOutlet: share of the outlet's retweets that came from the cluster, 0 to 1
//   shareOfCluster: share of the cluster's retweets that went to the outlet, 0 to 1
//   lift: shareOfCluster over the outlet's share of all retweets; 1 is no preference
//   rapid: of the cluster's retweets of the outlet, those within 10 seconds of the post
//   suspended: of the cluster's retweets of the outlet, those by accounts known to be suspended
//   firstAt: first of these retweets, UTC
//   lastAt: last of these retweets, UTC
// parameters:
//   run: a run's id, or 'latest'
//   outlet: an outlet's id, or part of its name in any case; '' is every outlet
//   minRetweets: leave out pairs with fewer retweets
//   top: most rows; outlets with the most retweets from clusters come first
// view: table
:param run => 'latest';
:param outlet => '';
:param minRetweets => 2;
:param top => 25;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)-[b:BOOSTS]->(o:Outlet)
WHERE b.retweets >= $minRetweets
  AND (o.outletId = toLower($outlet) OR toLower(o.name) CONTAINS toLower(coalesce($outlet, '')))
WITH o, sum(b.retweets) AS fromClusters, collect({cluster: c, boost: b}) AS boosts
UNWIND boosts AS pair
WITH o, fromClusters, pair.cluster AS c, pair.boost AS b
RETURN o.name AS outlet, o.outletId AS outletId, o.state AS state,
       toInteger(round(b.retweets / b.shareOfOutlet)) AS outletRetweets,
       c.rank AS rank, c.clusterId AS clusterId, c.size AS size,
       b.retweets AS retweets, b.accounts AS accounts,
       b.shareOfOutlet AS shareOfOutlet, b.shareOfCluster AS shareOfCluster, b.lift AS lift,
       b.rapid AS rapid, b.suspended AS suspended, b.firstAt AS firstAt, b.lastAt AS lastAt
ORDER BY fromClusters DESC, outletId, retweets DESC, rank
LIMIT $top;
