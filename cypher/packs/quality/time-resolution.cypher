// How finely the data tell time
// question: To what second, minute or day do imports tell times, by their own word and by the times themselves?
// finding: 4, 7, 9, 12
// columns:
//   import: the import's key
//   file: the file's name
//   of: retweets or posts
//   declared: how finely the format tells these times, seconds
//   sample: times looked at
//   milliseconds: share of them that are not on a whole second, 0 to 1
//   minutes: share of them on a whole minute; 0.017 by chance
//   hours: share of them on a whole hour; 0.0003 by chance
//   days: share of them at midnight UTC
//   observed: the finest of second (1), minute (60), hour (3600) and day (86400) that all of them keep to, seconds
//   from: the first of them, UTC
//   to: the last of them
// parameters:
//   sample: most accounts looked at, with their retweets and posts: the first by the reversed key
// view: table
:param sample => 10000;
MATCH (a:Account)
WITH a ORDER BY reverse(a.accountId) LIMIT $sample
CALL (a) {
  MATCH (a)-[r:RETWEETED]->(:Post)
  RETURN 'retweets' AS of, r.importId AS import, r.at AS at
  UNION ALL
  MATCH (a)-[:POSTED]->(p:Post)
  WHERE p.createdAt IS NOT NULL AND coalesce(p.identified, true)
  RETURN 'posts' AS of, p.importId AS import, p.createdAt AS at
}
WITH import, of, count(*) AS sample, min(at) AS from, max(at) AS to,
     toFloat(sum(CASE WHEN at.epochMillis % 1000 <> 0 THEN 1 ELSE 0 END)) AS milliseconds,
     toFloat(sum(CASE WHEN at.epochMillis % 60000 = 0 THEN 1 ELSE 0 END)) AS minutes,
     toFloat(sum(CASE WHEN at.epochMillis % 3600000 = 0 THEN 1 ELSE 0 END)) AS hours,
     toFloat(sum(CASE WHEN at.epochMillis % 86400000 = 0 THEN 1 ELSE 0 END)) AS days
OPTIONAL MATCH (i:Import {importId: import})
RETURN import, i.file AS file, of, CASE of WHEN 'posts' THEN i.postResolution ELSE i.resolution END AS declared, sample,
       milliseconds / sample AS milliseconds, minutes / sample AS minutes, hours / sample AS hours,
       days / sample AS days,
       CASE sample WHEN days THEN 86400 WHEN hours THEN 3600 WHEN minutes THEN 60 ELSE 1 END AS observed, from, to
ORDER BY of DESC, sample DESC, import;
