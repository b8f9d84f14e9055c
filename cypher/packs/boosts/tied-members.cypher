// The most tied members of every cluster, and who of them is tied to whom
// question: Which accounts hold each cluster together, and which edges are between them?
// finding: 12
// columns:
//   cluster: the cluster's rank in its run
//   place: 1 is the member most strongly tied of its cluster
//   account: the member's key, platform:id
//   handle: its handle, where known
//   role: core, who is tied to most others, or periphery
//   stability: how often other members stay with it when the search is repeated, 0 to 1; empty where it was not
//   degree: accounts it shares an edge with in the run's network (not of tier B), in the cluster or not
//   strength: summed weight of these edges, by the run's weighting
//   status: active, suspended or deleted; empty is unknown
//   created: day on which the account was created, UTC, where known
//   to: accounts of these rows that it shares edges with, the heaviest first; each edge stands once, in one of its rows
//   weights: summed weight of the edges with each of these
// parameters:
//   run: a run's id, or 'latest'
//   clusters: how many clusters, those with the highest score
//   considered: of a larger cluster only so many members are looked at, its core first
//   ties: most accounts in a row's to
//   top: most rows; every cluster's first member comes before any second one
// view: table
:param run => 'latest';
:param clusters => 60;
:param considered => 500;
:param ties => 6;
:param top => 300;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)
WITH run, c ORDER BY c.rank LIMIT $clusters
CALL (run, c) {
  MATCH (c)<-[of:MEMBER_OF]-(m:Account)
  WITH of, m ORDER BY of.role, m.accountId LIMIT $considered
  MATCH (m)-[e:COORDINATED]-(other:Account)
  WHERE e.runId = run.runId AND coalesce(e.tier, 'A') = 'A'
  WITH of, m, count(DISTINCT other) AS degree, sum(e.weight) AS strength
  ORDER BY strength DESC, m.accountId LIMIT $top
  WITH collect({of: of, account: m, degree: degree, strength: strength}) AS members
  UNWIND range(1, size(members)) AS place
  RETURN place, members[place - 1] AS member
}
WITH run, c, place, member ORDER BY place, c.rank LIMIT $top
WITH run, collect({rank: c.rank, place: place, member: member}) AS rows
WITH run, rows, [row IN rows | row.member.account] AS drawn
UNWIND rows AS row
WITH run, drawn, row, row.member.account AS m
CALL (run, drawn, m) {
  MATCH (m)-[e:COORDINATED]-(other:Account)
  WHERE e.runId = run.runId AND coalesce(e.tier, 'A') = 'A' AND m.accountId < other.accountId AND other IN drawn
  WITH other, sum(e.weight) AS weight
  ORDER BY weight DESC, other.accountId LIMIT $ties
  RETURN collect(other.accountId) AS to, collect(weight) AS weights
}
RETURN row.rank AS cluster, row.place AS place, m.accountId AS account, m.handle AS handle, row.member.of.role AS role,
       row.member.of.stability AS stability, row.member.degree AS degree, row.member.strength AS strength, m.status AS status,
       date(m.createdAt) AS created, to, weights
ORDER BY cluster, place;
