// Coverage of fields
// question: For each platform, how many records have each field that the queries need?
// finding: 1, 4, 5, 8, 10, 12
// columns:
//   platform "Platform": Platform of the records.
//   recordType "Record type": accounts, posts (without stub posts), retweets or likes.
//   field "Field": Name of the field.
//   records "Records": Number of records of this type.
//   knownRecords "Records with the field": Records for which the field is known.
//   knownShare "% known": knownRecords divided by records.
// parameters:
//   platform: Only this platform. '' means every platform.
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
  RETURN 1 AS step, 'accounts' AS recordType, platform, x[0] AS field, records, x[1] AS knownRecords
  UNION ALL
  MATCH (p:Post)
  WHERE $platform IN ['', p.platform]
  WITH p, coalesce(p.identified, true) AS identified, COUNT { (p)<-[:RETWEETED]-() } AS n,
       CASE WHEN EXISTS { (p)<-[:POSTED]-() } THEN 1 END AS author
  WITH p.platform AS platform, identified, count(*) AS posts, sum(n) AS retweets, count(author) AS author,
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
  WITH platform, x[0] AS recordType, x[1] AS field,
       sum(CASE WHEN x[0] = 'retweets' THEN retweets WHEN identified THEN posts ELSE 0 END) AS records,
       sum(CASE WHEN identified OR (x[0] = 'retweets' AND x[1] = 'author') THEN x[2] ELSE 0 END) AS knownRecords
  WHERE records > 0
  RETURN CASE recordType WHEN 'posts' THEN 2 ELSE 3 END AS step, recordType, platform, field, records, knownRecords
  UNION ALL
  MATCH (p:Post)<-[l:LIKED]-()
  WHERE $platform IN ['', p.platform]
  RETURN 4 AS step, 'likes' AS recordType, p.platform AS platform, 'at' AS field,
         count(*) AS records, count(l.at) AS knownRecords
}
RETURN platform, recordType, field, records, knownRecords, toFloat(knownRecords) / records AS knownShare
ORDER BY platform, step, field;
