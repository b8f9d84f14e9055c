// Everything about one outlet
// question: What is known of an outlet, how often is it retweeted, and how much of that by suspended or coordinated
//   accounts?
// finding: 6
// columns:
//   fact: what is told, with its unit
//   value: the number, day or name; empty is unknown
// parameters:
//   outlet: an outlet's id, or part of its name in any case; of several, and of '', the one with the most retweets
//   run: a run's id, or 'latest'; without a run nothing is told of clusters
// view: table
:param outlet => '';
:param run => 'latest';
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (o:Outlet)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
WITH run, o ORDER BY o.outletId = coalesce($outlet, '') DESC, coalesce(o.retweets, 0) DESC, o.outletId LIMIT 1
CALL (o) {
  MATCH (o)<-[:OPERATED_BY]-(t:Account)
  WITH t ORDER BY t.accountId
  RETURN count(*) AS accounts, collect(DISTINCT t.platform) AS platforms, date(min(t.createdAt)) AS joined,
         sum(t.followers) AS followers, count(t.followers) AS counted,
         count(t.labelledAt) AS labelled, date(min(t.labelledAt)) AS labelledOn
}
CALL (o) {
  MATCH (o)<-[:OPERATED_BY]-(:Account)-[r:ON_DAY]->(d:Day)
  RETURN sum(r.posts) AS posts, sum(r.retweets) AS retweets, sum(r.rapid) AS rapid,
         sum(reduce(n = 0, x IN r.bySuspended | n + x)) AS bySuspended,
         min(CASE WHEN r.retweets > 0 THEN d.date END) AS first, max(CASE WHEN r.retweets > 0 THEN d.date END) AS last
}
CALL (o) {
  MATCH (o)<-[:OPERATED_BY]-(:Account)<-[:AMPLIFIED]-(a:Account)
  WITH DISTINCT a
  RETURN count(*) AS amplifiers, count(CASE a.status WHEN 'suspended' THEN 1 END) AS suspended,
         count(*) - count(a.status) AS unknown
}
CALL (run, o) {
  // from the outlet, however many retweets of others the members made
  WITH run, o, COLLECT { MATCH (run)<-[:FOUND_IN]-(:Cluster)<-[:MEMBER_OF]-(m:Account) RETURN m } AS members
  MATCH (o)<-[:OPERATED_BY]-(:Account)<-[r:AMPLIFIED]-(m:Account)
  WHERE m IN members
  MATCH (m)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
  RETURN sum(r.retweets) AS byMembers, count(DISTINCT m) AS members, count(DISTINCT c) AS clusters
}
WITH *, CASE WHEN retweets > 0 THEN toFloat(retweets) END AS of
UNWIND [
  [1, 'id', o.outletId],
  [2, 'name', o.name],
  [3, 'kind', o.kind],
  [4, 'state', o.state],
  [5, 'owner', o.owner],
  [6, 'parent', o.parent],
  [7, 'source', o.source],
  [8, 'accounts', accounts],
  [9, 'platforms', reduce(list = platforms[0], x IN platforms[1..] | list + ', ' + x)],
  [10, 'first account joined', joined],
  [11, 'followers, of all accounts', CASE WHEN counted > 0 THEN followers END],
  [12, 'labelled accounts', labelled],
  [13, 'first label', labelledOn],
  [14, 'posts', posts],
  [15, 'retweets', retweets],
  [16, 'first retweet', first],
  [17, 'last retweet', last],
  [18, 'accounts that retweet it', amplifiers],
  [19, 'of these, suspended', suspended],
  [20, 'of these, of unknown status', unknown],
  [21, 'retweets by suspended accounts', bySuspended],
  [22, 'share by suspended accounts', bySuspended / of],
  [23, 'retweets within 10 s', rapid],
  [24, 'share within 10 s', rapid / of],
  [25, 'run', run.runId],
  [26, 'clusters that retweet it', CASE WHEN run IS NOT NULL THEN clusters END],
  [27, 'members that retweet it', CASE WHEN run IS NOT NULL THEN members END],
  [28, 'retweets by members', CASE WHEN run IS NOT NULL THEN byMembers END],
  [29, 'share by members', CASE WHEN run IS NOT NULL THEN byMembers / of END]
] AS line
RETURN line[1] AS fact, line[2] AS value
ORDER BY line[0];
