// Amplifiers of a topic
// question: Which accounts retweet posts on a topic, how often, and what share of their retweets is on the topic?
// finding: 13
// columns:
//   topic "Topic": The given hashtag, part of a link and part of the text, joined by 'or'.
//   account "Account key": Key of the account (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   retweets "Retweets": Its retweets of posts on the topic.
//   retweetedPosts "Posts retweeted": Number of posts on the topic that it retweeted.
//   retweetedAccounts "Accounts retweeted": Number of accounts that wrote these posts.
//   allRetweets "All retweets": All its retweets, of anyone, at any time.
//   topicShare "% on the topic": retweets divided by allRetweets.
//   topicLikes "Likes of the topic": Its likes of posts on the topic. 0 if the data have no individual likes.
//   firstDay "First retweet": Day of the first of these retweets (UTC).
//   lastDay "Last retweet": Day of the last of these retweets (UTC).
//   cluster "Cluster": Rank of the account's cluster in the run. Empty if it is in no cluster.
//   status "Status": Account status: active, suspended or deleted. Empty if unknown.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is shown.
//   tag: A hashtag, with or without #. If tag, link and text are all '', the most retweeted hashtag.
//   link: Part of a link as written, for example a domain (case-insensitive).
//   text: Part of the posts' text (case-insensitive). tag, link and text together define one topic.
//   cluster: Only members of the cluster of this rank. 0 means every account.
//   since: First day (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   minRetweets: Minimum number of retweets of the topic.
//   top: Maximum number of rows, most retweets of the topic first.
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
// A subquery, so that the topic's posts are not copied into every row.
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
// Includes posts without a known author, as the count on the topic does.
WITH run, topic, marks, a, retweets, posts, first, last, COUNT { (a)-[:RETWEETED]->() } AS all
RETURN topic, a.accountId AS account, a.handle AS handle, retweets, size(posts) AS retweetedPosts,
       COUNT { UNWIND posts AS p MATCH (author:Account)-[:POSTED]->(p) RETURN DISTINCT author } AS retweetedAccounts,
       all AS allRetweets, toFloat(retweets) / all AS topicShare,
       COUNT {
         MATCH (a)-[:LIKED]->(p:Post)
         WHERE EXISTS { MATCH (p)-[:TAGGED|LINKS_TO]->(mark) WHERE mark IN marks }
            OR ($text <> '' AND toLower(p.text) CONTAINS toLower($text))
       } AS topicLikes,
       date(first) AS firstDay, date(last) AS lastDay,
       COLLECT {
         MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run RETURN c.rank ORDER BY c.rank
       }[0] AS cluster,
       a.status AS status
ORDER BY retweets DESC, account;
