// How old a cluster's accounts are when they begin to retweet
// question: How old are a cluster's members when they first retweet, and on how many days were they created?
// finding: 5, 12
// columns:
//   cluster: the cluster's rank in its run
//   size: member accounts
//   known: members whose creation is known, and not later than their first retweet in the data
//   quarter: age in days by which a quarter of known had made their first retweet in the data, of anyone
//   median: age in days by which half had
//   threeQuarters: age in days by which three quarters had
//   young: known members of at most so many days at that moment
//   ofYoung: young over known, 0 to 1
//   dated: members whose creation is known, whenever they first retweeted
//   days: distinct days on which these were created, UTC
//   busiest: the day on which most of them were created, the first of several
//   onBusiest: members created on it
// parameters:
//   run: a run's id, or 'latest'
//   cluster: only the cluster of this rank; 0 is every cluster
//   days: an account of at most so many days is young
//   top: most clusters, those with the highest score first
// view: table
:param run => 'latest';
:param cluster => 0;
:param days => 30;
:param top => 25;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)
WHERE $cluster IN [0, c.rank]
WITH c ORDER BY c.rank LIMIT $top
CALL (c) {
  MATCH (c)<-[:MEMBER_OF]-(m:Account)
  OPTIONAL MATCH (m)-[x:AMPLIFIED]->()
  WITH m, min(x.firstAt) AS firstAt
  WITH m, (firstAt.epochMillis - m.createdAt.epochMillis) / 86400000.0 AS told
  // a retweet before the account was created: one of the two times is wrong
  WITH CASE WHEN told >= 0 THEN told END AS age, date(m.createdAt) AS created
  RETURN count(age) AS known, count(CASE WHEN age <= $days THEN 1 END) AS young, collect(created) AS created,
         percentileCont(age, 0.25) AS quarter, percentileCont(age, 0.5) AS median,
         percentileCont(age, 0.75) AS threeQuarters
}
WITH *, COLLECT {
  UNWIND created AS day
  WITH day, count(*) AS n
  RETURN {day: day, accounts: n} ORDER BY n DESC, day
} AS byDay
RETURN c.rank AS cluster, c.size AS size, known, quarter, median, threeQuarters, young,
       CASE WHEN known > 0 THEN toFloat(young) / known END AS ofYoung,
       size(created) AS dated, size(byDay) AS days, byDay[0].day AS busiest, byDay[0].accounts AS onBusiest
ORDER BY cluster;
