// Accounts with known status
// question: For how many amplifiers of outlets and cluster members is the account status known?
// finding: 6, 7, 10, 11
// columns:
//   who "Accounts of the row": Amplifiers of registered outlets, or members of a cluster.
//   cluster "Cluster": Rank of the cluster in its run. Empty in the row of amplifiers.
//   accounts "Accounts": Number of these accounts.
//   accountsWithStatus "Status known (accounts)": Accounts whose status is known.
//   shareWithStatus "% with known status": accountsWithStatus divided by accounts.
//   activeAccounts "Active accounts": Accounts known to be active.
//   suspendedAccounts "Suspended accounts": Accounts known to be suspended.
//   deletedAccounts "Deleted accounts": Accounts known to be deleted.
//   datedSuspensions "Suspensions with known day": Suspended accounts for which the day of the observation is known.
//   retweets "Retweets": Retweets of outlets by these accounts.
//   retweetsWithStatus "Retweets, status known": Retweets of outlets by accounts whose status is known.
//   shareOfRetweetsWithStatus "% of retweets, status known": retweetsWithStatus divided by retweets.
//   firstObservedDay "First status observed": Day of the first observation of a status (UTC).
//   lastObservedDay "Last status observed": Day of the last observation of a status (UTC).
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, there is only the row of amplifiers.
//   state: Only retweets of outlets of this state (two-letter country code). '' means every state.
//   cluster: Rank of a cluster. 0 means every cluster.
//   top: Maximum number of rows.
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
WITH who, c, count(*) AS accounts, count(a.status) AS accountsWithStatus,
     sum(CASE a.status WHEN 'active' THEN 1 ELSE 0 END) AS activeAccounts,
     sum(CASE a.status WHEN 'suspended' THEN 1 ELSE 0 END) AS suspendedAccounts,
     sum(CASE a.status WHEN 'deleted' THEN 1 ELSE 0 END) AS deletedAccounts,
     sum(CASE WHEN a.status = 'suspended' AND a.statusAt IS NOT NULL THEN 1 ELSE 0 END) AS datedSuspensions,
     sum(retweets) AS retweets,
     sum(CASE WHEN a.status IS NULL THEN 0 ELSE retweets END) AS retweetsWithStatus,
     min(a.statusAt) AS from, max(a.statusAt) AS to
RETURN who, c.rank AS cluster, accounts, accountsWithStatus, toFloat(accountsWithStatus) / accounts AS shareWithStatus,
       activeAccounts, suspendedAccounts, deletedAccounts, datedSuspensions, retweets, retweetsWithStatus,
       CASE WHEN retweets > 0 THEN toFloat(retweetsWithStatus) / retweets END AS shareOfRetweetsWithStatus,
       date(from) AS firstObservedDay, date(to) AS lastObservedDay
ORDER BY cluster IS NOT NULL, cluster
LIMIT $top;
