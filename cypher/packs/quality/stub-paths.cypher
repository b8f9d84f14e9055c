// Picture of stub posts
// question: Which accounts retweet stub posts, and which accounts and outlets wrote these posts?
// finding: 4, 12
// columns:
//   part "Part": What the path shows: operation, authorship, retweet or membership.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no clusters are drawn.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet, and accounts of no outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state, and accounts of no outlet.
//   posts: Maximum number of stub posts drawn, one per author, most retweeted first.
//   accounts: Maximum number of accounts drawn that retweet them. Those that retweet the most of these authors come first.
// view: graph
:param run => 'latest';
:param outlet => '';
:param state => '';
:param posts => 6;
:param accounts => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, COLLECT {
  MATCH (p:Post)<-[:POSTED]-(author:Account)
  WHERE p.identified = false
  OPTIONAL MATCH (author)-[:OPERATED_BY]->(o:Outlet)
  WITH p, o
  WHERE (coalesce($outlet, '') IN ['', o.outletId]
         OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  WITH DISTINCT p
  RETURN p ORDER BY COUNT { (p)<-[:RETWEETED]-() } DESC, p.postId LIMIT $posts
} AS posts
CALL (posts) {
  UNWIND posts AS p
  MATCH (p)<-[r:RETWEETED]-(a:Account)
  WITH a, p, count(r) AS retweets
  WITH a, count(p) AS authors, sum(retweets) AS retweets
  RETURN a ORDER BY authors DESC, retweets DESC, a.accountId LIMIT $accounts
}
WITH run, posts, collect(a) AS accounts
CALL (run, posts, accounts) {
  UNWIND posts AS p
  MATCH (author:Account)-[:POSTED]->(p)
  MATCH path = (author)-[:OPERATED_BY]->(:Outlet)
  RETURN 1 AS step, 'operation' AS part, path
  UNION
  UNWIND posts AS p
  MATCH path = (:Account)-[:POSTED]->(p)
  RETURN 2 AS step, 'authorship' AS part, path
  UNION
  // the first retweet of each stub post by each account
  UNWIND accounts AS a
  MATCH (a)-[r:RETWEETED]->(p:Post)
  WHERE p IN posts
  WITH a, p, r ORDER BY r.at, r.actionId
  WITH a, p, collect(r)[0] AS r
  MATCH path = (a)-[r]->(p)
  RETURN 3 AS step, 'retweet' AS part, path
  UNION
  UNWIND accounts AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 4 AS step, 'membership' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.postId, n.clusterId, n.outletId)];
