// The accounts behind a bio
// question: Which accounts use a bio or a phrase in it, when were they created, and what became of them?
// finding: 12
// columns:
//   account: the account's key, platform:id
//   handle: its handle, where known
//   name: its display name, where known
//   bio: the bio, as written; empty where there is none
//   location: the location it claims, as written
//   created: day on which it was created, UTC, where known
//   status: active, suspended or deleted; empty is unknown
//   cluster: rank of its cluster in the run, if it is in one
//   outlet: the registered outlet that runs it, if any
//   retweets: all its retweets, of anyone
// parameters:
//   run: a run's id, or 'latest'; without a run nobody is in a cluster
//   bio: part of the bio, in any case; '' is every account, with one or without
//   location: part of the location as claimed, in any case; '' is every account, with one or without
//   top: most rows, the first created first
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
       date(a.createdAt) AS created, a.status AS status,
       COLLECT {
         MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run RETURN c.rank ORDER BY c.rank
       }[0] AS cluster,
       COLLECT { MATCH (a)-[:OPERATED_BY]->(o:Outlet) RETURN o.name ORDER BY o.outletId }[0] AS outlet,
       reduce(n = 0, x IN COLLECT { MATCH (a)-[x:AMPLIFIED]->(:Account) RETURN x.retweets } | n + x) AS retweets
ORDER BY a.createdAt, account;
