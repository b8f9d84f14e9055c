// Replies to outlets by clusters and suspended accounts
// question: What share of the replies to outlets comes from each cluster and from suspended accounts?
// finding: 12
// columns:
//   outlet "Outlet": Name of the outlet, or its id if unknown.
//   outletId "Outlet id": Id of the outlet.
//   accountGroup "Accounts in the row": 'all' accounts that reply, 'suspended' ones, or those 'in a cluster'.
//   cluster "Cluster": Rank of the cluster in its run. Empty in the other rows.
//   members "Members": Accounts in the cluster.
//   accounts "Accounts": Accounts of the row that reply. The outlet's own accounts are left out.
//   replyPosts "Replies in the data": Their replies to posts by the outlet's accounts.
//   replyShare "% of replies": replyPosts divided by all replies to the outlet in the data.
//   answeredPosts "Posts answered": Posts of the outlet that they reply to.
//   retweets "Retweets": Retweets of the outlet by everyone, by all suspended accounts, or by the whole cluster.
//   shareOfOutlet "% of retweets of the outlet": retweets divided by all retweets of the outlet.
//   firstReplyAt "First reply": Time of the first of these replies (UTC). Empty if unknown.
//   lastReplyAt "Last reply": Time of the last of these replies (UTC). Empty if unknown.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is shown.
//   cluster: Rank of a cluster. 0 means every cluster.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   top: Maximum number of rows, outlets with the most replies first.
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
// Retweets from the roll-ups.
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
RETURN coalesce(o.name, o.outletId) AS outlet, o.outletId AS outletId, x.who AS accountGroup, x.c.rank AS cluster,
       x.c.size AS members,
       x.accounts AS accounts, x.replies AS replyPosts, toFloat(x.replies) / ofAll AS replyShare,
       x.posts AS answeredPosts,
       retweets, toFloat(retweets) / nullIf(o.retweets, 0) AS shareOfOutlet, x.first AS firstReplyAt,
       x.last AS lastReplyAt
ORDER BY ofAll DESC, outletId, accountGroup = 'in a cluster', accountGroup, replyPosts DESC, cluster;
