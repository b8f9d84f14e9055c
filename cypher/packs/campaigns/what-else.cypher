// What else the amplifiers of a topic amplify
// question: Whom and what do those who push a topic retweet beside it, and how unusual is that?
// finding: 13
// columns:
//   topic: the hashtag, or the part of a link or text that was asked for
//   amplifiers: accounts that amplify the topic
//   what: outlet, account (that no registered outlet runs) or hashtag
//   name: the outlet's name, the account's handle (its key where that is unknown), or the hashtag
//   id: the outlet's id, the account's key, the hashtag
//   retweets: their retweets of it, off the topic
//   accounts: amplifiers that made them
//   ofAmplifiers: accounts over amplifiers, 0 to 1
//   share: retweets over all their retweets off the topic, 0 to 1
//   others: the same share of everyone else's retweets off the topic
//   lift: share over others; 1 is like everyone else; empty where nobody else retweets it
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
:param amplifiers => 250;
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
  WITH a, count(r) AS onIt, collect(p) AS posts
  WHERE onIt >= $minRetweets
  WITH * ORDER BY onIt DESC, a.accountId LIMIT $amplifiers
  RETURN collect({account: a, posts: posts}) AS amplifiers, sum(COUNT { (a)-[:RETWEETED]->() } - onIt) AS theirs
}
// all retweets are counted in the store, those on the topic post by post
CALL () { MATCH ()-[r:RETWEETED]->() RETURN count(r) AS everything }
WITH topic, marks, amplifiers, theirs,
     everything - reduce(n = 0, p IN onTopic | n + COUNT { (p)<-[:RETWEETED]-() }) - theirs AS others
CALL (marks, amplifiers) {
  // of the roll-up's retweets those on the topic are taken away: that is quicker than to look at each post
  CALL (amplifiers) {
    UNWIND amplifiers AS x
    WITH x.account AS a
    MATCH (a)-[x:AMPLIFIED]->(author:Account)
    RETURN a, author, x.retweets AS n
    UNION ALL
    UNWIND amplifiers AS x
    UNWIND x.posts AS p
    MATCH (p)<-[:POSTED]-(author:Account)
    RETURN x.account AS a, author, -1 AS n
  }
  WITH a, author, sum(n) AS n
  WHERE n > 0
  WITH author, collect({a: a, n: n}) AS acts
  WITH coalesce(COLLECT {
    MATCH (author)-[:OPERATED_BY]->(o:Outlet) RETURN o ORDER BY o.outletId LIMIT 1
  }[0], author) AS thing, acts
  UNWIND acts AS x
  WITH thing, sum(x.n) AS retweets, count(DISTINCT x.a) AS accounts
  WITH thing, retweets, accounts,
       CASE WHEN thing:Outlet THEN 'outlet' ELSE 'account' END AS what
  ORDER BY accounts DESC, retweets DESC, coalesce(thing.outletId, thing.accountId)
  WITH what, collect({thing: thing, retweets: retweets, accounts: accounts})[..$perKind] AS most
  UNWIND most AS x
  CALL (x) {
    WITH x.thing AS thing
    MATCH (thing)<-[:OPERATED_BY]-(author:Account)
    RETURN author
    UNION
    WITH x.thing AS author WHERE author:Account
    RETURN author
  }
  MATCH (author)-[:POSTED]->(p:Post)
  WHERE NOT EXISTS { MATCH (p)-[:TAGGED|LINKS_TO]->(mark) WHERE mark IN marks }
    AND NOT ($text <> '' AND toLower(coalesce(p.text, '')) CONTAINS toLower($text))
  RETURN what, x.thing AS thing, x.retweets AS retweets, x.accounts AS accounts,
         sum(COUNT { (p)<-[:RETWEETED]-() }) AS received
  UNION ALL
  UNWIND amplifiers AS x
  WITH marks, x.account AS a
  MATCH (a)-[:RETWEETED]->(p:Post)
  // each post's tags are looked at once
  WITH p, collect(a) AS who
  MATCH (p)-[:TAGGED]->(h:Hashtag)
  WHERE NOT h IN marks
  WITH h, p, who
  WHERE NOT EXISTS { MATCH (p)-[:TAGGED|LINKS_TO]->(mark) WHERE mark IN marks }
    AND NOT ($text <> '' AND toLower(coalesce(p.text, '')) CONTAINS toLower($text))
  UNWIND who AS a
  WITH h, count(*) AS retweets, count(DISTINCT a) AS accounts
  ORDER BY accounts DESC, retweets DESC, h.tag LIMIT $perKind
  MATCH (h)<-[:TAGGED]-(p:Post)
  WHERE NOT EXISTS { MATCH (p)-[:TAGGED|LINKS_TO]->(mark) WHERE mark IN marks }
    AND NOT ($text <> '' AND toLower(coalesce(p.text, '')) CONTAINS toLower($text))
  RETURN 'hashtag' AS what, h AS thing, retweets, accounts, sum(COUNT { (p)<-[:RETWEETED]-() }) AS received
}
WITH topic, size(amplifiers) AS amplifiers, what, thing, retweets, accounts,
     toFloat(retweets) / theirs AS share, CASE WHEN others > 0 THEN toFloat(received - retweets) / others END AS others
RETURN topic, amplifiers, what,
       CASE what
         WHEN 'outlet' THEN thing.name WHEN 'account' THEN coalesce(thing.handle, thing.accountId) ELSE thing.tag
       END AS name,
       coalesce(thing.outletId, thing.accountId, thing.tag) AS id, retweets, accounts,
       toFloat(accounts) / amplifiers AS ofAmplifiers, share, others,
       CASE WHEN others > 0 THEN share / others END AS lift
ORDER BY what = 'hashtag', what = 'account', accounts DESC, retweets DESC, id
LIMIT $top;
