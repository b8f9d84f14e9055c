// Picture of promoted posts and their amplifiers
// question: Who retweets the posts that outlets paid to promote, and do the same accounts retweet several of them?
// finding: 14
// columns:
//   part "Part": What the path shows: operation, authorship, retweet or membership.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is drawn.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   since: First day of posts (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day of posts, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   posts: Maximum number of promoted posts drawn, most retweeted first.
//   accounts: Maximum number of amplifiers drawn. Accounts that retweet the most of these posts come first.
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
    // A post without a known time only counts if there is no time limit.
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
