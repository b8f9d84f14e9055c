// The clusters of one run beside those of another
// question: Which clusters does another run, with another signal or other data, find again, and how much of them?
// finding: 12
// columns:
//   cluster: the cluster's rank in the run
//   size: its member accounts
//   otherRun: the other run's id
//   otherSignal: what counts as doing the same in the other run
//   otherCluster: rank of a cluster of the other run with members of it; empty where there is none
//   otherSize: that cluster's member accounts
//   shared: accounts that are in both
//   jaccard: shared over the accounts that are in either, 0 to 1; 1 is the same cluster
//   ofCluster: shared over size, 0 to 1
//   ofOther: shared over otherSize, 0 to 1
//   left: members that are in no cluster of the other run
// parameters:
//   run: a run's id, or 'latest'
//   other: the other run's id; '' is the newest but this one
//   cluster: the cluster's rank; 0 is every cluster
//   top: most rows
// view: table
:param run => 'latest';
:param other => '';
:param cluster => 0;
:param top => 50;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (other:Run)
WHERE other <> run AND $other IN ['', other.runId]
WITH run, other ORDER BY other.createdAt DESC, other.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(m:Account)
WHERE $cluster IN [0, c.rank]
OPTIONAL MATCH (m)-[:MEMBER_OF]->(d:Cluster)-[:FOUND_IN]->(other)
WITH other, c, d, count(m) AS shared
WITH other, c, sum(CASE WHEN d IS NULL THEN shared ELSE 0 END) AS left,
     collect(CASE WHEN d IS NOT NULL THEN {cluster: d, shared: shared} END) AS pairs
UNWIND CASE pairs WHEN [] THEN [null] ELSE pairs END AS pair
WITH other, c, left, pair.cluster AS d, coalesce(pair.shared, 0) AS shared
RETURN c.rank AS cluster, c.size AS size, other.runId AS otherRun, other.signal AS otherSignal,
       d.rank AS otherCluster, d.size AS otherSize, shared,
       toFloat(shared) / (c.size + coalesce(d.size, 0) - shared) AS jaccard,
       toFloat(shared) / c.size AS ofCluster, toFloat(shared) / d.size AS ofOther, left
ORDER BY cluster, shared DESC, otherCluster
LIMIT $top;
