// Clusters of a run
// question: Which clusters did a run find, how strong are its edges, and how reproducible are they?
// finding: 12
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   clusterId "Cluster id": Id of the cluster (run/rank).
//   members "Members": Accounts in the cluster, including joined accounts.
//   coreMembers "Core members": Members of the core. They share edges with most other members.
//   joinedMembers "Joined members": Accounts that joined the cluster after it was found. Edges, weight, density, score and stability do not count them.
//   edges "Edges": Edges of tier A between members.
//   totalWeight "Total edge weight": Sum of the weights of these edges.
//   density "Density": Pairs of members with an edge divided by all pairs (0 to 1).
//   score "Score": Edge weight between members above the expected weight, per member.
//   stability "Stability": How reproducible the cluster is: mean share of Leiden runs with different seeds in which two members are in the same cluster (0 to 1). Not evidence of coordination. Empty if it was not measured.
//   retweets "Retweets": Retweets by members, where the retweeted account is known.
//   topOutlet "Most retweeted outlet": Outlet that members retweet most. Empty if they retweet none.
//   shareOfCluster "% of the cluster's retweets": Retweets of that outlet divided by all retweets by members.
//   boostedOutlet "Most boosted outlet": Outlet that the cluster boosts with the most excess retweets, as in cluster-boosts. Empty if it boosts none.
//   verdict "Verdict": Analyst's judgement: coordinated, organic, unclear or withdrawn. Empty if there is none.
//   judgedCluster "Judged cluster": Cluster of another run (run/rank) that was judged. Empty if this cluster was judged.
//   judgedOverlap "Overlap with judged cluster": Accounts in both clusters divided by accounts in either (above 0.5, at most 1). Empty if this cluster was judged.
//   note "Note": Reason for the judgement.
//   judgedBy "Judged by": Author of the judgement.
//   judgedAt "Judged at": Time of the judgement (UTC).
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster. 0 means every cluster.
//   top: Maximum number of rows, highest score first.
// view: table
:param run => 'latest';
:param cluster => 0;
:param top => 25;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)
WHERE $cluster IN [0, c.rank]
WITH c ORDER BY c.rank LIMIT $top
WITH c, COLLECT {
  MATCH (c)-[b:BOOSTS|AMPLIFIES]->(o:Outlet)
  RETURN {name: o.name, share: b.shareOfCluster} ORDER BY b.retweets DESC, o.outletId LIMIT 1
}[0] AS top, COLLECT {
  MATCH (c)-[b:BOOSTS]->(o:Outlet)
  RETURN o.name ORDER BY b.retweets * (1 - 1 / b.liftLow) DESC, o.outletId LIMIT 1
}[0] AS boosted, COLLECT {
  MATCH (c)<-[h:HOLDS_FOR]-(j:Judgement)
  RETURN {verdict: j.verdict, note: j.note, author: j.author, at: j.at,
          judgedCluster: CASE WHEN h.carried THEN j.runId + '/' + j.rank END,
          judgedOverlap: CASE WHEN h.carried THEN h.overlap END}
  ORDER BY h.carried, j.at DESC, j.judgementId LIMIT 1
}[0] AS judged
RETURN c.rank AS cluster, c.clusterId AS clusterId, c.size AS members,
       COUNT { (c)<-[m:MEMBER_OF]-() WHERE m.role = 'core' } AS coreMembers,
       coalesce(c.joined, 0) AS joinedMembers, c.edges AS edges, c.weight AS totalWeight, c.density AS density, c.score AS score, c.stability AS stability,
       c.retweets AS retweets, top.name AS topOutlet, top.share AS shareOfCluster, boosted AS boostedOutlet,
       judged.verdict AS verdict, judged.judgedCluster AS judgedCluster, judged.judgedOverlap AS judgedOverlap,
       judged.note AS note, judged.author AS judgedBy, judged.at AS judgedAt
ORDER BY cluster;
