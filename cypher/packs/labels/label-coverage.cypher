// Share of accounts with the platform's label
// question: What share of outlets' accounts had the platform's state-affiliated label on a given day?
// finding: 8
// columns:
//   groupId "Group id": Id of the outlet, or the kind, state or platform.
//   group "Group": Name of the outlet, or the kind, state or platform.
//   accounts "Accounts": Accounts of the group, without those created after the day. See observedOnly.
//   labelledAccounts "Labelled accounts": Accounts labelled by the end of the day.
//   labelledShare "% labelled": labelledAccounts divided by accounts.
// step: wilson
// result:
//   groupId "Group id": Id of the outlet, or the kind, state or platform.
//   group "Group": Name of the outlet, or the kind, state or platform.
//   accounts "Accounts": Accounts of the group, without those created after the day. See observedOnly.
//   labelledAccounts "Labelled accounts": Accounts labelled by the end of the day.
//   labelledShare "% labelled": labelledAccounts divided by accounts.
//   shareLow "% labelled, 95% CI low": Lower end of the 95% confidence interval of the share (Wilson), if these accounts were a sample.
//   shareHigh "% labelled, 95% CI high": Upper end of the 95% confidence interval of the share.
// parameters:
//   by: What forms a group: one of kind, state, platform or outlet.
//   asOf: The day (YYYY-MM-DD, UTC). '' counts every known label.
//   platform: Only accounts on this platform. '' means every platform.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   observedOnly: Whether to leave out accounts known only from the registry, without an action, retweet, profile, status or label.
//   top: Maximum number of rows, most accounts first.
// view: table
:param by => 'kind';
:param asOf => '';
:param platform => 'x';
:param state => '';
:param outlet => '';
:param observedOnly => true;
:param top => 25;
WITH date(CASE coalesce($asOf, '') WHEN '' THEN '9999-12-31' ELSE $asOf END) AS asOf
MATCH (a:Account)-[:OPERATED_BY]->(o:Outlet)
WHERE toLower(coalesce($platform, '')) IN ['', a.platform] AND toUpper(coalesce($state, '')) IN ['', o.state]
  AND (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND (a.createdAt IS NULL OR date(a.createdAt) <= asOf)
  AND (NOT $observedOnly OR any(x IN [a.createdAt, a.labelledAt, a.status, a.followers, a.bio] WHERE x IS NOT NULL)
       // A retweeted account has posted, even if its posts are not identified.
       OR EXISTS { (a)-[:POSTED|RETWEETED|LIKED]->() })
WITH DISTINCT a, asOf,
     CASE $by WHEN 'kind' THEN o.kind WHEN 'state' THEN o.state WHEN 'platform' THEN a.platform
              WHEN 'outlet' THEN o.outletId END AS group,
     CASE $by WHEN 'kind' THEN o.kind WHEN 'state' THEN o.state WHEN 'platform' THEN a.platform
              WHEN 'outlet' THEN o.name END AS name
WITH group, name, count(*) AS accounts, count(CASE WHEN date(a.labelledAt) <= asOf THEN 1 END) AS labelled
RETURN group AS groupId, name AS group, accounts, labelled AS labelledAccounts,
       toFloat(labelled) / accounts AS labelledShare
ORDER BY accounts DESC, groupId
LIMIT $top;
