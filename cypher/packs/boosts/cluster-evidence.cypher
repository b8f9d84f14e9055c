// Objects that a cluster's members share
// question: On which posts or other objects do members of a cluster act together, and within how many seconds?
// finding: 12
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   signal "Signal": Kind of co-action.
//   object "Object": What the members share: a post key, an account key, a link, a hashtag or a text.
//   author "Author": Handle of the author of the first member's post, or the account key if the handle is unknown.
//   actingMembers "Members acting together": Members that acted on the object within the window.
//   spanSeconds "Time span (s)": Time from the first to the last of these actions.
//   firstAt "First action": Time of the first of these actions (UTC).
//   lastAt "Last action": Time of the last of these actions (UTC).
//   handles "Handles": Handles of these members (earliest first), or account keys where handles are unknown.
//   text "Text": Text of the first member's post. Empty if unknown.
// parameters:
//   run: Id of a detection run, or 'latest'. The query uses the run's signal and window or, if the run scanned windows, the longest window of the cluster's edges.
//   cluster: Rank of a cluster.
//   minMembers: Minimum number of members that act on an object within the window.
//   maxHandles: Maximum number of handles shown.
//   top: Maximum number of rows, most members first, then shortest time span.
// view: table
:param run => 'latest';
:param cluster => 1;
:param minMembers => 2;
:param maxHandles => 10;
:param top => 25;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)
WHERE c.rank = $cluster
WITH *, 1000 * coalesce(run.fastSeconds, 10.0) AS fast
UNWIND split(run.signal, [',', '+']) AS signal
WITH DISTINCT run, c, fast, signal
// if the run scanned windows, each edge has its own; the edges of combined signals have several signals
WITH *, coalesce(COLLECT {
  WITH c WHERE run.windows IS NOT NULL
  MATCH (c)<-[:MEMBER_OF]-(:Account)-[e:COORDINATED]->(:Account)-[:MEMBER_OF]->(c)
  WHERE e.runId = run.runId AND signal IN split(e.signal, '+') AND e.tier IN ['A', 'joined']
  RETURN max(e.window)
}[0], run.window) AS window
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
// actions within the window of each other are in the same span of the window's length or in two consecutive spans
WITH window, c, signal, object, {member: m, post: p, ms: at.epochMillis, at: at} AS act,
     at.epochMillis / (window + 1) AS span
UNWIND [span, span - 1] AS home
WITH window, c, signal, object, home, collect(act) AS acts
WHERE size(acts) > 1
// the subquery frees its rows when it ends: the start times of all objects at once do not fit into memory
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
// for each object, the window with the most members, then with the shortest time span
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
RETURN c.rank AS cluster, c.size AS members, signal, object,
       COLLECT {
         WITH meeting[0].post AS p
         MATCH (author:Account)-[:POSTED]->(p)
         RETURN coalesce(author.handle, author.accountId) ORDER BY author.accountId
       }[0] AS author,
       best.members AS actingMembers, (best.end - best.start) / 1000.0 AS spanSeconds,
       meeting[0].at AS firstAt, meeting[-1].at AS lastAt,
       [act IN meeting[..$maxHandles] | coalesce(act.member.handle, act.member.accountId)] AS handles,
       meeting[0].post.text AS text
ORDER BY actingMembers DESC, spanSeconds, firstAt, object, signal;
