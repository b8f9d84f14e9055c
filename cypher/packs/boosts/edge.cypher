// The edges of two accounts
// question: In which network of a run do two accounts share an edge, how heavy is it, and in which clusters are they?
// finding: 12
// columns:
//   accountA: key of the first account, platform:id
//   handleA: its handle, where known
//   accountB: key of the second account
//   handleB: its handle, where known
//   signal: the signal of the edge; empty where they share none
//   weight: the edge's weight, by the run's weighting
//   objects: distinct objects shared within the window
//   shared: objects that both have, at whatever times; this and the next four: empty where fixed weights decided
//   chance: weight expected of accounts that are awake in the same hours
//   reaction: weight expected of the accounts' reaction times
//   q: least false-discovery rate at which the edge passes
//   tier: A, beyond audience and reaction time; B, to be reviewed, and in no cluster
//   window: the run's window, seconds
//   clusterA: rank of A's cluster, if it is in one
//   clusterB: rank of B's cluster, if it is in one
// parameters:
//   run: a run's id, or 'latest'
//   accountA: an account's key (x:123) or handle (x:name, @name); '' with accountB '': the run's heaviest edge, of tier A if there is one
//   accountB: the other account, in the same forms
// view: table
:param run => 'latest';
:param accountA => '';
:param accountB => '';
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (run) {
  WITH run WHERE $accountA = '' AND $accountB = ''
  MATCH (a:Account)-[e:COORDINATED]->(b:Account) USING INDEX e:COORDINATED(runId)
  WHERE e.runId = run.runId
  RETURN a, b ORDER BY coalesce(e.tier, 'A'), e.weight DESC, a.accountId, b.accountId LIMIT 1
  UNION
  WITH run, replace(toLower($accountA), '@', '') AS keyA, replace(toLower($accountB), '@', '') AS keyB
  WHERE keyA <> '' AND keyB <> ''
  MATCH (a:Account)
  WHERE a.accountId IN [$accountA, toLower($accountA)]
     OR (NOT EXISTS { MATCH (:Account {accountId: $accountA}) }
         AND (a.handleKey = keyA OR a.handleKey ENDS WITH ':' + keyA))
  MATCH (b:Account)
  WHERE b.accountId IN [$accountB, toLower($accountB)]
     OR (NOT EXISTS { MATCH (:Account {accountId: $accountB}) }
         AND (b.handleKey = keyB OR b.handleKey ENDS WITH ':' + keyB))
  RETURN a, b
}
OPTIONAL MATCH (a)-[e:COORDINATED]-(b)
WHERE e.runId = run.runId
RETURN a.accountId AS accountA, a.handle AS handleA, b.accountId AS accountB, b.handle AS handleB,
       e.signal AS signal, e.weight AS weight, e.objects AS objects,
       e.shared AS shared, e.expectedChance AS chance, e.expectedSync AS reaction, e.q AS q, e.tier AS tier,
       run.window / 1000.0 AS window,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster {runId: run.runId}) RETURN c.rank ORDER BY c.rank }[0] AS clusterA,
       COLLECT { MATCH (b)-[:MEMBER_OF]->(c:Cluster {runId: run.runId}) RETURN c.rank ORDER BY c.rank }[0] AS clusterB
ORDER BY signal, accountA, accountB;
