// Share of new accounts among outlets' accounts
// question: What share of outlets' accounts was created in the months before a given day?
// finding: 5
// columns:
//   group "Group": Name of the group, as set by the parameter by. Empty if the registry does not give one.
//   outletId "Outlet id": Id of the outlet. Empty unless by is 'outlet'.
//   accounts "Accounts": Accounts of the group in the registry, without those created after the day.
//   accountsWithCreation "Creation known (accounts)": Accounts whose creation day is known.
//   newAccounts "New accounts": Accounts created in the months before the day.
//   newShare "% new": newAccounts divided by accountsWithCreation. Empty if no creation day is known.
//   firstCreatedDay "First account created": Day on which the first of these accounts was created (UTC).
//   medianCreatedDay "Half created by": Day by which half of these accounts were created (UTC).
//   lastCreatedDay "Last account created": Day on which the last of these accounts was created (UTC).
//   asOfDay "As of": Day for which the shares are computed (UTC).
// parameters:
//   by: What forms a group: one of outlet, kind, state, owner, parent, platform or all.
//   months: Number of months before the day in which an account counts as new.
//   asOf: The day (YYYY-MM-DD, UTC). '' means the last day with a post or a retweet of an outlet.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   kind: Only outlets of this kind: media, diplomat, agency, … '' means every kind.
//   top: Maximum number of rows, most accounts with a known creation day first.
// view: table
:param by => 'kind';
:param months => 24;
:param asOf => '';
:param outlet => '';
:param state => '';
:param kind => '';
:param top => 25;
CALL () {
  MATCH (d:Day)
  RETURN max(d.date) AS lastDay
}
WITH CASE coalesce($asOf, '') WHEN '' THEN lastDay ELSE date($asOf) END AS asOf
WHERE asOf IS NOT NULL
MATCH (o:Outlet)<-[:OPERATED_BY]-(a:Account)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
  AND toLower(coalesce($kind, '')) IN ['', toLower(o.kind)]
  AND $by IN ['outlet', 'kind', 'state', 'owner', 'parent', 'platform', 'all']
  AND (a.createdAt IS NULL OR date(a.createdAt) <= asOf)
// An account that two outlets of a group operate counts once.
WITH DISTINCT asOf, a, date(a.createdAt) AS created, CASE $by WHEN 'outlet' THEN o.outletId END AS id,
     CASE $by
       WHEN 'outlet' THEN o.name WHEN 'kind' THEN o.kind WHEN 'state' THEN o.state
       WHEN 'owner' THEN o.owner WHEN 'parent' THEN o.parent WHEN 'platform' THEN a.platform
       WHEN 'all' THEN 'all'
     END AS group
WITH asOf, group, id, created ORDER BY created
WITH asOf, group, id, count(*) AS accounts, collect(created) AS days
WITH *, size(days) AS known, size([d IN days WHERE d >= asOf - duration({months: $months})]) AS joined
RETURN group, id AS outletId, accounts, known AS accountsWithCreation, joined AS newAccounts,
       CASE WHEN known > 0 THEN toFloat(joined) / known END AS newShare,
       days[0] AS firstCreatedDay, days[(known - 1) / 2] AS medianCreatedDay, days[-1] AS lastCreatedDay,
       asOf AS asOfDay
ORDER BY accountsWithCreation DESC, accounts DESC, group, outletId
LIMIT $top;
