// The posts behind the edge of two accounts
// question: Which posts, how many seconds apart, make two accounts count as coordinated?
// finding: 12
// columns:
//   accountA: key of the first account, platform:id
//   accountB: key of the second account
//   signal: what they did alike
//   object: what they shared: a post's key (co-retweet, co-reply), the retweeted account's, a link as written, …
//   author: handle of who wrote A's post, the key where the handle is unknown
//   atA: when A did it, UTC
//   atB: when B did it, UTC
//   seconds: from A to B; negative where B was first
//   postA: key of the post that A retweeted or wrote, where it is not the object and the data names it
//   postB: key of the post that B retweeted, likewise
//   text: text of A's post, where known
// parameters:
//   run: a run's id, or 'latest'; its signal and window decide
//   accountA: an account's key (x:123) or handle (x:name, @name); '' with accountB '': the run's heaviest edge, of tier A if there is one
//   accountB: the other account, in the same forms
//   top: most rows; the closest in time come first
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
  WHERE e.runId = run.runId
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
UNWIND split(run.signal, ',') AS signal
UNWIND [a, b] AS account
CALL (account, signal, fast) {
  WITH account, signal WHERE signal = 'co-retweet'
  MATCH (account)-[r:RETWEETED]->(p:Post)
  WHERE coalesce(p.identified, true)
  RETURN p.postId AS object, p, r.at AS at, r.actionId AS act
  UNION ALL
  WITH account, signal, fast WHERE signal IN ['co-amplify', 'fast-retweet']
  MATCH (account)-[r:RETWEETED]->(p:Post)<-[:POSTED]-(author:Account)
  WHERE signal = 'co-amplify' OR 0 <= r.at.epochMillis - p.createdAt.epochMillis <= fast
  RETURN author.accountId AS object, p, r.at AS at, r.actionId AS act
  UNION ALL
  WITH account, signal WHERE signal IN ['co-link', 'co-domain', 'co-hashtag', 'co-reply']
  MATCH (account)-[:POSTED]->(p:Post)-[:LINKS_TO|TAGGED|REPLY_TO]->(o)
  WITH p, CASE signal
            WHEN 'co-link' THEN o.url WHEN 'co-domain' THEN o.domain
            WHEN 'co-hashtag' THEN o.tag WHEN 'co-reply' THEN o.postId
          END AS object
  WHERE object IS NOT NULL AND p.createdAt IS NOT NULL
  RETURN DISTINCT object, p, p.createdAt AS at, p.postId AS act
  UNION ALL
  WITH account, signal WHERE signal IN ['co-text', 'co-post']
  MATCH (account)-[:POSTED]->(p:Post)
  WITH p, CASE signal WHEN 'co-text' THEN toLower(trim(p.text)) ELSE 'any post' END AS object
  WHERE object IS NOT NULL AND p.createdAt IS NOT NULL
  RETURN object, p, p.createdAt AS at, p.postId AS act
}
// what both accounts did with one object side by side: never all of A's with all of B's
WITH run, a, b, signal, object,
     collect(CASE WHEN account = a THEN {post: p, at: at, act: act} END) AS ofA,
     collect(CASE WHEN account = b THEN {post: p, at: at, act: act} END) AS ofB
UNWIND ofA AS x
UNWIND ofB AS y
WITH a, b, signal, object, x, y, run.window AS window, y.at.epochMillis - x.at.epochMillis AS apart
WHERE abs(apart) <= window
WITH a, b, signal, object, x, y, apart
ORDER BY abs(apart), x.at, signal, object, x.act, y.act LIMIT $top
RETURN a.accountId AS accountA, b.accountId AS accountB, signal, object,
       COLLECT {
         WITH x.post AS p
         MATCH (author:Account)-[:POSTED]->(p)
         RETURN coalesce(author.handle, author.accountId) ORDER BY author.accountId
       }[0] AS author,
       x.at AS atA, y.at AS atB, apart / 1000.0 AS seconds,
       CASE WHEN x.post.identified AND x.post.postId <> object THEN x.post.postId END AS postA,
       CASE WHEN y.post.identified AND y.post.postId <> object THEN y.post.postId END AS postB,
       x.post.text AS text
ORDER BY abs(apart), atA, signal, object, x.act, y.act;
