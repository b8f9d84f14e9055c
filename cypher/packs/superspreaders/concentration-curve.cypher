// The curve of concentration
// question: Which share of the retweets comes from which share of the accounts, counted from the most active down?
// finding: 3
// columns:
//   outlet: the outlet's name; empty: all outlets, or those of the state, together
//   id: the outlet's id
//   least: the point's accounts are those with at least as many retweets
//   accounts: how many accounts these are
//   retweets: how many retweets they made
//   ofAccounts: share of all accounts that retweeted at least once, 0 to 1
//   ofRetweets: share of all retweets, 0 to 1
// parameters:
//   outlet: an outlet's id, or part of its name; '' is all outlets together
//   state: only outlets of this state, two letters; '' is every state
//   top: most rows, outlet by outlet, from the most active accounts down
// view: table
:param outlet => '';
:param state => '';
:param top => 1000;
CALL () {
  MATCH (a:Account)
  WHERE a.boostedRetweets IS NOT NULL AND coalesce($outlet, '') = '' AND coalesce($state, '') = ''
  WITH reduce(n = 0, x IN a.boostedRetweets | n + x) AS each, count(*) AS n ORDER BY each DESC
  RETURN null AS outlet, null AS id, collect(each) AS each, collect(n) AS accountsOf
  UNION ALL
  MATCH (a:Account)
  WHERE toUpper($state) IN a.boostedStates AND $state <> '' AND coalesce($outlet, '') = ''
  WITH a.boostedStates AS states, a.boostedRetweets AS made
  WITH [i IN range(0, size(states) - 1) WHERE states[i] = toUpper($state) | made[i]][0] AS each, count(*) AS n
  ORDER BY each DESC
  RETURN null AS outlet, null AS id, collect(each) AS each, collect(n) AS accountsOf
  UNION ALL
  MATCH (o:Outlet)
  WHERE o.perAmplifier IS NOT NULL AND coalesce($outlet, '') <> ''
    AND (coalesce($outlet, '') IN ['', o.outletId]
         OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  RETURN o.name AS outlet, o.outletId AS id, reverse([n IN o.perAmplifier | n]) AS each,
         reverse([n IN o.amplifiers | n]) AS accountsOf
}
// each[i] retweets were made by each of accountsOf[i] accounts, descending
UNWIND range(0, size(each) - 1) AS i
WITH *, reduce(n = 0, k IN accountsOf[..i + 1] | n + k) AS accounts,
     reduce(n = 0, k IN range(0, i) | n + each[k] * accountsOf[k]) AS retweets
WITH outlet, id, each[i] AS least, accounts, retweets,
     reduce(n = 0, k IN accountsOf | n + k) AS allAccounts,
     reduce(n = 0, k IN range(0, size(each) - 1) | n + each[k] * accountsOf[k]) AS allRetweets
RETURN outlet, id, least, accounts, retweets,
       toFloat(accounts) / allAccounts AS ofAccounts, toFloat(retweets) / allRetweets AS ofRetweets
ORDER BY outlet, id, least DESC
LIMIT $top;
