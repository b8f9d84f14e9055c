// Accounts that mostly make rapid retweets
// question: Which accounts make most of their retweets within seconds of the post, and are they in a cluster?
// finding: 4
// columns:
//   account "Account key": Key of the account (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   retweets "Retweets": Retweets of any account by this account.
//   retweetsWithDelay "Retweets with known delay": Retweets of posts whose time is known and not later than the retweet.
//   rapidRetweets "Rapid retweets": Retweets within 10 seconds of the post, or within the time that the parameter seconds sets.
//   rapidShare "% rapid": rapidRetweets divided by retweetsWithDelay.
//   medianDelay "Median delay (s)": Half of the retweets with a known delay came within this time.
//   retweetedAccounts "Accounts retweeted": Number of accounts that it retweeted.
//   outlets "Outlets": Number of outlets that it retweeted.
//   status "Status": Account status: active, suspended or deleted. Empty if unknown.
//   cluster "Cluster": Rank of the account's cluster in the run. Empty if it is in no cluster.
//   members "Members": Accounts in the cluster.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, there are no clusters.
//   seconds: Maximum delay of a rapid retweet, in seconds. With more than 10, the query takes much longer.
//   minShare: Minimum rapidShare (0 to 1).
//   minRetweets: Minimum number of retweets with a known delay.
//   top: Maximum number of rows, most rapid retweets first.
// view: table
:param run => 'latest';
:param seconds => 10;
:param minShare => 0.5;
:param minRetweets => 20;
:param top => 100;
// candidates: with at most 10 seconds, an account must also be rapid in its roll-up, which counts retweets within 10 seconds
CALL () {
  WITH $seconds <= 10 AS quick WHERE quick
  MATCH ()-[x:AMPLIFIED]->()
  WHERE x.rapid > 0
  WITH startNode(x) AS a, sum(x.rapid) AS rapid
  WHERE rapid >= $minShare * $minRetweets
  CALL (a) {
    MATCH (a)-[x:AMPLIFIED]->()
    RETURN sum(x.timed) AS retweetsWithDelay
  }
  WITH a, rapid, retweetsWithDelay
  WHERE retweetsWithDelay >= $minRetweets AND rapid >= $minShare * retweetsWithDelay
  RETURN a
  UNION
  WITH $seconds <= 10 AS quick WHERE NOT quick
  MATCH (a:Account)
  WHERE COUNT { (a)-[:RETWEETED]->() } >= $minRetweets
  RETURN a
}
CALL (a) {
  MATCH (a)-[r:RETWEETED]->(p:Post)
  WITH (r.at.epochMillis - p.createdAt.epochMillis) / 1000.0 AS seconds
  // one of the two times is wrong if the retweet comes before the post
  WITH CASE WHEN seconds >= 0 THEN seconds END AS delay
  RETURN count(*) AS retweets, count(delay) AS retweetsWithDelay,
         count(CASE WHEN delay <= $seconds THEN 1 END) AS rapid, percentileCont(delay, 0.5) AS medianDelay
}
WITH *
WHERE retweetsWithDelay >= $minRetweets AND rapid > 0 AND rapid >= $minShare * retweetsWithDelay
WITH a, retweets, retweetsWithDelay, rapid, medianDelay ORDER BY rapid DESC, a.accountId LIMIT $top
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH a, retweets, retweetsWithDelay, rapid, medianDelay, run ORDER BY run.createdAt DESC, run.runId
WITH a, retweets, retweetsWithDelay, rapid, medianDelay, collect(run)[0] AS run
OPTIONAL MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
RETURN a.accountId AS account, a.handle AS handle,
       retweets, retweetsWithDelay, rapid AS rapidRetweets, toFloat(rapid) / retweetsWithDelay AS rapidShare,
       medianDelay,
       COUNT { (a)-[:AMPLIFIED]->() } AS retweetedAccounts,
       COUNT { MATCH (a)-[:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet) RETURN DISTINCT o } AS outlets,
       a.status AS status, c.rank AS cluster, c.size AS members
ORDER BY rapidRetweets DESC, account;
