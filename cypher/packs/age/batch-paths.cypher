// Picture of accounts created on one day and the outlets they amplify
// question: Which outlets do amplifiers that were created on one day retweet, and are they in one cluster?
// finding: 5, 12
// columns:
//   part "Part": What the path shows: membership, amplification or operation.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   day: Day of creation (YYYY-MM-DD, UTC). '' means the first day in the result of creation-batches.
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is drawn.
//   minAccounts: Minimum number of accounts created on the day. Used if day is ''.
//   timesUsual: Minimum ratio of accounts to the usual number per day. Used if day is ''.
//   daysAround: Number of days before and after that give the usual number. Used if day is ''.
//   outlet: Only amplifiers of this outlet, given by its id or part of its name (case-insensitive). '' means every outlet.
//   state: Only amplifiers of outlets of this state (two-letter country code). '' means every state.
//   accounts: Maximum number of the day's accounts drawn, most retweets of outlets first.
//   targets: Maximum number of outlets' accounts drawn, most retweeted by these accounts first.
// view: graph
:param day => '';
:param run => 'latest';
:param minAccounts => 5;
:param timesUsual => 3.0;
:param daysAround => 30;
:param outlet => '';
:param state => '';
:param accounts => 20;
:param targets => 6;
CALL () {
  // Creation days in days since 1970, as in creation-batches.
  CALL () {
    MATCH (a:Account)
    WHERE coalesce($day + $outlet, '') = '' AND a.boostedStates IS NOT NULL AND a.createdAt IS NOT NULL
      AND (coalesce($state, '') = '' OR toUpper($state) IN a.boostedStates)
    RETURN a.createdAt.epochSeconds / 86400 AS day, count(*) AS n
    UNION ALL
    MATCH (o:Outlet)<-[:OPERATED_BY]-(t:Account)
    WHERE coalesce($day, '') = '' AND coalesce($outlet, '') <> ''
      AND (coalesce($outlet, '') IN ['', o.outletId]
           OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
      AND toUpper(coalesce($state, '')) IN ['', o.state]
    WITH DISTINCT t
    MATCH (t)<-[:AMPLIFIED]-(a:Account)
    WHERE a.createdAt IS NOT NULL
    WITH DISTINCT a
    RETURN a.createdAt.epochSeconds / 86400 AS day, count(*) AS n
  }
  WITH min(day) AS firstDay, max(day) AS lastDay, collect({day: day, n: n}) AS rows
  UNWIND rows AS row
  WITH firstDay, lastDay, rows, row.day AS day, row.n AS n
  WHERE n >= $minAccounts
  WITH *, CASE WHEN day - $daysAround < firstDay THEN firstDay ELSE day - $daysAround END AS begin,
       CASE WHEN day + $daysAround > lastDay THEN lastDay ELSE day + $daysAround END AS end
  WITH *, reduce(m = 0, x IN rows | m + CASE WHEN begin <= x.day <= end AND x.day <> day THEN x.n ELSE 0 END) AS others
  WITH day, n, CASE WHEN end > begin THEN toFloat(others) / (end - begin) ELSE 0.0 END AS usual
  WHERE n >= $timesUsual * usual
  RETURN day ORDER BY n - usual DESC, day LIMIT 1
  UNION
  WITH $day AS day
  WHERE coalesce(day, '') <> ''
  RETURN datetime(day).epochSeconds / 86400 AS day
}
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH day, run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (day) {
  MATCH (a:Account)
  WHERE a.boostedStates IS NOT NULL AND a.createdAt.epochSeconds / 86400 = day
  WITH a
  MATCH (a)-[x:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet)
  WHERE (coalesce($outlet, '') IN ['', o.outletId]
         OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  // An account that two outlets operate counts once.
  WITH DISTINCT a, x
  WITH a, sum(x.retweets) AS retweets, collect(x) AS acts ORDER BY retweets DESC, a.accountId LIMIT $accounts
  RETURN collect(a) AS accounts, collect(acts) AS made
}
WITH run, accounts, COLLECT {
  UNWIND made AS acts
  UNWIND acts AS x
  WITH endNode(x) AS t, x.retweets AS retweets
  WITH t, sum(retweets) AS retweets
  RETURN t ORDER BY retweets DESC, t.accountId LIMIT $targets
} AS targets
CALL (run, accounts, targets) {
  UNWIND accounts AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 1 AS step, 'membership' AS part, path
  UNION
  UNWIND accounts AS a
  MATCH path = (a)-[:AMPLIFIED]->(t:Account)
  WHERE t IN targets
  RETURN 2 AS step, 'amplification' AS part, path
  UNION
  UNWIND targets AS t
  MATCH path = (t)-[:OPERATED_BY]->(:Outlet)
  RETURN 3 AS step, 'operation' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId)];
