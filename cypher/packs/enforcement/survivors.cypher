// Who is left of clusters that were mostly suspended
// question: Which members of clusters that lost most of their members are still there, and do they still retweet?
// finding: 12
// columns:
//   cluster: the cluster's rank in its run
//   size: member accounts
//   suspended: members known to be suspended
//   share: their share of the members, 0 to 1
//   account: the survivor's key, platform:id
//   handle: its handle, where known
//   active: true where it is known to be active
//   unknown: true where nobody looked up its status: it may be gone
//   statusAt: day on which its status was observed, UTC
//   role: core, who is tied to most others, or periphery
//   retweets: its retweets of outlets
//   last: day of its last retweet of anyone, UTC
//   daysAfter: days from the cluster's last suspension that is known to that day; negative: it stopped before
// parameters:
//   run: a run's id, or 'latest'
//   cluster: the cluster's rank; 0 is every cluster
//   state: only outlets of this state, two letters, and survivors that retweeted them; '' is every state
//   over: a cluster was mostly suspended if at least this share of its members was, 0 to 1
//   top: most rows; of the clusters with the highest share, the survivors that retweet outlets most
// view: table
:param run => 'latest';
:param cluster => 0;
:param state => '';
:param over => 0.5;
:param top => 100;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(m:Account)
WHERE $cluster IN [0, c.rank]
WITH c, count(CASE m.status WHEN 'suspended' THEN 1 END) AS suspended,
     max(CASE m.status WHEN 'suspended' THEN date(m.statusAt) END) AS wave
WITH *, toFloat(suspended) / c.size AS share
WHERE suspended > 0 AND share >= $over
MATCH (c)<-[of:MEMBER_OF]-(m:Account)
WHERE coalesce(m.status, 'active') = 'active'
WITH *, toUpper(coalesce($state, '')) AS state
WITH *, reduce(n = 0, i IN range(0, size(coalesce(m.boostedStates, [])) - 1) |
       n + CASE WHEN state IN ['', m.boostedStates[i]] THEN m.boostedRetweets[i] ELSE 0 END) AS retweets
WHERE state = '' OR retweets > 0
WITH *
ORDER BY share DESC, c.rank, retweets DESC, m.accountId LIMIT $top
CALL (m) {
  MATCH (m)-[r:AMPLIFIED]->(:Account)
  RETURN date(max(r.lastAt)) AS last
}
RETURN c.rank AS cluster, c.size AS size, suspended, share, m.accountId AS account, m.handle AS handle,
       m.status IS NOT NULL AS active, m.status IS NULL AS unknown, date(m.statusAt) AS statusAt, of.role AS role,
       retweets, last, duration.inDays(wave, last).days AS daysAfter
ORDER BY share DESC, cluster, retweets DESC, account;
