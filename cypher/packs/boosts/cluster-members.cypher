// Members of a cluster
// question: Which accounts are in a coordinated cluster, and how strong are each account's edges?
// finding: 12
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   account "Account key": Key of the member (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   name "Display name": Display name of the account. Empty if unknown.
//   role "Role": core (shares edges with most other members) or periphery.
//   joined "Joined": Whether the account joined the cluster after it was found: it was tested against the group as a whole.
//   stability "Stability": How reproducible the membership is: mean share of Leiden runs with different seeds in which another member is in the account's cluster (0 to 1). Not evidence of coordination. Empty if it was not measured.
//   degree "Connected accounts": Accounts that share an edge with the member, in the whole network of the run, with edges of the tiers A and joined.
//   strength "Sum of edge weights": Sum of the weights of these edges.
//   retweets "Retweets": Retweets of any account by the member.
//   status "Status": Account status: active, suspended or deleted. Empty if unknown.
//   createdDay "Account created": Day on which the account was created (UTC). Empty if unknown.
//   operator "Operated by": Outlet that operates the account. Empty if none does.
//   verdict "Verdict": Analyst's judgement of the account: coordinated, organic, unclear or withdrawn. Empty if there is none.
//   note "Note": Reason for the judgement.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster. 0 means every cluster.
//   top: Maximum number of rows, strongest edges first.
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
  WHERE e.runId = run.runId AND coalesce(e.tier, 'A') IN ['A', 'joined']
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
       of.role AS role, coalesce(of.joined, false) AS joined, of.stability AS stability, degree, strength, retweets, m.status AS status,
       date(m.createdAt) AS createdDay,
       COLLECT { MATCH (m)-[:OPERATED_BY]->(o:Outlet) RETURN o.name ORDER BY o.outletId }[0] AS operator,
       judged.verdict AS verdict, judged.note AS note
ORDER BY cluster, strength DESC, account;
