// Picture of a topic, its amplifiers and what else they amplify
// question: Which posts are on a topic, who retweets them most, and which other accounts do they retweet?
// finding: 13
// columns:
//   part "Part": What the path shows: topic, authorship, retweet, membership, amplification or operation.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is drawn.
//   tag: A hashtag, with or without #. If tag, link and text are all '', the most retweeted hashtag.
//   link: Part of a link as written, for example a domain (case-insensitive).
//   text: Part of the posts' text (case-insensitive). tag, link and text together define one topic.
//   cluster: Only amplifiers in the cluster of this rank. 0 means every amplifier.
//   accounts: Maximum number of amplifiers drawn, most retweets of the topic first.
//   posts: Maximum number of posts on the topic drawn. Posts that most of these amplifiers retweet come first.
//   targets: Maximum number of other accounts drawn that they retweet, most retweeted first.
// view: graph
:param run => 'latest';
:param tag => '';
:param link => '';
:param text => '';
:param cluster => 0;
:param accounts => 10;
:param posts => 3;
:param targets => 3;
CALL () {
  WITH 1 AS _ WHERE $tag = '' AND $link = '' AND $text = ''
  MATCH (h:Hashtag)<-[:TAGGED]-(p:Post)
  WITH h, sum(COUNT { (p)<-[:RETWEETED]-() }) AS retweets
  RETURN h.tag AS busiest ORDER BY retweets DESC, busiest LIMIT 1
  UNION
  WITH 1 AS _ WHERE $tag <> '' OR $link <> '' OR $text <> ''
  RETURN null AS busiest
}
WITH coalesce(busiest, toLower(replace($tag, '#', ''))) AS tag
WITH COLLECT {
  MATCH (mark:Hashtag {tag: tag})
  RETURN mark
  UNION
  MATCH (mark:Link)
  WHERE $link <> '' AND toLower(mark.url) CONTAINS toLower($link)
  RETURN mark
} AS marks
WITH marks, COLLECT {
  UNWIND marks AS mark
  MATCH (mark)<-[:TAGGED|LINKS_TO]-(p:Post)
  RETURN p
  UNION
  MATCH (p:Post)
  WHERE $text <> '' AND toLower(p.text) CONTAINS toLower($text)
  RETURN p
} AS onTopic
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH marks, onTopic, run ORDER BY run.createdAt DESC, run.runId LIMIT 1
// A subquery, so that the topic's posts are not copied into every row.
CALL (run, onTopic) {
  UNWIND onTopic AS p
  MATCH (a:Account)-[r:RETWEETED]->(p)
  WHERE $cluster = 0 OR EXISTS {
    MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run AND c.rank = $cluster
  }
  WITH a, count(r) AS onIt, collect(DISTINCT p) AS posts ORDER BY onIt DESC, a.accountId LIMIT $accounts
  RETURN collect(a) AS amplifiers, collect(posts) AS retweeted
}
WITH run, marks, amplifiers, COLLECT {
  UNWIND retweeted AS posts
  UNWIND posts AS p
  WITH p, count(*) AS accounts
  RETURN p ORDER BY accounts DESC, p.postId LIMIT $posts
} AS posts
WITH run, marks, amplifiers, posts, COLLECT {
  UNWIND amplifiers AS a
  MATCH (a)-[x:AMPLIFIED]->(t:Account)
  WHERE NOT EXISTS { MATCH (t)-[:POSTED]->(p:Post) WHERE p IN posts }
  WITH t, sum(x.retweets) AS retweets
  RETURN t ORDER BY retweets DESC, t.accountId LIMIT $targets
} AS targets
CALL (run, marks, amplifiers, posts, targets) {
  UNWIND posts AS p
  MATCH path = (p)-[:TAGGED|LINKS_TO]->(mark)
  WHERE mark IN marks
  RETURN 1 AS step, 'topic' AS part, path
  UNION
  UNWIND posts AS p
  MATCH path = (:Account)-[:POSTED]->(p)
  RETURN 2 AS step, 'authorship' AS part, path
  UNION
  UNWIND amplifiers AS a
  MATCH path = (a)-[:RETWEETED]->(p:Post)
  WHERE p IN posts
  RETURN 3 AS step, 'retweet' AS part, path
  UNION
  UNWIND amplifiers AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 4 AS step, 'membership' AS part, path
  UNION
  UNWIND amplifiers AS a
  MATCH path = (a)-[:AMPLIFIED]->(t:Account)
  WHERE t IN targets
  RETURN 5 AS step, 'amplification' AS part, path
  UNION
  UNWIND targets AS t
  MATCH path = (t)-[:OPERATED_BY]->(:Outlet)
  RETURN 6 AS step, 'operation' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.postId, n.tag, n.url, n.clusterId, n.outletId)],
         [r IN relationships(path) | r.actionId];
