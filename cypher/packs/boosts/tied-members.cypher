// Members with the strongest edges in every cluster
// question: Which accounts have the strongest edges in each cluster, and which edges connect them?
// finding: 12
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   memberRank "Rank in the cluster": 1 is the member of the cluster with the strongest edges.
//   account "Account key": Key of the member (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   role "Role": core (shares edges with most other members) or periphery.
//   joined "Joined": Whether the account joined the cluster after it was found: it was tested against the group as a whole.
//   stability "Stability": How reproducible the membership is: mean share of Leiden runs with different seeds in which another member is in the account's cluster (0 to 1). Not evidence of coordination. Empty if it was not measured.
//   degree "Connected accounts": Accounts that share an edge with the member, in the whole network of the run, with edges of the tiers A and joined.
//   strength "Sum of edge weights": Sum of the weights of these edges.
//   status "Status": Account status: active, suspended or deleted. Empty if unknown.
//   createdDay "Account created": Day on which the account was created (UTC). Empty if unknown.
//   tiedAccounts "Edges to": Accounts of the result that share an edge with the member, heaviest first. Each edge is listed once, in one of its two rows.
//   edgeWeights "Edge weights": Sum of the edge weights with each of these accounts.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   clusters: Maximum number of clusters, highest score first.
//   membersRead: Maximum number of members that are read per cluster, core first.
//   maxTies: Maximum number of accounts in tiedAccounts.
//   top: Maximum number of rows. The first member of every cluster comes before any second member.
// view: table
:param run => 'latest';
:param clusters => 60;
:param membersRead => 500;
:param maxTies => 6;
:param top => 300;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)
WITH run, c ORDER BY c.rank LIMIT $clusters
CALL (run, c) {
  MATCH (c)<-[of:MEMBER_OF]-(m:Account)
  WITH of, m ORDER BY of.role, m.accountId LIMIT $membersRead
  MATCH (m)-[e:COORDINATED]-(other:Account)
  WHERE e.runId = run.runId AND coalesce(e.tier, 'A') IN ['A', 'joined']
  WITH of, m, count(DISTINCT other) AS degree, sum(e.weight) AS strength
  ORDER BY strength DESC, m.accountId LIMIT $top
  WITH collect({of: of, account: m, degree: degree, strength: strength}) AS members
  UNWIND range(1, size(members)) AS memberRank
  RETURN memberRank, members[memberRank - 1] AS member
}
WITH run, c, memberRank, member ORDER BY memberRank, c.rank LIMIT $top
WITH run, collect({rank: c.rank, memberRank: memberRank, member: member}) AS rows
WITH run, rows, [row IN rows | row.member.account] AS drawn
UNWIND rows AS row
WITH run, drawn, row, row.member.account AS m
CALL (run, drawn, m) {
  MATCH (m)-[e:COORDINATED]-(other:Account)
  WHERE e.runId = run.runId AND coalesce(e.tier, 'A') IN ['A', 'joined'] AND m.accountId < other.accountId AND other IN drawn
  WITH other, sum(e.weight) AS weight
  ORDER BY weight DESC, other.accountId LIMIT $maxTies
  RETURN collect(other.accountId) AS tiedAccounts, collect(weight) AS edgeWeights
}
RETURN row.rank AS cluster, row.memberRank AS memberRank, m.accountId AS account, m.handle AS handle,
       row.member.of.role AS role, coalesce(row.member.of.joined, false) AS joined,
       row.member.of.stability AS stability,
       row.member.degree AS degree, row.member.strength AS strength, m.status AS status,
       date(m.createdAt) AS createdDay, tiedAccounts, edgeWeights
ORDER BY cluster, memberRank;
