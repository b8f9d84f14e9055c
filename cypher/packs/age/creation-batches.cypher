// Days on which unusually many amplifiers were created
// question: On which days were more of an outlet's amplifiers created than usual, and are they in a cluster?
// finding: 5, 12
// columns:
//   createdDay "Account created": Day on which the accounts were created (UTC).
//   accounts "Accounts": Amplifiers created on that day.
//   usualAccounts "Usual per day": Mean number of amplifiers created per day on the days before and after.
//   timesUsual "Times the usual": accounts divided by usualAccounts. Empty if no amplifier was created on the other days.
//   suspendedAccounts "Suspended accounts": Accounts known to be suspended.
//   cluster "Cluster": Rank of the cluster that most of these accounts are in. Empty if they are in none.
//   clusteredAccounts "Accounts in the cluster": How many of the accounts are in that cluster.
//   clusterCount "Clusters": Number of clusters that these accounts are in.
//   retweets "Retweets": Their retweets of outlets, of the given state if there is one.
//   handles "Handles": Handles, or account keys if unknown, in order of creation.
//   amplifiersWithCreation "Creation known (amplifiers)": All amplifiers whose creation day is known.
//   amplifiers "Amplifiers": All accounts that retweeted the outlets.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is shown.
//   minAccounts: Minimum number of accounts created on a day.
//   timesUsual: Minimum ratio of accounts to the usual number per day.
//   daysAround: Number of days before and after that give the usual number.
//   outlet: Only amplifiers of this outlet, given by its id or part of its name (case-insensitive). '' means every outlet.
//   state: Only amplifiers of outlets of this state (two-letter country code). '' means every state.
//   maxHandles: Maximum number of handles shown.
//   top: Maximum number of days. Days furthest above the usual come first.
// view: table
:param run => 'latest';
:param minAccounts => 5;
:param timesUsual => 3.0;
:param daysAround => 30;
:param outlet => '';
:param state => '';
:param maxHandles => 10;
:param top => 25;
// Creation days in days since 1970.
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
WHERE accounts >= $minAccounts
// The days around it, within the range of the amplifiers' creation days.
WITH *, CASE WHEN day - $daysAround < firstDay THEN firstDay ELSE day - $daysAround END AS begin,
     CASE WHEN day + $daysAround > lastDay THEN lastDay ELSE day + $daysAround END AS end
WITH *, reduce(n = 0, x IN rows | n + CASE WHEN begin <= x.day <= end AND x.day <> day THEN x.n ELSE 0 END) AS others
WITH amplifiers, known, day, accounts, CASE WHEN end > begin THEN toFloat(others) / (end - begin) ELSE 0.0 END AS usual
WHERE accounts >= $timesUsual * usual
WITH * ORDER BY accounts - usual DESC, day LIMIT $top
WITH amplifiers, known, collect({day: day, accounts: accounts, usual: usual}) AS batches
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH amplifiers, known, batches, run ORDER BY run.createdAt DESC, run.runId
WITH amplifiers, known, batches, collect(run)[0] AS run
// The amplifiers created on these days.
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
RETURN date(datetime({epochSeconds: 86400 * day})) AS createdDay, batch.accounts AS accounts,
       batch.usual AS usualAccounts,
       CASE WHEN batch.usual > 0 THEN batch.accounts / batch.usual END AS timesUsual, suspended AS suspendedAccounts,
       clusters[0].cluster AS cluster, clusters[0].members AS clusteredAccounts, size(clusters) AS clusterCount,
       retweets,
       handles[..$maxHandles] AS handles, known AS amplifiersWithCreation, amplifiers
ORDER BY accounts - usualAccounts DESC, createdDay;
