// Phrases that several accounts post
// question: Which phrases do several accounts use, which outlets do they reply to, and are they in clusters?
// finding: 12
// columns:
//   phrase "Phrase": The words in lower case, without punctuation. If the same accounts share several, the first in alphabetical order.
//   phraseCount "Phrases": Number of phrases of this length that exactly these accounts share.
//   accounts "Accounts": Accounts that wrote the phrase.
//   posts "Posts": Their posts with the phrase.
//   replyPosts "Replies in the data": Posts with the phrase that are replies.
//   clusterMembers "Members of clusters": Accounts that are in a cluster.
//   clusters "Clusters": Ranks of their clusters in the run.
//   suspendedAccounts "Suspended accounts": Accounts known to be suspended.
//   answeredOutlets "Outlets answered": Outlets that the replies answer, most replies first.
//   firstPostAt "First post": Time of the first of these posts (UTC).
//   lastPostAt "Last post": Time of the last of these posts (UTC).
//   examples "Example accounts": Keys of the first of these accounts (platform:id).
//   post "Post key": Key of the first post with the phrase (platform:id).
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is shown.
//   cluster: Only posts by members of the cluster of this rank. 0 means all accounts that retweet outlets.
//   outlet: Only accounts that retweet this outlet, given by its id or part of its name (case-insensitive). '' means every outlet.
//   state: Only accounts that retweet outlets of this state (two-letter country code). '' means every state.
//   words: Length of a phrase in words.
//   minAccounts: Minimum number of accounts that wrote a phrase.
//   since: First day (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   maxPosts: Maximum number of posts examined, latest first.
//   maxExamples: Maximum number of example accounts.
//   top: Maximum number of rows, most accounts first.
// view: table
:param run => 'latest';
:param cluster => 0;
:param outlet => '';
:param state => '';
:param words => 5;
:param minAccounts => 3;
:param since => '';
:param until => '';
:param maxPosts => 20000;
:param maxExamples => 5;
:param top => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
WITH run, datetime({date: since}) AS since, datetime({date: until}) + duration('P1D') AS until
CALL (run) {
  MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(a:Account)
  WHERE c.rank = $cluster
  RETURN a
  UNION
  MATCH (a:Account)
  WHERE $cluster = 0 AND a.boostedStates IS NOT NULL
  RETURN a
}
WITH run, since, until, a
WHERE (coalesce($state, '') = '' OR toUpper($state) IN a.boostedStates)
  AND (coalesce($outlet, '') = '' OR EXISTS {
    MATCH (a)-[:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet)
    WHERE (coalesce($outlet, '') IN ['', o.outletId]
           OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
      AND toUpper(coalesce($state, '')) IN ['', o.state]
  })
MATCH (a)-[:POSTED]->(p:Post)
WHERE p.text IS NOT NULL AND since <= p.createdAt AND p.createdAt < until AND NOT EXISTS { (a)-[:OPERATED_BY]->() }
WITH run, a, p ORDER BY p.createdAt DESC, p.postId LIMIT $maxPosts
// Punctuation separates words as spaces do. Links and mentions are not words.
WITH run, a, p, reduce(
  text = toLower(p.text),
  mark IN ['\n', '\r', '\t', '.', ',', ';', ':', '!', '?', '"', '(', ')', '[', ']', '…', '“', '”', '。', '，', '！', '？'] |
  replace(text, mark, ' ')
) AS text
WITH run, a, p, [
  word IN split(text, ' ') WHERE word <> '' AND NOT word STARTS WITH '@' AND NOT word STARTS WITH 'http'
] AS words
UNWIND range(0, size(words) - $words) AS start
WITH DISTINCT run, a, p, words[start..start + $words] AS phrase
ORDER BY p.createdAt, p.postId
WITH run, phrase, collect(DISTINCT a) AS accounts, collect(p) AS posts
WHERE size(accounts) >= $minAccounts
WITH run, reduce(text = '', word IN phrase | text + ' ' + word) AS phrase, posts,
     COLLECT { UNWIND accounts AS a RETURN a ORDER BY a.accountId } AS accounts
ORDER BY phrase
WITH run, accounts, count(*) AS phrases, collect({phrase: trim(phrase), posts: posts})[0] AS one
WITH run, accounts, phrases, one.phrase AS phrase, one.posts AS posts
ORDER BY size(accounts) DESC, size(posts) DESC, phrase LIMIT $top
WITH *, COLLECT {
  UNWIND accounts AS a
  MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run)
  WHERE x = run
  RETURN c.rank ORDER BY c.rank
} AS ranks, COLLECT {
  UNWIND posts AS p
  MATCH (p)-[:REPLY_TO]->(:Post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(o:Outlet)
  WITH o, count(*) AS replies
  RETURN o.name ORDER BY replies DESC, o.outletId LIMIT 5
} AS repliesTo, COUNT {
  UNWIND posts AS p
  MATCH (p) WHERE EXISTS { (p)-[:REPLY_TO]->() }
} AS replies
RETURN phrase, phrases AS phraseCount, size(accounts) AS accounts, size(posts) AS posts, replies AS replyPosts,
       size(ranks) AS clusterMembers,
       COLLECT { UNWIND ranks AS rank WITH DISTINCT rank RETURN rank ORDER BY rank } AS clusters,
       size([a IN accounts WHERE a.status = 'suspended']) AS suspendedAccounts, repliesTo AS answeredOutlets,
       posts[0].createdAt AS firstPostAt, posts[-1].createdAt AS lastPostAt,
       [a IN accounts[..$maxExamples] | a.accountId] AS examples, posts[0].postId AS post
ORDER BY accounts DESC, posts DESC, phrase;
