// Which clusters stand behind an outlet's retweets
// question: What share of an outlet's retweets comes from coordinated clusters, and from which?
// finding: 6
// columns:
//   outlet: the outlet's name
//   state: ISO 3166-1 alpha-2 code of the state behind the outlet
//   received: all retweets of the outlet's accounts on the run's platforms, when the run was made
//   cluster: the cluster's rank in its run; 1 has the highest score
//   size: member accounts
//   retweets: of the outlet's retweets, those by members
//   accounts: members that retweeted the outlet
//   ofOutlet: share of the outlet's retweets that came from the cluster, 0 to 1
//   ofCluster: share of the cluster's retweets that went to the outlet, 0 to 1
//   lift: ofCluster over the outlet's share of all retweets on the run's platforms; 1 is no preference
//   rapid: of the cluster's retweets of the outlet, those within 10 seconds of the post; empty where post times are unknown
//   suspended: of the cluster's retweets of the outlet, those by accounts known to be suspended; empty where no status is known
//   first: day of the first of these retweets, UTC
//   last: day of the last of these retweets, UTC
//   verdict: what a person judged the cluster to be: coordinated, organic, unclear or withdrawn; empty is not judged
//   carriedFrom: the cluster of another run, run/rank, that was judged; empty where this very cluster was
// parameters:
//   run: a run's id, or 'latest'
//   outlet: an outlet's id, or part of its name in any case; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   minRetweets: leave out pairs with fewer retweets
//   top: most rows; outlets with the most retweets from clusters come first
// view: table
:param run => 'latest';
:param outlet => '';
:param state => '';
:param minRetweets => 2;
:param top => 25;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)-[b:BOOSTS]->(o:Outlet)
WHERE b.retweets >= $minRetweets AND toUpper(coalesce($state, '')) IN ['', o.state]
  AND (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
WITH o, sum(b.retweets) AS fromClusters, collect({cluster: c, boost: b}) AS boosts
UNWIND boosts AS pair
WITH o, fromClusters, pair.cluster AS c, pair.boost AS b
ORDER BY fromClusters DESC, o.outletId, b.retweets DESC, c.rank LIMIT $top
WITH o, fromClusters, c, b, COLLECT {
  MATCH (c)<-[h:HOLDS_FOR]-(j:Judgement)
  RETURN {verdict: j.verdict, carriedFrom: CASE WHEN h.carried THEN j.runId + '/' + j.rank END}
  ORDER BY h.carried, j.at DESC, j.judgementId LIMIT 1
}[0] AS judged
RETURN o.name AS outlet, o.state AS state, toInteger(round(b.retweets / b.shareOfOutlet)) AS received,
       c.rank AS cluster, c.size AS size,
       b.retweets AS retweets, b.accounts AS accounts,
       b.shareOfOutlet AS ofOutlet, b.shareOfCluster AS ofCluster, b.lift AS lift,
       b.rapid AS rapid, b.suspended AS suspended, date(b.firstAt) AS first, date(b.lastAt) AS last,
       judged.verdict AS verdict, judged.carriedFrom AS carriedFrom
ORDER BY fromClusters DESC, o.outletId, retweets DESC, cluster;
