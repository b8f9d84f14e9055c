// What the amplifiers of a topic have in common beside it, as a picture
// question: Which accounts off a topic do its amplifiers retweet more than others do, and who among them?
// finding: 13
// columns:
//   part: what the path shows: topic, retweet, membership, amplification or operation
//   path: the path, for Browser to draw
// parameters:
//   run: a run's id, or 'latest'; without a run no cluster is drawn
//   tag: a hashtag, with or without #; where tag, link and text are all '' the most retweeted one
//   link: part of a link as written, a domain for one, in any case
//   text: part of the posts' text, in any case; what is given of tag, link and text makes one topic together
//   cluster: only amplifiers in the cluster of this rank; 0 is all of them
//   minRetweets: an account amplifies the topic from so many retweets of it on
//   amplifiers: most amplifiers looked at, those with the most retweets of the topic first
//   least: leave out targets that fewer of these retweet
//   lift: leave out targets that they retweet less than so many times as much as those who never retweet the topic
//   targets: most targets drawn, of the 30 that most of them retweet; those with the most retweets beyond what the others' share would give come first
//   accounts: most amplifiers drawn; those with the most retweets of these targets come first
// view: graph
:param run => 'latest';
:param tag => '';
:param link => '';
:param text => '';
:param cluster => 0;
:param minRetweets => 2;
:param amplifiers => 250;
:param least => 2;
:param lift => 1.0;
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
// in subqueries, whose rows do not each carry the topic's posts along
CALL (run, onTopic) {
  UNWIND onTopic AS p
  MATCH (a:Account)-[r:RETWEETED]->(p)
  WHERE $cluster = 0 OR EXISTS {
    MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run AND c.rank = $cluster
  }
  WITH a, count(r) AS onIt
  WHERE onIt >= $minRetweets
  WITH a, onIt ORDER BY onIt DESC, a.accountId LIMIT $amplifiers
  RETURN collect(a) AS amplifiers, sum(onIt) AS onIt
}
WITH run, marks, onTopic, amplifiers,
     toFloat(reduce(n = 0, a IN amplifiers | n + COUNT { (a)-[:RETWEETED]->() }) - onIt) AS off
// targets wrote nothing on the topic, so that an edge to them is off it as a whole
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
  WHERE accounts >= $least
  WITH t, retweets ORDER BY accounts DESC, retweets DESC, t.accountId LIMIT 30
  RETURN collect({target: t, retweets: retweets}) AS candidates
}
// whoever ever retweets the topic is not among the others, looked at or not; all retweets are counted in the store
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
  WITH x WHERE x.retweets >= $lift * x.usual
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
// each amplifier with one post on the topic, the one that it shares with most of the others
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
