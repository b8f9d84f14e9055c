// What clusters and outlets' audiences amplify: where to begin
// question: Which hashtags and domains are retweeted most by clusters, and which most from outlets?
// finding: 13
// columns:
//   what: hashtag or domain
//   topic: the hashtag without #, or the domain
//   posts: posts that carry it; of these:
//   ofOutlets: posts of accounts that registered outlets run
//   retweets: retweets of all these posts
//   ofOutletsRetweets: of these, the retweets of outlets' posts
//   byClusters: of the retweets, those by members of clusters
//   share: byClusters over retweets, 0 to 1
//   clusters: clusters with a member among them
//   members: members of clusters that made them
//   first: day of the first of the posts, UTC, where known
//   last: day of the last
// parameters:
//   run: a run's id, or 'latest'; without a run nobody is in a cluster
//   cluster: only what members of the cluster of this rank retweet counts as byClusters; 0 is every cluster
//   top: most rows; those most retweeted by clusters come first, then those most retweeted from outlets
// view: table
:param run => 'latest';
:param cluster => 0;
:param top => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (run) {
  MATCH (p:Post)-[:TAGGED|LINKS_TO]->(t)
  WITH DISTINCT p, coalesce(t.tag, t.domain) AS topic, CASE WHEN t:Hashtag THEN 'hashtag' ELSE 'domain' END AS what
  WHERE topic IS NOT NULL
  WITH what, topic, p, COUNT { (p)<-[:RETWEETED]-() } AS n, EXISTS { (p)<-[:POSTED]-()-[:OPERATED_BY]->() } AS own
  RETURN what, topic, count(*) AS posts, sum(CASE WHEN own THEN 1 ELSE 0 END) AS ofOutlets, sum(n) AS retweets,
         sum(CASE WHEN own THEN n ELSE 0 END) AS ofOutletsRetweets, min(p.createdAt) AS first, max(p.createdAt) AS last,
         0 AS byClusters, 0 AS clusters, 0 AS members
  UNION ALL
  MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(m:Account)-[r:RETWEETED]->(p:Post)
  WHERE $cluster IN [0, c.rank]
  MATCH (p)-[:TAGGED|LINKS_TO]->(t)
  WITH DISTINCT c, m, r, coalesce(t.tag, t.domain) AS topic,
       CASE WHEN t:Hashtag THEN 'hashtag' ELSE 'domain' END AS what
  WHERE topic IS NOT NULL
  RETURN what, topic, 0 AS posts, 0 AS ofOutlets, 0 AS retweets, 0 AS ofOutletsRetweets, null AS first, null AS last,
         count(*) AS byClusters, count(DISTINCT c) AS clusters, count(DISTINCT m) AS members
}
RETURN what, topic, sum(posts) AS posts, sum(ofOutlets) AS ofOutlets, sum(retweets) AS retweets,
       sum(ofOutletsRetweets) AS ofOutletsRetweets, sum(byClusters) AS byClusters,
       CASE WHEN sum(retweets) > 0 THEN toFloat(sum(byClusters)) / sum(retweets) END AS share,
       sum(clusters) AS clusters, sum(members) AS members, date(min(first)) AS first, date(max(last)) AS last
ORDER BY byClusters DESC, ofOutletsRetweets DESC, retweets DESC, what, topic
LIMIT $top;
