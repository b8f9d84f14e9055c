// Picture of accounts that post the same words
// question: Which accounts post the same words, and whose posts do they reply to?
// finding: 12
// columns:
//   part "Part": What the path shows: authorship, answer, answered (author of the post replied to), operation or membership.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is drawn and phrase must be set.
//   phrase: Part of the posts' text (case-insensitive). '' means the text that most members of clusters posted word for word.
//   posts: Maximum number of posts drawn, earliest first.
// view: graph
:param run => 'latest';
:param phrase => '';
:param posts => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, CASE WHEN $phrase <> '' THEN toLower($phrase) ELSE COLLECT {
  MATCH (run)<-[:FOUND_IN]-(:Cluster)<-[:MEMBER_OF]-(a:Account)-[:POSTED]->(p:Post)
  WHERE p.text IS NOT NULL
  WITH toLower(trim(p.text)) AS text, count(DISTINCT a) AS accounts
  RETURN text ORDER BY accounts DESC, text LIMIT 1
}[0] END AS phrase
CALL (phrase) {
  MATCH (p:Post)
  WHERE toLower(p.text) CONTAINS phrase
  RETURN p ORDER BY p.createdAt, p.postId LIMIT $posts
}
CALL (run, p) {
  MATCH path = (:Account)-[:POSTED]->(p)
  RETURN 1 AS step, 'authorship' AS part, path
  UNION
  MATCH path = (p)-[:REPLY_TO]->(:Post)
  RETURN 2 AS step, 'answer' AS part, path
  UNION
  MATCH (p)-[:REPLY_TO]->(q:Post)
  MATCH path = (:Account)-[:POSTED]->(q)
  RETURN 3 AS step, 'answered' AS part, path
  UNION
  MATCH (p)-[:REPLY_TO]->(:Post)<-[:POSTED]-(a:Account)
  MATCH path = (a)-[:OPERATED_BY]->(:Outlet)
  RETURN 4 AS step, 'operation' AS part, path
  UNION
  MATCH (a:Account)-[:POSTED]->(p)
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 5 AS step, 'membership' AS part, path
}
WITH DISTINCT step, part, path
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.postId, n.clusterId, n.outletId)];
