// How many of a topic's amplifiers amplify the outlets' unrelated posts, too
// question: What share of those who push a topic also retweet and like posts of outlets that are not on it?
// finding: 13
// columns:
//   topic: the hashtag, or the part of a link or text that was asked for
//   who: in a cluster, in no cluster, or all of them
//   cluster: the cluster's rank in its run
//   size: member accounts
//   amplifiers: accounts that amplify the topic; of these:
//   also: accounts that retweet outlets' posts off the topic, too
//   share: also over amplifiers, 0 to 1
//   onTopic: their retweets of the topic
//   offTopic: their retweets of outlets' posts off the topic
//   unrelated: offTopic over both, 0 to 1
//   liking: amplifiers that like posts, where the data has likes one by one
//   likes: their likes of any post; of these:
//   likesOff: the likes of outlets' posts off the topic
// parameters:
//   run: a run's id, or 'latest'; without a run nobody is in a cluster
//   tag: a hashtag, with or without #; where tag, link and text are all '' the most retweeted one
//   link: part of a link as written, a domain for one, in any case
//   text: part of the posts' text, in any case; what is given of tag, link and text makes one topic together
//   cluster: only amplifiers in the cluster of this rank; 0 is all of them
//   state: only outlets of this state count as such, two letters; '' is every state
//   minRetweets: an account amplifies the topic from so many retweets of it on
//   amplifiers: most amplifiers looked at, those with the most retweets of the topic first
//   top: most rows
// view: table
:param run => 'latest';
:param tag => '';
:param link => '';
:param text => '';
:param cluster => 0;
:param state => '';
:param minRetweets => 2;
:param amplifiers => 1000;
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
WITH CASE WHEN tag <> '' THEN '#' + tag WHEN $link <> '' THEN $link ELSE $text END AS topic, COLLECT {
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
// in a subquery, whose rows do not each carry the topic's posts along
CALL (run, onTopic) {
  UNWIND onTopic AS p
  MATCH (a:Account)-[r:RETWEETED]->(p)
  WHERE $cluster = 0 OR EXISTS {
    MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run AND c.rank = $cluster
  }
  WITH a, r, EXISTS {
    MATCH (p)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(o:Outlet) WHERE toUpper(coalesce($state, '')) IN ['', o.state]
  } AS ofOutlet
  WITH a, count(r) AS onIt, sum(CASE WHEN ofOutlet THEN 1 ELSE 0 END) AS onItOfOutlets
  WHERE onIt >= $minRetweets
  RETURN a, onIt, onItOfOutlets ORDER BY onIt DESC, a.accountId LIMIT $amplifiers
}
// all its retweets of outlets, by state, less those on the topic
WITH run, topic, marks, a, onIt, reduce(n = 0, i IN range(0, size(coalesce(a.boostedStates, [])) - 1) |
  n + CASE WHEN toUpper(coalesce($state, '')) IN ['', a.boostedStates[i]] THEN a.boostedRetweets[i] ELSE 0 END
) - onItOfOutlets AS offIt
CALL (a, marks) {
  MATCH (a)-[:LIKED]->(p:Post)
  RETURN count(*) AS likes, sum(CASE
    WHEN EXISTS {
      MATCH (p)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(o:Outlet) WHERE toUpper(coalesce($state, '')) IN ['', o.state]
    } AND NOT EXISTS { MATCH (p)-[:TAGGED|LINKS_TO]->(mark) WHERE mark IN marks }
    AND NOT ($text <> '' AND toLower(coalesce(p.text, '')) CONTAINS toLower($text))
    THEN 1 ELSE 0 END) AS likesOff
}
WITH topic, onIt, offIt, likes, likesOff,
     COLLECT {
       MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run RETURN c ORDER BY c.rank LIMIT 1
     }[0] AS c
UNWIND CASE WHEN c IS NULL THEN ['in no cluster', 'all'] ELSE ['in a cluster', 'all'] END AS who
WITH topic, who, CASE who WHEN 'all' THEN null ELSE c END AS c, count(*) AS amplifiers,
     sum(CASE WHEN offIt > 0 THEN 1 ELSE 0 END) AS also, sum(onIt) AS onTopic, sum(offIt) AS offTopic,
     sum(CASE WHEN likes > 0 THEN 1 ELSE 0 END) AS liking, sum(likes) AS likes, sum(likesOff) AS likesOff
RETURN topic, who, c.rank AS cluster, c.size AS size, amplifiers, also, toFloat(also) / amplifiers AS share,
       onTopic, offTopic, toFloat(offTopic) / (onTopic + offTopic) AS unrelated, liking, likes, likesOff
ORDER BY who = 'all' DESC, who = 'in no cluster' DESC, amplifiers DESC, cluster
LIMIT $top;
