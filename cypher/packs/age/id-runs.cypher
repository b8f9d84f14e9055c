// Amplifiers with numbers next to each other
// question: Which amplifiers of the outlets were created on one day under consecutive or nearly consecutive ids?
// finding: 5, 12
// columns:
//   day: day of creation, UTC
//   platform: the platform whose ids these are
//   firstId: the lowest id
//   lastId: the highest id
//   accounts: accounts in the row of ids
//   widest: the widest step from one id to the next; 1: consecutive
//   suspended: of the accounts, those known to be suspended
//   cluster: the cluster of the run that most of them are in; empty: they are in none
//   members: how many of them are in it
//   handles: handles, keys where those are unknown, in the order of ids
//   numbered: amplifiers that were looked at: those with a number for an id whose creation is known
//   amplifiers: all amplifiers
// parameters:
//   run: a run's id, or 'latest'; without a run there are no clusters
//   gap: most that an id may be above the one before it
//   least: least accounts in a row
//   state: only amplifiers of outlets of this state, two letters; '' is every state
//   names: most handles told of a row
//   top: most rows, the longest first
// view: table
:param run => 'latest';
:param gap => 10;
:param least => 3;
:param state => '';
:param names => 10;
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
  // numbers of 63 bits, as platforms give them, and no handles or names
  WHERE id =~ '[0-9]{1,19}' AND (size(id) < 19 OR id <= '9223372036854775807')
  WITH a.platform AS platform, a.createdAt.epochSeconds / 86400 AS day, toInteger(id) AS number, a
  ORDER BY platform, day, number, a.accountId
  RETURN platform, day, collect(number) AS numbers, collect(a) AS accounts
}
WITH amplifiers, collect({platform: platform, day: day, numbers: numbers, accounts: accounts}) AS days
WITH amplifiers, days, reduce(n = 0, x IN days | n + size(x.numbers)) AS numbered
UNWIND days AS x
WITH amplifiers, numbered, x,
     [i IN range(1, size(x.numbers) - 1) WHERE x.numbers[i] - x.numbers[i - 1] > $gap] AS breaks
WITH amplifiers, numbered, x, [0] + breaks AS begins, breaks + size(x.numbers) AS ends
UNWIND [k IN range(0, size(begins) - 1) WHERE ends[k] - begins[k] >= $least] AS k
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
RETURN date(datetime({epochSeconds: 86400 * day})) AS day, platform,
       numbers[0] AS firstId, numbers[-1] AS lastId, size(numbers) AS accounts,
       reduce(widest = 0, i IN range(1, size(numbers) - 1) |
         CASE WHEN numbers[i] - numbers[i - 1] > widest THEN numbers[i] - numbers[i - 1] ELSE widest END) AS widest,
       size([a IN accounts WHERE a.status = 'suspended']) AS suspended,
       clusters[0].cluster AS cluster, clusters[0].members AS members,
       [a IN accounts[..$names] | coalesce(a.handle, a.accountId)] AS handles, numbered, amplifiers
ORDER BY accounts DESC, platform, day, firstId;
