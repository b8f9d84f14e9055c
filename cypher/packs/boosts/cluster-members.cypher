// The members of a cluster
// question: Which accounts make up a coordinated cluster, and how firmly is each tied to the others?
// finding: 12
// columns:
//   cluster: the cluster's rank in its run
//   account: the member's key, platform:id
//   handle: its handle, where known
//   name: its display name, where known
//   role: core, who is tied to most others, or periphery
//   stability: how often other members stay with it when the search is repeated, 0 to 1; empty where it was not
//   degree: accounts it shares an edge with in the run's network (not of tier B), in the cluster or not
//   strength: summed weight of these edges, by the run's weighting
//   retweets: all its retweets, of anyone
//   status: active, suspended or deleted; empty is unknown
//   created: day on which the account was created, UTC, where known
//   outlet: the registered outlet that runs it, if any
//   verdict: what a person judged the account to be: coordinated, organic, unclear or withdrawn; empty is not judged
//   note: why it was judged so
// parameters:
//   run: a run's id, or 'latest'
//   cluster: the cluster's rank; 0 is every cluster
//   top: most rows; the most strongly tied come first
// view: table
:param run => 'latest';
:param cluster => 1;
:param top => 100;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[of:MEMBER_OF]-(m:Account)
WHERE $cluster IN [0, c.rank]
CALL (run, m) {
  MATCH (m)-[e:COORDINATED]-(other:Account)
  WHERE e.runId = run.runId AND coalesce(e.tier, 'A') = 'A'
  RETURN count(DISTINCT other) AS degree, sum(e.weight) AS strength
}
WITH c, of, m, degree, strength
ORDER BY c.rank, strength DESC, m.accountId
LIMIT $top
CALL (m) {
  MATCH (m)-[a:AMPLIFIED]->(:Account)
  RETURN sum(a.retweets) AS retweets
}
WITH *, COLLECT {
  MATCH (m)<-[:ABOUT]-(j:Judgement)
  RETURN j ORDER BY j.at DESC, j.judgementId LIMIT 1
}[0] AS judged
RETURN c.rank AS cluster, m.accountId AS account, m.handle AS handle, m.name AS name,
       of.role AS role, of.stability AS stability, degree, strength, retweets, m.status AS status, date(m.createdAt) AS created,
       COLLECT { MATCH (m)-[:OPERATED_BY]->(o:Outlet) RETURN o.name ORDER BY o.outletId }[0] AS outlet,
       judged.verdict AS verdict, judged.note AS note
ORDER BY cluster, strength DESC, account;
