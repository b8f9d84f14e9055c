// Accounts created per month
// question: In which months were an outlet's accounts and its amplifiers created?
// finding: 5
// columns:
//   month "Month from": First day of the month. The row without a month counts accounts whose creation is unknown.
//   outletAccounts "Outlets' accounts": Accounts of the outlets that were created in this month.
//   shareOfOutletAccounts "% of the outlets' accounts": outletAccounts divided by all accounts of the outlets with a known creation day.
//   amplifiers "Amplifiers": Accounts created in this month that retweeted the outlets. The outlets' own accounts are included.
//   shareOfAmplifiers "% of amplifiers": amplifiers divided by all amplifiers with a known creation day.
//   suspendedAmplifiers "Suspended amplifiers": Amplifiers created in this month that are known to be suspended.
// parameters:
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   top: Maximum number of rows, latest months first.
// view: table
:param outlet => '';
:param state => '';
:param top => 300;
CALL () {
  MATCH (o:Outlet)<-[:OPERATED_BY]-(a:Account)
  WHERE (coalesce($outlet, '') IN ['', o.outletId]
         OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  WITH DISTINCT a
  RETURN date(a.createdAt) AS day, count(*) AS operated, 0 AS amplifiers, 0 AS suspended
  UNION ALL
  // For all outlets or one state, use the accounts' roll-up of retweets by state.
  MATCH (a:Account)
  WHERE coalesce($outlet, '') = '' AND a.boostedStates IS NOT NULL
    AND (coalesce($state, '') = '' OR toUpper($state) IN a.boostedStates)
  RETURN date(a.createdAt) AS day, 0 AS operated, count(*) AS amplifiers,
         count(CASE a.status WHEN 'suspended' THEN 1 END) AS suspended
  UNION ALL
  MATCH (o:Outlet)<-[:OPERATED_BY]-(t:Account)
  WHERE coalesce($outlet, '') <> ''
    AND (coalesce($outlet, '') IN ['', o.outletId]
         OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  WITH DISTINCT t
  MATCH (t)<-[:AMPLIFIED]-(a:Account)
  WITH DISTINCT a
  RETURN date(a.createdAt) AS day, 0 AS operated, count(*) AS amplifiers,
         count(CASE a.status WHEN 'suspended' THEN 1 END) AS suspended
}
WITH CASE WHEN day IS NOT NULL THEN date.truncate('month', day) END AS month,
     sum(operated) AS operated, sum(amplifiers) AS amplifiers, sum(suspended) AS suspended
WITH collect({month: month, operated: operated, amplifiers: amplifiers, suspended: suspended}) AS rows
WITH rows, [x IN rows WHERE x.month IS NOT NULL] AS dated
WITH rows, reduce(n = 0.0, x IN dated | n + x.operated) AS operated,
     reduce(n = 0.0, x IN dated | n + x.amplifiers) AS amplifiers
UNWIND rows AS x
RETURN x.month AS month,
       x.operated AS outletAccounts,
       CASE WHEN x.month IS NOT NULL AND operated > 0 THEN x.operated / operated END AS shareOfOutletAccounts,
       x.amplifiers AS amplifiers,
       CASE WHEN x.month IS NOT NULL AND amplifiers > 0 THEN x.amplifiers / amplifiers END AS shareOfAmplifiers,
       x.suspended AS suspendedAmplifiers
ORDER BY month DESC
LIMIT $top;
