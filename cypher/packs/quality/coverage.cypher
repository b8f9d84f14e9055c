// What is known of accounts, posts and retweets
// question: How much of each field that the queries need do the data of each platform carry?
// finding: 1, 4, 5, 8, 10, 12
// columns:
//   platform: id space of the ids
//   of: accounts, posts (of those told apart), retweets or likes
//   field: what is known, or could be
//   records: how many there are
//   known: of these, those of which it is known
//   share: known over records, 0 to 1
// parameters:
//   platform: only this platform; '' is every platform
// view: table
:param platform => '';
CALL () {
  MATCH (a:Account)
  WHERE $platform IN ['', a.platform]
  WITH a.platform AS platform, count(*) AS records, count(a.handle) AS handle, count(a.name) AS name,
       count(a.bio) AS bio, count(a.location) AS location, count(a.createdAt) AS createdAt,
       count(a.followers) AS followers, count(a.status) AS status, count(a.statusAt) AS statusAt,
       count(a.labelledAt) AS labelledAt
  UNWIND [
    ['handle', handle], ['name', name], ['bio', bio], ['location', location], ['createdAt', createdAt],
    ['followers', followers], ['status', status], ['statusAt', statusAt], ['labelledAt', labelledAt]
  ] AS x
  RETURN 1 AS step, 'accounts' AS of, platform, x[0] AS field, records, x[1] AS known
  UNION ALL
  MATCH (p:Post)
  WHERE $platform IN ['', p.platform]
  WITH p, coalesce(p.identified, true) AS told, COUNT { (p)<-[:RETWEETED]-() } AS n,
       CASE WHEN EXISTS { (p)<-[:POSTED]-() } THEN 1 END AS author
  WITH p.platform AS platform, told, count(*) AS posts, sum(n) AS retweets, count(author) AS author,
       sum(n * author) AS ofKnown,
       count(p.createdAt) AS createdAt, sum(CASE WHEN p.createdAt IS NOT NULL THEN n ELSE 0 END) AS delay,
       count(p.text) AS text, count(p.language) AS language, count(p.likes) AS likes, count(p.replies) AS replies,
       count(p.reposts) AS reposts, count(p.quotes) AS quotes, count(p.promoted) AS promoted
  UNWIND [
    ['posts', 'author', author], ['posts', 'createdAt', createdAt], ['posts', 'text', text],
    ['posts', 'language', language], ['posts', 'likes', likes], ['posts', 'replies', replies],
    ['posts', 'reposts', reposts], ['posts', 'quotes', quotes], ['posts', 'promoted', promoted],
    ['retweets', 'post', retweets], ['retweets', 'author', ofKnown], ['retweets', 'delay', delay]
  ] AS x
  WITH platform, x[0] AS of, x[1] AS field,
       sum(CASE WHEN x[0] = 'retweets' THEN retweets WHEN told THEN posts ELSE 0 END) AS records,
       sum(CASE WHEN told OR (x[0] = 'retweets' AND x[1] = 'author') THEN x[2] ELSE 0 END) AS known
  WHERE records > 0
  RETURN CASE of WHEN 'posts' THEN 2 ELSE 3 END AS step, of, platform, field, records, known
  UNION ALL
  MATCH (p:Post)<-[l:LIKED]-()
  WHERE $platform IN ['', p.platform]
  RETURN 4 AS step, 'likes' AS of, p.platform AS platform, 'at' AS field, count(*) AS records, count(l.at) AS known
}
RETURN platform, of, field, records, known, toFloat(known) / records AS share
ORDER BY platform, step, field;
