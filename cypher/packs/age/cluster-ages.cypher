// Age of cluster members at their first retweet
// question: How old are a cluster's members when they first retweet, and on how many days were they created?
// finding: 5, 12
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   membersWithAge "Age known (members)": Members with a known creation time that is not later than their first retweet in the data.
//   lowerQuartileAge "Lower quartile age (days)": A quarter of the members with a known age were at most this old at their first retweet of anyone in the data.
//   medianAge "Median age (days)": Half of them were at most this old.
//   upperQuartileAge "Upper quartile age (days)": Three quarters of them were at most this old.
//   youngMembers "Young members": Members that were at most youngDays days old.
//   youngShare "% young": youngMembers divided by membersWithAge. Empty if no age is known.
//   membersWithCreation "Creation known (members)": Members whose creation day is known.
//   creationDays "Days of creation": Number of days on which they were created (UTC).
//   busiestDay "Busiest creation day": Day on which most of them were created. If several tie, the first.
//   createdOnBusiestDay "Created on busiest day": Members created on that day.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster. 0 means every cluster.
//   youngDays: Maximum age in days of a young account.
//   top: Maximum number of clusters, highest score first.
// view: table
:param run => 'latest';
:param cluster => 0;
:param youngDays => 30;
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
  // If the retweet is earlier than the account's creation, one of the two times is wrong.
  WITH CASE WHEN told >= 0 THEN told END AS age, date(m.createdAt) AS created
  RETURN count(age) AS known, count(CASE WHEN age <= $youngDays THEN 1 END) AS young, collect(created) AS created,
         percentileCont(age, 0.25) AS quarter, percentileCont(age, 0.5) AS median,
         percentileCont(age, 0.75) AS threeQuarters
}
WITH *, COLLECT {
  UNWIND created AS day
  WITH day, count(*) AS n
  RETURN {day: day, accounts: n} ORDER BY n DESC, day
} AS byDay
RETURN c.rank AS cluster, c.size AS members, known AS membersWithAge, quarter AS lowerQuartileAge, median AS medianAge,
       threeQuarters AS upperQuartileAge, young AS youngMembers,
       CASE WHEN known > 0 THEN toFloat(young) / known END AS youngShare,
       size(created) AS membersWithCreation, size(byDay) AS creationDays, byDay[0].day AS busiestDay,
       byDay[0].accounts AS createdOnBusiestDay
ORDER BY cluster;
