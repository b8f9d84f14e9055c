// Picture of a burst
// question: Which accounts retweeted a post within seconds of each other, and which clusters are they in?
// finding: 4
// columns:
//   part "Part": What the path shows: operation, post, retweet or membership.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no clusters are drawn.
//   post: Key of a post (platform:id). '' means the most retweeted post of an outlet.
//   seconds: Maximum time from the first to the last retweet of a burst, in seconds.
//   accounts: Maximum number of accounts drawn, earliest retweet first.
// view: graph
:param run => 'latest';
:param post => '';
:param seconds => 10;
:param accounts => 50;
CALL () {
  MATCH (:Outlet)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(p:Post)
  WHERE coalesce($post, '') = '' AND coalesce(p.identified, true) AND EXISTS { (p)<-[:RETWEETED]-() }
  RETURN p ORDER BY COUNT { (p)<-[:RETWEETED]-() } DESC, p.postId LIMIT 1
  UNION
  MATCH (p:Post {postId: $post})
  RETURN p
}
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH p, run ORDER BY run.createdAt DESC, run.runId
WITH p, collect(run)[0] AS run
// the first retweet of the post by each account, earliest first
CALL (p) {
  MATCH (p)<-[r:RETWEETED]-(a:Account)
  WITH a, r ORDER BY r.at, r.actionId
  WITH a, collect(r)[0] AS r
  RETURN collect(r) AS retweets
}
WITH p, run, COLLECT { UNWIND retweets AS r RETURN r ORDER BY r.at, r.actionId } AS retweets
WITH p, run, retweets, [r IN retweets | r.at.epochMillis] AS times
// a window slides over the sorted times and grows whenever possible, so its size is that of the largest burst so far
WITH p, run, retweets, reduce(s = {left: 0, from: 0, size: 1}, i IN range(1, size(times) - 1) | CASE
  WHEN times[i] - times[s.left] <= 1000 * $seconds THEN {left: s.left, from: s.left, size: s.size + 1}
  ELSE {left: s.left + 1, from: s.from, size: s.size}
END) AS burst
WITH p, run, retweets[burst.from..burst.from + burst.size][..$accounts] AS retweets
CALL (p, run, retweets) {
  MATCH path = (:Outlet)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(p)
  RETURN 1 AS step, 'operation' AS part, path, 0 AS number
  UNION
  MATCH path = (author:Account)-[:POSTED]->(p)
  WHERE NOT EXISTS { (author)-[:OPERATED_BY]->(:Outlet) }
  RETURN 2 AS step, 'post' AS part, path, 0 AS number
  UNION
  UNWIND range(0, size(retweets) - 1) AS number
  WITH p, retweets[number] AS r, number
  MATCH path = (:Account)-[r]->(p)
  RETURN 3 AS step, 'retweet' AS part, path, number
  UNION
  UNWIND range(0, size(retweets) - 1) AS number
  WITH run, startNode(retweets[number]) AS a, number
  MATCH path = (a)-[:MEMBER_OF]->(:Cluster)-[:FOUND_IN]->(run)
  RETURN 4 AS step, 'membership' AS part, path, number
}
RETURN part, path
ORDER BY step, number, [n IN nodes(path) | coalesce(n.outletId, n.accountId, n.postId, n.clusterId, n.runId)];
