// Picture of accounts with consecutive ids and the outlets they amplify
// question: Which outlets do accounts with consecutive or nearly consecutive ids amplify?
// finding: 5, 12
// columns:
//   part "Part": What the path shows: membership, amplification or operation.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   firstId: Lowest id of a group, as shown by id-runs. 0 means the first group that id-runs shows.
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is drawn.
//   maxGap: Maximum difference between an id and the next one.
//   minAccounts: Minimum number of accounts in a group.
//   state: Only amplifiers of outlets of this state (two-letter country code). '' means every state.
//   accounts: Maximum number of accounts drawn, lowest ids first.
//   targets: Maximum number of outlets' accounts drawn, most retweeted by these accounts first.
// view: graph
:param firstId => 0;
:param run => 'latest';
:param maxGap => 10;
:param minAccounts => 3;
:param state => '';
:param accounts => 20;
:param targets => 6;
CALL () {
  MATCH (a:Account)
  WHERE a.boostedStates IS NOT NULL AND (coalesce($state, '') = '' OR toUpper($state) IN a.boostedStates)
    AND a.createdAt IS NOT NULL
  WITH a, substring(a.accountId, size(a.platform) + 1) AS id
  // Only 63-bit numbers, which platforms assign, not handles or names.
  WHERE id =~ '[0-9]{1,19}' AND (size(id) < 19 OR id <= '9223372036854775807')
  WITH a.platform AS platform, a.createdAt.epochSeconds / 86400 AS day, toInteger(id) AS number, id, a
  ORDER BY platform, day, number, id
  RETURN platform, day, collect(number) AS numbers, collect(a) AS created
}
WITH *, [i IN range(1, size(numbers) - 1) WHERE numbers[i] - numbers[i - 1] > $maxGap] AS breaks
WITH *, [0] + breaks AS begins, breaks + size(numbers) AS ends
UNWIND [k IN range(0, size(begins) - 1) WHERE ends[k] - begins[k] >= $minAccounts] AS k
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
