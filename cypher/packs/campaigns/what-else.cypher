// What else a topic's amplifiers amplify
// question: Which outlets, accounts and hashtags do a topic's amplifiers retweet off the topic, and how unusual is that?
// finding: 13
// columns:
//   topic "Topic": The given hashtag, part of a link and part of the text, joined by 'or'.
//   amplifiers "Amplifiers": Accounts that amplify the topic.
//   examinedAmplifiers "Amplifiers examined": Amplifiers that were examined, at most maxAmplifiers.
//   itemType "Type": outlet, account (one that no registered outlet operates) or hashtag.
//   item "Item": Name of the outlet, handle of the account (or its key if unknown), or the hashtag.
//   itemId "Item id": Id of the outlet, key of the account, or the hashtag.
//   retweets "Retweets": Retweets of the item off the topic by the examined amplifiers.
//   accounts "Accounts": Examined amplifiers that made these retweets.
//   shareOfAmplifiers "% of amplifiers": accounts divided by examinedAmplifiers.
//   shareOfOffTopic "% of off-topic retweets": retweets divided by all off-topic retweets of the examined amplifiers.
//   othersShare "% of others' retweets": Share of the item in the retweets of accounts that never retweet the topic.
//   lift "Lift": shareOfOffTopic divided by othersShare. 1 means no difference. Empty if none of the others retweets the item.
// parameters:
//   run: Id of a detection run, or 'latest'. Only needed with cluster.
//   tag: A hashtag, with or without #. If tag, link and text are all '', the most retweeted hashtag.
//   link: Part of a link as written, for example a domain (case-insensitive).
//   text: Part of the posts' text (case-insensitive). tag, link and text together define one topic.
//   cluster: Only amplifiers in the cluster of this rank. 0 means every amplifier.
//   minRetweets: Minimum number of retweets of the topic that makes an account an amplifier.
//   maxAmplifiers: Maximum number of amplifiers examined, most retweets of the topic first.
//   maxPerType: Maximum number of outlets, of accounts and of hashtags. Items that most amplifiers retweet come first.
//   top: Maximum number of rows.
// view: table
:param run => 'latest';
:param tag => '';
:param link => '';
:param text => '';
:param cluster => 0;
:param minRetweets => 2;
:param maxAmplifiers => 100;
:param maxPerType => 10;
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
  MATCH (a:Account)-[r:RETWEETED]->(p)
  WHERE $cluster = 0 OR EXISTS {
    MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run AND c.rank = $cluster
  }
  WITH a, count(r) AS onIt
  WHERE onIt >= $minRetweets
  WITH a, onIt ORDER BY onIt DESC, a.accountId
  WITH collect(a) AS ranked, collect(onIt)[..$maxAmplifiers] AS onIt
  RETURN size(ranked) AS counted, ranked[..$maxAmplifiers] AS amplifiers, reduce(n = 0, one IN onIt | n + one) AS onIt
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
    // Subtract retweets on the topic from the roll-up. This is faster than checking each post.
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
    // An account that two outlets operate is listed for both and counts once for each.
    UNWIND coalesce(nullIf(COLLECT { MATCH (author)-[:OPERATED_BY]->(o:Outlet) RETURN o }, []), [author]) AS thing
    UNWIND acts AS x
    WITH thing, sum(x.n) AS retweets, count(DISTINCT x.a) AS accounts
    WITH thing, retweets, accounts, CASE WHEN thing:Outlet THEN 'outlet' ELSE 'account' END AS what
    ORDER BY accounts DESC, retweets DESC, coalesce(thing.outletId, thing.accountId)
    WITH what, collect({thing: thing, retweets: retweets, accounts: accounts})[..$maxPerType] AS most
    UNWIND most AS x
    RETURN what, x.thing AS thing, x.retweets AS retweets, x.accounts AS accounts
    UNION ALL
    UNWIND amplifiers AS a
    MATCH (a)-[:RETWEETED]->(p)
    // Read the hashtags of each post once.
    WITH marks, p, collect(a) AS who
    WITH marks, p, who, COLLECT { MATCH (p)-[:TAGGED]->(h:Hashtag) RETURN h } AS tags
    WHERE size(tags) > 0 AND none(h IN tags WHERE h IN marks)
      AND NOT ($link <> '' AND EXISTS { MATCH (p)-[:LINKS_TO]->(mark) WHERE mark IN marks })
      AND NOT ($text <> '' AND toLower(coalesce(p.text, '')) CONTAINS toLower($text))
    UNWIND tags AS h
    UNWIND who AS a
    WITH h, count(*) AS retweets, count(DISTINCT a) AS accounts
    RETURN 'hashtag' AS what, h AS thing, retweets, accounts
    ORDER BY accounts DESC, retweets DESC, h.tag LIMIT $maxPerType
  }
  RETURN collect({what: what, thing: thing, retweets: retweets, accounts: accounts}) AS things
}
// The others never retweet the topic. Neo4j's count store gives the number of all retweets.
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
// The others have no retweets of the topic to subtract.
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
RETURN topic, counted AS amplifiers, looked AS examinedAmplifiers, what AS itemType,
       CASE what
         WHEN 'outlet' THEN thing.name WHEN 'account' THEN coalesce(thing.handle, thing.accountId) ELSE thing.tag
       END AS item,
       coalesce(thing.outletId, thing.accountId, thing.tag) AS itemId, retweets, accounts,
       toFloat(accounts) / looked AS shareOfAmplifiers, share AS shareOfOffTopic, usual AS othersShare,
       share / nullIf(usual, 0) AS lift
ORDER BY itemType = 'hashtag', itemType = 'account', accounts DESC, retweets DESC, itemId
LIMIT $top;
