// Concentration curve
// question: What share of the retweets comes from what share of the accounts, most active first?
// finding: 3
// columns:
//   outlet "Outlet": Name of the outlet. Empty for all outlets, or all outlets of the state, together.
//   outletId "Outlet id": Id of the outlet. Empty for all outlets together.
//   minRetweets "Minimum retweets per account": Retweets that each account of the row made at least.
//   accounts "Accounts": Accounts with at least this many retweets.
//   retweets "Retweets": Retweets by these accounts.
//   shareOfAccounts "% of accounts": accounts divided by all accounts that retweeted at least once.
//   shareOfRetweets "% of retweets": retweets divided by all retweets.
// parameters:
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means all outlets together.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   top: Maximum number of rows, by outlet, most active accounts first.
// view: table
:param outlet => '';
:param state => '';
:param top => 1000;
CALL () {
  MATCH (a:Account)
  WHERE a.boostedRetweets IS NOT NULL AND coalesce($outlet, '') = '' AND coalesce($state, '') = ''
  WITH reduce(n = 0, x IN a.boostedRetweets | n + x) AS each, count(*) AS n ORDER BY each DESC
  RETURN null AS outlet, null AS outletId, collect(each) AS each, collect(n) AS accountsOf
  UNION ALL
  MATCH (a:Account)
  WHERE toUpper($state) IN a.boostedStates AND $state <> '' AND coalesce($outlet, '') = ''
  WITH a.boostedStates AS states, a.boostedRetweets AS made
  WITH [i IN range(0, size(states) - 1) WHERE states[i] = toUpper($state) | made[i]][0] AS each, count(*) AS n
  ORDER BY each DESC
  RETURN null AS outlet, null AS outletId, collect(each) AS each, collect(n) AS accountsOf
  UNION ALL
  MATCH (o:Outlet)
  WHERE o.perAmplifier IS NOT NULL AND coalesce($outlet, '') <> ''
    AND (coalesce($outlet, '') IN ['', o.outletId]
         OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  RETURN o.name AS outlet, o.outletId AS outletId, reverse([n IN o.perAmplifier | n]) AS each,
         reverse([n IN o.amplifiers | n]) AS accountsOf
}
// each of accountsOf[i] accounts made each[i] retweets, in descending order
UNWIND range(0, size(each) - 1) AS i
WITH *, reduce(n = 0, k IN accountsOf[..i + 1] | n + k) AS accounts,
     reduce(n = 0, k IN range(0, i) | n + each[k] * accountsOf[k]) AS retweets
WITH outlet, outletId, each[i] AS minRetweets, accounts, retweets,
     reduce(n = 0, k IN accountsOf | n + k) AS allAccounts,
     reduce(n = 0, k IN range(0, size(each) - 1) | n + each[k] * accountsOf[k]) AS allRetweets
RETURN outlet, outletId, minRetweets, accounts, retweets,
       toFloat(accounts) / allAccounts AS shareOfAccounts, toFloat(retweets) / allRetweets AS shareOfRetweets
ORDER BY outlet, outletId, minRetweets DESC
LIMIT $top;
