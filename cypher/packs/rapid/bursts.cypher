// Posts that many accounts retweeted at once
// question: Which posts did many accounts retweet within seconds of each other, and are these accounts in a cluster?
// finding: 4
// columns:
//   post: the post's key, platform:id
//   author: handle of who wrote it, the key where the handle is unknown
//   outlet: the outlet that runs the author
//   id: the outlet's id; the parameter outlet takes it
//   start: the burst's first retweet, UTC
//   span: seconds from its first to its last retweet
//   accounts: accounts that retweeted within it; of each account its first retweet of the post counts
//   ofPost: accounts over all that retweeted the post, 0 to 1
//   delay: seconds from the post to the burst's first retweet; empty where the post's time is unknown or later
//   cluster: the cluster of the run that most of the accounts are in; empty: they are in none
//   members: how many of the accounts are in it
//   clusters: clusters that any of the accounts are in
//   handles: the accounts' handles, their keys where those are unknown, the first to retweet first
//   text: the post's text, where known
// parameters:
//   run: a run's id, or 'latest'; without a run there are no clusters
//   seconds: accounts are in one burst when the first and the last of them are at most so many seconds apart
//   least: least accounts in a burst
//   outlet: an outlet's id, or part of its name; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   since: only retweets from this day on, UTC; '' is from the beginning
//   until: only retweets to the end of this day, UTC; '' is to the end
//   busiest: how many outlets are looked at, the most retweeted first; every retweet of these is read
//   shown: most accounts told of a burst, the first to retweet first
//   top: most posts, each with its largest burst; the largest come first
// view: table
:param run => 'latest';
:param seconds => 10;
:param least => 5;
:param outlet => '';
:param state => '';
:param since => '';
:param until => '';
:param busiest => 10;
:param shown => 10;
:param top => 25;
WITH date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
WITH datetime({date: since}) AS since, datetime({date: until}) + duration('P1D') AS end
MATCH (o:Outlet)
WHERE o.retweets >= $least
  AND (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
WITH since, end, o ORDER BY o.retweets DESC, o.outletId LIMIT $busiest
MATCH (o)<-[:OPERATED_BY]-(author:Account)
// of an author whom two outlets run, the more retweeted one is told
WITH since, end, author, o ORDER BY o.retweets DESC, o.outletId
WITH since, end, author, collect(o)[0] AS o
MATCH (author)-[:POSTED]->(p:Post)
WHERE coalesce(p.identified, true) AND COUNT { (p)<-[:RETWEETED]-() } >= $least
CALL (p, since, end) {
  MATCH (p)<-[r:RETWEETED]-(a:Account)
  WHERE since <= r.at < end
  WITH a, min(r.at.epochMillis) AS ms ORDER BY ms
  WITH collect(ms) AS times
  WHERE size(times) >= $least
  // a window slides over the sorted times and grows wherever it can: its size is that of the largest burst so far
  WITH times, reduce(s = {left: 0, from: 0, size: 1}, i IN range(1, size(times) - 1) | CASE
    WHEN times[i] - times[s.left] <= 1000 * $seconds THEN {left: s.left, from: s.left, size: s.size + 1}
    ELSE {left: s.left + 1, from: s.from, size: s.size}
  END) AS burst
  WHERE burst.size >= $least
  RETURN burst.size AS accounts, size(times) AS everyone, times[burst.from] AS startMs,
         times[burst.from + burst.size - 1] AS endMs
}
WITH since, end, author, o, p, accounts, everyone, startMs, endMs
ORDER BY accounts DESC, endMs - startMs, p.postId LIMIT $top
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH since, end, author, o, p, accounts, everyone, startMs, endMs, run ORDER BY run.createdAt DESC, run.runId
WITH since, end, author, o, p, accounts, everyone, startMs, endMs, collect(run)[0] AS run
CALL (run, p, since, end, startMs, endMs) {
  MATCH (p)<-[r:RETWEETED]-(a:Account)
  WHERE since <= r.at < end
  WITH run, startMs, endMs, a, min(r.at.epochMillis) AS ms
  WHERE startMs <= ms <= endMs
  OPTIONAL MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
  WITH a, ms, c ORDER BY ms, a.accountId
  WITH collect(coalesce(a.handle, a.accountId))[..$shown] AS handles, collect(c) AS of
  RETURN handles, COLLECT {
    UNWIND of AS c
    WITH c.rank AS cluster, count(*) AS members
    RETURN {cluster: cluster, members: members} ORDER BY members DESC, cluster
  } AS clusters
}
RETURN p.postId AS post, coalesce(author.handle, author.accountId) AS author,
       coalesce(o.name, o.outletId) AS outlet, o.outletId AS id,
       datetime({epochMillis: startMs}) AS start, (endMs - startMs) / 1000.0 AS span, accounts,
       toFloat(accounts) / everyone AS ofPost,
       CASE WHEN startMs >= p.createdAt.epochMillis THEN (startMs - p.createdAt.epochMillis) / 1000.0 END AS delay,
       clusters[0].cluster AS cluster, clusters[0].members AS members, size(clusters) AS clusters,
       handles, p.text AS text
ORDER BY accounts DESC, span, post;
