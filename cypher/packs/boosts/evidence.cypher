// Posts behind an edge
// question: Which posts, how many seconds apart, connect two coordinated accounts?
// finding: 12
// columns:
//   accountA "Account A": Key of the first account (platform:id).
//   accountB "Account B": Key of the second account (platform:id).
//   signal "Signal": Kind of co-action.
//   object "Object": What the accounts share: a post key, an account key, a link as it was written, a hashtag or a text.
//   author "Author": Handle of the author of A's post, or the account key if the handle is unknown.
//   actionAtA "Time of A": Time of A's action (UTC).
//   actionAtB "Time of B": Time of B's action (UTC).
//   secondsApart "Time from A to B (s)": Time from A's action to B's. Negative if B was first.
//   postA "Post of A": Key of the post that A retweeted or wrote. Empty if it is the object, or if the data do not identify it.
//   postB "Post of B": Key of the post that B retweeted or wrote. Empty if it is the object, or if the data do not identify it.
//   text "Text": Text of A's post. Empty if unknown.
// parameters:
//   run: Id of a detection run, or 'latest'. The query uses the run's signal, and the window of the accounts' edge.
//   accountA: Account key (x:123) or handle (x:name, @name). If both accounts are '', the run's heaviest edge of tier A, or of B or joined if there is no tier A.
//   accountB: The other account, in the same form.
//   top: Maximum number of rows, closest in time first.
// view: table
:param run => 'latest';
:param accountA => '';
:param accountB => '';
:param top => 100;
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
WITH *, 1000 * coalesce(run.fastSeconds, 10.0) AS fast
UNWIND split(run.signal, [',', '+']) AS signal
WITH DISTINCT run, a, b, fast, signal
// if the run scanned windows, each edge has its own; the edges of combined signals have several signals
WITH *, coalesce(COLLECT {
  MATCH (a)-[e:COORDINATED]-(b)
  WHERE e.runId = run.runId AND signal IN split(e.signal, '+')
  RETURN max(e.window)
}[0], run.window) AS window
UNWIND [a, b] AS account
CALL (account, signal, fast) {
  WITH account, signal WHERE signal = 'co-retweet'
  MATCH (account)-[r:RETWEETED]->(p:Post)
  WHERE coalesce(p.identified, true)
  RETURN p.postId AS object, p, r.at AS at, r.actionId AS actionId
  UNION ALL
  WITH account, signal, fast WHERE signal IN ['co-amplify', 'fast-retweet']
  MATCH (account)-[r:RETWEETED]->(p:Post)<-[:POSTED]-(author:Account)
  WHERE signal = 'co-amplify' OR 0 <= r.at.epochMillis - p.createdAt.epochMillis <= fast
  RETURN author.accountId AS object, p, r.at AS at, r.actionId AS actionId
  UNION ALL
  WITH account, signal WHERE signal IN ['co-link', 'co-domain', 'co-hashtag', 'co-reply']
  MATCH (account)-[:POSTED]->(p:Post)-[:LINKS_TO|TAGGED|REPLY_TO]->(o)
  WITH p, CASE signal
            WHEN 'co-link' THEN o.url WHEN 'co-domain' THEN o.domain
            WHEN 'co-hashtag' THEN o.tag WHEN 'co-reply' THEN o.postId
          END AS object
  WHERE object IS NOT NULL AND p.createdAt IS NOT NULL
  RETURN DISTINCT object, p, p.createdAt AS at, p.postId AS actionId
  UNION ALL
  WITH account, signal WHERE signal IN ['co-text', 'co-post']
  MATCH (account)-[:POSTED]->(p:Post)
  WITH p, CASE signal WHEN 'co-text' THEN toLower(trim(p.text)) ELSE 'any post' END AS object
  WHERE object IS NOT NULL AND p.createdAt IS NOT NULL
  RETURN object, p, p.createdAt AS at, p.postId AS actionId
}
// pair the two accounts' actions per object, never all actions of A with all actions of B
WITH a, b, signal, window, object,
     collect(CASE WHEN account = a THEN {post: p, at: at, actionId: actionId} END) AS ofA,
     collect(CASE WHEN account = b THEN {post: p, at: at, actionId: actionId} END) AS ofB
UNWIND ofA AS x
UNWIND ofB AS y
WITH a, b, signal, object, x, y, window, y.at.epochMillis - x.at.epochMillis AS apart
WHERE abs(apart) <= window
WITH a, b, signal, object, x, y, apart
ORDER BY abs(apart), x.at, signal, object, x.actionId, y.actionId LIMIT $top
RETURN a.accountId AS accountA, b.accountId AS accountB, signal, object,
       COLLECT {
         WITH x.post AS p
         MATCH (author:Account)-[:POSTED]->(p)
         RETURN coalesce(author.handle, author.accountId) ORDER BY author.accountId
       }[0] AS author,
       x.at AS actionAtA, y.at AS actionAtB, apart / 1000.0 AS secondsApart,
       CASE WHEN x.post.identified AND x.post.postId <> object THEN x.post.postId END AS postA,
       CASE WHEN y.post.identified AND y.post.postId <> object THEN y.post.postId END AS postB,
       x.post.text AS text
ORDER BY abs(apart), actionAtA, signal, object, x.actionId, y.actionId;
