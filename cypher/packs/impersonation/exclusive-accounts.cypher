// Accounts that retweet one group of outlets and nobody else
// question: Which accounts retweet one outlet, or one group of outlets, and next to nobody else?
// finding: 12
// columns:
//   account: the account's key, platform:id
//   handle: its handle, where known
//   group: the group of outlets: an outlet, state and kind, a state or an owner; 'those given' where outlets are
//   id: the outlet's id, where the group is one outlet
//   retweets: its retweets of the group
//   all: all its retweets, of anyone
//   share: retweets over all, 0 to 1
//   outlets: outlets of the group that it retweeted
//   first: day of the first of these retweets, UTC
//   last: day of the last of these retweets, UTC
//   cluster: rank of its cluster in the run, if it is in one
//   location: the location it claims, as written
//   created: day on which it was created, UTC, where known
//   status: active, suspended or deleted; empty is unknown
// parameters:
//   run: a run's id, or 'latest'; without a run nobody is in a cluster
//   by: what makes a group, one of outlet, kind, state or owner; a kind is told together with its state
//   outlets: outlets that make one group together, each by its id or a part of its name; none: every group
//   state: only outlets of this state, two letters; '' is every state
//   share: least share of an account's retweets that went to the group
//   minRetweets: leave out accounts with fewer retweets of the group
//   top: most rows
// view: table
:param run => 'latest';
:param by => 'outlet';
:param outlets => [];
:param state => '';
:param share => 1.0;
:param minRetweets => 20;
:param top => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, [part IN $outlets | toLower(part)] AS parts
WITH run, parts, COLLECT { MATCH (o:Outlet) WHERE toLower(o.outletId) IN parts RETURN toLower(o.outletId) } AS ids
// an id means that outlet alone, even if the names of others contain it
WITH run, COLLECT {
  MATCH (o:Outlet)
  WHERE toLower(o.outletId) IN ids OR any(part IN parts WHERE NOT part IN ids AND toLower(o.name) CONTAINS part)
  RETURN o
} AS given
// who retweets others too much is left out by the roll-up, before anybody's retweets are looked at
MATCH (a:Account)
WHERE a.boostedStates IS NOT NULL
WITH run, given, a, reduce(n = 0, i IN range(0, size(a.boostedStates) - 1) |
  n + CASE WHEN toUpper(coalesce($state, '')) IN ['', a.boostedStates[i]] THEN a.boostedRetweets[i] ELSE 0 END
) AS boosted
WHERE boosted >= $minRetweets
WITH run, given, a, boosted, COUNT { (a)-[:RETWEETED]->() } AS all
WHERE boosted >= $share * all
CALL (a, given) {
  MATCH (a)-[x:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet)
  WHERE toUpper(coalesce($state, '')) IN ['', o.state] AND (size($outlets) = 0 OR o IN given)
  // an account that two outlets of the group run counts once
  WITH DISTINCT x, CASE
    WHEN size($outlets) > 0 THEN 'those given'
    WHEN $by = 'outlet' THEN o.outletId
    WHEN $by = 'kind' THEN trim(coalesce(o.state, '') + ' ' + o.kind)
    WHEN $by = 'state' THEN o.state
    WHEN $by = 'owner' THEN o.owner
  END AS group
  RETURN group, sum(x.retweets) AS retweets
}
WITH run, given, a, all, group, retweets
WHERE group IS NOT NULL AND retweets >= $minRetweets AND retweets >= $share * all
WITH *, toFloat(retweets) / all AS share
ORDER BY retweets DESC, a.accountId, group LIMIT $top
CALL (given, group, a) {
  MATCH (a)-[x:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet)
  WHERE toUpper(coalesce($state, '')) IN ['', o.state] AND CASE
    WHEN size($outlets) > 0 THEN o IN given
    WHEN $by = 'outlet' THEN o.outletId = group
    WHEN $by = 'kind' THEN trim(coalesce(o.state, '') + ' ' + o.kind) = group
    WHEN $by = 'state' THEN o.state = group
    ELSE o.owner = group
  END
  RETURN count(DISTINCT o) AS outlets, min(x.firstAt) AS firstAt, max(x.lastAt) AS lastAt, min(o.name) AS name
}
RETURN a.accountId AS account, a.handle AS handle,
       CASE WHEN size($outlets) = 0 AND $by = 'outlet' THEN name ELSE group END AS group,
       CASE WHEN size($outlets) = 0 AND $by = 'outlet' THEN group END AS id,
       retweets, all, share, outlets, date(firstAt) AS first, date(lastAt) AS last,
       COLLECT {
         MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run RETURN c.rank ORDER BY c.rank
       }[0] AS cluster,
       a.location AS location, date(a.createdAt) AS created, a.status AS status
ORDER BY retweets DESC, account, id, group;
