// Picture of accounts that moved from a labelled account to unlabelled ones
// question: Which accounts retweeted an account until it was labelled, and which unlabelled accounts did they then start
//   to retweet?
// finding: 9
// columns:
//   part "Part": What the path shows: operation, label, left, taken up or membership.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   account: Key of the labelled account (platform:id). '' means the most retweeted one.
//   outlet: Id of its outlet, or part of its name (case-insensitive). '' means every outlet.
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is drawn.
//   accounts: Maximum number of accounts drawn that stopped, most retweets of the labelled account first.
//   targets: Maximum number of unlabelled accounts drawn, of outlets of the same kind and state. Accounts that most accounts started to retweet come first.
// view: graph
:param account => '';
:param outlet => '';
:param run => 'latest';
:param accounts => 25;
:param targets => 6;
MATCH (a:Account)-[:OPERATED_BY]->(o:Outlet)
WHERE a.labelledAt IS NOT NULL AND coalesce($account, '') IN ['', a.accountId]
  AND (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
CALL (a) {
  MATCH (a)-[r:ON_DAY]->(:Day)
  RETURN sum(r.retweets) AS received
}
WITH a, o ORDER BY received DESC, a.accountId, o.outletId LIMIT 1
CALL (a, o) {
  WITH a, o, date(a.labelledAt) AS day
  MATCH (a)<-[x:AMPLIFIED]-(u:Account)
  WHERE date(x.lastAt) < day
  MATCH (u)-[y:AMPLIFIED]->(t:Account)
  WHERE date(y.firstAt) >= day AND t.labelledAt IS NULL AND t.platform = a.platform AND EXISTS {
    MATCH (t)-[:OPERATED_BY]->(other:Outlet)
    WHERE coalesce(other.kind, '') = coalesce(o.kind, '') AND coalesce(other.state, '') = coalesce(o.state, '')
  }
  WITH u, x, collect(y) AS taken ORDER BY x.retweets DESC, u.accountId LIMIT $accounts
  RETURN collect(x) AS left, reduce(all = [], one IN collect(taken) | all + one) AS taken
}
WITH * WHERE size(left) > 0
WITH a, left, taken, COLLECT {
  UNWIND taken AS y
  WITH endNode(y) AS t, y.retweets AS retweets
  WITH t, count(*) AS accounts, sum(retweets) AS retweets
  RETURN t ORDER BY accounts DESC, retweets DESC, t.accountId LIMIT $targets
} AS targets
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run, a, left, taken, targets ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (run, a, left, taken, targets) {
  UNWIND targets + a AS t
  MATCH path = (t)-[:OPERATED_BY]->(:Outlet)
  RETURN 1 AS step, 'operation' AS part, path
  UNION
  // The first day with a post or a retweet on or after the label.
  WITH a
  CALL (a) {
    MATCH path = (a)-[:ON_DAY]->(d:Day)
    WHERE d.date >= date(a.labelledAt)
    RETURN path ORDER BY d.date LIMIT 1
  }
  RETURN 2 AS step, 'label' AS part, path
  UNION
  UNWIND left AS x
  MATCH path = ()-[x]->()
  RETURN 3 AS step, 'left' AS part, path
  UNION
  UNWIND taken AS y
  WITH y, targets WHERE endNode(y) IN targets
  MATCH path = ()-[y]->()
  RETURN 4 AS step, 'taken up' AS part, path
  UNION
  UNWIND left AS x
  WITH run, startNode(x) AS u
  MATCH path = (u)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 5 AS step, 'membership' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId, toString(n.date))];
