// Bios that several accounts share
// question: Which bios do several accounts use word for word, and are these accounts in clusters?
// finding: 12
// columns:
//   bio "Bio": The bio, as one of its accounts writes it.
//   accounts "Accounts": Accounts with this bio, ignoring case and spacing.
//   outletAccounts "Outlets' accounts": Accounts with this bio that registered outlets operate.
//   clusterMembers "Members of clusters": Accounts with this bio that are in a cluster.
//   clusters "Clusters": Ranks of their clusters in the run.
//   accountsWithStatus "Status known (accounts)": Accounts whose status is known.
//   suspendedAccounts "Suspended accounts": Accounts known to be suspended.
//   firstCreatedDay "First account created": Day on which the first of these accounts was created (UTC). Empty if unknown.
//   lastCreatedDay "Last account created": Day on which the last of these accounts was created (UTC). Empty if unknown.
//   examples "Example accounts": Keys of accounts (platform:id), members of clusters if there are any. Otherwise one other account.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is shown.
//   cluster: Only bios of members of the cluster of this rank. 0 means every bio.
//   minAccounts: Minimum number of accounts that share a bio.
//   maxExamples: Maximum number of example accounts.
//   top: Maximum number of rows, most members of clusters first.
// view: table
:param run => 'latest';
:param cluster => 0;
:param minAccounts => 3;
:param maxExamples => 5;
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
// Normalise inner spaces once for each spelling.
WITH [word IN split(spelt, ' ') WHERE word <> ''] AS words, sum(accounts) AS accounts, sum(known) AS known,
     sum(suspended) AS suspended, min(from) AS from, max(to) AS to, min(bio) AS bio, min(first) AS first,
     sum(operated) AS operated, collect(DISTINCT rank) AS ranks, collect(member) AS members
WHERE accounts >= $minAccounts AND size(words) > 0 AND ($cluster = 0 OR $cluster IN ranks)
WITH *, size(members) AS clustered ORDER BY clustered DESC, accounts DESC, first LIMIT $top
RETURN bio, accounts, operated AS outletAccounts, clustered AS clusterMembers,
       COLLECT { UNWIND ranks AS rank RETURN rank ORDER BY rank } AS clusters,
       known AS accountsWithStatus, suspended AS suspendedAccounts, date(from) AS firstCreatedDay,
       date(to) AS lastCreatedDay,
       CASE WHEN clustered > 0 THEN members[..$maxExamples] ELSE [first] END AS examples
ORDER BY clusterMembers DESC, accounts DESC, first;
