// Outlets that clusters boost
// question: Which coordinated clusters boost which state outlets, and which boosts should be read first?
// finding: 12
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   outlet "Outlet": Name of the outlet.
//   state "State": Country code of the outlet's state (ISO 3166-1 alpha-2).
//   retweets "Retweets": Retweets of the outlet by members.
//   retweeters "Retweeting members": Members that retweeted the outlet.
//   excessRetweets "Excess retweets": Retweets beyond the usual share, at the lower end of the lift's interval: retweets × (1 − 1 / liftLow). Rows are sorted by it, because it is high only if a boost is both large and certain.
//   shareOfCluster "% of the cluster's retweets": Retweets of the outlet divided by all retweets by members.
//   shareOfOutlet "% of retweets of the outlet": Retweets of the outlet by members divided by all its retweets.
//   lift "Lift": shareOfCluster divided by the outlet's share of all retweets on the run's platforms. 1 means no preference.
//   liftLow "Lift, 95% CI low": Lower end of the 95% confidence interval, a jackknife over active members. Above 1 for every boost.
//   liftHigh "Lift, 95% CI high": Upper end of the interval. It never exceeds the highest possible lift.
//   rapidRetweets "Rapid retweets": Retweets within 10 seconds of the post. Empty if no delay is known.
//   suspendedRetweets "Retweets by suspended accounts": Retweets by accounts known to be suspended. Empty if no status is known.
//   firstDay "First retweet": Day of the first of these retweets (UTC).
//   lastDay "Last retweet": Day of the last of these retweets (UTC).
//   verdict "Verdict": Analyst's judgement: coordinated, organic, unclear or withdrawn. Empty if there is none.
//   judgedCluster "Judged cluster": Cluster of another run (run/rank) that was judged. Empty if this cluster was judged.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   minRetweets: Minimum number of retweets of an outlet by a cluster.
//   top: Maximum number of rows, most excess retweets first.
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
WITH c, b, o, b.retweets * (1 - 1 / b.liftLow) AS excess
ORDER BY excess DESC, c.rank, o.outletId LIMIT $top
WITH c, b, o, excess, COLLECT {
  MATCH (c)<-[h:HOLDS_FOR]-(j:Judgement)
  RETURN {verdict: j.verdict, judgedCluster: CASE WHEN h.carried THEN j.runId + '/' + j.rank END}
  ORDER BY h.carried, j.at DESC, j.judgementId LIMIT 1
}[0] AS judged
RETURN c.rank AS cluster, c.size AS members, o.name AS outlet, o.state AS state,
       b.retweets AS retweets, b.accounts AS retweeters, excess AS excessRetweets,
       b.shareOfCluster AS shareOfCluster, b.shareOfOutlet AS shareOfOutlet, b.lift AS lift,
       b.liftLow AS liftLow, b.liftHigh AS liftHigh,
       b.rapid AS rapidRetweets, b.suspended AS suspendedRetweets,
       date(b.firstAt) AS firstDay, date(b.lastAt) AS lastDay,
       judged.verdict AS verdict, judged.judgedCluster AS judgedCluster
ORDER BY excessRetweets DESC, cluster, o.outletId;
