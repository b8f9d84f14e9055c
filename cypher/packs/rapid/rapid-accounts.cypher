// Accounts that retweet within seconds most of the time
// question: Which accounts make most of their retweets within seconds of the post, and are they in a cluster?
// finding: 4
// columns:
//   account: the account's key, platform:id
//   handle: its handle, where known
//   retweets: all its retweets, of anyone
//   known: of these, those with a known delay: the post's time is known, and not later than the retweet
//   rapid: of these, those within so many seconds of the post
//   ofRapid: rapid over known, 0 to 1
//   median: its median delay, seconds
//   authors: distinct accounts that it retweeted
//   outlets: registered outlets that it retweeted
//   status: active, suspended or deleted; empty is unknown
//   cluster: rank of its cluster in the run; empty: in none
//   size: member accounts of the cluster
// parameters:
//   run: a run's id, or 'latest'; without a run there are no clusters
//   seconds: a retweet within so many seconds of the post is rapid; above 10 the query takes much longer
//   share: least ofRapid, 0 to 1
//   minRetweets: leave out accounts with fewer known
//   top: most rows, those with the most rapid retweets first
// view: table
:param run => 'latest';
:param seconds => 10;
:param share => 0.5;
:param minRetweets => 20;
:param top => 100;
// who may be: the roll-up's rapid is within 10 seconds, so that fewer seconds find nobody who is not rapid there
CALL () {
  WITH $seconds <= 10 AS quick WHERE quick
  MATCH ()-[x:AMPLIFIED]->()
  WHERE x.rapid > 0
  WITH startNode(x) AS a, sum(x.rapid) AS rapid
  WHERE rapid >= $share * $minRetweets
  CALL (a) {
    MATCH (a)-[x:AMPLIFIED]->()
    RETURN sum(x.timed) AS known
  }
  WITH a, rapid, known
  WHERE known >= $minRetweets AND rapid >= $share * known
  RETURN a
  UNION
  WITH $seconds <= 10 AS quick WHERE NOT quick
  MATCH (a:Account)
  WHERE COUNT { (a)-[:RETWEETED]->() } >= $minRetweets
  RETURN a
}
CALL (a) {
  MATCH (a)-[r:RETWEETED]->(p:Post)
  WITH (r.at.epochMillis - p.createdAt.epochMillis) / 1000.0 AS told
  // a retweet before its post: one of the two times is wrong
  WITH CASE WHEN told >= 0 THEN told END AS delay
  RETURN count(*) AS retweets, count(delay) AS known, count(CASE WHEN delay <= $seconds THEN 1 END) AS rapid,
         percentileCont(delay, 0.5) AS median
}
WITH *
WHERE known >= $minRetweets AND rapid > 0 AND rapid >= $share * known
WITH a, retweets, known, rapid, median ORDER BY rapid DESC, a.accountId LIMIT $top
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH a, retweets, known, rapid, median, run ORDER BY run.createdAt DESC, run.runId
WITH a, retweets, known, rapid, median, collect(run)[0] AS run
OPTIONAL MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
RETURN a.accountId AS account, a.handle AS handle,
       retweets, known, rapid, toFloat(rapid) / known AS ofRapid, median,
       COUNT { (a)-[:AMPLIFIED]->() } AS authors,
       COUNT { MATCH (a)-[:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet) RETURN DISTINCT o } AS outlets,
       a.status AS status, c.rank AS cluster, c.size AS size
ORDER BY rapid DESC, account;
