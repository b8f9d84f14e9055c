// Retweets whose post is not told, as a picture
// question: Who retweets the accounts whose retweeted posts are not told apart, and whose are these accounts?
// finding: 4, 12
// columns:
//   part: what the path shows: operation, authorship, retweet or membership
//   path: the path, for Browser to draw
// parameters:
//   run: a run's id, or 'latest'; without a run no clusters are drawn
//   outlet: an outlet's id, or part of its name in any case; '' is every outlet, and all other accounts
//   state: only outlets of this state, two letters; '' is every state, and all other accounts
//   posts: most stub posts drawn, each for all untold posts of its author; the most retweeted come first
//   accounts: most accounts drawn that retweet them; those that retweet the most of these authors come first
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
  // of each account's retweets of a stub the first
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
