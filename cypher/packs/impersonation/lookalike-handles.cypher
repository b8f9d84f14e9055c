// Handles and names that look alike
// question: Which members of clusters have a handle or name close to another member's or to a registered account's?
// finding: 12
// columns:
//   account: the account's key, platform:id
//   handle: its handle, where known
//   name: its display name, where known
//   cluster: rank of its cluster in the run, if it is in one
//   outlet: the registered outlet that runs it, if any
// step: lookalikes
// result:
//   field: handle or name
//   account: key of the member
//   text: its handle or name
//   cluster: rank of its cluster in the run
//   other: key of the account that it looks like
//   otherText: that account's handle or name
//   otherCluster: rank of the other's cluster, if it is in one
//   outlet: the registered outlet that runs the other, if any
//   closeness: likeness of the two, without case, marks and spaces, 0 to 1 (Ratcliff and Obershelp)
// parameters:
//   run: a run's id, or 'latest'
//   cluster: the cluster's rank, whose members alone are compared, also with the registry; 0 is every cluster
//   closeness: least likeness; at most 200,000 pairs are compared, those with the most letters in common
//   registryOnly: whether to leave out pairs of members
//   top: most rows; pairs with a registered account come first, of equals the closest
// view: table
:param run => 'latest';
:param cluster => 0;
:param closeness => 0.85;
:param registryOnly => false;
:param top => 25;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (run) {
  MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(a:Account)
  WHERE $cluster IN [0, c.rank]
  RETURN a, c.rank AS cluster
  UNION
  MATCH (a:Account)-[:OPERATED_BY]->(:Outlet)
  RETURN DISTINCT a, COLLECT {
    MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run AND $cluster IN [0, c.rank] RETURN c.rank
  }[0] AS cluster
}
RETURN a.accountId AS account, a.handle AS handle, a.name AS name, cluster,
       COLLECT { MATCH (a)-[:OPERATED_BY]->(o:Outlet) RETURN o.name ORDER BY o.outletId }[0] AS outlet
ORDER BY account;
