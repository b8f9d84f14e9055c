// How many of a topic's amplifiers amplify the outlets' unrelated posts, too
// question: What share of those who push a topic also retweet and like posts of outlets that are not on it?
// finding: 13
// columns:
//   topic: the hashtag, part of a link and part of the text that were asked for, with 'or' between them
//   who: in a cluster, in no cluster, or all of them
//   cluster: the cluster's rank in its run
//   size: member accounts
//   amplifiers: accounts that amplify the topic
//   looked: those of them that were looked at, at most as many as the parameter amplifiers says; of these:
//   also: accounts that retweet outlets' posts off the topic, too
//   share: also over looked, 0 to 1; empty where none was looked at
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
// in a subquery, whose rows do not each carry the topic's posts along
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
  RETURN amplifiers[i] AS x, i < $amplifiers AS looked
}
WITH topic, marks, looked, x.a AS a, x.c AS c, x.onItOfOutlets AS onItOfOutlets,
     CASE WHEN looked THEN x.onIt ELSE 0 END AS onIt
// not by boostedRetweets, which counts an author that two states run in both
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
RETURN topic, who, c.rank AS cluster, c.size AS size, amplifiers, looked,
       also, toFloat(also) / nullIf(looked, 0) AS share,
       onTopic, offTopic, toFloat(offTopic) / nullIf(onTopic + offTopic, 0) AS unrelated, liking, likes, likesOff
ORDER BY who = 'all' DESC, who = 'in no cluster' DESC, amplifiers DESC, cluster
LIMIT $top;
