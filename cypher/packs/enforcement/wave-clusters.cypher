// Clusters hit by a suspension wave
// question: Which clusters had members found suspended on one day, how many, and what is the status of the others?
// finding: 11, 12
// columns:
//   waveDay "Day found suspended": Day on which the accounts were found suspended (UTC). Empty if unknown.
//   cluster "Cluster": Rank of the cluster in its run. Rank 1 has the highest score.
//   members "Members": Accounts in the cluster.
//   membersInWave "Members in the wave": Members found suspended on that day.
//   shareOfMembers "% of the cluster's members": membersInWave divided by members.
//   retweets "Retweets": Retweets of outlets by the members in the wave.
//   suspendedMembers "Suspended members": Members known to be suspended, on any day.
//   membersKnownActive "Members known to be active": Members known to be active.
//   deletedMembers "Deleted members": Members known to be deleted.
//   membersWithoutStatus "Members with unknown status": Members whose status is unknown.
//   topOutlet "Most retweeted outlet": Outlet that the cluster retweets most. Empty if it retweets none.
// parameters:
//   run: Id of a detection run, or 'latest'.
//   wave: Day of the wave (YYYY-MM-DD, UTC). '' means every day.
//   state: Only outlets of this state (two-letter country code), and waves with members that retweeted them. '' means every state.
//   cluster: Rank of a cluster. 0 means every cluster.
//   minMembers: Minimum number of members in the wave, for each pair of day and cluster.
//   top: Maximum number of rows, most members in the wave first.
// view: table
:param run => 'latest';
:param wave => '';
:param state => '';
:param cluster => 0;
:param minMembers => 2;
:param top => 25;
MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
MATCH (run)<-[:FOUND_IN]-(c:Cluster)<-[:MEMBER_OF]-(m:Account)
WHERE $cluster IN [0, c.rank]
WITH c, toUpper(coalesce($state, '')) AS state, collect(m) AS members
WITH *, size([m IN members WHERE m.status = 'suspended']) AS suspended,
     size([m IN members WHERE m.status = 'active']) AS active,
     size([m IN members WHERE m.status = 'deleted']) AS deleted, size([m IN members WHERE m.status IS NULL]) AS unknown
UNWIND [m IN members WHERE m.status = 'suspended'] AS m
WITH c, state, suspended, active, deleted, unknown, date(m.statusAt) AS wave, count(*) AS taken,
     sum(reduce(n = 0, i IN range(0, size(coalesce(m.boostedStates, [])) - 1) |
         n + CASE WHEN state IN ['', m.boostedStates[i]] THEN m.boostedRetweets[i] ELSE 0 END)) AS retweets
WHERE taken >= $minMembers AND coalesce($wave, '') IN ['', toString(wave)] AND (state = '' OR retweets > 0)
RETURN wave AS waveDay, c.rank AS cluster, c.size AS members, taken AS membersInWave,
       toFloat(taken) / c.size AS shareOfMembers, retweets,
       suspended AS suspendedMembers, active AS membersKnownActive, deleted AS deletedMembers,
       unknown AS membersWithoutStatus,
       COLLECT {
         MATCH (c)-[b:BOOSTS|AMPLIFIES]->(o:Outlet)
         WHERE state IN ['', o.state]
         RETURN coalesce(o.name, o.outletId) ORDER BY b.retweets DESC, o.outletId
       }[0] AS topOutlet
ORDER BY membersInWave DESC, waveDay, cluster
LIMIT $top;
