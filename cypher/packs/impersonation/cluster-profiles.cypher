// What the profiles of each cluster have in common
// question: Do a cluster's members claim one place, share a bio, come from one batch and retweet one group of outlets?
// finding: 12
// columns:
//   cluster: the cluster's rank in its run; 1 has the highest score
//   size: member accounts
//   located: members that claim a location
//   location: the location most of them claim, as written
//   claiming: members that claim it
//   dated: members whose creation day is known
//   days: distinct days on which they were created, UTC
//   batch: the day on which most were created
//   inBatch: members created on that day
//   bios: members with a bio
//   bio: the bio most of them have, as written; of equals the first by alphabet
//   sharing: members with that bio, in any case and spacing
//   kind: state and kind of the registered outlets that members retweet most
//   ofKind: share of the members' retweets, of anyone, that went to outlets of this kind, 0 to 1
//   exclusive: members that retweet outlets of this kind and nobody else
//   outlets: outlets of this kind that members retweet
//   outlet: of these the one that they retweet most
//   ofOutlet: share of the members' retweets, of anyone, that went to it, 0 to 1
//   known: members whose status is known
//   suspended: share of these that is suspended, 0 to 1; empty where no status is known
// parameters:
//   run: a run's id, or 'latest'
//   cluster: the cluster's rank; 0 is every cluster
//   top: most rows, the highest score first
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
  // an account that two outlets of a kind run counts once
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
RETURN c.rank AS cluster, c.size AS size, located, place.value AS location, coalesce(place.members, 0) AS claiming,
       dated, days, batch.value AS batch, coalesce(batch.members, 0) AS inBatch,
       bios, bio.value AS bio, coalesce(bio.members, 0) AS sharing,
       kind.name AS kind, kind.retweets / everything AS ofKind, exclusive, size(outlets) AS outlets,
       outlets[0].name AS outlet, outlets[0].retweets / everything AS ofOutlet, known,
       CASE WHEN known > 0 THEN toFloat(suspended) / known END AS suspended
ORDER BY cluster;
