// Everything about one outlet
// question: What is known of an outlet, what do its posts earn, how often is it retweeted, how quickly, and how much of
//   that by few accounts, by suspended ones and by members of clusters?
// finding: 6
// columns:
//   fact: what is told, with its unit
//   value: the number, day or name; empty is unknown
// parameters:
//   outlet: an outlet's id, or part of its name in any case; of several, and of '', the one with the most retweets
//   run: a run's id, or 'latest'; without a run nothing is told of clusters
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
  // from the outlet, however many retweets of others the members made
  WITH run, o, COLLECT { MATCH (run)<-[:FOUND_IN]-(:Cluster)<-[:MEMBER_OF]-(m:Account) RETURN m } AS members
  MATCH (o)<-[:OPERATED_BY]-(:Account)<-[r:AMPLIFIED]-(m:Account)
  WHERE m IN members
  WITH run, m, sum(r.retweets) AS made
  MATCH (m)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run)
  RETURN sum(made) AS byMembers, count(*) AS members, count(DISTINCT c) AS clusters
}
// what nobody counted is empty, not 0
CALL (o) {
  RETURN EXISTS { MATCH (o)<-[:OPERATED_BY]-()-[:POSTED]->(p:Post) WHERE p.likes IS NOT NULL } AS toldLikes,
         EXISTS { MATCH (o)<-[:OPERATED_BY]-()-[:POSTED]->(p:Post) WHERE p.replies IS NOT NULL } AS toldReplies,
         EXISTS { MATCH (o)<-[:OPERATED_BY]-()-[:POSTED]->(p:Post) WHERE p.reposts IS NOT NULL } AS toldReposts,
         EXISTS { MATCH (o)<-[:OPERATED_BY]-()-[:POSTED]->(p:Post) WHERE p.quotes IS NOT NULL } AS toldQuotes,
         EXISTS { MATCH (o)<-[:OPERATED_BY]-()-[:POSTED]->(p:Post) WHERE p.promoted IS NOT NULL } AS toldPromoted
}
// made[i] retweets were made by each of by[i] accounts, ascending
WITH *, coalesce(o.perAmplifier, []) AS made, coalesce(o.amplifiers, []) AS by,
     CASE WHEN amplifiers < 150 THEN 1 ELSE toInteger(round(amplifiers / 100.0)) END AS topAccounts
WITH *, reduce(s = {left: topAccounts, sum: 0}, i IN reverse(range(0, size(made) - 1)) | CASE
       WHEN by[i] < s.left THEN {left: s.left - by[i], sum: s.sum + by[i] * made[i]}
       ELSE {left: 0, sum: s.sum + s.left * made[i]}
     END).sum AS byTop,
     unknown < amplifiers AS looked, timed > 0 AS clocked, run IS NOT NULL AS searched,
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
  ['first account joined', joined],
  ['followers, of all accounts', CASE WHEN counted > 0 THEN followers END],
  ['labelled accounts', labelled],
  ['first label', labelledOn],
  ['posts', posts],
  ['of these, promoted', CASE WHEN toldPromoted THEN promoted END],
  ['likes of its posts', CASE WHEN toldLikes THEN likes END],
  ['replies to them', CASE WHEN toldReplies THEN replies END],
  ['reposts of them, as the platform counts', CASE WHEN toldReposts THEN reposts END],
  ['quotes of them', CASE WHEN toldQuotes THEN quotes END],
  ['retweets', retweets],
  ['first retweet', first],
  ['last retweet', last],
  ['accounts that retweet it', amplifiers],
  ['of these, suspended', CASE WHEN looked THEN suspended END],
  ['of these, of unknown status', unknown],
  ['share by the top 1 percent of them', byTop / of],
  ['retweets by suspended accounts', CASE WHEN looked THEN bySuspended END],
  ['share by suspended accounts', CASE WHEN looked THEN bySuspended / of END],
  ['retweets whose delay is known', timed],
  ['of these, within 10 s', CASE WHEN clocked THEN rapid END],
  ['share of these within 10 s', CASE WHEN clocked THEN toFloat(rapid) / timed END],
  ["median of the accounts' median delays, s", delay],
  ['run', run.runId],
  ['clusters that retweet it', CASE WHEN searched THEN clusters END],
  ['members that retweet it', CASE WHEN searched THEN members END],
  ['retweets by members', CASE WHEN searched THEN byMembers END],
  ['share by members', CASE WHEN searched THEN byMembers / of END]
] AS facts
UNWIND range(0, size(facts) - 1) AS i
RETURN facts[i][0] AS fact, facts[i][1] AS value
ORDER BY i;
