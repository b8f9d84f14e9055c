// Phrases that several accounts post or reply with
// question: Which phrases recur in what several accounts write, to whom do they say them, and are they in clusters?
// finding: 12
// columns:
//   phrase: the words, in lower case and without marks; of several that the same accounts share, the first by alphabet
//   phrases: how many phrases of this length just these accounts share
//   accounts: accounts that wrote it
//   posts: their posts with it; of these:
//   replies: the replies
//   clustered: of the accounts, the members of a cluster
//   clusters: ranks of their clusters in the run
//   suspended: of the accounts, those known to be suspended
//   repliesTo: outlets that the replies answer, most first
//   first: when it was first posted, UTC
//   last: when it was last posted
//   examples: keys of the first of the accounts, platform:id
//   post: key of the first post with it
// parameters:
//   run: a run's id, or 'latest'; without a run nobody is in a cluster
//   cluster: only what members of the cluster of this rank wrote; 0 is what everybody who retweets outlets wrote
//   outlet: only of accounts that retweet this outlet: its id, or part of its name in any case; '' is every outlet
//   state: only of accounts that retweet outlets of this state, two letters; '' is every state
//   words: length of a phrase in words
//   least: leave out phrases of fewer accounts
//   since: first day, UTC, as YYYY-MM-DD; '' is open
//   until: last day, likewise
//   posts: most posts looked at, the latest first; of the others nothing is told
//   names: most examples shown
//   top: most rows; those of the most accounts come first
// view: table
:param run => 'latest';
:param cluster => 0;
:param outlet => '';
:param state => '';
:param words => 5;
:param least => 3;
:param since => '';
:param until => '';
:param posts => 20000;
:param names => 5;
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
WITH run, a, p ORDER BY p.createdAt DESC, p.postId LIMIT $posts
// marks separate words as spaces do; links and names are no words
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
WHERE size(accounts) >= $least
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
RETURN phrase, phrases, size(accounts) AS accounts, size(posts) AS posts, replies, size(ranks) AS clustered,
       COLLECT { UNWIND ranks AS rank WITH DISTINCT rank RETURN rank ORDER BY rank } AS clusters,
       size([a IN accounts WHERE a.status = 'suspended']) AS suspended, repliesTo,
       posts[0].createdAt AS first, posts[-1].createdAt AS last,
       [a IN accounts[..$names] | a.accountId] AS examples, posts[0].postId AS post
ORDER BY accounts DESC, posts DESC, phrase;
