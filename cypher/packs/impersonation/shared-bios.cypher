// Bios that several accounts share
// question: Which profile descriptions do several accounts use, word for word, and are these in clusters?
// finding: 12
// columns:
//   bio: the bio, as one of its accounts writes it
//   accounts: accounts with this bio, in any case and spacing
//   operated: of these, those that a registered outlet runs
//   clustered: of these, the members of a cluster
//   clusters: ranks of their clusters in the run
//   known: of all, those whose status is known
//   suspended: those known to be suspended
//   from: day on which the first of them was created, UTC, where known
//   to: day on which the last of them was created
//   examples: keys of the first of them, platform:id: members of clusters, or one other where there are none
// parameters:
//   run: a run's id, or 'latest'; without a run nobody is in a cluster
//   cluster: only bios of members of the cluster of this rank; 0 is every bio
//   least: leave out bios of fewer accounts
//   names: most examples shown
//   top: most rows; those of the most members of clusters come first
// view: table
:param run => 'latest';
:param cluster => 0;
:param least => 3;
:param names => 5;
:param top => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (run) {
  MATCH (a:Account)
  WHERE a.bio IS NOT NULL
  WITH toLower(trim(a.bio)) AS spelt, count(*) AS accounts, count(a.status) AS known,
       sum(CASE a.status WHEN 'suspended' THEN 1 ELSE 0 END) AS suspended,
       min(a.createdAt) AS from, max(a.createdAt) AS to, min(a.bio) AS bio, min(a.accountId) AS first
  RETURN spelt, accounts, known, suspended, from, to, bio, first, 0 AS operated, null AS rank, null AS member
  UNION ALL
  MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(a:Account)
  WHERE a.bio IS NOT NULL
  RETURN toLower(trim(a.bio)) AS spelt, 0 AS accounts, 0 AS known, 0 AS suspended,
         null AS from, null AS to, null AS bio, null AS first, 0 AS operated, c.rank AS rank, a.accountId AS member
  ORDER BY member
  UNION ALL
  MATCH (a:Account)-[:OPERATED_BY]->(:Outlet)
  WHERE a.bio IS NOT NULL
  WITH DISTINCT a
  RETURN toLower(trim(a.bio)) AS spelt, 0 AS accounts, 0 AS known, 0 AS suspended,
         null AS from, null AS to, null AS bio, null AS first, 1 AS operated, null AS rank, null AS member
}
// spaces within are levelled once for each spelling
WITH [word IN split(spelt, ' ') WHERE word <> ''] AS words, sum(accounts) AS accounts, sum(known) AS known,
     sum(suspended) AS suspended, min(from) AS from, max(to) AS to, min(bio) AS bio, min(first) AS first,
     sum(operated) AS operated, collect(DISTINCT rank) AS ranks, collect(member) AS members
WHERE accounts >= $least AND size(words) > 0 AND ($cluster = 0 OR $cluster IN ranks)
WITH *, size(members) AS clustered ORDER BY clustered DESC, accounts DESC, first LIMIT $top
RETURN bio, accounts, operated, clustered, COLLECT { UNWIND ranks AS rank RETURN rank ORDER BY rank } AS clusters,
       known, suspended, date(from) AS from, date(to) AS to,
       CASE WHEN clustered > 0 THEN members[..$names] ELSE [first] END AS examples
ORDER BY clustered DESC, accounts DESC, first;
