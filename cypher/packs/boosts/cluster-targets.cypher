// Which accounts the clusters boost, in a registry or not
// question: Whom does each coordinated cluster retweet most, and how far above everyone else?
// finding: 13
// columns:
//   cluster: the cluster's rank in its run; 1 has the highest score
//   size: member accounts
//   target: the retweeted account's key, platform:id
//   handle: the retweeted account's handle, where known
//   outlet: the registered outlet that runs it, if any
//   member: whether the retweeted account is a member itself
//   retweets: retweets of it by members
//   accounts: members that retweeted it
//   ofCluster: share of the cluster's retweets that went to it, 0 to 1
//   ofTarget: share of its retweets that came from the cluster, 0 to 1
//   lift: ofCluster over its share of all retweets on the run's platforms; 1 is no preference; empty if data changed since
//   first: day of the first of these retweets, UTC
//   last: day of the last of these retweets, UTC
// parameters:
//   run: a run's id, or 'latest'
//   cluster: only the cluster of this rank; 0 is every cluster
//   minRetweets: leave out pairs with fewer retweets
//   perCluster: most accounts of each cluster
//   top: most rows
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
WITH run, c, x, x.target AS t, toFloat(x.retweets) / clusterRetweets AS ofCluster
LIMIT $top
// what outlets' accounts received is known by the day; of others it is added up
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
WITH c, x, t, ofCluster, received, toFloat(run.retweets) AS everything
RETURN c.rank AS cluster, c.size AS size, t.accountId AS target, t.handle AS handle,
       COLLECT { MATCH (t)-[:OPERATED_BY]->(o:Outlet) RETURN o.name ORDER BY o.outletId }[0] AS outlet,
       EXISTS { (t)-[:MEMBER_OF]->(c) } AS member,
       x.retweets AS retweets, x.accounts AS accounts,
       ofCluster, x.retweets / received AS ofTarget, ofCluster / (received / everything) AS lift,
       date(x.firstAt) AS first, date(x.lastAt) AS last
ORDER BY cluster, retweets DESC, target;
