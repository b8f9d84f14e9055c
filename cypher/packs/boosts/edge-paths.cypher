// Picture of two accounts and the posts between them
// question: Which posts did two coordinated accounts both retweet within the window, and who wrote them?
// finding: 12
// columns:
//   part "Part": What the path shows: edge, membership, retweet, authorship or operation.
//   path "Path": Path that Neo4j Browser draws.
// parameters:
//   run: Id of a detection run, or 'latest'. The query uses the window of the accounts' edge.
//   accountA: Account key (x:123) or handle (x:name, @name). If both accounts are '', the run's heaviest edge of tier A, or of B or joined if there is no tier A.
//   accountB: The other account, in the same form.
//   posts: Maximum number of pairs of retweets drawn, closest in time first.
// view: graph
:param run => 'latest';
:param accountA => '';
:param accountB => '';
:param posts => 20;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
CALL (run) {
  WITH run WHERE $accountA = '' AND $accountB = ''
  MATCH (a:Account)-[e:COORDINATED]->(b:Account) USING INDEX e:COORDINATED(runId)
  WHERE e.runId = run.runId AND coalesce(e.tier, 'A') <> 'trigger'
  RETURN a, b ORDER BY coalesce(e.tier, 'A'), e.weight DESC, a.accountId, b.accountId LIMIT 1
  UNION
  WITH run, replace(toLower($accountA), '@', '') AS keyA, replace(toLower($accountB), '@', '') AS keyB
  WHERE keyA <> '' AND keyB <> ''
  MATCH (a:Account)
  WHERE a.accountId IN [$accountA, toLower($accountA)]
     OR (NOT EXISTS { MATCH (:Account {accountId: $accountA}) }
         AND (a.handleKey = keyA OR a.handleKey ENDS WITH ':' + keyA))
  MATCH (b:Account)
  WHERE b.accountId IN [$accountB, toLower($accountB)]
     OR (NOT EXISTS { MATCH (:Account {accountId: $accountB}) }
         AND (b.handleKey = keyB OR b.handleKey ENDS WITH ':' + keyB))
  RETURN a, b
}
WITH run, a, b WHERE a <> b
// if the run scanned windows, each edge has its own
WITH *, coalesce(COLLECT {
  MATCH (a)-[e:COORDINATED]-(b)
  WHERE e.runId = run.runId AND e.signal IN ['co-retweet', 'co-amplify', 'fast-retweet']
  RETURN max(e.window)
}[0], run.window) AS window
// pairs of retweets of the same post, or of the same author if the run's signal compares authors
CALL (run, window, a, b) {
  MATCH (a)-[r:RETWEETED]->(p:Post)
  WITH run, window, b, r, p
  CALL (run, b, p) {
    WITH run, b, p WHERE coalesce(p.identified, true)
    MATCH (b)-[s:RETWEETED]->(p)
    RETURN s
    UNION
    WITH run, b, p WHERE any(signal IN split(run.signal, [',', '+']) WHERE signal IN ['co-amplify', 'fast-retweet'])
    MATCH (p)<-[:POSTED]-(:Account)-[:POSTED]->(q:Post)<-[s:RETWEETED]-(b)
    RETURN s
  }
  WITH window, r, s, abs(s.at.epochMillis - r.at.epochMillis) AS apart
  WHERE apart <= window
  RETURN r, s ORDER BY apart, r.at, r.actionId, s.actionId LIMIT $posts
}
WITH run, a, b, collect(r) + collect(s) AS actions
CALL (run, a, b, actions) {
  MATCH path = (a)-[e:COORDINATED]-(b)
  WHERE e.runId = run.runId AND coalesce(e.tier, 'A') <> 'trigger'
  RETURN 1 AS step, 'edge' AS part, path
  UNION
  UNWIND [a, b] AS x
  MATCH path = (x)-[:MEMBER_OF]->(c:Cluster)
  WHERE c.runId = run.runId
  RETURN 2 AS step, 'membership' AS part, path
  UNION
  UNWIND actions AS r
  MATCH path = ()-[r]->()
  RETURN 3 AS step, 'retweet' AS part, path
  UNION
  UNWIND actions AS r
  WITH endNode(r) AS p
  MATCH path = (:Account)-[:POSTED]->(p)
  RETURN 4 AS step, 'authorship' AS part, path
  UNION
  UNWIND actions AS r
  WITH endNode(r) AS p
  MATCH (p)<-[:POSTED]-(author:Account)
  MATCH path = (author)-[:OPERATED_BY]->(:Outlet)
  RETURN 5 AS step, 'operation' AS part, path
}
RETURN part, path
ORDER BY step, [n IN nodes(path) | coalesce(n.accountId, n.postId, n.clusterId, n.outletId)],
         [r IN relationships(path) | coalesce(r.actionId, r.signal)];
