// How new outlets' accounts are
// question: What share of the accounts that outlets run was created in the months before a day?
// finding: 5
// columns:
//   group: what `by` names: an outlet, a kind, a state, …; empty: the registry does not say
//   id: the outlet's id, where by is 'outlet'; the parameter outlet takes it
//   accounts: accounts of the group, as registered, without those created after the day
//   known: of these, those whose creation is known
//   joined: of these, those created in the months before the day
//   share: joined over known, 0 to 1
//   oldest: day on which the first of them was created, UTC
//   median: day by which half of them were created
//   newest: day on which the last of them was created
//   asOf: the day
// parameters:
//   by: what is a group, one of outlet, kind, state, owner, parent, platform or all
//   months: how many months before the day count as new
//   asOf: the day, UTC, 2021-03-01; '' is the last day with a post or a retweet of an outlet
//   outlet: an outlet's id, or part of its name; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   kind: only outlets of this kind: media, diplomat, agency, …; '' is every kind
//   top: most rows, those with the most known first
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
// an account that two outlets of a group run counts once
WITH DISTINCT asOf, a, date(a.createdAt) AS created, CASE $by WHEN 'outlet' THEN o.outletId END AS id,
     CASE $by
       WHEN 'outlet' THEN o.name WHEN 'kind' THEN o.kind WHEN 'state' THEN o.state
       WHEN 'owner' THEN o.owner WHEN 'parent' THEN o.parent WHEN 'platform' THEN a.platform
       WHEN 'all' THEN 'all'
     END AS group
WITH asOf, group, id, created ORDER BY created
WITH asOf, group, id, count(*) AS accounts, collect(created) AS days
WITH *, size(days) AS known, size([d IN days WHERE d >= asOf - duration({months: $months})]) AS joined
RETURN group, id, accounts, known, joined, CASE WHEN known > 0 THEN toFloat(joined) / known END AS share,
       days[0] AS oldest, days[(known - 1) / 2] AS median, days[-1] AS newest, asOf
ORDER BY known DESC, accounts DESC, group, id
LIMIT $top;
