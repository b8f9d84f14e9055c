// How soon after the post a cluster retweets
// question: How long after a post do a cluster's retweets come, and what share of them within seconds?
// finding: 4
// columns:
//   cluster: the cluster's rank in its run
//   size: member accounts
//   retweets: retweets by its members within the span of days, of anyone
//   known: of these, those with a known delay: the post's time is known, and not later than the retweet
//   rapid: of these, those within so many seconds of the post
//   ofRapid: rapid over known, 0 to 1
//   rapidMembers: members that are rapid in at least half of their retweets with a known delay
//   withinMinute: share of known within 60 seconds, 0 to 1
//   withinTenMinutes: share of known within 600 seconds
//   withinHour: share of known within 3,600 seconds
//   quarter: seconds within which a quarter of known came
//   median: seconds within which half of known came
//   threeQuarters: seconds within which three quarters of known came
// parameters:
//   run: a run's id, or 'latest'
//   cluster: only the cluster of this rank; 0 is every cluster
//   seconds: a retweet within so many seconds of the post is rapid
//   since: only retweets from this day on, UTC; '' is from the beginning
//   until: only retweets to the end of this day, UTC; '' is to the end
//   top: most clusters, those with the highest scores, rank 1, first
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
  WITH m, (r.at.epochMillis - p.createdAt.epochMillis) / 1000.0 AS told
  // a retweet before its post: one of the two times is wrong
  WITH m, CASE WHEN told >= 0 THEN told END AS delay
  WITH m, count(*) AS retweets, collect(delay) AS delays, count(CASE WHEN delay <= $seconds THEN 1 END) AS rapid
  WITH sum(retweets) AS retweets, sum(rapid) AS rapid, collect(delays) AS byMember,
       count(CASE WHEN rapid > 0 AND 2 * rapid >= size(delays) THEN 1 END) AS rapidMembers
  CALL (byMember) {
    UNWIND byMember AS delays
    UNWIND delays AS delay
    RETURN count(delay) AS known, count(CASE WHEN delay <= 60 THEN 1 END) AS minute,
           count(CASE WHEN delay <= 600 THEN 1 END) AS tenMinutes, count(CASE WHEN delay <= 3600 THEN 1 END) AS hour,
           percentileCont(delay, 0.25) AS quarter, percentileCont(delay, 0.5) AS median,
           percentileCont(delay, 0.75) AS threeQuarters
  }
  RETURN retweets, rapid, rapidMembers, known, minute, tenMinutes, hour, quarter, median, threeQuarters
}
WITH *, CASE WHEN known > 0 THEN toFloat(known) END AS base
RETURN c.rank AS cluster, c.size AS size, retweets, known, rapid, rapid / base AS ofRapid, rapidMembers,
       minute / base AS withinMinute, tenMinutes / base AS withinTenMinutes, hour / base AS withinHour,
       quarter, median, threeQuarters
ORDER BY cluster;
