// How sure the lift of a boost is
// question: How far above the usual do clusters boost outlets, and does that hang on a few of their members?
// finding: 12
// columns:
//   cluster: the cluster's rank in its run; 1 has the highest score
//   size: member accounts
//   outlet: the outlet's name
//   id: the outlet's id
//   state: ISO 3166-1 alpha-2 code of the state behind the outlet
//   retweets: retweets of the outlet's accounts by members
//   accounts: members that retweeted the outlet
//   now: retweets of the outlet's accounts by members that the graph holds now
//   most: retweets of it by the member that made most
//   ofCluster: share of the cluster's retweets that went to the outlet, 0 to 1
//   ofOutlet: share of the outlet's retweets that came from the cluster, 0 to 1
//   lift: ofCluster over the outlet's share of all retweets on the run's platforms; 1 is no preference
//   active: members with a retweet of anyone
//   made: their retweets, of anyone
//   madeSquares: sum over these members of the square of all their retweets
//   squares: sum over members of the square of their retweets of the outlet
//   products: sum over members of their retweets of the outlet times all their retweets
// step: lift-interval
// result:
//   cluster: the cluster's rank in its run; 1 has the highest score
//   size: member accounts
//   outlet: the outlet's name
//   id: the outlet's id
//   state: ISO 3166-1 alpha-2 code of the state behind the outlet
//   retweets: retweets of the outlet's accounts by members
//   accounts: members that retweeted the outlet
//   ofMost: share of these retweets that one member made, the one that made most, 0 to 1; empty, as low and high, if data changed
//   ofCluster: share of the cluster's retweets that went to the outlet, 0 to 1
//   ofOutlet: share of the outlet's retweets that came from the cluster, 0 to 1
//   lift: ofCluster over the outlet's share of all retweets on the run's platforms; 1 is no preference
//   low: lower end of the lift's 95 percent interval, were the members a sample; empty where fewer than two are active
//   high: upper end; at most the lift of a cluster that retweets nothing else
// parameters:
//   run: a run's id, or 'latest'
//   cluster: the cluster's rank; 0 is every cluster
//   clusters: most clusters, the highest score first
//   minRetweets: leave out pairs with fewer retweets
//   perCluster: most outlets of each cluster, the most retweeted first
//   top: most rows
// view: table
:param run => 'latest';
:param cluster => 0;
:param clusters => 20;
:param minRetweets => 2;
:param perCluster => 10;
:param top => 100;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)
WHERE $cluster IN [0, c.rank]
WITH c ORDER BY c.rank LIMIT $clusters
CALL (c) {
  MATCH (c)<-[:MEMBER_OF]-(m:Account)-[a:AMPLIFIED]->(:Account)
  WITH m, sum(a.retweets) AS n
  RETURN collect({member: m, made: n}) AS active, sum(n) AS made, sum(n * n) AS madeSquares
}
CALL (c) {
  MATCH (c)-[b:BOOSTS]->(o:Outlet)
  WHERE b.retweets >= $minRetweets
  RETURN b, o ORDER BY b.retweets DESC, o.outletId LIMIT $perCluster
}
WITH * ORDER BY c.rank, b.retweets DESC, o.outletId LIMIT $top
CALL (active, o) {
  UNWIND active AS x
  WITH x.member AS m, x.made AS n, o
  MATCH (m)-[a:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o)
  WITH m, n, sum(a.retweets) AS k
  RETURN sum(k) AS now, max(k) AS most, sum(k * k) AS squares, sum(k * n) AS products
}
RETURN c.rank AS cluster, c.size AS size, coalesce(o.name, o.outletId) AS outlet, o.outletId AS id, o.state AS state,
       b.retweets AS retweets, b.accounts AS accounts, now, most, b.shareOfCluster AS ofCluster,
       b.shareOfOutlet AS ofOutlet, b.lift AS lift, size(active) AS active, made, madeSquares, squares, products
ORDER BY cluster, retweets DESC, id;
