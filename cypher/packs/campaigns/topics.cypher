// Hashtags and domains that clusters and outlets' audiences amplify
// question: Which hashtags and domains do clusters retweet most, and which are retweeted most from outlets?
// finding: 13
// columns:
//   topicType "Type": hashtag or domain.
//   topic "Topic": The hashtag without #, or the domain.
//   posts "Posts": Posts that contain it.
//   outletPosts "Posts by outlets": Posts by accounts that registered outlets operate.
//   retweets "Retweets": Retweets of all these posts.
//   outletPostRetweets "Retweets of outlets' posts": Retweets of the outlets' posts.
//   clusterRetweets "Retweets by clusters": Retweets by members of the run's clusters.
//   clusterShare "% by clusters": clusterRetweets divided by retweets. Empty if there are no retweets.
//   clusterCount "Clusters": Number of clusters that the retweeting members are in.
//   retweetingMembers "Members that retweet the topic": Members of clusters that made these retweets.
//   firstPostDay "First post": Day of the first of these posts (UTC). Empty if unknown.
//   lastPostDay "Last post": Day of the last of these posts (UTC). Empty if unknown.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no account is in a cluster.
//   cluster: Count only members of the cluster of this rank. 0 means every cluster.
//   top: Maximum number of rows, most retweeted by clusters first, then most retweeted from outlets.
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
RETURN what AS topicType, topic, sum(posts) AS posts, sum(ofOutlets) AS outletPosts, sum(retweets) AS retweets,
       sum(ofOutletsRetweets) AS outletPostRetweets, sum(byClusters) AS clusterRetweets,
       CASE WHEN sum(retweets) > 0 THEN toFloat(sum(byClusters)) / sum(retweets) END AS clusterShare,
       sum(clusters) AS clusterCount, sum(members) AS retweetingMembers, date(min(first)) AS firstPostDay,
       date(max(last)) AS lastPostDay
ORDER BY clusterRetweets DESC, outletPostRetweets DESC, retweets DESC, topicType, topic
LIMIT $top;
