// A day's new accounts and whom they amplify, as a picture
// question: Which outlets do amplifiers that were created on one day amplify, and are they in one cluster?
// finding: 5, 12
// columns:
//   part: what the path shows: membership, amplification or operation
//   path: the path, for Browser to draw
// parameters:
//   day: the day of creation, YYYY-MM-DD, UTC; '' is the first that creation-batches finds
//   run: a run's id, or 'latest'; without a run no clusters are drawn
//   least: where day is '': least accounts created on it
//   times: where day is '': how many times the usual number they are at the least
//   around: where day is '': how many days before and after are the usual
//   outlet: only amplifiers of this outlet, an id or part of its name; '' is every outlet
//   state: only amplifiers of outlets of this state, two letters; '' is every state
//   accounts: most of the day's accounts drawn; those that retweeted the outlets most come first
//   targets: most accounts of the outlets drawn; those that these accounts retweeted most come first
// view: graph
:param day => '';
:param run => 'latest';
:param least => 5;
:param times => 3.0;
:param around => 30;
:param outlet => '';
:param state => '';
:param accounts => 20;
:param targets => 6;
CALL () {
  // who was created when, as days since 1970; the same day as that of creation-batches
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
  WHERE n >= $least
  WITH *, CASE WHEN day - $around < firstDay THEN firstDay ELSE day - $around END AS begin,
       CASE WHEN day + $around > lastDay THEN lastDay ELSE day + $around END AS end
  WITH *, reduce(m = 0, x IN rows | m + CASE WHEN begin <= x.day <= end AND x.day <> day THEN x.n ELSE 0 END) AS others
  WITH day, n, CASE WHEN end > begin THEN toFloat(others) / (end - begin) ELSE 0.0 END AS usual
  WHERE n >= $times * usual
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
  // an account that two outlets run counts once
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
