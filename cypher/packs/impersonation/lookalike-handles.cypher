// Similar handles and names
// question: Which members of clusters have a handle or name similar to another member's or a registered account's?
// finding: 12
// columns:
//   account "Account key": Key of the account (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   name "Display name": Display name of the account. Empty if unknown.
//   cluster "Cluster": Rank of the account's cluster in the run. Empty if it is in no cluster.
//   operator "Operated by": Outlet that operates the account. Empty if none does.
// step: lookalikes
// result:
//   field "Field": handle or name.
//   account "Account key": Key of the member (platform:id).
//   memberText "Handle or name": Handle or name of the member.
//   cluster "Cluster": Rank of the member's cluster in the run.
//   similarAccount "Similar account": Key of the similar account (platform:id).
//   similarText "Similar handle or name": Handle or name of the similar account.
//   similarCluster "Similar account's cluster": Rank of the similar account's cluster. Empty if it is in no cluster.
//   operator "Operated by": Outlet that operates the similar account. Empty if none does.
//   similarity "Similarity (0 to 1)": Similarity of the two texts without case, marks and spaces (Ratcliff and Obershelp).
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster. Only its members are compared, with each other and with registered accounts. 0 means every cluster.
//   minSimilarity: Minimum similarity (0 to 1). At most 200,000 pairs are compared, most letters in common first.
//   registryOnly: Whether to leave out pairs of members.
//   top: Maximum number of rows. Pairs with a registered account come first, then the most similar.
// view: table
:param run => 'latest';
:param cluster => 0;
:param minSimilarity => 0.85;
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
       COLLECT { MATCH (a)-[:OPERATED_BY]->(o:Outlet) RETURN o.name ORDER BY o.outletId }[0] AS operator
ORDER BY account;
