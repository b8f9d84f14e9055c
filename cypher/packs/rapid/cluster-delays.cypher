// Delays of clusters
// question: How long after a post do a cluster's members retweet it, and what share of their retweets is rapid?
// finding: 4
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   retweets "Retweets": Retweets of any account by members, in the chosen period.
//   retweetsWithDelay "Retweets with known delay": Retweets of posts whose time is known and not later than the retweet.
//   rapidRetweets "Rapid retweets": Retweets within 10 seconds of the post, or within the time that the parameter seconds sets.
//   rapidShare "% rapid": rapidRetweets divided by retweetsWithDelay.
//   rapidMembers "Rapid members": Members with at least half of their retweets with a known delay within the limit.
//   shareWithinMinute "% within 1 minute": Share of the retweets with a known delay that came within 60 seconds.
//   shareWithinTenMinutes "% within 10 minutes": Share of the retweets with a known delay that came within 600 seconds.
//   shareWithinHour "% within 1 hour": Share of the retweets with a known delay that came within 3,600 seconds.
//   lowerQuartileDelay "Lower quartile delay (s)": A quarter of the retweets with a known delay came within this time.
//   medianDelay "Median delay (s)": Half of the retweets with a known delay came within this time.
//   upperQuartileDelay "Upper quartile delay (s)": Three quarters of the retweets with a known delay came within this time.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster. 0 means every cluster.
//   seconds: Maximum delay of a rapid retweet, in seconds.
//   since: First day (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   top: Maximum number of clusters, highest score first.
// view: table
:param run => 'latest';
:param cluster => 0;
:param seconds => 10;
:param since => '';
:param until => '';
:param top => 25;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
WITH run, datetime({date: since}) AS since, datetime({date: until}) + duration('P1D') AS end
MATCH (run)<-[:FOUND_IN]-(c:Cluster)
WHERE $cluster IN [0, c.rank]
WITH since, end, c ORDER BY c.rank LIMIT $top
CALL (c, since, end) {
  MATCH (c)<-[:MEMBER_OF]-(m:Account)-[r:RETWEETED]->(p:Post)
  WHERE since <= r.at < end
  WITH m, (r.at.epochMillis - p.createdAt.epochMillis) / 1000.0 AS seconds
  // one of the two times is wrong if the retweet comes before the post
  WITH m, CASE WHEN seconds >= 0 THEN seconds END AS delay
  WITH m, count(*) AS retweets, collect(delay) AS delays, count(CASE WHEN delay <= $seconds THEN 1 END) AS rapid
  WITH sum(retweets) AS retweets, sum(rapid) AS rapid, collect(delays) AS byMember,
       count(CASE WHEN rapid > 0 AND 2 * rapid >= size(delays) THEN 1 END) AS rapidMembers
  CALL (byMember) {
    UNWIND byMember AS delays
    UNWIND delays AS delay
    RETURN count(delay) AS retweetsWithDelay, count(CASE WHEN delay <= 60 THEN 1 END) AS minute,
           count(CASE WHEN delay <= 600 THEN 1 END) AS tenMinutes, count(CASE WHEN delay <= 3600 THEN 1 END) AS hour,
           percentileCont(delay, 0.25) AS lowerQuartileDelay, percentileCont(delay, 0.5) AS medianDelay,
           percentileCont(delay, 0.75) AS upperQuartileDelay
  }
  RETURN retweets, rapid, rapidMembers, retweetsWithDelay, minute, tenMinutes, hour,
         lowerQuartileDelay, medianDelay, upperQuartileDelay
}
WITH *, CASE WHEN retweetsWithDelay > 0 THEN toFloat(retweetsWithDelay) END AS base
RETURN c.rank AS cluster, c.size AS members, retweets, retweetsWithDelay, rapid AS rapidRetweets,
       rapid / base AS rapidShare, rapidMembers,
       minute / base AS shareWithinMinute, tenMinutes / base AS shareWithinTenMinutes, hour / base AS shareWithinHour,
       lowerQuartileDelay, medianDelay, upperQuartileDelay
ORDER BY cluster;
