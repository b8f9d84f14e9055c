// Accounts that retweet only one group of outlets
// question: Which accounts retweet one outlet or one group of outlets, and almost no one else?
// finding: 12
// columns:
//   account "Account key": Key of the account (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   group "Group": Outlet, state and kind, state, or owner. 'those given' if the parameter outlets is set.
//   outletId "Outlet id": Id of the outlet. Empty unless the group is one outlet.
//   retweets "Retweets": Its retweets of the group.
//   allRetweets "All retweets": All its retweets, of anyone.
//   groupShare "% of its retweets": retweets divided by allRetweets.
//   outlets "Outlets": Number of outlets of the group that it retweeted.
//   firstDay "First retweet": Day of the first of these retweets (UTC).
//   lastDay "Last retweet": Day of the last of these retweets (UTC).
//   cluster "Cluster": Rank of the account's cluster in the run. Empty if it is in no cluster.
//   location "Location": Claimed location as written. Empty if there is none.
//   createdDay "Account created": Day on which the account was created (UTC). Empty if unknown.
//   status "Status": Account status: active, suspended or deleted. Empty if unknown.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is shown.
//   by: What forms a group: one of outlet, kind, state or owner. A kind is shown with its state.
//   outlets: Outlets that form one group, each given by its id or part of its name. Empty means every group.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   minShare: Minimum share of an account's retweets that are of the group (0 to 1).
//   minRetweets: Minimum number of retweets of the group.
//   top: Maximum number of rows, most retweets first.
// view: table
:param run => 'latest';
:param by => 'outlet';
:param outlets => [];
:param state => '';
:param minShare => 1.0;
:param minRetweets => 20;
:param top => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, [part IN $outlets | toLower(part)] AS parts
WITH run, parts, COLLECT { MATCH (o:Outlet) WHERE toLower(o.outletId) IN parts RETURN toLower(o.outletId) } AS ids
// An id matches only that outlet, even if other names contain it.
WITH run, COLLECT {
  MATCH (o:Outlet)
  WHERE toLower(o.outletId) IN ids OR any(part IN parts WHERE NOT part IN ids AND toLower(o.name) CONTAINS part)
  RETURN o
} AS given
// Use the roll-up to leave out accounts that retweet others too much before reading any retweets.
MATCH (a:Account)
WHERE a.boostedStates IS NOT NULL
WITH run, given, a, reduce(n = 0, i IN range(0, size(a.boostedStates) - 1) |
  n + CASE WHEN toUpper(coalesce($state, '')) IN ['', a.boostedStates[i]] THEN a.boostedRetweets[i] ELSE 0 END
) AS boosted
WHERE boosted >= $minRetweets
WITH run, given, a, boosted, COUNT { (a)-[:RETWEETED]->() } AS all
WHERE boosted >= $minShare * all
CALL (a, given) {
  MATCH (a)-[x:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet)
  WHERE toUpper(coalesce($state, '')) IN ['', o.state] AND (size($outlets) = 0 OR o IN given)
  // An account that two outlets of the group operate counts once.
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
WHERE group IS NOT NULL AND retweets >= $minRetweets AND retweets >= $minShare * all
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
       CASE WHEN size($outlets) = 0 AND $by = 'outlet' THEN group END AS outletId,
       retweets, all AS allRetweets, share AS groupShare, outlets, date(firstAt) AS firstDay, date(lastAt) AS lastDay,
       COLLECT {
         MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(x:Run) WHERE x = run RETURN c.rank ORDER BY c.rank
       }[0] AS cluster,
       a.location AS location, date(a.createdAt) AS createdDay, a.status AS status
ORDER BY retweets DESC, account, outletId, group;
