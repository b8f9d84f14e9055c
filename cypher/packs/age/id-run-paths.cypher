// Accounts under consecutive ids and whom they amplify, as a picture
// question: Which outlets do accounts amplify that were created under consecutive or nearly consecutive ids?
// finding: 5, 12
// columns:
//   part: what the path shows: membership, amplification or operation
//   path: the path, for Browser to draw
// parameters:
//   firstId: the lowest id of a row, as id-runs tells it; 0 is the row that id-runs tells first
//   run: a run's id, or 'latest'; without a run no clusters are drawn
//   gap: most that an id may be above the one before it
//   least: least accounts in a row
//   state: only amplifiers of outlets of this state, two letters; '' is every state
//   accounts: most accounts drawn, the lowest ids first
//   targets: most accounts of outlets drawn; those that these accounts retweeted most come first
// view: graph
:param firstId => 0;
:param run => 'latest';
:param gap => 10;
:param least => 3;
:param state => '';
:param accounts => 20;
:param targets => 6;
CALL () {
  MATCH (a:Account)
  WHERE a.boostedStates IS NOT NULL AND (coalesce($state, '') = '' OR toUpper($state) IN a.boostedStates)
    AND a.createdAt IS NOT NULL
  WITH a, substring(a.accountId, size(a.platform) + 1) AS id
  // numbers of 63 bits, as platforms give them, and no handles or names
  WHERE id =~ '[0-9]{1,19}' AND (size(id) < 19 OR id <= '9223372036854775807')
  WITH a.platform AS platform, a.createdAt.epochSeconds / 86400 AS day, toInteger(id) AS number, id, a
  ORDER BY platform, day, number, id
  RETURN platform, day, collect(number) AS numbers, collect(a) AS created
}
WITH *, [i IN range(1, size(numbers) - 1) WHERE numbers[i] - numbers[i - 1] > $gap] AS breaks
WITH *, [0] + breaks AS begins, breaks + size(numbers) AS ends
UNWIND [k IN range(0, size(begins) - 1) WHERE ends[k] - begins[k] >= $least] AS k
WITH platform, day, numbers[begins[k]] AS firstId, created[begins[k]..ends[k]] AS created
WHERE $firstId IN [0, firstId]
WITH created ORDER BY size(created) DESC, platform, day, firstId LIMIT 1
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH created[..$accounts] AS accounts, run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, accounts, COLLECT {
  UNWIND accounts AS a
  MATCH (a)-[x:AMPLIFIED]->(t:Account)
  WHERE EXISTS { MATCH (t)-[:OPERATED_BY]->(o:Outlet) WHERE toUpper(coalesce($state, '')) IN ['', o.state] }
  WITH t, sum(x.retweets) AS retweets
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
