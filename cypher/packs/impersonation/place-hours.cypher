// Who claims a place and acts while it sleeps there
// question: Do accounts that claim to be in a place retweet and post in its night, more than everyone else?
// finding: 12
// columns:
//   who: those that claim the place, in a cluster or in no cluster, or everyone else
//   cluster: the cluster's rank in its run
//   size: member accounts
//   accounts: accounts of the row that act, and that no registered outlet runs
//   acts: their retweets and posts whose time is known
//   night: of these, those from 00:00 to 06:00 in the place
//   share: night over acts, 0 to 1; 0.25 is no rhythm
//   others: the same share of everyone else
//   ratio: share over others; 1 is like everyone else
//   inBio: of the accounts, those whose bio names the place
// parameters:
//   run: a run's id, or 'latest'; without a run nobody is in a cluster
//   place: part of what is claimed, in any case
//   claim: where the place is claimed, one of location, bio or either
//   offset: hours from UTC in the place, as 5.5
//   since: first day, UTC, as YYYY-MM-DD; '' is open
//   until: last day, likewise
//   sample: most claimants looked at outside clusters, and most of everyone else: the first by their key read backwards
//   top: most rows
// view: table
:param run => 'latest';
:param place => 'london';
:param claim => 'location';
:param offset => 0.0;
:param since => '';
:param until => '';
:param sample => 10000;
:param top => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
WITH run, datetime({date: since}) AS since, datetime({date: until}) + duration('P1D') AS until
CALL (run) {
  MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(a:Account)
  WHERE toLower(CASE $claim
    WHEN 'location' THEN a.location WHEN 'bio' THEN a.bio ELSE coalesce(a.location, '') + '\n' + coalesce(a.bio, '')
  END) CONTAINS toLower($place)
    AND NOT EXISTS { (a)-[:OPERATED_BY]->() }
  RETURN 1 AS step, c, a
  UNION ALL
  MATCH (a:Account)
  WHERE toLower(CASE $claim
    WHEN 'location' THEN a.location WHEN 'bio' THEN a.bio ELSE coalesce(a.location, '') + '\n' + coalesce(a.bio, '')
  END) CONTAINS toLower($place)
  WITH run, a ORDER BY reverse(a.accountId) LIMIT $sample
  WHERE NOT EXISTS { MATCH (a)-[:MEMBER_OF]->(:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run }
    AND NOT EXISTS { (a)-[:OPERATED_BY]->() }
  RETURN 2 AS step, null AS c, a
  UNION ALL
  MATCH (a:Account)
  WHERE NOT coalesce(toLower(CASE $claim
    WHEN 'location' THEN a.location WHEN 'bio' THEN a.bio ELSE coalesce(a.location, '') + '\n' + coalesce(a.bio, '')
  END) CONTAINS toLower($place), false)
  WITH a ORDER BY reverse(a.accountId) LIMIT $sample
  WHERE NOT EXISTS { (a)-[:OPERATED_BY]->() }
  RETURN 3 AS step, null AS c, a
}
CALL (a, since, until) {
  MATCH (a)-[r:RETWEETED]->(:Post)
  WHERE since <= r.at AND r.at < until
  RETURN r.at AS at
  UNION ALL
  MATCH (a)-[:POSTED]->(p:Post)
  WHERE since <= p.createdAt AND p.createdAt < until AND coalesce(p.identified, true)
  RETURN p.createdAt AS at
}
WITH step, c, a, (at.epochSeconds + toInteger($offset * 3600)) % 86400 AS second
WITH step, c, a, count(*) AS acts, sum(CASE WHEN second < 21600 THEN 1 ELSE 0 END) AS night
WITH step, c, count(*) AS accounts, sum(acts) AS acts, sum(night) AS night,
     sum(CASE WHEN toLower(a.bio) CONTAINS toLower($place) THEN 1 ELSE 0 END) AS inBio
WITH collect({step: step, c: c, accounts: accounts, acts: acts, night: night, inBio: inBio}) AS rows
WITH rows, [x IN rows WHERE x.step = 3 | toFloat(x.night) / x.acts][0] AS others
UNWIND rows AS x
RETURN ['in a cluster', 'in no cluster', 'everyone else'][x.step - 1] AS who, x.c.rank AS cluster, x.c.size AS size,
       x.accounts AS accounts, x.acts AS acts, x.night AS night, toFloat(x.night) / x.acts AS share,
       others, CASE WHEN others > 0 THEN toFloat(x.night) / x.acts / others END AS ratio, x.inBio AS inBio
ORDER BY x.step, cluster
LIMIT $top;
