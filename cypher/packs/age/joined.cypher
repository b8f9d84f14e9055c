// When accounts were created, by the month
// question: In which months were an outlet's accounts created, and those of who amplifies it?
// finding: 5
// columns:
//   month: its first day; empty: the accounts whose creation is not known, and which are in no other row
//   operated: accounts of the outlets created in this month
//   ofOperated: over all accounts of the outlets whose creation is known, 0 to 1
//   amplifiers: accounts created in this month that retweeted the outlets at least once, their own accounts included
//   ofAmplifiers: over all these whose creation is known, 0 to 1
//   suspended: of these amplifiers, those known to be suspended
// parameters:
//   outlet: an outlet's id, or part of its name; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   top: most rows, the latest months
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
  // of all outlets or a state's, accounts carry the roll-up of whom they boost
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
       x.operated AS operated,
       CASE WHEN x.month IS NOT NULL AND operated > 0 THEN x.operated / operated END AS ofOperated,
       x.amplifiers AS amplifiers,
       CASE WHEN x.month IS NOT NULL AND amplifiers > 0 THEN x.amplifiers / amplifiers END AS ofAmplifiers,
       x.suspended AS suspended
ORDER BY month DESC
LIMIT $top;
