// Profile of an outlet
// question: What is known about an outlet, its posts, its retweets, and the accounts that make them?
// finding: 6
// columns:
//   fact "Fact": Name of the fact, with its unit.
//   value "Value": Number, share (0 to 1), day or text. Empty if unknown.
// parameters:
//   outlet: Id of an outlet, or part of its name (case-insensitive). If several match, or for '', the most retweeted one.
//   run: Id of a detection run, or 'latest'. Without a run, the facts about clusters are empty.
// view: table
:param outlet => '';
:param run => 'latest';
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (o:Outlet)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
WITH run, o ORDER BY o.outletId = coalesce($outlet, '') DESC, coalesce(o.retweets, 0) DESC, o.outletId LIMIT 1
CALL (o) {
  MATCH (o)<-[:OPERATED_BY]-(t:Account)
  WITH t ORDER BY t.accountId
  RETURN count(*) AS accounts, collect(DISTINCT t.platform) AS platforms, date(min(t.createdAt)) AS joined,
         sum(t.followers) AS followers, count(t.followers) AS counted,
         count(t.labelledAt) AS labelled, date(min(t.labelledAt)) AS labelledOn
}
CALL (o) {
  MATCH (o)<-[:OPERATED_BY]-(:Account)-[r:ON_DAY]->(d:Day)
  RETURN sum(r.posts) AS posts, sum(r.likes) AS likes, sum(r.replies) AS replies, sum(r.reposts) AS reposts,
         sum(r.quotes) AS quotes, sum(r.promoted) AS promoted,
         sum(r.retweets) AS retweets, sum(r.timed) AS timed, sum(r.rapid) AS rapid,
         sum(reduce(n = 0, x IN r.bySuspended | n + x)) AS bySuspended,
         min(CASE WHEN r.retweets > 0 THEN d.date END) AS first, max(CASE WHEN r.retweets > 0 THEN d.date END) AS last
}
CALL (o) {
  MATCH (o)<-[:OPERATED_BY]-(:Account)<-[r:AMPLIFIED]-(a:Account)
  RETURN percentileCont(r.medianDelay, 0.5) AS delay
}
CALL (o) {
  MATCH (o)<-[:OPERATED_BY]-(:Account)<-[:AMPLIFIED]-(a:Account)
  WITH DISTINCT a
  RETURN count(*) AS amplifiers, count(CASE a.status WHEN 'suspended' THEN 1 END) AS suspended,
         count(*) - count(a.status) AS unknown
}
CALL (run, o) {
  // start at the outlet, because members may have made many retweets of other accounts
  WITH run, o, COLLECT { MATCH (run)<-[:FOUND_IN]-(:Cluster)<-[:MEMBER_OF]-(m:Account) RETURN m } AS members
  MATCH (o)<-[:OPERATED_BY]-(:Account)<-[r:AMPLIFIED]-(m:Account)
  WHERE m IN members
  WITH run, m, sum(r.retweets) AS made
  MATCH (m)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
  RETURN sum(made) AS byMembers, count(*) AS members, count(DISTINCT c) AS clusters
}
// counts that the platform did not give are empty, not 0
CALL (o) {
  RETURN EXISTS { MATCH (o)<-[:OPERATED_BY]-()-[:POSTED]->(p:Post) WHERE p.likes IS NOT NULL } AS hasLikes,
         EXISTS { MATCH (o)<-[:OPERATED_BY]-()-[:POSTED]->(p:Post) WHERE p.replies IS NOT NULL } AS hasReplies,
         EXISTS { MATCH (o)<-[:OPERATED_BY]-()-[:POSTED]->(p:Post) WHERE p.reposts IS NOT NULL } AS hasReposts,
         EXISTS { MATCH (o)<-[:OPERATED_BY]-()-[:POSTED]->(p:Post) WHERE p.quotes IS NOT NULL } AS hasQuotes,
         EXISTS { MATCH (o)<-[:OPERATED_BY]-()-[:POSTED]->(p:Post) WHERE p.promoted IS NOT NULL } AS hasPromoted
}
// made[i] is the number of retweets of each of by[i] accounts, in ascending order
WITH *, coalesce(o.perAmplifier, []) AS made, coalesce(o.amplifiers, []) AS by,
     CASE WHEN amplifiers < 150 THEN 1 ELSE toInteger(round(amplifiers / 100.0)) END AS topAccounts
WITH *, reduce(s = {left: topAccounts, sum: 0}, i IN reverse(range(0, size(made) - 1)) | CASE
       WHEN by[i] < s.left THEN {left: s.left - by[i], sum: s.sum + by[i] * made[i]}
       ELSE {left: 0, sum: s.sum + s.left * made[i]}
     END).sum AS byTop,
     unknown < amplifiers AS hasStatus, timed > 0 AS hasDelays, run IS NOT NULL AS hasRun,
     toFloat(nullIf(retweets, 0)) AS of
WITH [
  ['id', o.outletId],
  ['name', o.name],
  ['kind', o.kind],
  ['state', o.state],
  ['owner', o.owner],
  ['parent', o.parent],
  ['source', o.source],
  ['accounts', accounts],
  ['platforms', reduce(list = platforms[0], x IN platforms[1..] | list + ', ' + x)],
  ['first account created', joined],
  ['followers of all accounts', CASE WHEN counted > 0 THEN followers END],
  ['labelled accounts', labelled],
  ['first label', labelledOn],
  ['posts', posts],
  ['promoted posts', CASE WHEN hasPromoted THEN promoted END],
  ['likes of posts', CASE WHEN hasLikes THEN likes END],
  ['replies to posts', CASE WHEN hasReplies THEN replies END],
  ['reposts of posts', CASE WHEN hasReposts THEN reposts END],
  ['quotes of posts', CASE WHEN hasQuotes THEN quotes END],
  ['retweets', retweets],
  ['first retweet', first],
  ['last retweet', last],
  ['amplifiers', amplifiers],
  ['suspended amplifiers', CASE WHEN hasStatus THEN suspended END],
  ['amplifiers with unknown status', unknown],
  ['share of retweets by the top 1% of amplifiers', byTop / of],
  ['retweets by suspended accounts', CASE WHEN hasStatus THEN bySuspended END],
  ['share of retweets by suspended accounts', CASE WHEN hasStatus THEN bySuspended / of END],
  ['retweets with known delay', timed],
  ['rapid retweets (within 10 s)', CASE WHEN hasDelays THEN rapid END],
  ['share of rapid retweets, where the delay is known', CASE WHEN hasDelays THEN toFloat(rapid) / timed END],
  ['median of the amplifiers\' median delays (s)', delay],
  ['run', run.runId],
  ['clusters with retweets of the outlet', CASE WHEN hasRun THEN clusters END],
  ['cluster members with retweets of the outlet', CASE WHEN hasRun THEN members END],
  ['retweets by cluster members', CASE WHEN hasRun THEN byMembers END],
  ['share of retweets by cluster members', CASE WHEN hasRun THEN byMembers / of END]
] AS facts
UNWIND range(0, size(facts) - 1) AS i
RETURN facts[i][0] AS fact, facts[i][1] AS value
ORDER BY i;
