// What the figures on suspension rest on
// question: Of how many accounts that retweet outlets, or are in clusters, does anybody know what became of them?
// finding: 6, 7, 10, 11
// columns:
//   who: accounts that retweet registered outlets, or the members of a cluster
//   cluster: the cluster's rank in its run
//   accounts: how many there are
//   known: of these, those whose status is known
//   share: known over accounts, 0 to 1
//   active: those known to be active
//   suspended: those known to be suspended
//   deleted: those known to be deleted
//   dated: of those suspended, the ones of which the day is known
//   retweets: their retweets of registered outlets
//   knownRetweets: of these, the ones by accounts whose status is known
//   ofRetweets: knownRetweets over retweets, 0 to 1
//   from: day of the first observation of a status, UTC
//   to: day of the last observation
// parameters:
//   run: a run's id, or 'latest'; without a run there is only the first row
//   state: only retweets of outlets of this state count, two letters; '' is every state
//   cluster: the cluster's rank; 0 is every cluster
//   top: most rows
// view: table
:param run => 'latest';
:param state => '';
:param cluster => 0;
:param top => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (run) {
  MATCH (a:Account)
  WHERE a.boostedStates IS NOT NULL
  RETURN 'retweet outlets' AS who, null AS c, a
  UNION ALL
  MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(a:Account)
  WHERE $cluster IN [0, c.rank]
  RETURN 'in a cluster' AS who, c, a
}
WITH who, c, a, reduce(n = 0, i IN range(0, size(coalesce(a.boostedStates, [])) - 1) |
  n + CASE WHEN toUpper(coalesce($state, '')) IN ['', a.boostedStates[i]] THEN a.boostedRetweets[i] ELSE 0 END
) AS retweets
WHERE retweets > 0 OR c IS NOT NULL
WITH who, c, count(*) AS accounts, count(a.status) AS known,
     sum(CASE a.status WHEN 'active' THEN 1 ELSE 0 END) AS active,
     sum(CASE a.status WHEN 'suspended' THEN 1 ELSE 0 END) AS suspended,
     sum(CASE a.status WHEN 'deleted' THEN 1 ELSE 0 END) AS deleted,
     sum(CASE WHEN a.status = 'suspended' AND a.statusAt IS NOT NULL THEN 1 ELSE 0 END) AS dated,
     sum(retweets) AS retweets, sum(CASE WHEN a.status IS NULL THEN 0 ELSE retweets END) AS knownRetweets,
     min(a.statusAt) AS from, max(a.statusAt) AS to
RETURN who, c.rank AS cluster, accounts, known, toFloat(known) / accounts AS share, active, suspended, deleted, dated,
       retweets, knownRetweets, CASE WHEN retweets > 0 THEN toFloat(knownRetweets) / retweets END AS ofRetweets,
       date(from) AS from, date(to) AS to
ORDER BY cluster IS NOT NULL, cluster
LIMIT $top;
