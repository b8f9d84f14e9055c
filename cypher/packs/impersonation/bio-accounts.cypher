// Accounts with a given bio
// question: Which accounts use a bio or a phrase in it, when were they created, and what is their status?
// finding: 12
// columns:
//   account "Account key": Key of the account (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   name "Display name": Display name of the account. Empty if unknown.
//   bio "Bio": Bio as written. Empty if there is none.
//   location "Location": Claimed location as written. Empty if there is none.
//   createdDay "Account created": Day on which the account was created (UTC). Empty if unknown.
//   status "Status": Account status: active, suspended or deleted. Empty if unknown.
//   cluster "Cluster": Rank of the account's cluster in the run. Empty if it is in no cluster.
//   operator "Operated by": Outlet that operates the account. Empty if none does.
//   retweets "Retweets": All its retweets, of anyone.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is shown.
//   bio: Part of the bio (case-insensitive). '' means every account, with or without a bio.
//   location: Part of the claimed location (case-insensitive). '' means every account, with or without a location.
//   top: Maximum number of rows, oldest accounts first.
// view: table
:param run => 'latest';
:param bio => '';
:param location => '';
:param top => 100;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (a:Account)
WHERE toLower(coalesce(a.bio, '')) CONTAINS toLower($bio)
  AND toLower(coalesce(a.location, '')) CONTAINS toLower($location)
WITH run, a ORDER BY a.createdAt, a.accountId LIMIT $top
RETURN a.accountId AS account, a.handle AS handle, a.name AS name, a.bio AS bio, a.location AS location,
       date(a.createdAt) AS createdDay, a.status AS status,
       COLLECT {
         MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run RETURN c.rank ORDER BY c.rank
       }[0] AS cluster,
       COLLECT { MATCH (a)-[:OPERATED_BY]->(o:Outlet) RETURN o.name ORDER BY o.outletId }[0] AS operator,
       reduce(n = 0, x IN COLLECT { MATCH (a)-[x:AMPLIFIED]->(:Account) RETURN x.retweets } | n + x) AS retweets
ORDER BY a.createdAt, account;
