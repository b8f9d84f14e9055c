// Topic amplifiers that also amplify unrelated posts of outlets
// question: What share of a topic's amplifiers also retweet and like outlets' posts that are not on the topic?
// finding: 13
// columns:
//   topic "Topic": The given hashtag, part of a link and part of the text, joined by 'or'.
//   accountGroup "Accounts in the row": 'in a cluster', 'in no cluster' or 'all'.
//   cluster "Cluster": Rank of the cluster in its run. Empty in rows for no cluster and for all.
//   members "Members": Accounts in the cluster.
//   amplifiers "Amplifiers": Accounts that amplify the topic.
//   examinedAmplifiers "Amplifiers examined": Amplifiers that were examined, at most maxAmplifiers. The following columns count only these.
//   offTopicAmplifiers "Also amplify off topic": Amplifiers that also retweet outlets' posts off the topic.
//   offTopicAmplifierShare "% also amplifying off topic": offTopicAmplifiers divided by examinedAmplifiers. Empty if none was examined.
//   topicRetweets "Retweets on the topic": Their retweets of the topic.
//   offTopicRetweets "Retweets off the topic": Their retweets of outlets' posts off the topic.
//   offTopicShare "% off the topic": offTopicRetweets divided by topicRetweets and offTopicRetweets together.
//   likers "Amplifiers with likes": Amplifiers that like posts. 0 if the data have no individual likes.
//   likesGiven "Likes given": Their likes of any post.
//   offTopicLikes "Likes off the topic": Their likes of outlets' posts off the topic.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no account is in a cluster.
//   tag: A hashtag, with or without #. If tag, link and text are all '', the most retweeted hashtag.
//   link: Part of a link as written, for example a domain (case-insensitive).
//   text: Part of the posts' text (case-insensitive). tag, link and text together define one topic.
//   cluster: Only amplifiers in the cluster of this rank. 0 means every amplifier.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   minRetweets: Minimum number of retweets of the topic that makes an account an amplifier.
//   maxAmplifiers: Maximum number of amplifiers examined, most retweets of the topic first.
//   top: Maximum number of rows.
// view: table
:param run => 'latest';
:param tag => '';
:param link => '';
:param text => '';
:param cluster => 0;
:param state => '';
:param minRetweets => 2;
:param maxAmplifiers => 1000;
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
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH topic, marks, onTopic, run ORDER BY run.createdAt DESC, run.runId LIMIT 1
// A subquery, so that the topic's posts are not copied into every row.
CALL (run, onTopic) {
  UNWIND onTopic AS p
  WITH run, p, EXISTS {
    MATCH (p)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(o:Outlet) WHERE toUpper(coalesce($state, '')) IN ['', o.state]
  } AS ofOutlet
  MATCH (a:Account)-[r:RETWEETED]->(p)
  WITH run, a, count(r) AS onIt, sum(CASE WHEN ofOutlet THEN 1 ELSE 0 END) AS onItOfOutlets
  WHERE onIt >= $minRetweets
  WITH *, COLLECT {
    MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run)
    WHERE x = run AND $cluster IN [0, c.rank]
    RETURN c ORDER BY c.rank LIMIT 1
  }[0] AS c
  WHERE $cluster = 0 OR c IS NOT NULL
  WITH a, c, onIt, onItOfOutlets ORDER BY onIt DESC, a.accountId
  WITH collect({a: a, c: c, onIt: onIt, onItOfOutlets: onItOfOutlets}) AS amplifiers
  UNWIND range(0, size(amplifiers) - 1) AS i
  RETURN amplifiers[i] AS x, i < $maxAmplifiers AS looked
}
WITH topic, marks, looked, x.a AS a, x.c AS c, x.onItOfOutlets AS onItOfOutlets,
     CASE WHEN looked THEN x.onIt ELSE 0 END AS onIt
// Does not use boostedRetweets, which counts an author operated from two states twice.
CALL (a, looked, onItOfOutlets) {
  WITH a, onItOfOutlets WHERE looked
  MATCH (a)-[x:AMPLIFIED]->(t:Account)
  WHERE EXISTS { MATCH (t)-[:OPERATED_BY]->(o:Outlet) WHERE toUpper(coalesce($state, '')) IN ['', o.state] }
  WITH onItOfOutlets, sum(x.retweets) AS ofOutlets
  RETURN sum(ofOutlets - onItOfOutlets) AS offIt
}
CALL (a, looked, marks) {
  WITH a, marks WHERE looked
  MATCH (a)-[:LIKED]->(p:Post)
  RETURN count(*) AS likes, sum(CASE
    WHEN EXISTS {
      MATCH (p)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(o:Outlet) WHERE toUpper(coalesce($state, '')) IN ['', o.state]
    } AND NOT EXISTS { MATCH (p)-[:TAGGED|LINKS_TO]->(mark) WHERE mark IN marks }
    AND NOT ($text <> '' AND toLower(coalesce(p.text, '')) CONTAINS toLower($text))
    THEN 1 ELSE 0 END) AS likesOff
}
UNWIND CASE WHEN c IS NULL THEN ['in no cluster', 'all'] ELSE ['in a cluster', 'all'] END AS who
WITH topic, who, CASE who WHEN 'all' THEN null ELSE c END AS c, count(*) AS amplifiers,
     sum(CASE WHEN looked THEN 1 ELSE 0 END) AS looked,
     sum(CASE WHEN offIt > 0 THEN 1 ELSE 0 END) AS also, sum(onIt) AS onTopic, sum(offIt) AS offTopic,
     sum(CASE WHEN likes > 0 THEN 1 ELSE 0 END) AS liking, sum(likes) AS likes, sum(likesOff) AS likesOff
RETURN topic, who AS accountGroup, c.rank AS cluster, c.size AS members, amplifiers, looked AS examinedAmplifiers,
       also AS offTopicAmplifiers, toFloat(also) / nullIf(looked, 0) AS offTopicAmplifierShare,
       onTopic AS topicRetweets, offTopic AS offTopicRetweets,
       toFloat(offTopic) / nullIf(onTopic + offTopic, 0) AS offTopicShare, liking AS likers, likes AS likesGiven,
       likesOff AS offTopicLikes
ORDER BY accountGroup = 'all' DESC, accountGroup = 'in no cluster' DESC, amplifiers DESC, cluster
LIMIT $top;
