// Accounts that retweet many posts in close sequence
// question: Which accounts make most of their retweets within seconds of their previous retweet?
// finding: 4
// columns:
//   account "Account key": Key of the account (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   retweets "Retweets": Retweets of any account by this account.
//   closeRetweets "Retweets in close sequence": Retweets within the chosen number of seconds of the account's previous retweet.
//   closeShare "% in close sequence": closeRetweets divided by all its retweets except the first.
//   medianGapSeconds "Median gap (s)": Median time from one retweet to the next.
//   sessions "Sessions": Number of sessions. A session is a series of retweets in close sequence.
//   longestSession "Longest session (retweets)": Number of retweets in the longest session.
//   longestSessionAt "Longest session started": Time of the first retweet in the longest session (UTC).
//   activeDays "Active days": Number of days with a retweet (UTC).
//   outlets "Outlets": Number of outlets that it retweeted.
//   status "Status": Account status: active, suspended or deleted. Empty if unknown.
//   cluster "Cluster": Rank of the account's cluster in the run. Empty if it is in no cluster.
//   members "Members": Accounts in the cluster.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, there are no clusters.
//   seconds: Maximum time between two retweets in close sequence, in seconds.
//   minShare: Minimum closeShare (0 to 1).
//   minRetweets: Minimum number of retweets of an account.
//   maxAccounts: Maximum number of accounts, most retweets first. The query reads every retweet of these accounts.
//   top: Maximum number of rows, most retweets in close sequence first.
// view: table
:param run => 'latest';
:param seconds => 6;
:param minShare => 0.5;
:param minRetweets => 20;
:param maxAccounts => 1200;
:param top => 100;
MATCH (a:Account)
WITH a, COUNT { (a)-[:RETWEETED]->() } AS made
WHERE made >= $minRetweets
WITH a ORDER BY made DESC, a.accountId LIMIT $maxAccounts
CALL (a) {
  MATCH (a)-[r:RETWEETED]->()
  WITH r.at.epochMillis AS ms ORDER BY ms
  WITH collect(ms) AS times
  WITH times, size([i IN range(1, size(times) - 1) WHERE times[i] - times[i - 1] <= 1000 * $seconds]) AS close
  WHERE close > 0 AND close >= $minShare * (size(times) - 1)
  WITH times, close, [i IN range(1, size(times) - 1) | times[i] - times[i - 1]] AS gaps
  UNWIND gaps AS gap
  RETURN times, gaps, close, percentileCont(gap, 0.5) / 1000.0 AS median
}
WITH a, times, gaps, close, median ORDER BY close DESC, a.accountId LIMIT $top
// a close gap extends the current session, any other gap ends it
WITH *, reduce(s = {length: 1, from: 0, longest: 0, at: 0, sessions: 0}, i IN range(0, size(gaps) - 1) | CASE
       WHEN gaps[i] > 1000 * $seconds THEN s {.*, length: 1, from: i + 1}
       ELSE s {.*, length: s.length + 1, sessions: s.sessions + CASE s.length WHEN 1 THEN 1 ELSE 0 END,
               longest: CASE WHEN s.length + 1 > s.longest THEN s.length + 1 ELSE s.longest END,
               at: CASE WHEN s.length + 1 > s.longest THEN s.from ELSE s.at END}
     END) AS found
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH a, times, close, median, found, run ORDER BY run.createdAt DESC, run.runId
WITH a, times, close, median, found, collect(run)[0] AS run
OPTIONAL MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
RETURN a.accountId AS account, a.handle AS handle, size(times) AS retweets, close AS closeRetweets,
       toFloat(close) / (size(times) - 1) AS closeShare, median AS medianGapSeconds,
       found.sessions AS sessions, found.longest AS longestSession,
       datetime({epochMillis: times[found.at]}) AS longestSessionAt,
       COUNT { UNWIND times AS ms RETURN DISTINCT ms / 86400000 } AS activeDays,
       COUNT { MATCH (a)-[:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet) RETURN DISTINCT o } AS outlets,
       a.status AS status, c.rank AS cluster, c.size AS members
ORDER BY closeRetweets DESC, account;
