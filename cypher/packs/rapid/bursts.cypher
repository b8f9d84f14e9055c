// Posts that many accounts retweeted within seconds
// question: Which posts did many accounts retweet within seconds of each other, and are these accounts in a cluster?
// finding: 4
// columns:
//   post "Post key": Key of the post (platform:id).
//   author "Author": Handle of the post's author, or the account key if the handle is unknown.
//   outlet "Outlet": Outlet that operates the author's account. If several do, the most retweeted one.
//   outletId "Outlet id": Id of the outlet.
//   startedAt "Burst started": Time of the first retweet of the burst (UTC).
//   spanSeconds "Time span (s)": Time from the first to the last retweet of the burst.
//   accounts "Accounts": Accounts in the burst. Only the first retweet of the post by each account counts.
//   shareOfRetweeters "% of the post's retweeters": Accounts in the burst divided by all accounts that retweeted the post.
//   delay "Delay (s)": Time from the post to the first retweet of the burst. Empty if the post's time is unknown or later.
//   cluster "Cluster": Rank of the cluster that most of these accounts are in. Empty if they are in no cluster.
//   clusteredAccounts "Accounts in the cluster": Accounts in the burst that are in this cluster.
//   clusterCount "Clusters": Number of clusters that these accounts are in.
//   handles "Handles": Handles of these accounts (earliest first), or account keys where handles are unknown.
//   text "Text": Text of the post. Empty if unknown.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, there are no clusters.
//   seconds: Maximum time from the first to the last retweet of a burst, in seconds.
//   minAccounts: Minimum number of accounts in a burst.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   since: First day (YYYY-MM-DD, UTC) of the retweets. '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC), of the retweets. '' means to the end.
//   maxOutlets: Maximum number of outlets, most retweeted first. The query reads every retweet of these outlets.
//   maxHandles: Maximum number of handles shown.
//   top: Maximum number of posts, largest burst first. Each post has only its largest burst.
// view: table
:param run => 'latest';
:param seconds => 10;
:param minAccounts => 5;
:param outlet => '';
:param state => '';
:param since => '';
:param until => '';
:param maxOutlets => 10;
:param maxHandles => 10;
:param top => 25;
WITH date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
WITH datetime({date: since}) AS since, datetime({date: until}) + duration('P1D') AS end
MATCH (o:Outlet)
WHERE o.retweets >= $minAccounts
  AND (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
WITH since, end, o ORDER BY o.retweets DESC, o.outletId LIMIT $maxOutlets
MATCH (o)<-[:OPERATED_BY]-(author:Account)
// if several outlets operate an author's account, keep the most retweeted one
WITH since, end, author, o ORDER BY o.retweets DESC, o.outletId
WITH since, end, author, collect(o)[0] AS o
MATCH (author)-[:POSTED]->(p:Post)
WHERE coalesce(p.identified, true) AND COUNT { (p)<-[:RETWEETED]-() } >= $minAccounts
CALL (p, since, end) {
  MATCH (p)<-[r:RETWEETED]-(a:Account)
  WHERE since <= r.at < end
  WITH a, min(r.at.epochMillis) AS ms ORDER BY ms
  WITH collect(ms) AS times
  WHERE size(times) >= $minAccounts
  // a window slides over the sorted times and grows whenever possible, so its size is that of the largest burst so far
  WITH times, reduce(s = {left: 0, from: 0, size: 1}, i IN range(1, size(times) - 1) | CASE
    WHEN times[i] - times[s.left] <= 1000 * $seconds THEN {left: s.left, from: s.left, size: s.size + 1}
    ELSE {left: s.left + 1, from: s.from, size: s.size}
  END) AS burst
  WHERE burst.size >= $minAccounts
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
  WITH collect(coalesce(a.handle, a.accountId))[..$maxHandles] AS handles, collect(c) AS of
  RETURN handles, COLLECT {
    UNWIND of AS c
    WITH c.rank AS cluster, count(*) AS accounts
    RETURN {cluster: cluster, accounts: accounts} ORDER BY accounts DESC, cluster
  } AS clusters
}
RETURN p.postId AS post, coalesce(author.handle, author.accountId) AS author,
       coalesce(o.name, o.outletId) AS outlet, o.outletId AS outletId,
       datetime({epochMillis: startMs}) AS startedAt, (endMs - startMs) / 1000.0 AS spanSeconds, accounts,
       toFloat(accounts) / everyone AS shareOfRetweeters,
       CASE WHEN startMs >= p.createdAt.epochMillis THEN (startMs - p.createdAt.epochMillis) / 1000.0 END AS delay,
       clusters[0].cluster AS cluster, clusters[0].accounts AS clusteredAccounts, size(clusters) AS clusterCount,
       handles, p.text AS text
ORDER BY accounts DESC, spanSeconds, post;
