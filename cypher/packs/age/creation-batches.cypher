// Days on which many amplifiers were created
// question: On which days were more of an outlet's amplifiers created than is usual, and are they in a cluster?
// finding: 5, 12
// columns:
//   day: day of creation, UTC
//   accounts: amplifiers created on it
//   usual: amplifiers created a day, mean over the days before and after it
//   times: accounts over usual; empty where nobody was created on those days
//   suspended: of the accounts, those known to be suspended
//   cluster: the cluster of the run that most of them are in; empty: they are in none
//   members: how many of them are in it
//   clusters: clusters that any of them are in
//   retweets: retweets that they made of all outlets, of the state's where one is asked for
//   handles: handles, keys where those are unknown, in the order of creation
//   known: amplifiers whose creation is known, of any day
//   amplifiers: all amplifiers
// parameters:
//   run: a run's id, or 'latest'; without a run there are no clusters
//   least: least accounts created on a day
//   times: how many times the usual number they are at the least
//   around: how many days before and after are the usual
//   outlet: only amplifiers of this outlet, an id or part of its name; '' is every outlet
//   state: only amplifiers of outlets of this state, two letters; '' is every state
//   names: most handles told of a day
//   top: most days, those with the most accounts beyond the usual first
// view: table
:param run => 'latest';
:param least => 5;
:param times => 3.0;
:param around => 30;
:param outlet => '';
:param state => '';
:param names => 10;
:param top => 25;
// who was created when, as days since 1970
CALL () {
  MATCH (a:Account)
  WHERE coalesce($outlet, '') = '' AND a.boostedStates IS NOT NULL
    AND (coalesce($state, '') = '' OR toUpper($state) IN a.boostedStates)
  RETURN a.createdAt.epochSeconds / 86400 AS day, count(*) AS n
  UNION ALL
  MATCH (o:Outlet)<-[:OPERATED_BY]-(t:Account)
  WHERE coalesce($outlet, '') <> ''
    AND (coalesce($outlet, '') IN ['', o.outletId]
         OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  WITH DISTINCT t
  MATCH (t)<-[:AMPLIFIED]-(a:Account)
  WITH DISTINCT a
  RETURN a.createdAt.epochSeconds / 86400 AS day, count(*) AS n
}
WITH sum(n) AS amplifiers, sum(CASE WHEN day IS NOT NULL THEN n END) AS known,
     min(day) AS firstDay, max(day) AS lastDay,
     collect(CASE WHEN day IS NOT NULL THEN {day: day, n: n} END) AS rows
UNWIND rows AS row
WITH amplifiers, known, firstDay, lastDay, rows, row.day AS day, row.n AS accounts
WHERE accounts >= $least
// the days around it, as far as the amplifiers' own days of creation reach
WITH *, CASE WHEN day - $around < firstDay THEN firstDay ELSE day - $around END AS begin,
     CASE WHEN day + $around > lastDay THEN lastDay ELSE day + $around END AS end
WITH *, reduce(n = 0, x IN rows | n + CASE WHEN begin <= x.day <= end AND x.day <> day THEN x.n ELSE 0 END) AS others
WITH amplifiers, known, day, accounts, CASE WHEN end > begin THEN toFloat(others) / (end - begin) ELSE 0.0 END AS usual
WHERE accounts >= $times * usual
WITH * ORDER BY accounts - usual DESC, day LIMIT $top
WITH amplifiers, known, collect({day: day, accounts: accounts, usual: usual}) AS batches
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH amplifiers, known, batches, run ORDER BY run.createdAt DESC, run.runId
WITH amplifiers, known, batches, collect(run)[0] AS run
// the same amplifiers again, those of these days alone
CALL (batches) {
  WITH [b IN batches | b.day] AS days
  MATCH (a:Account)
  WHERE coalesce($outlet, '') = '' AND a.boostedStates IS NOT NULL
    AND (coalesce($state, '') = '' OR toUpper($state) IN a.boostedStates)
    AND a.createdAt.epochSeconds / 86400 IN days
  RETURN a
  UNION
  WITH [b IN batches | b.day] AS days
  MATCH (o:Outlet)<-[:OPERATED_BY]-(t:Account)
  WHERE coalesce($outlet, '') <> ''
    AND (coalesce($outlet, '') IN ['', o.outletId]
         OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  MATCH (t)<-[:AMPLIFIED]-(a:Account)
  WHERE a.createdAt.epochSeconds / 86400 IN days
  RETURN a
}
OPTIONAL MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
WITH amplifiers, known, batches, a, c, toUpper(coalesce($state, '')) AS only,
     a.boostedStates AS states, a.boostedRetweets AS made
ORDER BY a.createdAt, a.accountId
WITH amplifiers, known, batches, a.createdAt.epochSeconds / 86400 AS day, collect(c) AS of,
     collect(coalesce(a.handle, a.accountId)) AS handles, count(CASE a.status WHEN 'suspended' THEN 1 END) AS suspended,
     sum(reduce(n = 0, i IN range(0, size(states) - 1) |
           n + CASE WHEN only IN ['', states[i]] THEN made[i] ELSE 0 END)) AS retweets
WITH *, [b IN batches WHERE b.day = day][0] AS batch, COLLECT {
  UNWIND of AS c
  WITH c.rank AS cluster, count(*) AS members
  RETURN {cluster: cluster, members: members} ORDER BY members DESC, cluster
} AS clusters
RETURN date(datetime({epochSeconds: 86400 * day})) AS day, batch.accounts AS accounts, batch.usual AS usual,
       CASE WHEN batch.usual > 0 THEN batch.accounts / batch.usual END AS times, suspended,
       clusters[0].cluster AS cluster, clusters[0].members AS members, size(clusters) AS clusters, retweets,
       handles[..$names] AS handles, known, amplifiers
ORDER BY accounts - usual DESC, day;
