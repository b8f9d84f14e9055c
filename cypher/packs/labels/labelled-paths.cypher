// Picture of labelled and unlabelled accounts and their amplifiers
// question: Do the same accounts amplify labelled and unlabelled accounts of outlets of one kind and state?
// finding: 8, 9
// columns:
//   part "Part": What the path shows: operation, label, amplification or membership.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is drawn.
//   outlet: Id of an outlet, or part of its name (case-insensitive), that sets kind and state. '' means the outlet of the most retweeted labelled account.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   targets: Maximum number of labelled accounts drawn, and of unlabelled ones, most retweeted first.
//   accounts: Maximum number of amplifiers drawn of labelled accounts, and of unlabelled ones, most retweets first.
// view: graph
:param run => 'latest';
:param outlet => '';
:param state => '';
:param targets => 3;
:param accounts => 4;
MATCH (a:Account)-[:OPERATED_BY]->(o:Outlet)
WHERE toUpper(coalesce($state, '')) IN ['', o.state]
  AND (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND (a.labelledAt IS NOT NULL OR coalesce($outlet, '') <> '')
CALL (a) {
  MATCH (a)-[r:ON_DAY]->(:Day)
  RETURN sum(r.retweets) AS received
}
WITH a, o ORDER BY a.labelledAt IS NULL, received DESC, a.accountId, o.outletId LIMIT 1
CALL (a, o) {
  MATCH (other:Outlet)<-[:OPERATED_BY]-(t:Account {platform: a.platform})
  WHERE coalesce(other.kind, '') = coalesce(o.kind, '') AND coalesce(other.state, '') = coalesce(o.state, '')
  WITH DISTINCT t
  MATCH (t)-[r:ON_DAY]->(:Day)
  WITH t, sum(r.retweets) AS received
  WHERE received > 0
  WITH t ORDER BY received DESC, t.accountId
  WITH collect(t) AS all
  RETURN [t IN all WHERE t.labelledAt IS NOT NULL][..$targets] AS labelled,
         [t IN all WHERE t.labelledAt IS NULL][..$targets] AS unlabelled
}
WITH * WHERE size(labelled) > 0
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH labelled, unlabelled, run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, labelled, labelled + unlabelled AS targets, COLLECT {
  UNWIND [labelled, unlabelled] AS side
  CALL (side) {
    UNWIND side AS t
    MATCH (t)<-[x:AMPLIFIED]-(a:Account)
    WITH a, sum(x.retweets) AS retweets
    RETURN a ORDER BY retweets DESC, a.accountId LIMIT $accounts
  }
  RETURN DISTINCT a
} AS amplifiers
CALL (run, labelled, targets, amplifiers) {
  UNWIND targets AS t
  MATCH path = (t)-[:OPERATED_BY]->(:Outlet)
  RETURN 1 AS step, 'operation' AS part, path
  UNION
  // The first day with a post or a retweet on or after the label.
  UNWIND labelled AS t
  CALL (t) {
    MATCH path = (t)-[:ON_DAY]->(d:Day)
    WHERE d.date >= date(t.labelledAt)
    RETURN path ORDER BY d.date LIMIT 1
  }
  RETURN 2 AS step, 'label' AS part, path
  UNION
  UNWIND amplifiers AS a
  MATCH path = (a)-[:AMPLIFIED]->(t:Account)
  WHERE t IN targets
  RETURN 3 AS step, 'amplification' AS part, path
  UNION
  UNWIND amplifiers AS a
  MATCH path = (a)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 4 AS step, 'membership' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.clusterId, n.outletId, toString(n.date))];
