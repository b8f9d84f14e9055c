// Remaining members of mostly suspended clusters
// question: Which members of mostly suspended clusters remain, and do they still retweet?
// finding: 12
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   suspendedMembers "Suspended members": Members known to be suspended.
//   suspendedMemberShare "% of members suspended": suspendedMembers divided by members.
//   account "Account key": Key of the remaining member (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   knownActive "Known active": Whether the account is known to be active.
//   statusUnknown "Status unknown": Whether the status is unknown. The account may be gone.
//   statusDay "Status observed": Day on which the status was observed (UTC).
//   role "Role": core or periphery.
//   retweets "Retweets": Its retweets of outlets.
//   lastDay "Last retweet": Day of its last retweet of anyone (UTC).
//   daysAfterSuspension "Days after last suspension": Days from the last known suspension in the cluster to lastDay. Negative if the account stopped before.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster. 0 means every cluster.
//   state: Only outlets of this state (two-letter country code), and members that retweeted them. '' means every state.
//   minShare: Minimum share of suspended members in a cluster (0 to 1).
//   top: Maximum number of rows. Clusters with the highest share come first, then members with the most retweets of outlets.
// view: table
:param run => 'latest';
:param cluster => 0;
:param state => '';
:param minShare => 0.5;
:param top => 100;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(m:Account)
WHERE $cluster IN [0, c.rank]
WITH c, count(CASE m.status WHEN 'suspended' THEN 1 END) AS suspended,
     max(CASE m.status WHEN 'suspended' THEN date(m.statusAt) END) AS wave
WITH *, toFloat(suspended) / c.size AS share
WHERE suspended > 0 AND share >= $minShare
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
RETURN c.rank AS cluster, c.size AS members, suspended AS suspendedMembers, share AS suspendedMemberShare,
       m.accountId AS account, m.handle AS handle,
       m.status IS NOT NULL AS knownActive, m.status IS NULL AS statusUnknown, date(m.statusAt) AS statusDay,
       of.role AS role,
       retweets, last AS lastDay, duration.inDays(wave, last).days AS daysAfterSuspension
ORDER BY suspendedMemberShare DESC, cluster, retweets DESC, account;
