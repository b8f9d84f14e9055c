// Retweets and posts of one account
// question: Which posts did an account retweet or write, when, and how long after the original post?
// finding: 12
// columns:
//   account "Account key": Key of the account (platform:id).
//   actionAt "Time": Time of the action (UTC). Empty if unknown; such rows come last.
//   action "Action": retweet, post, reply or quote.
//   post "Post key": Key of the post that the account retweeted or wrote. Empty if the data do not identify the post.
//   author "Author": Handle of the post's author, or the account key if the handle is unknown.
//   outlet "Outlet": Outlet that operates the author's account. Empty if none does.
//   delay "Delay (s)": Time from the post to the retweet. Empty for other actions, or if the post's time is unknown.
//   answeredAuthor "Reply to, or quote of": Author of the post that a reply answers or a quote quotes. Empty otherwise.
//   text "Text": Text of the post. Empty if unknown.
// parameters:
//   account: Account key (x:123) or handle (x:name, @name). '' means the member of cluster 1 with the strongest edges.
//   run: Id of a detection run, or 'latest'. Only used if no account is given.
//   since: First day (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   top: Maximum number of rows, latest first.
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
  WHERE e.runId = run.runId AND coalesce(e.tier, 'A') IN ['A', 'joined']
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
  RETURN r.at AS actionAt, 'retweet' AS action, p, r.actionId AS id ORDER BY actionAt DESC, id LIMIT $top
  UNION ALL
  MATCH (a)-[:POSTED]->(p:Post)
  // posts without a time are included only if no period is given
  WHERE coalesce(since <= p.createdAt < until, coalesce($since, '') + coalesce($until, '') = '')
  RETURN p.createdAt AS actionAt,
         CASE WHEN EXISTS { (p)-[:REPLY_TO]->() } THEN 'reply' WHEN EXISTS { (p)-[:QUOTES]->() } THEN 'quote'
              ELSE 'post' END AS action,
         p, p.postId AS id ORDER BY actionAt IS NULL, actionAt DESC, action, id LIMIT $top
}
WITH a, actionAt, action, p, id ORDER BY actionAt IS NULL, actionAt DESC, action, id LIMIT $top
WITH *, COLLECT { MATCH (author:Account)-[:POSTED]->(p) RETURN author ORDER BY author.accountId }[0] AS author
RETURN a.accountId AS account, actionAt, action, CASE WHEN coalesce(p.identified, true) THEN p.postId END AS post,
       coalesce(author.handle, author.accountId) AS author,
       COLLECT { MATCH (author)-[:OPERATED_BY]->(o:Outlet) RETURN coalesce(o.name, o.outletId) ORDER BY o.outletId }[0]
         AS outlet,
       CASE action WHEN 'retweet' THEN (actionAt.epochMillis - p.createdAt.epochMillis) / 1000.0 END AS delay,
       COLLECT {
         MATCH (p)-[:REPLY_TO|QUOTES]->(:Post)<-[:POSTED]-(other:Account)
         WHERE action IN ['reply', 'quote']
         RETURN coalesce(other.handle, other.accountId) ORDER BY other.accountId
       }[0] AS answeredAuthor,
       p.text AS text
ORDER BY actionAt IS NULL, actionAt DESC, action, id;
