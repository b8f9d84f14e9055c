// Common features of each cluster's profiles
// question: Do a cluster's members claim one place, share a bio, have one creation day and retweet one group of outlets?
// finding: 12
// columns:
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   membersWithLocation "Location known (members)": Members that claim a location.
//   commonLocation "Most common location": Location that most members claim, as written. Empty if none is known.
//   membersAtLocation "Members claiming it": Members that claim this location.
//   membersWithCreation "Creation known (members)": Members whose creation day is known.
//   creationDays "Days of creation": Number of days on which they were created (UTC).
//   busiestDay "Busiest creation day": Day on which most of them were created. If several tie, the first.
//   createdOnBusiestDay "Created on busiest day": Members created on that day.
//   membersWithBio "Bio known (members)": Members with a bio.
//   commonBio "Most common bio": Bio that most members have, as written. If several tie, the first in alphabetical order.
//   membersSharingBio "Members with that bio": Members with this bio, ignoring case and spacing.
//   topKind "Most retweeted kind": State and kind of the registered outlets that members retweet most.
//   shareOfKind "% of retweets of this kind": Retweets of outlets of this kind divided by all retweets by members.
//   exclusiveMembers "Members retweeting only these": Members that retweet outlets of this kind and no other account.
//   outlets "Outlets": Number of outlets of this kind that members retweet.
//   topOutlet "Most retweeted outlet": Outlet of this kind that members retweet most.
//   topOutletShare "% of retweets of top outlet": Retweets of topOutlet divided by all retweets by members.
//   membersWithStatus "Status known (members)": Members whose status is known.
//   suspendedKnownShare "% suspended (status known)": Suspended members divided by membersWithStatus. Empty if no status is known.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   cluster: Rank of a cluster. 0 means every cluster.
//   top: Maximum number of rows, highest score first.
// view: table
:param run => 'latest';
:param cluster => 0;
:param top => 25;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)
WHERE $cluster IN [0, c.rank]
WITH c ORDER BY c.rank LIMIT $top
CALL (c) {
  MATCH (c)<-[:MEMBER_OF]-(m:Account)
  RETURN count(m.location) AS located, count(m.createdAt) AS dated, count(DISTINCT date(m.createdAt)) AS days,
         count(m.bio) AS bios, count(m.status) AS known,
         sum(CASE m.status WHEN 'suspended' THEN 1 ELSE 0 END) AS suspended
}
WITH *, COLLECT {
  MATCH (c)<-[:MEMBER_OF]-(m:Account) WHERE m.location IS NOT NULL
  WITH m.location AS value, count(*) AS members
  RETURN {value: value, members: members} ORDER BY members DESC, value LIMIT 1
}[0] AS place, COLLECT {
  MATCH (c)<-[:MEMBER_OF]-(m:Account) WHERE m.createdAt IS NOT NULL
  WITH date(m.createdAt) AS value, count(*) AS members
  RETURN {value: value, members: members} ORDER BY members DESC, value LIMIT 1
}[0] AS batch, COLLECT {
  MATCH (c)<-[:MEMBER_OF]-(m:Account) WHERE m.bio IS NOT NULL
  WITH [word IN split(toLower(m.bio), ' ') WHERE word <> ''] AS words, min(m.bio) AS value, count(*) AS members
  RETURN {value: value, members: members} ORDER BY members DESC, value LIMIT 1
}[0] AS bio
CALL (c) {
  MATCH (c)<-[:MEMBER_OF]-(m:Account)-[a:AMPLIFIED]->(t:Account)
  RETURN collect({member: m, retweets: a.retweets, outlets: COLLECT {
    MATCH (t)-[:OPERATED_BY]->(o:Outlet) RETURN {outlet: o, kind: trim(coalesce(o.state, '') + ' ' + o.kind)}
  }}) AS acts
}
WITH *, reduce(n = 0.0, x IN acts | n + x.retweets) AS everything, COLLECT {
  // An account that two outlets of a kind operate counts once.
  UNWIND acts AS x
  WITH x, COLLECT { UNWIND x.outlets AS y RETURN DISTINCT y.kind } AS kinds
  UNWIND kinds AS name
  WITH x, name WHERE name IS NOT NULL
  WITH name, sum(x.retweets) AS retweets
  RETURN {name: name, retweets: retweets} ORDER BY retweets DESC, name LIMIT 1
}[0] AS kind
WITH *, COLLECT {
  UNWIND acts AS x
  UNWIND x.outlets AS y
  WITH x, y WHERE y.kind = kind.name
  WITH y.outlet AS o, sum(x.retweets) AS retweets
  RETURN {name: o.name, retweets: retweets} ORDER BY retweets DESC, o.outletId
} AS outlets, COUNT {
  UNWIND acts AS x
  WITH x.member AS m, collect(any(y IN x.outlets WHERE coalesce(y.kind = kind.name, false))) AS ofKind
  WHERE all(one IN ofKind WHERE one)
  RETURN m
} AS exclusive
RETURN c.rank AS cluster, c.size AS members, located AS membersWithLocation, place.value AS commonLocation,
       coalesce(place.members, 0) AS membersAtLocation,
       dated AS membersWithCreation, days AS creationDays, batch.value AS busiestDay,
       coalesce(batch.members, 0) AS createdOnBusiestDay,
       bios AS membersWithBio, bio.value AS commonBio, coalesce(bio.members, 0) AS membersSharingBio,
       kind.name AS topKind, kind.retweets / everything AS shareOfKind, exclusive AS exclusiveMembers,
       size(outlets) AS outlets,
       outlets[0].name AS topOutlet, outlets[0].retweets / everything AS topOutletShare, known AS membersWithStatus,
       CASE WHEN known > 0 THEN toFloat(suspended) / known END AS suspendedKnownShare
ORDER BY cluster;
