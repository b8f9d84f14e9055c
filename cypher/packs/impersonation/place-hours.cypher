// Night-time actions of accounts that claim a place
// question: Do accounts that claim to be in a place retweet and post during its night more than everyone else?
// finding: 12
// columns:
//   accountGroup "Accounts in the row": Accounts that claim the place, 'in a cluster' or 'in no cluster', or 'everyone else'.
//   cluster "Cluster": Rank of the cluster in its run. Empty in the other rows.
//   members "Members": Accounts in the cluster.
//   accounts "Accounts": Accounts of the row with an action. Accounts that outlets operate are left out.
//   actions "Actions": Their retweets and posts with a known time.
//   nightActions "Night actions": Actions from 00:00 to 06:00 in the place.
//   nightShare "% at night": nightActions divided by actions. 25% means no rhythm.
//   othersNightShare "% at night, everyone else": The same share for everyone else.
//   nightRatio "Night ratio to everyone else": nightShare divided by othersNightShare. 1 means no difference.
//   accountsWithBioPlace "Place in bio (accounts)": Accounts whose bio names the place.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no account is in a cluster.
//   place: Part of the claimed place (case-insensitive).
//   claimedIn: Where the place is claimed: one of location, bio or either.
//   utcOffset: Offset of the place from UTC in hours, for example 5.5.
//   since: First day (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   maxAccounts: Maximum number of claimants outside clusters, and of everyone else. Accounts are sorted by their reversed key.
//   top: Maximum number of rows.
// view: table
:param run => 'latest';
:param place => 'london';
:param claimedIn => 'location';
:param utcOffset => 0.0;
:param since => '';
:param until => '';
:param maxAccounts => 10000;
:param top => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
WITH run, datetime({date: since}) AS since, datetime({date: until}) + duration('P1D') AS until
CALL (run) {
  MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(a:Account)
  WHERE toLower(CASE $claimedIn
    WHEN 'location' THEN a.location WHEN 'bio' THEN a.bio ELSE coalesce(a.location, '') + '\n' + coalesce(a.bio, '')
  END) CONTAINS toLower($place)
    AND NOT EXISTS { (a)-[:OPERATED_BY]->() }
  RETURN 1 AS step, c, a
  UNION ALL
  MATCH (a:Account)
  WHERE toLower(CASE $claimedIn
    WHEN 'location' THEN a.location WHEN 'bio' THEN a.bio ELSE coalesce(a.location, '') + '\n' + coalesce(a.bio, '')
  END) CONTAINS toLower($place)
  WITH run, a ORDER BY reverse(a.accountId) LIMIT $maxAccounts
  WHERE NOT EXISTS { MATCH (a)-[:MEMBER_OF]->(:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run }
    AND NOT EXISTS { (a)-[:OPERATED_BY]->() }
  RETURN 2 AS step, null AS c, a
  UNION ALL
  MATCH (a:Account)
  WHERE NOT coalesce(toLower(CASE $claimedIn
    WHEN 'location' THEN a.location WHEN 'bio' THEN a.bio ELSE coalesce(a.location, '') + '\n' + coalesce(a.bio, '')
  END) CONTAINS toLower($place), false)
  WITH a ORDER BY reverse(a.accountId) LIMIT $maxAccounts
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
WITH step, c, a, (at.epochSeconds + toInteger($utcOffset * 3600)) % 86400 AS second
WITH step, c, a, count(*) AS acts, sum(CASE WHEN second < 21600 THEN 1 ELSE 0 END) AS night
WITH step, c, count(*) AS accounts, sum(acts) AS acts, sum(night) AS night,
     sum(CASE WHEN toLower(a.bio) CONTAINS toLower($place) THEN 1 ELSE 0 END) AS inBio
WITH collect({step: step, c: c, accounts: accounts, acts: acts, night: night, inBio: inBio}) AS rows
WITH rows, [x IN rows WHERE x.step = 3 | toFloat(x.night) / x.acts][0] AS others
UNWIND rows AS x
RETURN ['in a cluster', 'in no cluster', 'everyone else'][x.step - 1] AS accountGroup, x.c.rank AS cluster,
       x.c.size AS members,
       x.accounts AS accounts, x.acts AS actions, x.night AS nightActions, toFloat(x.night) / x.acts AS nightShare,
       others AS othersNightShare, CASE WHEN others > 0 THEN toFloat(x.night) / x.acts / others END AS nightRatio,
       x.inBio AS accountsWithBioPlace
ORDER BY x.step, cluster
LIMIT $top;
