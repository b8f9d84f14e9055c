// Activity of a cluster over time
// question: How many retweets do a cluster's members make per day or hour, and how many members are active?
// finding: 7
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   startAt "From": Start of the period (UTC). Periods without a retweet have no row.
//   retweets "Retweets": Retweets of any account by members in the period.
//   activeMembers "Active members": Members that made at least one of these retweets.
//   retweetedAccounts "Accounts retweeted": Number of accounts that they retweeted.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster. 0 means every cluster.
//   unit: Length of a period: one of minute, hour, day, week or month.
//   since: First day (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   top: Maximum number of rows, earliest first.
// view: table
:param run => 'latest';
:param cluster => 1;
:param unit => 'day';
:param since => '';
:param until => '';
:param top => 1000;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
WITH run, datetime({date: since}) AS since, datetime({date: until}) + duration('P1D') AS until
MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(m:Account)-[r:RETWEETED]->(p:Post)
WHERE $cluster IN [0, c.rank] AND since <= r.at AND r.at < until
OPTIONAL MATCH (author:Account)-[:POSTED]->(p)
WITH c, datetime.truncate($unit, r.at) AS startAt, m, r, author
RETURN c.rank AS cluster, c.size AS members, startAt,
       count(DISTINCT r) AS retweets, count(DISTINCT m) AS activeMembers,
       count(DISTINCT author) AS retweetedAccounts
ORDER BY cluster, startAt
LIMIT $top;
