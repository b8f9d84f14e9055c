// Confidence intervals of boosts
// question: How far above the usual share do clusters boost outlets, and does the result depend on a few members?
// finding: 12
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   outlet "Outlet": Name of the outlet.
//   outletId "Outlet id": Id of the outlet.
//   state "State": Country code of the outlet's state (ISO 3166-1 alpha-2).
//   retweets "Retweets": Retweets of the outlet by members, when the run was made.
//   boostingMembers "Retweeting members": Members that retweeted the outlet.
//   currentRetweets "Retweets now": Retweets of the outlet by members that the graph contains now.
//   topMemberRetweets "Retweets by the top member": Retweets of the outlet by the member that made the most of them.
//   shareOfCluster "% of the cluster's retweets": Retweets of the outlet divided by all retweets by members.
//   shareOfOutlet "% of retweets of the outlet": Retweets of the outlet by members divided by all its retweets.
//   lift "Lift": shareOfCluster divided by the outlet's share of all retweets on the run's platforms. 1 means no preference.
//   activeMembers "Active members": Members that retweeted any account.
//   memberRetweets "Retweets by members": Retweets of any account by members.
//   squaredRetweets "Sum of squares, all": Sum over members of the square of all their retweets.
//   squaredOutletRetweets "Sum of squares, outlet": Sum over members of the square of their retweets of the outlet.
//   retweetProducts "Sum of products": Sum over members of their retweets of the outlet times all their retweets.
// step: lift-interval
// result:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   outlet "Outlet": Name of the outlet.
//   outletId "Outlet id": Id of the outlet.
//   state "State": Country code of the outlet's state (ISO 3166-1 alpha-2).
//   retweets "Retweets": Retweets of the outlet by members, when the run was made.
//   boostingMembers "Retweeting members": Members that retweeted the outlet.
//   shareOfTopMember "% of these by the top member": Share of these retweets by the member that made the most. Empty if the data changed after the run.
//   shareOfCluster "% of the cluster's retweets": Retweets of the outlet divided by all retweets by members.
//   shareOfOutlet "% of retweets of the outlet": Retweets of the outlet by members divided by all its retweets.
//   lift "Lift": shareOfCluster divided by the outlet's share of all retweets on the run's platforms. 1 means no preference.
//   liftLow "Lift, 95% CI low": Lower end of the 95% confidence interval, with members as the sample. Empty if the data changed after the run, or if fewer than two members are active.
//   liftHigh "Lift, 95% CI high": Upper end of the interval. It never exceeds the lift of a cluster that retweets only this outlet.
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
  MATCH (c)<-[:MEMBER_OF]-(m:Account)-[a:AMPLIFIED]->(:Account)
  WITH m, sum(a.retweets) AS n
  RETURN collect({member: m, retweets: n}) AS active, sum(n) AS memberRetweets, sum(n * n) AS squaredRetweets
}
CALL (c) {
  MATCH (c)-[b:BOOSTS]->(o:Outlet)
  WHERE b.retweets >= $minRetweets
  RETURN b, o ORDER BY b.retweets DESC, o.outletId LIMIT $perCluster
}
WITH * ORDER BY c.rank, b.retweets DESC, o.outletId LIMIT $top
CALL (active, o) {
  UNWIND active AS x
  WITH x.member AS m, x.retweets AS n, o
  MATCH (m)-[a:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o)
  WITH m, n, sum(a.retweets) AS k
  RETURN sum(k) AS currentRetweets, max(k) AS topMemberRetweets, sum(k * k) AS squaredOutletRetweets,
         sum(k * n) AS retweetProducts
}
RETURN c.rank AS cluster, c.size AS members, coalesce(o.name, o.outletId) AS outlet, o.outletId AS outletId,
       o.state AS state, b.retweets AS retweets, b.accounts AS boostingMembers, currentRetweets, topMemberRetweets,
       b.shareOfCluster AS shareOfCluster, b.shareOfOutlet AS shareOfOutlet, b.lift AS lift,
       size(active) AS activeMembers, memberRetweets, squaredRetweets, squaredOutletRetweets, retweetProducts
ORDER BY cluster, retweets DESC, outletId;
