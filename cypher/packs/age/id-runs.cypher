// Amplifiers with consecutive ids
// question: Which amplifiers of the outlets were created on one day with consecutive or nearly consecutive ids?
// finding: 5, 12
// columns:
//   createdDay "Account created": Day on which the accounts were created (UTC).
//   platform "Platform": Platform of the accounts.
//   firstId "Lowest id": Lowest id in the group.
//   lastId "Highest id": Highest id in the group.
//   accounts "Accounts": Accounts in the group.
//   widestGap "Widest gap between ids": Largest difference between an id and the next one. 1 means consecutive.
//   suspendedAccounts "Suspended accounts": Accounts known to be suspended.
//   cluster "Cluster": Rank of the cluster that most of these accounts are in. Empty if they are in none.
//   clusteredAccounts "Accounts in the cluster": How many of the accounts are in that cluster.
//   handles "Handles": Handles, or account keys if unknown, in order of their ids.
//   examinedAmplifiers "Amplifiers examined": Amplifiers that have a numeric id and a known creation day.
//   amplifiers "Amplifiers": All accounts that retweeted the outlets.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is shown.
//   maxGap: Maximum difference between an id and the next one.
//   minAccounts: Minimum number of accounts in a group.
//   state: Only amplifiers of outlets of this state (two-letter country code). '' means every state.
//   maxHandles: Maximum number of handles shown.
//   top: Maximum number of rows, largest groups first.
// view: table
:param run => 'latest';
:param maxGap => 10;
:param minAccounts => 3;
:param state => '';
:param maxHandles => 10;
:param top => 25;
CALL () {
  MATCH (a:Account)
  WHERE a.boostedStates IS NOT NULL AND (coalesce($state, '') = '' OR toUpper($state) IN a.boostedStates)
  RETURN count(a) AS amplifiers
}
CALL () {
  MATCH (a:Account)
  WHERE a.boostedStates IS NOT NULL AND (coalesce($state, '') = '' OR toUpper($state) IN a.boostedStates)
    AND a.createdAt IS NOT NULL
  WITH a, substring(a.accountId, size(a.platform) + 1) AS id
  // Only 63-bit numbers, which platforms assign, not handles or names.
  WHERE id =~ '[0-9]{1,19}' AND (size(id) < 19 OR id <= '9223372036854775807')
  WITH a.platform AS platform, a.createdAt.epochSeconds / 86400 AS day, toInteger(id) AS number, id, a
  ORDER BY platform, day, number, id
  RETURN platform, day, collect(number) AS numbers, collect(a) AS accounts
}
WITH amplifiers, collect({platform: platform, day: day, numbers: numbers, accounts: accounts}) AS days
WITH amplifiers, days, reduce(n = 0, x IN days | n + size(x.numbers)) AS numbered
UNWIND days AS x
WITH amplifiers, numbered, x,
     [i IN range(1, size(x.numbers) - 1) WHERE x.numbers[i] - x.numbers[i - 1] > $maxGap] AS breaks
WITH amplifiers, numbered, x, [0] + breaks AS begins, breaks + size(x.numbers) AS ends
UNWIND [k IN range(0, size(begins) - 1) WHERE ends[k] - begins[k] >= $minAccounts] AS k
WITH amplifiers, numbered, x.platform AS platform, x.day AS day, x.numbers[begins[k]..ends[k]] AS numbers,
     x.accounts[begins[k]..ends[k]] AS accounts
WITH * ORDER BY size(numbers) DESC, platform, day, numbers[0] LIMIT $top
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH amplifiers, numbered, platform, day, numbers, accounts, run ORDER BY run.createdAt DESC, run.runId
WITH amplifiers, numbered, platform, day, numbers, accounts, collect(run)[0] AS run
WITH *, COLLECT {
  UNWIND accounts AS a
  MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
  WITH c.rank AS cluster, count(*) AS members
  RETURN {cluster: cluster, members: members} ORDER BY members DESC, cluster
} AS clusters
RETURN date(datetime({epochSeconds: 86400 * day})) AS createdDay, platform,
       numbers[0] AS firstId, numbers[-1] AS lastId, size(numbers) AS accounts,
       reduce(widest = 0, i IN range(1, size(numbers) - 1) |
         CASE WHEN numbers[i] - numbers[i - 1] > widest THEN numbers[i] - numbers[i - 1] ELSE widest END) AS widestGap,
       size([a IN accounts WHERE a.status = 'suspended']) AS suspendedAccounts,
       clusters[0].cluster AS cluster, clusters[0].members AS clusteredAccounts,
       [a IN accounts[..$maxHandles] | coalesce(a.handle, a.accountId)] AS handles, numbered AS examinedAmplifiers,
       amplifiers
ORDER BY accounts DESC, platform, createdDay, firstId;
