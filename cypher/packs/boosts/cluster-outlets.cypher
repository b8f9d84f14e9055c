// Outlets that clusters retweet
// question: Which outlets does each cluster retweet, and which of them does it boost?
// finding: 12
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   activeMembers "Active members": Members that retweeted any known account. Lifts have no interval if there are fewer than three.
//   outlet "Outlet": Name of the outlet.
//   outletId "Outlet id": Id of the outlet.
//   state "State": Country code of the outlet's state (ISO 3166-1 alpha-2).
//   isBoost "Boost": Whether the cluster boosts the outlet: the 95% confidence interval of the lift is above 1.
//   retweets "Retweets": Retweets of the outlet by members, when the run was made.
//   retweeters "Retweeting members": Members that retweeted the outlet.
//   shareOfTopMember "% of these by the top member": Share of these retweets by the member that made the most. Empty if unknown.
//   shareOfCluster "% of the cluster's retweets": Retweets of the outlet divided by all retweets by members.
//   shareOfOutlet "% of retweets of the outlet": Retweets of the outlet by members divided by all its retweets.
//   lift "Lift": shareOfCluster divided by the outlet's share of all retweets on the run's platforms. 1 means no preference.
//   liftLow "Lift, 95% CI low": Lower end of the 95% confidence interval, a jackknife over active members. Empty if there is no interval.
//   liftHigh "Lift, 95% CI high": Upper end of the interval. It never exceeds the highest possible lift. Empty if there is no interval.
//   noIntervalReason "Why no interval": Why the lift has no interval. Without an interval, the cluster does not boost the outlet.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster. 0 means every cluster.
//   clusters: Maximum number of clusters, highest score first.
//   minRetweets: Minimum number of retweets of an outlet by a cluster.
//   perCluster: Maximum number of outlets per cluster, most retweeted first.
//   top: Maximum number of rows.
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
  MATCH (c)-[b:BOOSTS|AMPLIFIES]->(o:Outlet)
  WHERE b.retweets >= $minRetweets
  RETURN b, o ORDER BY b.retweets DESC, o.outletId LIMIT $perCluster
}
RETURN c.rank AS cluster, c.size AS members, b.activeMembers AS activeMembers,
       coalesce(o.name, o.outletId) AS outlet, o.outletId AS outletId, o.state AS state, type(b) = 'BOOSTS' AS isBoost,
       b.retweets AS retweets, b.accounts AS retweeters,
       toFloat(b.topMemberRetweets) / b.retweets AS shareOfTopMember,
       b.shareOfCluster AS shareOfCluster, b.shareOfOutlet AS shareOfOutlet,
       b.lift AS lift, b.liftLow AS liftLow, b.liftHigh AS liftHigh, b.noIntervalReason AS noIntervalReason
ORDER BY cluster, retweets DESC, outletId
LIMIT $top;
