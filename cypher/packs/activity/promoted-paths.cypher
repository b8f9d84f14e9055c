// Posts that outlets paid for and who spread them, as a picture
// question: Who retweets the posts that outlets had promoted, and do the same accounts spread several of them?
// finding: 14
// columns:
//   part: what the path shows: operation, authorship, retweet or membership
//   path: the path, for Browser to draw
// parameters:
//   run: a run's id, or 'latest'; without a run no clusters are drawn
//   outlet: an outlet's id, or part of its name; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   since: posts from this day on, UTC; '' is from the beginning
//   until: posts to the end of this day, UTC; '' is to the end
//   posts: most promoted posts drawn; those with the most retweets in the data come first
//   accounts: most accounts drawn that retweet them; those that retweet the most of these posts come first
// view: graph
:param run => 'latest';
:param outlet => '';
:param state => '';
:param since => '';
:param until => '';
:param posts => 12;
:param accounts => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
WITH run, COLLECT {
  MATCH (o:Outlet)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(p:Post)
  WHERE p.promoted
    AND (coalesce($outlet, '') IN ['', o.outletId]
         OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
    // a post of unknown time lies in no span but the open one
    AND (since <= date(p.createdAt) <= until OR (p.createdAt IS NULL AND coalesce($since + $until, '') = ''))
  WITH DISTINCT p
  RETURN p ORDER BY COUNT { (p)<-[:RETWEETED]-() } DESC, p.postId LIMIT $posts
} AS posts
WITH run, posts, COLLECT {
  UNWIND posts AS p
  MATCH (p)<-[r:RETWEETED]-(a:Account)
  WITH a, count(DISTINCT p) AS spread, count(r) AS retweets
  RETURN a ORDER BY spread DESC, retweets DESC, a.accountId LIMIT $accounts
} AS amplifiers
CALL (run, posts, amplifiers) {
  UNWIND posts AS p
  MATCH (author:Account)-[:POSTED]->(p)
  MATCH path = (author)-[:OPERATED_BY]->(:Outlet)
  RETURN 1 AS step, 'operation' AS part, path
  UNION
  UNWIND posts AS p
  MATCH path = (:Account)-[:POSTED]->(p)
  RETURN 2 AS step, 'authorship' AS part, path
  UNION
  UNWIND posts AS p
  MATCH path = (p)<-[:RETWEETED]-(a:Account)
  WHERE a IN amplifiers
  RETURN 3 AS step, 'retweet' AS part, path
  UNION
  UNWIND amplifiers AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 4 AS step, 'membership' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.postId, n.clusterId, n.outletId)],
         [r IN relationships(path) | r.actionId];
