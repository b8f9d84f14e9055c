// How many accounts carry the platform's label
// question: On a day, what share of outlets' accounts carried the label that tells of the state behind them?
// finding: 8
// columns:
//   group: the kind, state, platform or outlet's id
//   name: the outlet's name, by outlet; else as group
//   accounts: accounts of the group that the data know, see seen, without those created after the day
//   labelled: of these, accounts labelled by the end of the day
//   share: labelled over accounts, 0 to 1
// step: wilson
// result:
//   group: the kind, state, platform or outlet's id
//   name: the outlet's name, by outlet; else as group
//   accounts: accounts of the group that the data know, see seen, without those created after the day
//   labelled: of these, accounts labelled by the end of the day
//   share: labelled over accounts, 0 to 1
//   low: lower end of the share's 95 percent interval (Wilson), were the accounts a sample
//   high: upper end
// parameters:
//   by: what makes a group, one of kind, state, platform or outlet
//   asOf: the day, YYYY-MM-DD, UTC; '' counts every label that is known
//   platform: only accounts of this platform; '' is every platform
//   state: only outlets of this state, two letters; '' is every state
//   outlet: an outlet's id, or part of its name in any case; '' is every outlet
//   seen: true leaves out accounts that the data know only by name: no act or retweet, no profile, no status, no label
//   top: most rows; the groups with the most accounts come first
// view: table
:param by => 'kind';
:param asOf => '';
:param platform => 'x';
:param state => '';
:param outlet => '';
:param seen => true;
:param top => 25;
WITH date(CASE coalesce($asOf, '') WHEN '' THEN '9999-12-31' ELSE $asOf END) AS asOf
MATCH (a:Account)-[:OPERATED_BY]->(o:Outlet)
WHERE toLower(coalesce($platform, '')) IN ['', a.platform] AND toUpper(coalesce($state, '')) IN ['', o.state]
  AND (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND (a.createdAt IS NULL OR date(a.createdAt) <= asOf)
  AND (NOT $seen OR any(x IN [a.createdAt, a.labelledAt, a.status, a.followers, a.bio] WHERE x IS NOT NULL)
       // whoever is retweeted has posted, if only posts that are not told apart
       OR EXISTS { (a)-[:POSTED|RETWEETED|LIKED]->() })
WITH DISTINCT a, asOf,
     CASE $by WHEN 'kind' THEN o.kind WHEN 'state' THEN o.state WHEN 'platform' THEN a.platform
              WHEN 'outlet' THEN o.outletId END AS group,
     CASE $by WHEN 'kind' THEN o.kind WHEN 'state' THEN o.state WHEN 'platform' THEN a.platform
              WHEN 'outlet' THEN o.name END AS name
WITH group, name, count(*) AS accounts, count(CASE WHEN date(a.labelledAt) <= asOf THEN 1 END) AS labelled
RETURN group, name, accounts, labelled, toFloat(labelled) / accounts AS share
ORDER BY accounts DESC, group
LIMIT $top;
