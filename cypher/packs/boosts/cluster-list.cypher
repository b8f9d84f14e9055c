// The clusters of a run
// question: Which clusters did a run find, how much evidence is there for each, and how firmly do they hang together?
// finding: 12
// columns:
//   cluster: the cluster's rank in its run; 1 has the highest score
//   id: its key, run/rank
//   size: member accounts
//   core: of these, the members of its core, who are tied to most others
//   edges: edges between members
//   weight: summed weight of these edges
//   density: pairs of members with an edge over possible pairs, 0 to 1
//   score: edge weight inside beyond what is expected, per member
//   stability: how often two members stay together when the search is repeated, 0 to 1; empty where it was not
//   retweets: retweets by members whose retweeted account is known
//   outlet: the registered outlet that members retweet most, if any
//   ofCluster: share of the cluster's retweets that went to that outlet, 0 to 1
//   verdict: what a person judged the cluster to be: coordinated, organic, unclear or withdrawn; empty is not judged
//   carriedFrom: the cluster of another run, run/rank, that was judged; empty where this very cluster was
//   overlap: accounts in both these clusters over accounts in either, above 0.5 to 1; empty likewise
//   note: why it was judged so
//   judgedBy: who judged
//   judgedAt: when, UTC
// parameters:
//   run: a run's id, or 'latest'
//   cluster: the cluster's rank; 0 is every cluster
//   top: most rows, the highest score first
// view: table
:param run => 'latest';
:param cluster => 0;
:param top => 25;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)
WHERE $cluster IN [0, c.rank]
WITH c ORDER BY c.rank LIMIT $top
WITH c, COLLECT {
  MATCH (c)-[b:BOOSTS]->(o:Outlet)
  RETURN {name: o.name, share: b.shareOfCluster} ORDER BY b.retweets DESC, o.outletId LIMIT 1
}[0] AS most, COLLECT {
  MATCH (c)<-[h:HOLDS_FOR]-(j:Judgement)
  RETURN {verdict: j.verdict, note: j.note, author: j.author, at: j.at,
          carriedFrom: CASE WHEN h.carried THEN j.runId + '/' + j.rank END,
          overlap: CASE WHEN h.carried THEN h.overlap END}
  ORDER BY h.carried, j.at DESC, j.judgementId LIMIT 1
}[0] AS judged
RETURN c.rank AS cluster, c.clusterId AS id, c.size AS size,
       COUNT { (c)<-[m:MEMBER_OF]-() WHERE m.role = 'core' } AS core,
       c.edges AS edges, c.weight AS weight, c.density AS density, c.score AS score, c.stability AS stability,
       c.retweets AS retweets, most.name AS outlet, most.share AS ofCluster,
       judged.verdict AS verdict, judged.carriedFrom AS carriedFrom, judged.overlap AS overlap,
       judged.note AS note, judged.author AS judgedBy, judged.at AS judgedAt
ORDER BY cluster;
