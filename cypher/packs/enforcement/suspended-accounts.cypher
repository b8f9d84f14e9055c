// Suspended accounts that retweeted outlets most
// question: Which suspended accounts retweeted outlets most, when, and which clusters are they in?
// finding: 10
// columns:
//   account "Account key": Key of the account (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   retweets "Retweets": Its retweets of outlets.
//   outlets "Outlets": Number of outlets that it retweeted.
//   topOutlet "Most retweeted outlet": Outlet that it retweeted most.
//   firstDay "First retweet": Day of the first of these retweets (UTC).
//   lastDay "Last retweet": Day of the last of these retweets (UTC).
//   createdDay "Account created": Day on which the account was created (UTC). Empty if unknown.
//   suspendedDay "Found suspended": Day on which the account was found suspended (UTC). Empty if unknown.
//   daysToSuspension "Days to suspension": Days from firstDay to suspendedDay. Empty if suspendedDay is unknown.
//   cluster "Cluster": Rank of the account's cluster in the run. Empty if it is in no cluster.
// parameters:
//   run: Id of a detection run, or 'latest'. Without a run, no cluster is shown.
//   state: Only outlets of this state (two-letter country code), and accounts that retweeted them. '' means every state.
//   suspendedSince: Only accounts found suspended on or after this day (YYYY-MM-DD, UTC). '' means any day.
//   suspendedUntil: Only accounts found suspended on or before this day. With either limit, accounts with an unknown day are left out.
//   top: Maximum number of rows, most retweets first.
// view: table
:param run => 'latest';
:param state => '';
:param suspendedSince => '';
:param suspendedUntil => '';
:param top => 25;
OPTIONAL MATCH (run:Run)
WHERE $run IN ['latest', run.runId]
WITH run ORDER BY run.createdAt DESC, run.runId LIMIT 1
WITH run, toUpper(coalesce($state, '')) AS state,
     date(CASE coalesce($suspendedSince, '') WHEN '' THEN '0001-01-01' ELSE $suspendedSince END) AS since,
     date(CASE coalesce($suspendedUntil, '') WHEN '' THEN '9999-12-31' ELSE $suspendedUntil END) AS until
MATCH (a:Account)
WHERE a.status = 'suspended'
WITH run, a, state, since, until, reduce(n = 0, i IN range(0, size(coalesce(a.boostedStates, [])) - 1) |
       n + CASE WHEN state IN ['', a.boostedStates[i]] THEN a.boostedRetweets[i] ELSE 0 END) AS boosted
WHERE boosted > 0
  AND (coalesce($suspendedSince, '') + coalesce($suspendedUntil, '') = '' OR since <= date(a.statusAt) <= until)
WITH run, a, state, boosted ORDER BY boosted DESC, a.accountId LIMIT $top
CALL (a, state) {
  MATCH (a)-[r:AMPLIFIED]->(t:Account)-[:OPERATED_BY]->(o:Outlet)
  WHERE state IN ['', o.state]
  WITH o, sum(r.retweets) AS retweets, date(min(r.firstAt)) AS first, date(max(r.lastAt)) AS last
  ORDER BY retweets DESC, o.outletId
  RETURN count(*) AS outlets, collect(coalesce(o.name, o.outletId))[0] AS outlet, min(first) AS first, max(last) AS last
}
RETURN a.accountId AS account, a.handle AS handle, boosted AS retweets, outlets, outlet AS topOutlet,
       first AS firstDay, last AS lastDay,
       date(a.createdAt) AS createdDay, date(a.statusAt) AS suspendedDay,
       duration.inDays(first, date(a.statusAt)).days AS daysToSuspension,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster)-[:FOUND_IN]->(run) RETURN c.rank ORDER BY c.rank }[0] AS cluster
ORDER BY retweets DESC, account;
