// Who amplifies a topic
// question: Which accounts retweet posts on a topic, how often, and how much of all they do is that?
// finding: 13
// columns:
//   topic: the hashtag, part of a link and part of the text that were asked for, with 'or' between them
//   account: the account's key, platform:id
//   handle: its handle, where known
//   retweets: its retweets of posts on the topic
//   posts: distinct posts among them
//   authors: distinct accounts that wrote these
//   all: all its retweets, of anyone, at any time
//   share: retweets over all, 0 to 1
//   likes: its likes of posts on the topic, where the data has likes one by one
//   first: day of the first of the retweets, UTC
//   last: day of the last
//   cluster: rank of its cluster in the run, if it is in one
//   status: active, suspended or deleted; empty is unknown
// parameters:
//   run: a run's id, or 'latest'; without a run nobody is in a cluster
//   tag: a hashtag, with or without #; where tag, link and text are all '' the most retweeted one
//   link: part of a link as written, a domain for one, in any case
//   text: part of the posts' text, in any case; what is given of tag, link and text makes one topic together
//   cluster: only members of the cluster of this rank; 0 is everybody
//   since: first day, UTC, as YYYY-MM-DD; '' is open
//   until: last day, likewise
//   minRetweets: leave out accounts with fewer retweets on the topic
//   top: most rows
// view: table
:param run => 'latest';
:param tag => '';
:param link => '';
:param text => '';
:param cluster => 0;
:param since => '';
:param until => '';
:param minRetweets => 1;
:param top => 25;
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
WITH reduce(all = '', name IN [x IN ['#' + tag, $link, $text] WHERE NOT x IN ['', '#']] |
  all + CASE all WHEN '' THEN '' ELSE ' or ' END + name
) AS topic, COLLECT {
  MATCH (mark:Hashtag {tag: tag})
  RETURN mark
  UNION
  MATCH (mark:Link)
  WHERE $link <> '' AND toLower(mark.url) CONTAINS toLower($link)
  RETURN mark
} AS marks
WITH topic, marks, COLLECT {
  UNWIND marks AS mark
  MATCH (mark)<-[:TAGGED|LINKS_TO]-(p:Post)
  RETURN p
  UNION
  MATCH (p:Post)
  WHERE $text <> '' AND toLower(p.text) CONTAINS toLower($text)
  RETURN p
} AS onTopic
WITH *, date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
WITH topic, marks, onTopic, datetime({date: since}) AS since, datetime({date: until}) + duration('P1D') AS until
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH topic, marks, onTopic, since, until, run ORDER BY run.createdAt DESC, run.runId LIMIT 1
// in a subquery, whose rows do not each carry the topic's posts along
CALL (run, onTopic, since, until) {
  UNWIND onTopic AS p
  MATCH (a:Account)-[r:RETWEETED]->(p)
  WHERE since <= r.at AND r.at < until AND ($cluster = 0 OR EXISTS {
    MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run AND c.rank = $cluster
  })
  WITH a, count(r) AS retweets, collect(DISTINCT p) AS posts, min(r.at) AS first, max(r.at) AS last
  WHERE retweets >= $minRetweets
  RETURN a, retweets, posts, first, last ORDER BY retweets DESC, a.accountId LIMIT $top
}
// of posts whose author is unknown, too, as those on the topic are counted
WITH run, topic, marks, a, retweets, posts, first, last, COUNT { (a)-[:RETWEETED]->() } AS all
RETURN topic, a.accountId AS account, a.handle AS handle, retweets, size(posts) AS posts,
       COUNT { UNWIND posts AS p MATCH (author:Account)-[:POSTED]->(p) RETURN DISTINCT author } AS authors,
       all, toFloat(retweets) / all AS share,
       COUNT {
         MATCH (a)-[:LIKED]->(p:Post)
         WHERE EXISTS { MATCH (p)-[:TAGGED|LINKS_TO]->(mark) WHERE mark IN marks }
            OR ($text <> '' AND toLower(p.text) CONTAINS toLower($text))
       } AS likes,
       date(first) AS first, date(last) AS last,
       COLLECT {
         MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run RETURN c.rank ORDER BY c.rank
       }[0] AS cluster,
       a.status AS status
ORDER BY retweets DESC, account;
