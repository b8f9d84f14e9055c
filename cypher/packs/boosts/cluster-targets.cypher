// Accounts that clusters retweet
// question: Which accounts does each coordinated cluster retweet most, and how far above the usual share?
// finding: 13
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   target "Retweeted account": Key of the retweeted account (platform:id).
//   handle "Handle": Handle of the retweeted account. Empty if unknown.
//   outlet "Outlet": Outlet that operates the retweeted account. Empty if none does.
//   isMember "Is a member": Whether the retweeted account is a member of the cluster.
//   retweets "Retweets": Retweets of the account by members.
//   retweeters "Retweeting members": Members that retweeted the account.
//   shareOfCluster "% of the cluster's retweets": Retweets of the account divided by all retweets by members.
//   shareOfTarget "% of retweets received": Retweets of the account by members divided by all its retweets.
//   lift "Lift": shareOfCluster divided by the account's share of all retweets on the run's platforms. 1 means no preference. Empty if the data changed after the run.
//   firstDay "First retweet": Day of the first of these retweets (UTC).
//   lastDay "Last retweet": Day of the last of these retweets (UTC).
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster. 0 means every cluster.
//   minRetweets: Minimum number of retweets of an account by a cluster.
//   perCluster: Maximum number of accounts per cluster, most retweeted first.
//   top: Maximum number of rows.
// view: table
:param run => 'latest';
:param cluster => 0;
:param minRetweets => 2;
:param perCluster => 5;
:param top => 25;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)
WHERE $cluster IN [0, c.rank]
MATCH (c)<-[:MEMBER_OF]-()-[a:AMPLIFIED]->(t:Account)
WITH run, c, t, sum(a.retweets) AS retweets, count(*) AS accounts,
     min(a.firstAt) AS firstAt, max(a.lastAt) AS lastAt
ORDER BY c.rank, retweets DESC, t.accountId
WITH run, c, sum(retweets) AS clusterRetweets,
     [x IN collect({target: t, retweets: retweets, accounts: accounts, firstAt: firstAt, lastAt: lastAt})
      WHERE x.retweets >= $minRetweets][..$perCluster] AS targets
ORDER BY c.rank
UNWIND targets AS x
WITH run, c, x, x.target AS t, toFloat(x.retweets) / clusterRetweets AS shareOfCluster
LIMIT $top
// retweets of outlets' accounts are stored per day; for other accounts, they are summed over the retweeting accounts
CALL (t) {
  MATCH (t)-[d:ON_DAY]->(:Day)
  WHERE d.retweets > 0
  WITH t, toFloat(sum(d.retweets)) AS received
  RETURN received
  UNION
  WITH t WHERE NOT EXISTS { (t)-[d:ON_DAY]->() WHERE d.retweets > 0 }
  MATCH ()-[a:AMPLIFIED]->(t)
  WITH t, toFloat(sum(a.retweets)) AS received
  RETURN received
}
WITH c, x, t, shareOfCluster, received, toFloat(run.retweets) AS everything
RETURN c.rank AS cluster, c.size AS members, t.accountId AS target, t.handle AS handle,
       COLLECT { MATCH (t)-[:OPERATED_BY]->(o:Outlet) RETURN o.name ORDER BY o.outletId }[0] AS outlet,
       EXISTS { (t)-[:MEMBER_OF]->(c) } AS isMember,
       x.retweets AS retweets, x.accounts AS retweeters,
       shareOfCluster, x.retweets / received AS shareOfTarget, shareOfCluster / (received / everything) AS lift,
       date(x.firstAt) AS firstDay, date(x.lastAt) AS lastDay
ORDER BY cluster, retweets DESC, target;
