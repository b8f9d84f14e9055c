// Which clusters a wave took
// question: Of which clusters were members found suspended on one day, how many, and what became of the others?
// finding: 11, 12
// columns:
//   wave: the day, UTC; empty where nobody says
//   cluster: the cluster's rank in its run
//   size: member accounts
//   taken: members found suspended on that day
//   share: their share of the members, 0 to 1
//   retweets: their retweets of outlets
//   suspended: members known to be suspended, on whatever day
//   active: members known to be active
//   deleted: members known to be deleted
//   unknown: members whose status nobody looked up
//   outlet: the outlet that the cluster boosts most, if any
// parameters:
//   run: a run's id, or 'latest'
//   wave: the day, YYYY-MM-DD, UTC; '' is every day
//   state: only outlets of this state, two letters, and waves that took who retweeted them; '' is every state
//   cluster: the cluster's rank; 0 is every cluster
//   least: leave out pairs of day and cluster with fewer members taken
//   top: most rows; those with the most members taken come first
// view: table
:param run => 'latest';
:param wave => '';
:param state => '';
:param cluster => 0;
:param least => 2;
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
WHERE taken >= $least AND coalesce($wave, '') IN ['', toString(wave)] AND (state = '' OR retweets > 0)
RETURN wave, c.rank AS cluster, c.size AS size, taken, toFloat(taken) / c.size AS share, retweets,
       suspended, active, deleted, unknown,
       COLLECT {
         MATCH (c)-[b:BOOSTS]->(o:Outlet)
         WHERE state IN ['', o.state]
         RETURN coalesce(o.name, o.outletId) ORDER BY b.retweets DESC, o.outletId
       }[0] AS outlet
ORDER BY taken DESC, wave, cluster
LIMIT $top;
