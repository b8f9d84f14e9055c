// Who replies to outlets, and how much of it clusters and suspended accounts do
// question: How much of what outlets are answered comes from each cluster and from suspended accounts?
// finding: 12
// columns:
//   outlet: the outlet's name, or its id
//   id: the outlet's id
//   who: all who reply to it, those of them known to be suspended, or those in a cluster
//   cluster: the cluster's rank in its run
//   size: member accounts
//   accounts: accounts of the row that reply; the outlet's own are left out
//   replies: their replies to posts of the outlet's accounts
//   share: replies over all replies to the outlet, 0 to 1
//   posts: posts of the outlet that they answer
//   retweets: retweets of the outlet by everybody, by all suspended accounts, by the whole cluster
//   ofRetweets: retweets over all retweets of the outlet, 0 to 1
//   first: when the first of the replies was posted, UTC, where known
//   last: when the last was posted
// parameters:
//   run: a run's id, or 'latest'; without a run nobody is in a cluster
//   cluster: of the clusters only that of this rank; 0 is every cluster
//   outlet: its id, or part of its name in any case; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   top: most rows; the outlet with the most replies comes first
// view: table
:param run => 'latest';
:param cluster => 0;
:param outlet => '';
:param state => '';
:param top => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (o:Outlet)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
MATCH (o)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(p:Post)<-[:REPLY_TO]-(q:Post)<-[:POSTED]-(a:Account)
WITH run, o, a, collect({post: p, at: q.createdAt}) AS replies
WHERE NOT EXISTS { (a)-[:OPERATED_BY]->(o) }
WITH o, a, replies, COLLECT {
  MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run)
  WHERE x = run AND $cluster IN [0, c.rank]
  RETURN c ORDER BY c.rank LIMIT 1
}[0] AS c
UNWIND ['all'] + CASE a.status WHEN 'suspended' THEN ['suspended'] ELSE [] END
  + CASE WHEN c IS NULL THEN [] ELSE ['in a cluster'] END AS who
UNWIND replies AS x
WITH o, who, CASE who WHEN 'in a cluster' THEN c END AS c, count(*) AS replies, count(DISTINCT a) AS accounts,
     count(DISTINCT x.post) AS posts, min(x.at) AS first, max(x.at) AS last
WITH o, max(replies) AS ofAll, collect({
  who: who, c: c, replies: replies, accounts: accounts, posts: posts, first: first, last: last
}) AS rows
UNWIND rows AS x
WITH o, ofAll, x ORDER BY ofAll DESC, o.outletId, x.who = 'in a cluster', x.who, x.replies DESC, x.c.rank LIMIT $top
// retweets by the roll-ups
WITH o, ofAll, x, x.c AS c
WITH *, CASE x.who
  WHEN 'all' THEN coalesce(o.retweets, 0)
  WHEN 'suspended' THEN reduce(n = 0, one IN COLLECT {
    MATCH (o)<-[:OPERATED_BY]-(:Account)-[day:ON_DAY]->(:Day) RETURN reduce(n = 0, made IN day.bySuspended | n + made)
  } | n + one)
  ELSE reduce(n = 0, one IN COLLECT {
    MATCH (c)<-[:MEMBER_OF]-(:Account)-[made:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o) RETURN made.retweets
  } | n + one)
END AS retweets
RETURN coalesce(o.name, o.outletId) AS outlet, o.outletId AS id, x.who AS who, x.c.rank AS cluster, x.c.size AS size,
       x.accounts AS accounts, x.replies AS replies, toFloat(x.replies) / ofAll AS share, x.posts AS posts,
       retweets, toFloat(retweets) / nullIf(o.retweets, 0) AS ofRetweets, x.first AS first, x.last AS last
ORDER BY ofAll DESC, id, who = 'in a cluster', who, replies DESC, cluster;
