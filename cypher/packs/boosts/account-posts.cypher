// What an account retweeted and wrote
// question: Which posts did an account retweet or write, when, how soon after the post, and whose are they?
// finding: 12
// columns:
//   account: the account's key
//   at: when it did it, UTC; empty, and last, where that is unknown
//   act: retweet, post, reply or quote
//   post: key of the post that it retweeted or wrote; empty where the data do not name it
//   author: handle of who wrote that post, the key where the handle is unknown
//   outlet: the registered outlet that runs the author, if any
//   seconds: of a retweet, from the post to it; empty where the post's time is unknown
//   to: of a reply or quote, the author of the other post, likewise
//   text: the post's text, where known
// parameters:
//   account: its key (x:123) or handle (x:name, @name); '' is the most tied member of the run's first cluster
//   run: a run's id, or 'latest'; it only matters without an account
//   since: first day, YYYY-MM-DD, UTC; '' is open
//   until: last day, likewise
//   top: most rows, the latest first
// view: table
:param account => '';
:param run => 'latest';
:param since => '';
:param until => '';
:param top => 100;
CALL () {
  WITH 1 AS one WHERE coalesce($account, '') = ''
  MATCH (run:Run)
  WHERE $run IN ['latest', run.runId]
  WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
  MATCH (run)<-[:FOUND_IN]-(:Cluster {rank: 1})<-[:MEMBER_OF]-(m:Account)
  OPTIONAL MATCH (m)-[e:COORDINATED]-(:Account)
  WHERE e.runId = run.runId AND coalesce(e.tier, 'A') = 'A'
  WITH m, sum(e.weight) AS strength
  RETURN m AS a ORDER BY strength DESC, m.accountId LIMIT 1
  UNION
  WITH replace(toLower($account), '@', '') AS key WHERE key <> ''
  MATCH (m:Account)
  WHERE m.accountId IN [$account, toLower($account)]
     OR (NOT EXISTS { MATCH (:Account {accountId: $account}) }
         AND (m.handleKey = key OR m.handleKey ENDS WITH ':' + key))
  RETURN m AS a ORDER BY m.accountId LIMIT 1
}
WITH a, datetime(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     datetime(CASE coalesce($until, '') WHEN '' THEN '9999-12-30' ELSE $until END) + duration('P1D') AS until
CALL (a, since, until) {
  MATCH (a)-[r:RETWEETED]->(p:Post)
  WHERE since <= r.at < until
  RETURN r.at AS at, 'retweet' AS act, p, r.actionId AS id ORDER BY at DESC, id LIMIT $top
  UNION ALL
  MATCH (a)-[:POSTED]->(p:Post)
  // one whose time is unknown has its place where no time is asked for
  WHERE coalesce(since <= p.createdAt < until, coalesce($since, '') + coalesce($until, '') = '')
  RETURN p.createdAt AS at,
         CASE WHEN EXISTS { (p)-[:REPLY_TO]->() } THEN 'reply' WHEN EXISTS { (p)-[:QUOTES]->() } THEN 'quote'
              ELSE 'post' END AS act,
         p, p.postId AS id ORDER BY at IS NULL, at DESC, act, id LIMIT $top
}
WITH a, at, act, p, id ORDER BY at IS NULL, at DESC, act, id LIMIT $top
WITH *, COLLECT { MATCH (author:Account)-[:POSTED]->(p) RETURN author ORDER BY author.accountId }[0] AS author
RETURN a.accountId AS account, at, act, CASE WHEN coalesce(p.identified, true) THEN p.postId END AS post,
       coalesce(author.handle, author.accountId) AS author,
       COLLECT { MATCH (author)-[:OPERATED_BY]->(o:Outlet) RETURN coalesce(o.name, o.outletId) ORDER BY o.outletId }[0]
         AS outlet,
       CASE act WHEN 'retweet' THEN (at.epochMillis - p.createdAt.epochMillis) / 1000.0 END AS seconds,
       COLLECT {
         MATCH (p)-[:REPLY_TO|QUOTES]->(:Post)<-[:POSTED]-(other:Account)
         WHERE act IN ['reply', 'quote']
         RETURN coalesce(other.handle, other.accountId) ORDER BY other.accountId
       }[0] AS to,
       p.text AS text
ORDER BY at IS NULL, at DESC, act, id;
