// What else the amplifiers of a topic amplify
// question: Whom and what do those who push a topic retweet beside it, and how unusual is that?
// finding: 13
// columns:
//   topic: the hashtag, part of a link and part of the text that were asked for, with 'or' between them
//   amplifiers: accounts that amplify the topic
//   looked: those of them that were looked at, at most as many as the parameter amplifiers says
//   what: outlet, account (that no registered outlet runs) or hashtag
//   name: the outlet's name, the account's handle (its key where that is unknown), or the hashtag
//   id: the outlet's id, the account's key, the hashtag
//   retweets: retweets of it, off the topic, by those looked at
//   accounts: those looked at that made them
//   ofAmplifiers: accounts over looked, 0 to 1
//   share: retweets over all their retweets off the topic, 0 to 1
//   others: the same share of the retweets of those who never retweet the topic
//   lift: share over others; 1 is like these others; empty where none of them retweets it
// parameters:
//   run: a run's id, or 'latest'; only cluster needs one
//   tag: a hashtag, with or without #; where tag, link and text are all '' the most retweeted one
//   link: part of a link as written, a domain for one, in any case
//   text: part of the posts' text, in any case; what is given of tag, link and text makes one topic together
//   cluster: only amplifiers in the cluster of this rank; 0 is all of them
//   minRetweets: an account amplifies the topic from so many retweets of it on
//   amplifiers: most amplifiers looked at, those with the most retweets of the topic first
//   perKind: most outlets, most accounts and most hashtags; those of the most amplifiers come first
//   top: most rows
// view: table
:param run => 'latest';
:param tag => '';
:param link => '';
:param text => '';
:param cluster => 0;
:param minRetweets => 2;
:param amplifiers => 100;
:param perKind => 10;
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
  MATCH (a:Account)-[r:RETWEETED]->(p)
  WHERE $cluster = 0 OR EXISTS {
    MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run AND c.rank = $cluster
  }
  WITH a, count(r) AS onIt
  WHERE onIt >= $minRetweets
  WITH a, onIt ORDER BY onIt DESC, a.accountId
  WITH collect(a) AS ranked, collect(onIt)[..$amplifiers] AS onIt
  RETURN size(ranked) AS counted, ranked[..$amplifiers] AS amplifiers, reduce(n = 0, one IN onIt | n + one) AS onIt
}
WITH topic, marks, onTopic, counted, amplifiers,
     reduce(n = 0, a IN amplifiers | n + COUNT { (a)-[:RETWEETED]->() }) - onIt AS off
CALL (onTopic, amplifiers) {
  UNWIND onTopic AS p
  MATCH (p)<-[:RETWEETED]-(a:Account)
  WHERE a IN amplifiers
  WITH p, collect(a) AS who
  MATCH (author:Account)-[:POSTED]->(p)
  RETURN collect({author: author, who: who}) AS onIt
}
CALL (marks, amplifiers, onIt) {
  CALL (marks, amplifiers, onIt) {
    // of the roll-up's retweets those on the topic are taken away: that is quicker than to look at each post
    CALL (amplifiers, onIt) {
      UNWIND amplifiers AS a
      MATCH (a)-[x:AMPLIFIED]->(author)
      RETURN a, author, x.retweets AS n
      UNION ALL
      UNWIND onIt AS x
      UNWIND x.who AS a
      RETURN a, x.author AS author, -1 AS n
    }
    WITH a, author, sum(n) AS n
    WHERE n > 0
    WITH author, collect({a: a, n: n}) AS acts
    // an account that two outlets run is told with both, and counts once with each
    UNWIND coalesce(nullIf(COLLECT { MATCH (author)-[:OPERATED_BY]->(o:Outlet) RETURN o }, []), [author]) AS thing
    UNWIND acts AS x
    WITH thing, sum(x.n) AS retweets, count(DISTINCT x.a) AS accounts
    WITH thing, retweets, accounts, CASE WHEN thing:Outlet THEN 'outlet' ELSE 'account' END AS what
    ORDER BY accounts DESC, retweets DESC, coalesce(thing.outletId, thing.accountId)
    WITH what, collect({thing: thing, retweets: retweets, accounts: accounts})[..$perKind] AS most
    UNWIND most AS x
    RETURN what, x.thing AS thing, x.retweets AS retweets, x.accounts AS accounts
    UNION ALL
    UNWIND amplifiers AS a
    MATCH (a)-[:RETWEETED]->(p)
    // each post's tags are looked at once
    WITH marks, p, collect(a) AS who
    WITH marks, p, who, COLLECT { MATCH (p)-[:TAGGED]->(h:Hashtag) RETURN h } AS tags
    WHERE size(tags) > 0 AND none(h IN tags WHERE h IN marks)
      AND NOT ($link <> '' AND EXISTS { MATCH (p)-[:LINKS_TO]->(mark) WHERE mark IN marks })
      AND NOT ($text <> '' AND toLower(coalesce(p.text, '')) CONTAINS toLower($text))
    UNWIND tags AS h
    UNWIND who AS a
    WITH h, count(*) AS retweets, count(DISTINCT a) AS accounts
    RETURN 'hashtag' AS what, h AS thing, retweets, accounts
    ORDER BY accounts DESC, retweets DESC, h.tag LIMIT $perKind
  }
  RETURN collect({what: what, thing: thing, retweets: retweets, accounts: accounts}) AS things
}
// whoever ever retweets the topic is not among the others, looked at or not; all retweets are counted in the store
CALL (onTopic) {
  UNWIND onTopic AS p
  MATCH (a:Account)-[:RETWEETED]->(p)
  WITH DISTINCT a
  RETURN collect(a) AS retweeters, sum(COUNT { (a)-[:RETWEETED]->() }) AS theirs
}
CALL () { MATCH ()-[r:RETWEETED]->() RETURN count(r) AS everything }
WITH topic, counted, size(amplifiers) AS looked, off, everything - theirs AS others, retweeters, things
UNWIND things AS x
WITH topic, counted, looked, off, others, retweeters,
     x.what AS what, x.thing AS thing, x.retweets AS retweets, x.accounts AS accounts
// the others have no retweets of the topic that would have to be taken away
CALL (thing, retweeters) {
  MATCH (thing)<-[:OPERATED_BY]-(:Account)<-[x:AMPLIFIED]-(a)
  WHERE NOT a IN retweeters
  RETURN sum(x.retweets) AS made
  UNION ALL
  MATCH (thing)<-[x:AMPLIFIED]-(a)
  WHERE NOT thing:Outlet AND NOT a IN retweeters
  RETURN sum(x.retweets) AS made
  UNION ALL
  MATCH (thing)<-[:TAGGED]-(:Post)<-[:RETWEETED]-(a)
  WHERE NOT a IN retweeters
  RETURN count(*) AS made
}
WITH topic, counted, looked, off, others, what, thing, retweets, accounts, sum(made) AS made
WITH *, toFloat(retweets) / off AS share, toFloat(made) / nullIf(others, 0) AS usual
RETURN topic, counted AS amplifiers, looked, what,
       CASE what
         WHEN 'outlet' THEN thing.name WHEN 'account' THEN coalesce(thing.handle, thing.accountId) ELSE thing.tag
       END AS name,
       coalesce(thing.outletId, thing.accountId, thing.tag) AS id, retweets, accounts,
       toFloat(accounts) / looked AS ofAmplifiers, share, usual AS others, share / nullIf(usual, 0) AS lift
ORDER BY what = 'hashtag', what = 'account', accounts DESC, retweets DESC, id
LIMIT $top;
