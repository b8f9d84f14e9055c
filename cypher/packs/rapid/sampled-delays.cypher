// How soon after the post a sample of accounts retweets
// question: How long after a post do retweets of all accounts come, clusters or not, as a sample of the accounts tells?
// finding: 4
// columns:
//   accounts: accounts looked at that have a retweet
//   retweets: their retweets, of anyone
//   known: of these, those with a known delay: the post's time is known, and not later than the retweet
//   rapid: of these, those within so many seconds of the post
//   ofRapid: rapid over known, 0 to 1; empty where no delay is known, and so are the next six
//   withinMinute: share of known within 60 seconds, 0 to 1
//   withinTenMinutes: share of known within 600 seconds
//   withinHour: share of known within 3,600 seconds
//   quarter: seconds within which a quarter of known came
//   median: seconds within which half of known came
//   threeQuarters: seconds within which three quarters of known came
// parameters:
//   run: a run's id, or 'latest': only accounts of its platforms; without a run, all
//   seconds: a retweet within so many seconds of the post is rapid
//   sample: most accounts looked at, with all their retweets: the first by the reversed key
// view: table
:param run => 'latest';
:param seconds => 10;
:param sample => 20000;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (a:Account)
WHERE run IS NULL OR a.platform IN run.platforms
WITH a ORDER BY reverse(a.accountId) LIMIT $sample
MATCH (a)-[r:RETWEETED]->(p:Post)
WITH a, (r.at.epochMillis - p.createdAt.epochMillis) / 1000.0 AS told
// a retweet before its post: one of the two times is wrong
WITH a, CASE WHEN told >= 0 THEN told END AS delay
WITH count(DISTINCT a) AS accounts, count(*) AS retweets, count(delay) AS known,
     count(CASE WHEN delay <= $seconds THEN 1 END) AS rapid, count(CASE WHEN delay <= 60 THEN 1 END) AS minute,
     count(CASE WHEN delay <= 600 THEN 1 END) AS tenMinutes, count(CASE WHEN delay <= 3600 THEN 1 END) AS hour,
     percentileCont(delay, 0.25) AS quarter, percentileCont(delay, 0.5) AS median,
     percentileCont(delay, 0.75) AS threeQuarters
WITH *, CASE WHEN known > 0 THEN toFloat(known) END AS base
WHERE accounts > 0
RETURN accounts, retweets, known, rapid, rapid / base AS ofRapid, minute / base AS withinMinute,
       tenMinutes / base AS withinTenMinutes, hour / base AS withinHour, quarter, median, threeQuarters
ORDER BY accounts;
