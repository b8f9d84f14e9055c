// Active hours of a cluster and matching time zones
// question: In which hours do a cluster's members retweet and post, and in which time zones would they sleep at night?
// finding: 12
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   account "Account key": Key of the member (platform:id). Empty in the row of a whole cluster.
//   handle "Handle": Handle of the member. Empty if unknown.
//   location "Location": Claimed location as written. For a cluster, the one that most members claim.
//   actions "Actions": Retweets and posts with a known time.
//   actionsByHour "Actions by hour (UTC)": Actions in each hour of the day, as 24 numbers from 00 to 23.
//   quietShare "% in the quietest 8 hours": Share of actions in the eight consecutive hours with the fewest. 33% means no rhythm.
//   quietHoursFrom "Quiet hours begin (UTC)": Hour at which the eight quietest hours begin. Several if they tie.
//   utcOffsets "Matching UTC offsets": Offsets from UTC in hours at which these eight hours are 23:00 to 07:00, in the order of quietHoursFrom.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster, with one row per member. 0 means one row per cluster.
//   since: First day (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   minActions: Minimum number of actions in a row.
//   top: Maximum number of rows.
// view: table
:param run => 'latest';
:param cluster => 0;
:param since => '';
:param until => '';
:param minActions => 20;
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
WHERE acts >= $minActions
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
RETURN c.rank AS cluster, c.size AS members, m.accountId AS account, m.handle AS handle, locations[0] AS location,
       acts AS actions, hours AS actionsByHour, toFloat(least) / acts AS quietShare, quietFrom AS quietHoursFrom,
       [start IN quietFrom | (23 - start + 11) % 24 - 11] AS utcOffsets
ORDER BY cluster, actions DESC, account;
