// Edges between two accounts
// question: Do two accounts share an edge in a run, what is its weight, and in which clusters are they?
// finding: 12
// columns:
//   accountA "Account A": Key of the first account (platform:id).
//   handleA "Handle A": Handle of the first account. Empty if unknown.
//   accountB "Account B": Key of the second account (platform:id).
//   handleB "Handle B": Handle of the second account. Empty if unknown.
//   signal "Signal": Signal of the edge. Empty if the accounts share no edge.
//   weight "Edge weight": Weight of the edge, in the run's weighting.
//   sharedObjects "Shared within the window": Objects on which both accounts acted within the window.
//   sharedAtAnyTime "Shared at any time": Objects on which both accounts acted at any time. Empty if the run has no test of significance.
//   expectedByActivity "Expected by activity": Weight that the activity model expects of accounts active in the same hours. Empty without a test.
//   expectedByReaction "Expected by reaction time": Weight that the reaction-time model expects of the two accounts. Empty without a test.
//   expectedByThirdParties "Expected by third parties": Weight that the third-party model expects, from the times of other accounts on the same objects. Empty without a test.
//   qValue "q-value": Smallest rate at which the edge is in tier A. The rate covers independent reaction, not common triggers. Empty without a test.
//   tier "Tier": A if the edge is beyond independent reaction, B if it needs review, trigger if a common trigger is not excluded, joined if one account joined the other's group. Empty without a test.
//   trigger "Indication of a common trigger": What indicates a common trigger. Empty in other tiers.
//   triggerAccount "Trigger account": Key of the account that is the likely trigger. Empty if it is not one account.
//   triggerHandle "Handle of the trigger account": Handle of that account. Empty if unknown.
//   windowSeconds "Window (s)": Window of the edge: that of the run or, if the run scanned windows, the one in which the pair is found best.
//   clusterA "Cluster of A": Rank of the first account's cluster. Empty if it is in no cluster.
//   clusterB "Cluster of B": Rank of the second account's cluster. Empty if it is in no cluster.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   accountA: Account key (x:123) or handle (x:name, @name). If both accounts are '', the run's heaviest edge of tier A, or of B or joined if there is no tier A.
//   accountB: The other account, in the same form.
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
  WHERE e.runId = run.runId AND coalesce(e.tier, 'A') <> 'trigger'
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
       e.signal AS signal, e.weight AS weight, e.objects AS sharedObjects,
       e.shared AS sharedAtAnyTime, e.expectedChance AS expectedByActivity, e.expectedSync AS expectedByReaction,
       e.expectedThird AS expectedByThirdParties, e.q AS qValue, e.tier AS tier, e.trigger AS trigger,
       e.triggerAccount AS triggerAccount,
       COLLECT { MATCH (t:Account {accountId: e.triggerAccount}) RETURN t.handle }[0] AS triggerHandle,
       coalesce(e.window, run.window) / 1000.0 AS windowSeconds,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster {runId: run.runId}) RETURN c.rank ORDER BY c.rank }[0] AS clusterA,
       COLLECT { MATCH (b)-[:MEMBER_OF]->(c:Cluster {runId: run.runId}) RETURN c.rank ORDER BY c.rank }[0] AS clusterB
ORDER BY signal, accountA, accountB;
