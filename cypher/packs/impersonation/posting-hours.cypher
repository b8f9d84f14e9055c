// At which hours a cluster acts, and where that would be by day
// question: In which hours do a cluster's members retweet and post, and in which time zones would they sleep at night?
// finding: 12
// columns:
//   cluster: the cluster's rank in its run
//   size: member accounts
//   account: the member's key, platform:id; empty in a row that stands for the whole cluster
//   handle: its handle, where known
//   location: the location it claims, as written; of a cluster the one that most of its members claim
//   acts: retweets and posts whose time is known
//   hours: how many of them began in each hour of the day, UTC: 24 numbers, 00 to 23
//   quietest: share of them in the eight hours that have the fewest, 0 to 1; 0.33 is no rhythm
//   quietFrom: the hours, UTC, at which such eight hours begin; several where equally few acts fall to each
//   offsets: the hours from UTC at which these eight are 23:00 to 07:00, in the order of quietFrom
// parameters:
//   run: a run's id, or 'latest'
//   cluster: the cluster's rank, a row for each of its members; 0 is a row for every cluster
//   since: first day, UTC, as YYYY-MM-DD; '' is open
//   until: last day, likewise
//   minActs: leave out rows with fewer acts
//   top: most rows
// view: table
:param run => 'latest';
:param cluster => 0;
:param since => '';
:param until => '';
:param minActs => 20;
:param top => 25;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
WITH run, datetime({date: since}) AS since, datetime({date: until}) + duration('P1D') AS until
MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(m:Account)
WHERE $cluster IN [0, c.rank]
CALL (m, since, until) {
  MATCH (m)-[r:RETWEETED]->(:Post)
  WHERE since <= r.at AND r.at < until
  RETURN r.at.hour AS hour, count(*) AS n
  UNION ALL
  MATCH (m)-[:POSTED]->(p:Post)
  WHERE since <= p.createdAt AND p.createdAt < until AND coalesce(p.identified, true)
  RETURN p.createdAt.hour AS hour, count(*) AS n
}
WITH c, CASE WHEN $cluster = 0 THEN null ELSE m END AS m, hour, sum(n) AS n
WITH c, m, sum(n) AS acts, collect({hour: hour, n: n}) AS counts
WHERE acts >= $minActs
WITH c, m, acts, [hour IN range(0, 23) |
  reduce(n = 0, x IN counts | n + CASE x.hour WHEN hour THEN x.n ELSE 0 END)
] AS hours
WITH *, [start IN range(0, 23) | reduce(n = 0, i IN range(start, start + 7) | n + hours[i % 24])] AS eights
WITH *, reduce(least = acts, n IN eights | CASE WHEN n < least THEN n ELSE least END) AS least
WITH *, [start IN range(0, 23) WHERE eights[start] = least] AS quietFrom
WITH * ORDER BY c.rank, acts DESC, m.accountId LIMIT $top
WITH *, COLLECT {
  MATCH (c)<-[:MEMBER_OF]-(x:Account)
  WHERE x.location IS NOT NULL AND (m IS NULL OR x = m)
  WITH x.location AS location, count(*) AS members
  RETURN location ORDER BY members DESC, location LIMIT 1
} AS locations
RETURN c.rank AS cluster, c.size AS size, m.accountId AS account, m.handle AS handle, locations[0] AS location,
       acts, hours, toFloat(least) / acts AS quietest, quietFrom,
       [start IN quietFrom | (23 - start + 11) % 24 - 11] AS offsets
ORDER BY cluster, acts DESC, account;
