// When a cluster is at work
// question: How many retweets do a cluster's members make each day or hour, and how many of them are active?
// finding: 7
// columns:
//   cluster: the cluster's rank in its run
//   size: member accounts
//   start: beginning of the day, hour, …, UTC; those without a retweet have no row
//   retweets: retweets by members within it, of anyone
//   active: members that made at least one of them
//   targets: distinct accounts that they retweeted
// parameters:
//   run: a run's id, or 'latest'
//   cluster: the cluster's rank; 0 is every cluster
//   unit: one of minute, hour, day, week or month
//   since: first day, UTC, as YYYY-MM-DD; '' is open
//   until: last day, likewise
//   top: most rows, the earliest first
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
WITH c, datetime.truncate($unit, r.at) AS start, m, r, author
RETURN c.rank AS cluster, c.size AS size, start,
       count(DISTINCT r) AS retweets, count(DISTINCT m) AS active, count(DISTINCT author) AS targets
ORDER BY cluster, start
LIMIT $top;
