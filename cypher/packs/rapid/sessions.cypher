// Accounts that retweet one post after the other within seconds
// question: Which accounts make most of their retweets within seconds of their last one?
// finding: 4
// columns:
//   account: the account's key, platform:id
//   handle: its handle, where known
//   retweets: all its retweets, of anyone
//   close: retweets that follow its last one within so many seconds
//   ofClose: close over its retweets but the first, 0 to 1
//   median: seconds from one retweet to the next, median
//   sittings: how often it began such a row of retweets
//   longest: retweets in the longest of these rows
//   longestAt: when that one began, UTC
//   days: days on which it retweeted, UTC
//   outlets: registered outlets that it retweeted
//   status: active, suspended or deleted; empty is unknown
//   cluster: rank of its cluster in the run; empty: in none
//   size: member accounts of the cluster
// parameters:
//   run: a run's id, or 'latest'; without a run there are no clusters
//   seconds: a retweet is close when it comes at most so many seconds after the last
//   share: least ofClose, 0 to 1
//   minRetweets: leave out accounts with fewer retweets
//   accounts: most accounts looked at, those with the most retweets first; every retweet of theirs is read
//   top: most rows, those with the most close retweets first
// view: table
:param run => 'latest';
:param seconds => 6;
:param share => 0.5;
:param minRetweets => 20;
:param accounts => 1200;
:param top => 100;
MATCH (a:Account)
WITH a, COUNT { (a)-[:RETWEETED]->() } AS made
WHERE made >= $minRetweets
WITH a ORDER BY made DESC, a.accountId LIMIT $accounts
CALL (a) {
  MATCH (a)-[r:RETWEETED]->()
  WITH r.at.epochMillis AS ms ORDER BY ms
  WITH collect(ms) AS times
  WITH times, size([i IN range(1, size(times) - 1) WHERE times[i] - times[i - 1] <= 1000 * $seconds]) AS close
  WHERE close > 0 AND close >= $share * (size(times) - 1)
  WITH times, close, [i IN range(1, size(times) - 1) | times[i] - times[i - 1]] AS gaps
  UNWIND gaps AS gap
  RETURN times, gaps, close, percentileCont(gap, 0.5) / 1000.0 AS median
}
WITH a, times, gaps, close, median ORDER BY close DESC, a.accountId LIMIT $top
// rows of close retweets: each close gap lengthens one, any other ends it
WITH *, reduce(s = {length: 1, from: 0, longest: 0, at: 0, sittings: 0}, i IN range(0, size(gaps) - 1) | CASE
       WHEN gaps[i] > 1000 * $seconds THEN s {.*, length: 1, from: i + 1}
       ELSE s {.*, length: s.length + 1, sittings: s.sittings + CASE s.length WHEN 1 THEN 1 ELSE 0 END,
               longest: CASE WHEN s.length + 1 > s.longest THEN s.length + 1 ELSE s.longest END,
               at: CASE WHEN s.length + 1 > s.longest THEN s.from ELSE s.at END}
     END) AS rows
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH a, times, close, median, rows, run ORDER BY run.createdAt DESC, run.runId
WITH a, times, close, median, rows, collect(run)[0] AS run
OPTIONAL MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
RETURN a.accountId AS account, a.handle AS handle, size(times) AS retweets, close,
       toFloat(close) / (size(times) - 1) AS ofClose, median, rows.sittings AS sittings, rows.longest AS longest,
       datetime({epochMillis: times[rows.at]}) AS longestAt,
       COUNT { UNWIND times AS ms RETURN DISTINCT ms / 86400000 } AS days,
       COUNT { MATCH (a)-[:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet) RETURN DISTINCT o } AS outlets,
       a.status AS status, c.rank AS cluster, c.size AS size
ORDER BY close DESC, account;
