// What ties a cluster together
// question: On which posts do members of a cluster act together, how many of them, and within how many seconds?
// finding: 12
// columns:
//   cluster: the cluster's rank in its run
//   size: member accounts
//   signal: what they did alike
//   object: what they shared, as in evidence: a post, a retweeted account, a link …
//   author: handle of the account that wrote the first's post; its key where the handle is unknown
//   members: members that acted on it within the run's window
//   seconds: from the first of them to the last
//   first: when the first of them did, UTC
//   last: when the last of them did, UTC
//   handles: their handles, the first one first, keys where these are unknown
//   text: text of the first's post, where known
// parameters:
//   run: a run's id, or 'latest'; its signal and window decide
//   cluster: the rank of one cluster
//   minMembers: leave out objects on which fewer members met
//   names: most handles shown
//   top: most rows; those with the most members come first, of equals the tightest
// view: table
:param run => 'latest';
:param cluster => 1;
:param minMembers => 2;
:param names => 10;
:param top => 25;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)
WHERE c.rank = $cluster
WITH *, 1000 * coalesce(run.fastSeconds, 10.0) AS fast
UNWIND split(run.signal, ',') AS signal
CALL (c, signal, fast) {
  WITH c, signal WHERE signal = 'co-retweet'
  MATCH (c)<-[:MEMBER_OF]-(m:Account)-[r:RETWEETED]->(p:Post)
  WHERE coalesce(p.identified, true)
  RETURN p.postId AS object, m, p, r.at AS at
  UNION ALL
  WITH c, signal, fast WHERE signal IN ['co-amplify', 'fast-retweet']
  MATCH (c)<-[:MEMBER_OF]-(m:Account)-[r:RETWEETED]->(p:Post)<-[:POSTED]-(author:Account)
  WHERE signal = 'co-amplify' OR 0 <= r.at.epochMillis - p.createdAt.epochMillis <= fast
  RETURN author.accountId AS object, m, p, r.at AS at
  UNION ALL
  WITH c, signal WHERE signal IN ['co-link', 'co-domain', 'co-hashtag', 'co-reply']
  MATCH (c)<-[:MEMBER_OF]-(m:Account)-[:POSTED]->(p:Post)-[:LINKS_TO|TAGGED|REPLY_TO]->(o)
  WITH m, p, CASE signal
               WHEN 'co-link' THEN o.url WHEN 'co-domain' THEN o.domain
               WHEN 'co-hashtag' THEN o.tag WHEN 'co-reply' THEN o.postId
             END AS object
  WHERE object IS NOT NULL AND p.createdAt IS NOT NULL
  RETURN DISTINCT object, m, p, p.createdAt AS at
  UNION ALL
  WITH c, signal WHERE signal IN ['co-text', 'co-post']
  MATCH (c)<-[:MEMBER_OF]-(m:Account)-[:POSTED]->(p:Post)
  WITH m, p, CASE signal WHEN 'co-text' THEN toLower(trim(p.text)) ELSE 'any post' END AS object
  WHERE object IS NOT NULL AND p.createdAt IS NOT NULL
  RETURN object, m, p, p.createdAt AS at
}
// acts within the window of each other lie in one span of window length or in two that follow one another
WITH run.window AS window, c, signal, object, {member: m, post: p, ms: at.epochMillis, at: at} AS act,
     at.epochMillis / (run.window + 1) AS span
UNWIND [span, span - 1] AS home
WITH window, c, signal, object, home, collect(act) AS acts
WHERE size(acts) > 1
// in a subquery, whose rows are gone when it ends: all moments of all objects at once do not fit into memory
CALL (window, home, acts) {
  UNWIND acts AS x
  WITH window, home, acts, x.ms AS start
  WHERE start / (window + 1) = home
  UNWIND [y IN acts WHERE start <= y.ms <= start + window] AS y
  WITH start, y.member AS member, min(y.ms) AS ms
  WITH start, count(*) AS members, max(ms) AS end
  WHERE members >= $minMembers AND members > 1
  RETURN start, members, end ORDER BY members DESC, end - start, start LIMIT 1
}
// of each object the moment at which most members met, and met closest
WITH c, signal, object, acts, start, members, end ORDER BY members DESC, end - start, start
WITH c, signal, object, collect({acts: acts, start: start, members: members, end: end})[0] AS best
WITH c, signal, object, best ORDER BY best.members DESC, best.end - best.start, best.start, object, signal LIMIT $top
WITH c, signal, object, best, COLLECT {
  UNWIND best.acts AS y
  WITH y WHERE best.start <= y.ms <= best.end
  WITH y ORDER BY y.ms, y.post.postId
  WITH y.member AS member, collect(y)[0] AS y
  RETURN {member: member, post: y.post, at: y.at, ms: y.ms} AS act ORDER BY y.ms, member.accountId
} AS meeting
RETURN c.rank AS cluster, c.size AS size, signal, object,
       COLLECT {
         WITH meeting[0].post AS p
         MATCH (author:Account)-[:POSTED]->(p)
         RETURN coalesce(author.handle, author.accountId) ORDER BY author.accountId
       }[0] AS author,
       best.members AS members, (best.end - best.start) / 1000.0 AS seconds,
       meeting[0].at AS first, meeting[-1].at AS last,
       [act IN meeting[..$names] | coalesce(act.member.handle, act.member.accountId)] AS handles,
       meeting[0].post.text AS text
ORDER BY members DESC, seconds, first, object, signal;
