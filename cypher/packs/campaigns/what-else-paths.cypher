// Picture of what a topic's amplifiers have in common off the topic
// question: Which accounts off a topic do its amplifiers retweet more than others do, and who are these amplifiers?
// finding: 13
// columns:
//   part "Part": What the path shows: topic, retweet, membership, amplification or operation.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is drawn.
//   tag: A hashtag, with or without #. If tag, link and text are all '', the most retweeted hashtag.
//   link: Part of a link as written, for example a domain (case-insensitive).
//   text: Part of the posts' text (case-insensitive). tag, link and text together define one topic.
//   cluster: Only amplifiers in the cluster of this rank. 0 means every amplifier.
//   minRetweets: Minimum number of retweets of the topic that makes an account an amplifier.
//   maxAmplifiers: Maximum number of amplifiers examined, most retweets of the topic first.
//   minAmplifiers: Minimum number of examined amplifiers that retweet a target.
//   minLift: Minimum ratio of the amplifiers' share of retweets of a target to the share of accounts that never retweet the topic.
//   targets: Maximum number of targets drawn, of the 30 that most amplifiers retweet. Targets with the most retweets beyond the expected number come first.
//   accounts: Maximum number of amplifiers drawn, most retweets of these targets first.
// view: graph
:param run => 'latest';
:param tag => '';
:param link => '';
:param text => '';
:param cluster => 0;
:param minRetweets => 2;
:param maxAmplifiers => 250;
:param minAmplifiers => 2;
:param minLift => 1.0;
:param targets => 5;
:param accounts => 12;
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
// Subqueries, so that the topic's posts are not copied into every row.
CALL (run, onTopic) {
  UNWIND onTopic AS p
  MATCH (a:Account)-[r:RETWEETED]->(p)
  WHERE $cluster = 0 OR EXISTS {
    MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run AND c.rank = $cluster
  }
  WITH a, count(r) AS onIt
  WHERE onIt >= $minRetweets
  WITH a, onIt ORDER BY onIt DESC, a.accountId LIMIT $maxAmplifiers
  RETURN collect(a) AS amplifiers, sum(onIt) AS onIt
}
WITH run, marks, onTopic, amplifiers,
     toFloat(reduce(n = 0, a IN amplifiers | n + COUNT { (a)-[:RETWEETED]->() }) - onIt) AS off
// Targets wrote nothing on the topic, so all retweets of them are off topic.
CALL (onTopic) {
  UNWIND onTopic AS p
  MATCH (t:Account)-[:POSTED]->(p)
  RETURN collect(DISTINCT t) AS authors
}
CALL (amplifiers, authors) {
  UNWIND amplifiers AS a
  MATCH (a)-[x:AMPLIFIED]->(t:Account)
  WHERE NOT t IN authors
  WITH t, sum(x.retweets) AS retweets, count(*) AS accounts
  WHERE accounts >= $minAmplifiers
  WITH t, retweets ORDER BY accounts DESC, retweets DESC, t.accountId LIMIT 30
  RETURN collect({target: t, retweets: retweets}) AS candidates
}
// The others never retweet the topic. Neo4j's count store gives the number of all retweets.
CALL (onTopic) {
  UNWIND onTopic AS p
  MATCH (a:Account)-[:RETWEETED]->(p)
  WITH DISTINCT a
  RETURN collect(a) AS retweeters, sum(COUNT { (a)-[:RETWEETED]->() }) AS theirs
}
CALL () { MATCH ()-[r:RETWEETED]->() RETURN count(r) AS everything }
WITH run, marks, onTopic, amplifiers, off, retweeters, everything - theirs AS others, candidates
UNWIND candidates AS x
WITH run, marks, onTopic, amplifiers, off, retweeters, others, x.target AS t, x.retweets AS retweets
CALL (t, retweeters) {
  MATCH (t)<-[x:AMPLIFIED]-(a:Account)
  WHERE NOT a IN retweeters
  RETURN sum(x.retweets) AS made
}
WITH run, marks, onTopic, amplifiers, collect({
  target: t, retweets: retweets, usual: CASE WHEN others > 0 THEN off * made / others ELSE 0.0 END
}) AS candidates
WITH *, COLLECT {
  UNWIND candidates AS x
  WITH x WHERE x.retweets >= $minLift * x.usual
  WITH x.target AS t, x.retweets - x.usual AS beyond
  RETURN t ORDER BY beyond DESC, t.accountId LIMIT $targets
} AS targets
WITH run, marks, onTopic, targets, COLLECT {
  UNWIND amplifiers AS a
  MATCH (a)-[x:AMPLIFIED]->(t:Account)
  WHERE t IN targets
  WITH a, sum(x.retweets) AS retweets
  RETURN a ORDER BY retweets DESC, a.accountId LIMIT $accounts
} AS drawn
// Each amplifier with one post on the topic: the one that it shares with most of the others.
CALL (onTopic, drawn) {
  UNWIND onTopic AS p
  MATCH (p)<-[:RETWEETED]-(a:Account)
  WHERE a IN drawn
  WITH p, collect(DISTINCT a) AS who ORDER BY size(who) DESC, p.postId
  UNWIND who AS a
  WITH a, collect(p)[0] AS p
  RETURN collect({account: a, post: p}) AS pairs
}
CALL (run, marks, targets, drawn, pairs) {
  UNWIND pairs AS x
  WITH marks, x.post AS p
  MATCH path = (p)-[:TAGGED|LINKS_TO]->(mark)
  WHERE mark IN marks
  RETURN 1 AS step, 'topic' AS part, path
  UNION
  UNWIND pairs AS x
  WITH x.account AS a, x.post AS p
  MATCH path = (a)-[:RETWEETED]->(p)
  RETURN 2 AS step, 'retweet' AS part, path
  UNION
  UNWIND drawn AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 3 AS step, 'membership' AS part, path
  UNION
  UNWIND drawn AS a
  MATCH path = (a)-[:AMPLIFIED]->(t:Account)
  WHERE t IN targets
  RETURN 4 AS step, 'amplification' AS part, path
  UNION
  UNWIND targets AS t
  MATCH path = (t)-[:OPERATED_BY]->(:Outlet)
  RETURN 5 AS step, 'operation' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.postId, n.tag, n.url, n.clusterId, n.outletId)],
         [r IN relationships(path) | r.actionId];
