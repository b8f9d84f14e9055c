// Delays of a sample of accounts
// question: How long after a post do accounts retweet it, in a sample of all accounts?
// finding: 4
// columns:
//   accounts "Accounts": Sampled accounts with at least one retweet.
//   retweets "Retweets": Retweets of any account by these accounts.
//   retweetsWithDelay "Retweets with known delay": Retweets of posts whose time is known and not later than the retweet.
//   rapidRetweets "Rapid retweets": Retweets within 10 seconds of the post, or within the time that the parameter seconds sets.
//   rapidShare "% rapid": rapidRetweets divided by retweetsWithDelay. This column and the next six are empty if no delay is known.
//   shareWithinMinute "% within 1 minute": Share of the retweets with a known delay that came within 60 seconds.
//   shareWithinTenMinutes "% within 10 minutes": Share of the retweets with a known delay that came within 600 seconds.
//   shareWithinHour "% within 1 hour": Share of the retweets with a known delay that came within 3,600 seconds.
//   lowerQuartileDelay "Lower quartile delay (s)": A quarter of the retweets with a known delay came within this time.
//   medianDelay "Median delay (s)": Half of the retweets with a known delay came within this time.
//   upperQuartileDelay "Upper quartile delay (s)": Three quarters of the retweets with a known delay came within this time.
// parameters:
//   run: Id of a detection run, or 'latest'. Only accounts on the run's platforms are sampled. Without a run, all accounts are.
//   seconds: Maximum delay of a rapid retweet, in seconds.
//   sample: Maximum number of accounts sampled: the first in the order of their reversed keys.
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
WITH a, (r.at.epochMillis - p.createdAt.epochMillis) / 1000.0 AS seconds
// one of the two times is wrong if the retweet comes before the post
WITH a, CASE WHEN seconds >= 0 THEN seconds END AS delay
WITH count(DISTINCT a) AS accounts, count(*) AS retweets, count(delay) AS retweetsWithDelay,
     count(CASE WHEN delay <= $seconds THEN 1 END) AS rapid, count(CASE WHEN delay <= 60 THEN 1 END) AS minute,
     count(CASE WHEN delay <= 600 THEN 1 END) AS tenMinutes, count(CASE WHEN delay <= 3600 THEN 1 END) AS hour,
     percentileCont(delay, 0.25) AS lowerQuartileDelay, percentileCont(delay, 0.5) AS medianDelay,
     percentileCont(delay, 0.75) AS upperQuartileDelay
WITH *, CASE WHEN retweetsWithDelay > 0 THEN toFloat(retweetsWithDelay) END AS base
WHERE accounts > 0
RETURN accounts, retweets, retweetsWithDelay, rapid AS rapidRetweets, rapid / base AS rapidShare,
       minute / base AS shareWithinMinute, tenMinutes / base AS shareWithinTenMinutes, hour / base AS shareWithinHour,
       lowerQuartileDelay, medianDelay, upperQuartileDelay
ORDER BY accounts;
