// Accounts whose common trigger is not excluded
// question: For which accounts is a common trigger not excluded, and what is the likely trigger?
// finding: 12
// columns:
//   account "Account key": Key of an account that is in no cluster (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   edges "Edges": Edges of the account for which a common trigger is not excluded.
//   connectedAccounts "Connected accounts": Accounts at the other end of these edges.
//   trigger "Indication of a common trigger": What indicates a common trigger, for the heaviest of these edges.
//   triggerAccount "Trigger account": Key of the account that is the likely trigger of that edge. Empty if it is not one account.
//   triggerHandle "Handle of the trigger account": Handle of that account. Empty if unknown.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   top: Maximum number of rows, most edges first.
// view: table
:param run => 'latest';
:param top => 100;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (a:Account)-[e:COORDINATED]-(other:Account) USING INDEX e:COORDINATED(runId)
WHERE e.runId = run.runId AND e.tier = 'trigger'
  AND NOT EXISTS { (a)-[:MEMBER_OF]->(:Cluster {runId: run.runId}) }
WITH a, e, other ORDER BY e.weight DESC, other.accountId
WITH a, count(*) AS edges, count(DISTINCT other) AS connectedAccounts, collect(e)[0] AS heaviest
ORDER BY edges DESC, a.accountId LIMIT $top
RETURN a.accountId AS account, a.handle AS handle, edges, connectedAccounts, heaviest.trigger AS trigger,
       heaviest.triggerAccount AS triggerAccount,
       COLLECT { MATCH (t:Account {accountId: heaviest.triggerAccount}) RETURN t.handle }[0] AS triggerHandle
ORDER BY edges DESC, account;
