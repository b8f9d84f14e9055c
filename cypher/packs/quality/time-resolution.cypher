// Precision of times
// question: How precise are the times of each import, according to its format and to the times themselves?
// finding: 4, 7, 9, 12
// columns:
//   import "Import": Key of the import.
//   file "File": Name of the imported file.
//   recordType "Record type": retweets or posts.
//   declaredSeconds "Declared precision (s)": Time precision of the file format.
//   sampledTimes "Times sampled": Number of times in the sample.
//   shareWithMilliseconds "% with milliseconds": Share of times that are not on a full second.
//   shareOnMinute "% on a full minute": Share of times on a full minute. 1.7% are by chance.
//   shareOnHour "% on a full hour": Share of times on a full hour. 0.03% are by chance.
//   shareAtMidnight "% at midnight": Share of times at midnight (UTC).
//   observedSeconds "Observed precision (s)": Coarsest of second (1), minute (60), hour (3600) and day (86400) that fits all times.
//   firstAt "First action": Time of the first action in the sample (UTC).
//   lastAt "Last action": Time of the last action in the sample (UTC).
// parameters:
//   sample: Maximum number of accounts sampled, with all their retweets and posts: the first in the order of their reversed keys.
// view: table
:param sample => 10000;
MATCH (a:Account)
WITH a ORDER BY reverse(a.accountId) LIMIT $sample
CALL (a) {
  MATCH (a)-[r:RETWEETED]->(:Post)
  RETURN 'retweets' AS recordType, r.importId AS import, r.at AS at
  UNION ALL
  MATCH (a)-[:POSTED]->(p:Post)
  WHERE p.createdAt IS NOT NULL AND coalesce(p.identified, true)
  RETURN 'posts' AS recordType, p.importId AS import, p.createdAt AS at
}
WITH import, recordType, count(*) AS sampledTimes, min(at) AS firstAt, max(at) AS lastAt,
     toFloat(sum(CASE WHEN at.epochMillis % 1000 <> 0 THEN 1 ELSE 0 END)) AS milliseconds,
     toFloat(sum(CASE WHEN at.epochMillis % 60000 = 0 THEN 1 ELSE 0 END)) AS minutes,
     toFloat(sum(CASE WHEN at.epochMillis % 3600000 = 0 THEN 1 ELSE 0 END)) AS hours,
     toFloat(sum(CASE WHEN at.epochMillis % 86400000 = 0 THEN 1 ELSE 0 END)) AS days
OPTIONAL MATCH (i:Import {importId: import})
RETURN import, i.file AS file, recordType,
       CASE recordType WHEN 'posts' THEN i.postResolution ELSE i.resolution END AS declaredSeconds, sampledTimes,
       milliseconds / sampledTimes AS shareWithMilliseconds, minutes / sampledTimes AS shareOnMinute,
       hours / sampledTimes AS shareOnHour, days / sampledTimes AS shareAtMidnight,
       CASE sampledTimes WHEN days THEN 86400 WHEN hours THEN 3600 WHEN minutes THEN 60 ELSE 1 END AS observedSeconds,
       firstAt, lastAt
ORDER BY recordType DESC, sampledTimes DESC, import;
