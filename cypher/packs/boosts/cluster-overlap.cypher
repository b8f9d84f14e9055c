// Clusters that two runs share
// question: Which clusters of a run are also in another run, with another signal or other data?
// finding: 12
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   otherRun "Other run": Id of the other run.
//   otherSignal "Other signal": Signal of the other run.
//   otherCluster "Other cluster": Rank of a cluster of the other run that shares members. Empty if there is none.
//   otherMembers "Other cluster's members": Accounts in the other cluster.
//   sharedMembers "Shared members": Accounts in both clusters.
//   jaccard "Jaccard index": sharedMembers divided by the accounts in either cluster (0 to 1). 1 means the same cluster.
//   shareOfMembers "% of the cluster's members": sharedMembers divided by members.
//   shareOfOtherMembers "% of the other's members": sharedMembers divided by otherMembers.
//   unclusteredMembers "Members without other cluster": Members that are in no cluster of the other run.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   otherRun: Id of the other run. '' means the latest run other than this one.
//   cluster: Rank of a cluster. 0 means every cluster.
//   top: Maximum number of rows.
// view: table
:param run => 'latest';
:param otherRun => '';
:param cluster => 0;
:param top => 50;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (other:Run)
WHERE other <> run AND $otherRun IN ['', other.runId]
WITH run, other ORDER BY other.createdAt DESC, other.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(m:Account)
WHERE $cluster IN [0, c.rank]
OPTIONAL MATCH (m)-[:MEMBER_OF]->(d:Cluster)-[:FOUND_IN]->(other)
WITH other, c, d, count(m) AS sharedMembers
WITH other, c, sum(CASE WHEN d IS NULL THEN sharedMembers ELSE 0 END) AS unclusteredMembers,
     collect(CASE WHEN d IS NOT NULL THEN {cluster: d, shared: sharedMembers} END) AS pairs
UNWIND CASE pairs WHEN [] THEN [null] ELSE pairs END AS pair
WITH other, c, unclusteredMembers, pair.cluster AS d, coalesce(pair.shared, 0) AS sharedMembers
RETURN c.rank AS cluster, c.size AS members, other.runId AS otherRun, other.signal AS otherSignal,
       d.rank AS otherCluster, d.size AS otherMembers, sharedMembers,
       toFloat(sharedMembers) / (c.size + coalesce(d.size, 0) - sharedMembers) AS jaccard,
       toFloat(sharedMembers) / c.size AS shareOfMembers, toFloat(sharedMembers) / d.size AS shareOfOtherMembers,
       unclusteredMembers
ORDER BY cluster, sharedMembers DESC, otherCluster
LIMIT $top;
